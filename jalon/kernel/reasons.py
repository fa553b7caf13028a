"""Why a figure cannot be computed, as a value that travels to the cell where it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jalon.kernel.words import Words

REASONS: Mapping[str, Words] = {
    "not_received": Words(
        "Les données de cette période ne sont pas encore reçues.",
        "لم يتم التوصل بعد بمعطيات هذه الفترة.",
        "The data of this period are not received yet.",
    ),
    "unknown": Words("Valeur inconnue.", "قيمة غير معروفة.", "The value is unknown."),
    "no_rows": Words(
        "Aucun fait enregistré sur cette période.",
        "لا توجد وقائع مسجلة في هذه الفترة.",
        "No deed is recorded in this period.",
    ),
    "no_opening": Words(
        "Situation de départ non enregistrée : {detail}.",
        "الوضعية عند البداية غير مسجلة: {detail}.",
        "The situation at the start is not recorded: {detail}.",
    ),
    "centre_left": Words(
        "Le centre a quitté le réseau : son effectif, ses certificats et ses niveaux n'y comptent plus.",
        "غادر المركز الشبكة: لم يعد يحتسب فيها مستخدموه ولا شهاداته ولا مستوياته.",
        "The centre left the network: its staff, its certificates and its levels no longer count in it.",
    ),
    "unsaid": Words(
        "Des faits ne disent pas ce qui est compté : {detail}.",
        "وقائع لا تذكر ما يحتسب: {detail}.",
        "Some deeds do not say what is counted: {detail}.",
    ),
    "not_consolidated": Words(
        "Cet indicateur se lit centre par centre : il n'a pas de valeur pour le réseau.",
        "يقرأ هذا المؤشر مركزا مركزا: ليست له قيمة على مستوى الشبكة.",
        "This indicator is read centre by centre: it has no value for the network.",
    ),
    "not_additive": Words(
        "Les cibles de cet indicateur ne s'additionnent pas entre contrats.",
        "لا تجمع القيم المستهدفة لهذا المؤشر بين العقود.",
        "The targets of this indicator do not add up over contracts.",
    ),
    "missing_measure": Words(
        "Une mesure manque à la formule : {detail}.",
        "قياس ناقص في الصيغة: {detail}.",
        "A measure of the formula is missing: {detail}.",
    ),
    "division_by_zero": Words(
        "Le dénominateur est nul : {detail}.", "المقام منعدم: {detail}.", "The denominator is zero: {detail}."
    ),
    "formula": Words(
        "La formule ne se calcule pas : {detail}.",
        "تعذر احتساب الصيغة: {detail}.",
        "The formula cannot be computed: {detail}.",
    ),
    "no_target": Words(
        "Aucune cible n'est fixée pour cette période.",
        "لم تحدد أي قيمة مستهدفة لهذه الفترة.",
        "No target is set for this period.",
    ),
    "target_not_published": Words(
        "Cible non publiée.", "القيمة المستهدفة غير منشورة.", "The target is not published."
    ),
    "target_is_zero": Words(
        "La cible est nulle : la part réalisée n'a pas de sens.",
        "القيمة المستهدفة منعدمة: لا معنى لنسبة الإنجاز.",
        "The target is zero: a share of it has no meaning.",
    ),
    "baseline_not_published": Words(
        "Valeur de référence non publiée.", "القيمة المرجعية غير منشورة.", "The baseline is not published."
    ),
    "baseline_date_missing": Words(
        "La valeur de référence n'a pas de date.",
        "القيمة المرجعية بدون تاريخ.",
        "The baseline has no date.",
    ),
    "baseline_source_missing": Words(
        "La valeur de référence n'a pas de source.",
        "القيمة المرجعية بدون مصدر.",
        "The baseline has no source.",
    ),
    "baseline_is_zero": Words(
        "La valeur de référence est nulle : une croissance ne s'y rapporte pas.",
        "القيمة المرجعية منعدمة: لا يمكن احتساب النمو انطلاقا منها.",
        "The baseline is zero: growth over it has no meaning.",
    ),
    "not_begun": Words("La période n'a pas commencé.", "لم تبدأ الفترة بعد.", "The period has not begun."),
    "no_contract_target": Words(
        "Aucun contrat ne publie de cible pour cet objectif.",
        "لا ينشر أي عقد قيمة مستهدفة لهذا الهدف.",
        "No contract publishes a target for this objective.",
    ),
}
"""The sentence of each reason; `{detail}` is the value's own."""


DETAIL = re.compile(r"\s?: \{detail\}")


@dataclass(frozen=True, slots=True)
class NotComputable:
    """A figure that cannot be computed: a code of `REASONS`, and what it is about. Never zero, never true."""

    reason: str
    detail: str = ""

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"no sentence is written for the reason {self.reason}")

    def __bool__(self) -> bool:
        return False

    def sentence(self, language: str = "en") -> str:
        """The reason as people read it, in a language; without what it is about when that is nothing."""
        words = REASONS[self.reason].in_language(language)[0]
        return words.replace("{detail}", self.detail) if self.detail else DETAIL.sub("", words)
