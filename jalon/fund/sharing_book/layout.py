"""The sheets and columns of the workbook, with their heads in three languages."""

from dataclasses import dataclass
from typing import Final, Literal

from jalon.kernel.words import Words

Kind = Literal["text", "money", "number", "share", "yes_no", "list"]


@dataclass(frozen=True)
class Column:
    code: str
    words: Words
    kind: Kind = "text"
    is_required: bool = False


@dataclass(frozen=True)
class Sheet:
    code: str
    words: Words
    columns: tuple[Column, ...]


RULES: Final = Sheet(
    "rules",
    Words("Répartition", "التوزيع", "Sharing"),
    (
        Column("envelope", Words("Enveloppe (DH)", "الغلاف المالي (درهم)", "Envelope (DH)"), "money", True),
        Column(
            "spend_at_least",
            Words("À répartir au moins (DH)", "الحد الأدنى للتوزيع (درهم)", "Share out at least (DH)"),
            "money",
        ),
        Column("fair_among", Words("Équité entre", "الإنصاف بين", "Fair among")),
        Column(
            "least",
            Words("Part minimale de chacun", "أدنى نصيب لكل واحد", "Least share of each"),
            "share",
        ),
        Column(
            "spread",
            Words("Écart maximal entre les parts", "أقصى فارق بين الأنصبة", "Largest ratio between shares"),
            "number",
        ),
        Column(
            "is_max_min",
            Words("La plus petite part d'abord", "أصغر نصيب أولا", "Smallest share first"),
            "yes_no",
        ),
    ),
)
CANDIDATES: Final = Sheet(
    "candidates",
    Words("Candidats", "المرشحون", "Candidates"),
    (
        Column("key", Words("Code", "الرمز", "Code"), is_required=True),
        Column("name", Words("Intitulé", "العنوان", "Name")),
        Column("cap", Words("Demandé (DH)", "المطلوب (درهم)", "Asked (DH)"), "money", True),
        Column("floor", Words("Au moins (DH)", "على الأقل (درهم)", "At least (DH)"), "money"),
        Column("is_whole", Words("Tout ou rien", "الكل أو لا شيء", "All or nothing"), "yes_no"),
        Column("centre", Words("Centre", "المركز", "Centre")),
        Column("line", Words("Ligne", "الخط", "Line")),
        Column("axis", Words("Axe", "المحور", "Axis")),
        Column("needs", Words("Suppose", "يتطلب", "Needs"), "list"),
    ),
)
WEIGHTS: Final = Sheet(
    "weights",
    Words("Résultats", "النتائج", "Results"),
    (
        Column("result", Words("Résultat", "النتيجة", "Result"), is_required=True),
        Column("weight", Words("Poids d'une unité", "وزن الوحدة", "Weight of one"), "number", True),
    ),
)
LIMITS: Final = Sheet(
    "limits",
    Words("Limites", "الحدود", "Limits"),
    (
        Column("tag", Words("Sur", "على", "On"), is_required=True),
        Column("value", Words("Valeur", "القيمة", "Value"), is_required=True),
        Column("at_least", Words("Au moins (DH)", "على الأقل (درهم)", "At least (DH)"), "money"),
        Column("at_most", Words("Au plus (DH)", "على الأكثر (درهم)", "At most (DH)"), "money"),
    ),
)
SHEETS: Final = (RULES, CANDIDATES, WEIGHTS, LIMITS)

TAGS: Final = {
    "centre": Words("centre", "مركز", "centre"),
    "line": Words("ligne", "خط", "line"),
    "axis": Words("axe", "محور", "axis"),
}
YES, NO = Words("oui", "نعم", "yes"), Words("non", "لا", "no")
RESULT: Final = ":"
"""A column of candidates whose head begins with a colon holds the results of that code."""
