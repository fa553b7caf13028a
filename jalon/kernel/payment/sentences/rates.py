"""Rates, and the threshold they are held to."""

from collections.abc import Mapping
from typing import Final

from jalon.kernel.words import Words

RATES: Final[Mapping[str, Words]] = {
    "achievement": Words(
        "{indicator:code} : {rate:percent} de la cible.",
        "{indicator:code}: {rate:percent} من القيمة المستهدفة.",
        "{indicator:code}: {rate:percent} of the target.",
    ),
    "progress": Words(
        "{indicator:code} : {rate:percent} du chemin vers la cible.",
        "{indicator:code}: {rate:percent} من المسار نحو القيمة المستهدفة.",
        "{indicator:code}: {rate:percent} of the way to the target.",
    ),
    "holds": Words(
        "{indicator:code} : la cible est tenue.",
        "{indicator:code}: القيمة المستهدفة محترمة.",
        "{indicator:code}: the target holds.",
    ),
    "does_not_hold": Words(
        "{indicator:code} : la cible n'est pas tenue.",
        "{indicator:code}: القيمة المستهدفة غير محترمة.",
        "{indicator:code}: the target does not hold.",
    ),
    "actual": Words(
        "Valeur validée de {indicator:code} : {value:number}.",
        "القيمة المصادق عليها للمؤشر {indicator:code}: {value:number}.",
        "Validated value of {indicator:code}: {value:number}.",
    ),
    "actual_provisional": Words(
        "Valeur non encore validée de {indicator:code} : {value:number}.",
        "قيمة غير مصادق عليها بعد للمؤشر {indicator:code}: {value:number}.",
        "Value of {indicator:code}, not validated yet: {value:number}.",
    ),
    "with_reservation": Words(
        "{indicator:code} est validé avec réserve.",
        "صودق على {indicator:code} بتحفظ.",
        "{indicator:code} is validated with a reservation.",
    ),
    "target": Words(
        "Cible : {value:number}.", "القيمة المستهدفة: {value:number}.", "Target: {value:number}."
    ),
    "baseline": Words(
        "Valeur de référence : {value:number}.",
        "القيمة المرجعية: {value:number}.",
        "Baseline: {value:number}.",
    ),
    "way_done": Words(
        "Chemin parcouru : {value:number}.", "المسار المنجز: {value:number}.", "Way done: {value:number}."
    ),
    "way_to_go": Words(
        "Chemin de la référence à la cible : {value:number}.",
        "المسار من القيمة المرجعية إلى المستهدفة: {value:number}.",
        "Way from the baseline to the target: {value:number}.",
    ),
    "within_one": Words(
        "Compté entre 0 et 100 % : {rate:percent}.",
        "يحتسب بين 0 و 100 %: {rate:percent}.",
        "Counted within 0 and 100 %: {rate:percent}.",
    ),
    "at_most_one": Words(
        "Compté pour 100 % au plus : {rate:percent}.",
        "يحتسب في حدود 100 %: {rate:percent}.",
        "Counted for 100 % at most: {rate:percent}.",
    ),
    "whole": Words("100 %.", "100 %.", "100 %."),
    "share_earned": Words(
        "Part acquise : {share:percent}.", "الجزء المستحق: {share:percent}.", "Part earned: {share:percent}."
    ),
    "achieved": Words(
        "Résultats atteints : chaque indicateur à {at_least:percent} au moins.",
        "تحققت النتائج: كل مؤشر بلغ {at_least:percent} على الأقل.",
        "Achieved: every indicator at {at_least:percent} or more.",
    ),
    "achieved_but_one": Words(
        "Résultats atteints : un seul sous {at_least:percent}, admis à partir de {allowed_from:percent}.",
        "تحققت النتائج: مؤشر واحد دون {at_least:percent} وفوق {allowed_from:percent}، يقبله العقد.",
        "Achieved: only one below {at_least:percent}, allowed from {allowed_from:percent}.",
    ),
    "not_achieved": Words(
        "Résultats non atteints : {below:number} sous {at_least:percent}.",
        "لم تتحقق النتائج: عدد المؤشرات دون {at_least:percent} هو {below:number}.",
        "Not achieved: {below:number} below {at_least:percent}.",
    ),
    "partly_achieved": Words(
        "Résultats partiels : {share:percent} selon le barème.",
        "نتائج جزئية: {share:percent} حسب السلم.",
        "Partly achieved: {share:percent} by the table.",
    ),
    "lowest": Words(
        "Taux le plus bas : {rate:percent}.", "أدنى نسبة: {rate:percent}.", "Lowest rate: {rate:percent}."
    ),
    "mean": Words(
        "Moyenne des taux : {rate:percent}.",
        "معدل النسب: {rate:percent}.",
        "Mean of the rates: {rate:percent}.",
    ),
    "serious": Words(
        "Échec grave : {below:number} sous {bound:percent}.",
        "إخفاق جسيم: عدد المؤشرات دون {bound:percent} هو {below:number}.",
        "Serious failure: {below:number} below {bound:percent}.",
    ),
}
