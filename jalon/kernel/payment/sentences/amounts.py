"""How the other rules come to an amount."""

from collections.abc import Mapping
from typing import Final

from jalon.kernel.words import Words

AMOUNTS: Final[Mapping[str, Words]] = {
    "units": Words(
        "Unités comptées : {units:number}.",
        "الوحدات المحتسبة: {units:number}.",
        "Units counted: {units:number}.",
    ),
    "units_elsewhere": Words(
        "Unités déjà payées ailleurs : {units:number}.",
        "وحدات أديت في موضع آخر: {units:number}.",
        "Units already paid elsewhere: {units:number}.",
    ),
    "units_paid": Words(
        "Unités déjà payées : {units:number}.",
        "وحدات أديت سابقا: {units:number}.",
        "Units already paid: {units:number}.",
    ),
    "units_new": Words(
        "Unités nouvelles : {units:number}.", "الوحدات الجديدة: {units:number}.", "New units: {units:number}."
    ),
    "units_over_floor": Words(
        "Unités payables (plancher {floor:number}) : {units:number}.",
        "الوحدات القابلة للأداء (الحد الأدنى {floor:number}): {units:number}.",
        "Units that can be paid (floor {floor:number}): {units:number}.",
    ),
    "price": Words(
        "Prix de l'unité : {price:dirhams}.",
        "ثمن الوحدة: {price:dirhams}.",
        "Price of a unit: {price:dirhams}.",
    ),
    "units_at_price": Words(
        "Unités au prix convenu : {amount:money}.",
        "الوحدات بالثمن المتفق عليه: {amount:money}.",
        "Units at the agreed price: {amount:money}.",
    ),
    "lifetime_cap": Words(
        "Plafond de la durée : {amount:money}.",
        "السقف طيلة المدة: {amount:money}.",
        "Lifetime cap: {amount:money}.",
    ),
    "paid_elsewhere": Words(
        "Payé par d'autres tranches : {amount:money}.",
        "أدته أقساط أخرى: {amount:money}.",
        "Paid by other tranches: {amount:money}.",
    ),
    "left_of_cap": Words(
        "Reste sous le plafond : {amount:money}.",
        "الباقي تحت السقف: {amount:money}.",
        "Left under the cap: {amount:money}.",
    ),
    "capped": Words(
        "Dans la limite du plafond : {amount:money}.",
        "في حدود السقف: {amount:money}.",
        "Within the cap: {amount:money}.",
    ),
    "paid_at_once": Words(
        "Part payée d'abord : {amount:money}.",
        "الجزء المؤدى أولا: {amount:money}.",
        "Part paid first: {amount:money}.",
    ),
    "paid_if_sustained": Words(
        "Part payée sur les unités encore là : {amount:money}.",
        "الجزء المؤدى عن الوحدات الباقية: {amount:money}.",
        "Part paid on the units still there: {amount:money}.",
    ),
    "units_still_there": Words(
        "Unités encore là : {units:number}.",
        "الوحدات الباقية: {units:number}.",
        "Units still there: {units:number}.",
    ),
    "weight": Words("Poids : {value:number}.", "الوزن: {value:number}.", "Weight: {value:number}."),
    "weighted": Words(
        "Taux pondéré : {value:number}.", "النسبة المرجحة: {value:number}.", "Weighted rate: {value:number}."
    ),
    "weighted_sum": Words(
        "Somme pondérée : {value:number}.", "المجموع المرجح: {value:number}.", "Weighted sum: {value:number}."
    ),
    "weights": Words(
        "Somme des poids : {value:number}.",
        "مجموع الأوزان: {value:number}.",
        "Sum of the weights: {value:number}.",
    ),
    "weighted_mean": Words(
        "Moyenne pondérée : {rate:percent}.",
        "المعدل المرجح: {rate:percent}.",
        "Weighted mean: {rate:percent}.",
    ),
    "over_floor": Words(
        "Au-dessus du plancher de {floor:percent} : {rate:percent}.",
        "مع حد أدنى {floor:percent}: {rate:percent}.",
        "With a floor of {floor:percent}: {rate:percent}.",
    ),
    "share_cap": Words("Plafond : {share:percent}.", "السقف: {share:percent}.", "Cap: {share:percent}."),
    "within_cap": Words(
        "Dans la limite du plafond : {rate:percent}.",
        "في حدود السقف: {rate:percent}.",
        "Within the cap: {rate:percent}.",
    ),
    "other_money": Words(
        "Apport vérifié de {funder:code} : {amount:money}.",
        "مساهمة محققة من {funder:code}: {amount:money}.",
        "Verified money of {funder:code}: {amount:money}.",
    ),
    "other_money_in_all": Words(
        "Apports vérifiés : {amount:money}.",
        "مجموع المساهمات المحققة: {amount:money}.",
        "Verified money of others: {amount:money}.",
    ),
    "matching_share": Words(
        "Part du fonds : {share:percent}.",
        "حصة الصندوق: {share:percent}.",
        "Share of the fund: {share:percent}.",
    ),
    "matched": Words(
        "Apports complétés : {amount:money}.", "التمويل المقابل: {amount:money}.", "Matched: {amount:money}."
    ),
    "cost": Words(
        "Coût vérifié : {amount:money}.", "الكلفة المحققة: {amount:money}.", "Verified cost: {amount:money}."
    ),
    "cost_share": Words(
        "Part du coût au plus : {share:percent}.",
        "الحصة القصوى من الكلفة: {share:percent}.",
        "Share of the cost at most: {share:percent}.",
    ),
    "cost_cap": Words(
        "Plafond selon le coût : {amount:money}.",
        "السقف حسب الكلفة: {amount:money}.",
        "Cap by the cost: {amount:money}.",
    ),
    "outputs_over_money": Words(
        "Résultats rapportés à la dépense : {rate:percent}.",
        "النتائج مقارنة بالنفقات: {rate:percent}.",
        "Results over spending: {rate:percent}.",
    ),
    "correction": Words(
        "Correction : {share:percent}.", "التصحيح: {share:percent}.", "Correction: {share:percent}."
    ),
    "no_correction": Words(
        "Aucune correction : pas d'échec grave.",
        "لا تصحيح: لا إخفاق جسيم.",
        "No correction: no serious failure.",
    ),
    "after_correction": Words(
        "Part conservée : {share:percent}.",
        "الجزء المحتفظ به: {share:percent}.",
        "Part kept: {share:percent}.",
    ),
    "formula": Words(
        "{formula:text} = {value:number}",
        "{formula:text} = {value:number}",
        "{formula:text} = {value:number}",
    ),
    "input": Words(
        "{name:text} = {value:number}", "{name:text} = {value:number}", "{name:text} = {value:number}"
    ),
    "input_assumed": Words(
        "{name:text} manque : compté pour {value:number}, comme le veut la règle.",
        "{name:text} غير متوفر: احتسب {value:number} حسب القاعدة.",
        "{name:text} is missing: counted for {value:number}, as the rule says.",
    ),
    "in_centimes": Words(
        "En dirhams : {amount:money}.", "بالدرهم: {amount:money}.", "In dirhams: {amount:money}."
    ),
    "centimes_in_a_dirham": Words("100 centimes.", "100 سنتيم.", "100 centimes."),
}
