"""The sheets of the workbook and their columns: one description for what is written and what is read."""

from dataclasses import dataclass

from jalon.kernel.words import Words


@dataclass(frozen=True)
class Column:
    """`kind` says how its cells are typed: text, code, number, money, day, choice, yes_no, unit."""

    code: str
    words: Words
    kind: str = "text"
    width: int = 18
    choices: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Sheet:
    """`years`: a column a year stands after the columns, of the kind given."""

    code: str
    words: Words
    columns: tuple[Column, ...]
    years: str = ""


FR, AR, EN = "fr", "ar", "en"
LANGUAGES = (FR, AR, EN)


def in_three(code: str, fr: str, ar: str, en: str, width: int = 44) -> tuple[Column, ...]:
    """A text that people write in three languages."""
    names = {"fr": ("français", "بالفرنسية", "French"), "ar": ("arabe", "بالعربية", "Arabic")}
    names["en"] = ("anglais", "بالإنجليزية", "English")
    return tuple(
        Column(
            f"{code}_{language}",
            Words(f"{fr} ({said[0]})", f"{ar} {said[1]}", f"{en} ({said[2]})"),
            width=width,
        )
        for language, said in names.items()
    )


SOURCE = Column("source", Words("Source", "المصدر", "Source"), width=32)
INDICATOR = Column(
    "indicator", Words("Indicateur", "المؤشر", "Indicator"), "choice", 44, "indicators", is_required=True
)
UNIT = Column("unit", Words("Unité", "الوحدة", "Unit"), "unit", 14)

FIELDS = (
    Column("contract", Words("Contrat", "العقد", "Contract"), "fixed"),
    Column(
        "effective_from", Words("Prend effet le", "يسري ابتداء من", "In effect from"), "day", is_required=True
    ),
    Column(
        "starts_on",
        Words("Début de la période", "بداية الفترة", "Start of the period"),
        "day",
        is_required=True,
    ),
    Column(
        "ends_on", Words("Fin de la période", "نهاية الفترة", "End of the period"), "day", is_required=True
    ),
    *in_three("reason", "Motif de cette version", "سبب هذه النسخة", "Why this version"),
    *in_three("authority", "Qui peut la décider", "من يملك قرارها", "Who may decide it"),
    *in_three("note", "Note", "ملاحظة", "Note"),
    SOURCE,
)

CONTRACT = Sheet(
    "contract",
    Words("Contrat", "العقد", "Contract"),
    (
        Column("field", Words("Ce qui est demandé", "المطلوب", "What is asked"), "fixed", 36),
        Column("value", Words("Réponse", "الجواب", "Answer"), "text", 60),
    ),
)
OBJECTIVES = Sheet(
    "objectives",
    Words("Objectifs", "الأهداف", "Objectives"),
    (
        Column("code", Words("Code", "الرمز", "Code"), "code", 12, is_required=True),
        Column("axis", Words("Axe", "المحور", "Axis"), "choice", 36, "axes", is_required=True),
        Column(
            "global_objective",
            Words("Objectif global", "الهدف العام", "Global objective"),
            "choice",
            36,
            "goals",
        ),
        *in_three("name", "Objectif", "الهدف", "Objective"),
    ),
)
TARGETS = Sheet(
    "targets",
    Words("Cibles", "القيم المستهدفة", "Targets"),
    (
        Column("objective", Words("Code de l’objectif", "رمز الهدف", "Objective code"), "objective", 14),
        INDICATOR,
        UNIT,
        Column(
            "shape",
            Words("Forme de la cible", "شكل القيمة المستهدفة", "Shape of the target"),
            "choice",
            28,
            "shapes",
        ),
        Column("tolerance", Words("Tolérance (±)", "هامش التسامح (±)", "Tolerance (±)"), "number", 12),
        Column("approximate", Words("Environ", "تقريبا", "About"), "yes_no", 10, "yes_no"),
        Column(
            "source", Words("Source de la cible", "مصدر القيمة المستهدفة", "Source of the target"), "text", 24
        ),
        Column(
            "baseline_value", Words("Référence : valeur", "القيمة المرجعية", "Baseline: value"), "number", 14
        ),
        Column(
            "baseline_on", Words("Référence : date", "القيمة المرجعية: التاريخ", "Baseline: date"), "day", 14
        ),
        Column(
            "baseline_source",
            Words("Référence : source", "القيمة المرجعية: المصدر", "Baseline: source"),
            "text",
            28,
        ),
    ),
    years="number",
)
MONEY = Sheet(
    "money",
    Words("Budget (DH)", "الميزانية (درهم)", "Money (DH)"),
    (
        Column(
            "line",
            Words("Ligne de financement", "خط التمويل", "Funding line"),
            "choice",
            44,
            "lines",
            is_required=True,
        ),
        Column(
            "axis", Words("Axe (facultatif)", "المحور (اختياري)", "Axis (optional)"), "choice", 36, "axes"
        ),
    ),
    years="money",
)
TRANCHES = Sheet(
    "tranches",
    Words("Tranches", "الأقساط", "Tranches"),
    (
        Column("code", Words("Code", "الرمز", "Code"), "code", 14, is_required=True),
        *in_three("name", "Tranche", "القسط", "Tranche", 28),
        Column(
            "line",
            Words("Ligne de financement", "خط التمويل", "Funding line"),
            "choice",
            36,
            "lines",
            is_required=True,
        ),
        Column(
            "axis", Words("Axe (facultatif)", "المحور (اختياري)", "Axis (optional)"), "choice", 24, "axes"
        ),
        Column("year", Words("Année", "السنة", "Year"), "year", 10, is_required=True),
        Column(
            "amount", Words("Montant (DH)", "المبلغ (درهم)", "Amount (DH)"), "money", 18, is_required=True
        ),
        Column("due_on", Words("Exigible le", "تستحق في", "Due on"), "day", 14),
        Column("rule", Words("Règle", "القاعدة", "Rule"), "choice", 30, "rules", is_required=True),
        Column(
            "bounds",
            Words("Paramètres, un par ligne", "المعطيات، واحد في كل سطر", "Its bounds, one a line"),
            "text",
            44,
        ),
        Column(
            "conditions",
            Words("Conditions, une par ligne", "الشروط، واحد في كل سطر", "Conditions, one a line"),
            "text",
            34,
        ),
    ),
)
UNDERTAKINGS = Sheet(
    "undertakings",
    Words("Engagements", "التعهدات", "Undertakings"),
    (
        Column("side", Words("Partie", "الطرف", "Party"), "choice", 18, "sides", is_required=True),
        Column("code", Words("Code (facultatif)", "الرمز (اختياري)", "Code (optional)"), "code", 14),
        *in_three("text", "Engagement", "التعهد", "Undertaking", 50),
        Column("due_on", Words("Échéance", "الأجل", "Due on"), "day", 14),
        SOURCE,
    ),
)
PAST = Sheet(
    "past",
    Words("Totaux passés", "مجاميع سابقة", "Past totals"),
    (
        INDICATOR,
        UNIT,
        Column("year", Words("Année", "السنة", "Year"), "year", 10, is_required=True),
        Column(
            "value",
            Words("Total de l’année", "مجموع السنة", "Total of the year"),
            "number",
            16,
            is_required=True,
        ),
        Column("document", Words("Document", "الوثيقة", "Document"), "text", 36),
        SOURCE,
    ),
)
SHEETS = (CONTRACT, OBJECTIVES, TARGETS, MONEY, TRANCHES, UNDERTAKINGS, PAST)
README = Words("Lisez-moi", "اقرأني", "Read me")

YES_NO = {"yes": Words("oui", "نعم", "yes"), "no": Words("non", "لا", "no")}
SIDES = {
    "ministry": Words("Ministère", "الوزارة", "Ministry"),
    "centre": Words("Centre", "المركز", "Centre"),
    "federation": Words("Fédération", "الفدرالية", "Federation"),
}
SHAPES = {
    "per_period": Words("chaque année son montant", "لكل سنة مقدارها", "each year its own amount"),
    "cumulative": Words("cumul depuis le début du plan", "تراكم منذ بداية المخطط", "since the plan’s start"),
    "level": Words("niveau à atteindre", "مستوى يراد بلوغه", "level to reach"),
    "growth": Words(
        "croissance en % sur la référence",
        "نمو بالنسبة المئوية عن القيمة المرجعية",
        "growth in % over the baseline",
    ),
    "at_most": Words("au plus", "على الأكثر", "at most"),
    "maintain": Words("à maintenir", "يحافظ عليه", "to maintain"),
}
RULES = {
    "on_acceptance": Words("à l’acceptation d’un document", "عند قبول وثيقة", "on acceptance of a document"),
    "threshold": Words(
        "tout ou rien, par seuil", "الكل أو لا شيء حسب عتبة", "all or nothing, by a threshold"
    ),
    "proportional": Words("au prorata des résultats", "بالتناسب مع النتائج", "in proportion to results"),
    "per_unit": Words("tant par unité", "مبلغ لكل وحدة", "so much a unit"),
    "matching": Words("en complément d’autres bailleurs", "تكملة لممولين آخرين", "matching other funders"),
    "correction": Words(
        "avec correction en cas de manquement grave",
        "مع تصحيح عند الإخلال الجسيم",
        "with a correction on serious failure",
    ),
    "custom": Words("par une formule", "حسب صيغة", "by a formula"),
}


@dataclass(frozen=True)
class Library:
    """What drop-downs offer: codes with their names; indicators also have a unit (`percents`: percent)."""

    contract: str
    indicators: dict[str, Words]
    units: dict[str, Words]
    axes: dict[str, Words]
    goals: dict[str, Words]
    lines: dict[str, Words]
    percents: frozenset[str] = frozenset()

    def choices(self, name: str) -> dict[str, Words]:
        fixed = {"shapes": SHAPES, "sides": SIDES, "yes_no": YES_NO, "rules": RULES}
        return fixed[name] if name in fixed else getattr(self, name)


NAMED_ALONE = ("shapes", "sides", "yes_no", "rules")  # what people never call by its code


def label(name: str, code: str, words: Words, language: str) -> str:
    """How a choice reads in a drop-down: `TESTS — Analyses et essais rendus`."""
    text = words.in_language(language)[0]
    return text if name in NAMED_ALONE or not text or text == code else f"{code} — {text}"
