"""Units as grammar writes them after a number: one certificate, `شهادتان` for two, `11 اختبارا`."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from babel import Locale
from babel.plural import PluralRule

from jalon.ui.formats.reading import BABEL

# what stands after one (in French below two); units are named by their plural
SINGULAR = {
    "fr": {
        "activités": "activité",
        "avoirs": "avoir",
        "cahiers des charges": "cahier des charges",
        "certificats": "certificat",
        "dirhams par entreprise": "dirham par entreprise",
        "dirhams par personne": "dirham par personne",
        "échantillons": "échantillon",
        "entreprises": "entreprise",
        "équipements": "équipement",
        "équivalents temps plein": "équivalent temps plein",
        "essais": "essai",
        "essais par personne": "essai par personne",
        "études": "étude",
        "factures": "facture",
        "heures": "heure",
        "heures par entreprise": "heure par entreprise",
        "heures-personnes": "heure-personne",
        "jalons": "jalon",
        "jours par mission": "jour par mission",
        "jours-personnes": "jour-personne",
        "lignes de portée": "ligne de portée",
        "livrables": "livrable",
        "missions": "mission",
        "normes": "norme",
        "partenariats": "partenariat",
        "personnes": "personne",
        "plateformes": "plateforme",
        "points": "point",
        "prestations": "prestation",
        "produits": "produit",
        "projets": "projet",
        "sessions": "session",
    },
    "en": {
        "activities": "activity",
        "certificates": "certificate",
        "credit notes": "credit note",
        "days per mission": "day per mission",
        "deliverables": "deliverable",
        "dirhams per firm": "dirham per firm",
        "dirhams per head": "dirham per head",
        "firms": "firm",
        "full-time equivalents": "full-time equivalent",
        "heads": "head",
        "hours": "hour",
        "hours per firm": "hour per firm",
        "invoices": "invoice",
        "items of equipment": "item of equipment",
        "milestones": "milestone",
        "missions": "mission",
        "partnerships": "partnership",
        "person-days": "person-day",
        "person-hours": "person-hour",
        "platforms": "platform",
        "points": "point",
        "products": "product",
        "projects": "project",
        "samples": "sample",
        "scope lines": "scope line",
        "services": "service",
        "sessions": "session",
        "specifications": "specification",
        "standards": "standard",
        "studies": "study",
        "tests": "test",
        "tests per head": "test per head",
    },
}

# after 1, hundreds, fractions and nothing; after 2; after 3 to 10; after 11 to 99
ARABIC = {
    "أشخاص": ("شخص", "شخصان", "أشخاص", "شخصا"),
    "أنشطة": ("نشاط", "نشاطان", "أنشطة", "نشاطا"),
    "أيام عمل": ("يوم عمل", "يوما عمل", "أيام عمل", "يوم عمل"),
    "أيام لكل مهمة": ("يوم لكل مهمة", "يومان لكل مهمة", "أيام لكل مهمة", "يوما لكل مهمة"),
    "إشعارات دائنة": ("إشعار دائن", "إشعاران دائنان", "إشعارات دائنة", "إشعارا دائنا"),
    "اختبارات": ("اختبار", "اختباران", "اختبارات", "اختبارا"),
    "اختبارات لكل شخص": ("اختبار لكل شخص", "اختباران لكل شخص", "اختبارات لكل شخص", "اختبارا لكل شخص"),
    "بنود مجال الاعتماد": (
        "بند من مجال الاعتماد", "بندان من مجال الاعتماد", "بنود من مجال الاعتماد", "بندا من مجال الاعتماد",
    ),
    "تجهيزات": ("تجهيز", "تجهيزان", "تجهيزات", "تجهيزا"),
    "خدمات": ("خدمة", "خدمتان", "خدمات", "خدمة"),
    "دراسات": ("دراسة", "دراستان", "دراسات", "دراسة"),
    "درهم لكل شخص": ("درهم لكل شخص", "درهمان لكل شخص", "دراهم لكل شخص", "درهما لكل شخص"),
    "درهم لكل مقاولة": ("درهم لكل مقاولة", "درهمان لكل مقاولة", "دراهم لكل مقاولة", "درهما لكل مقاولة"),
    "دفاتر تحملات": ("دفتر تحملات", "دفترا تحملات", "دفاتر تحملات", "دفتر تحملات"),
    "دورات": ("دورة", "دورتان", "دورات", "دورة"),
    "ساعات": ("ساعة", "ساعتان", "ساعات", "ساعة"),
    "ساعات تكوين": ("ساعة تكوين", "ساعتا تكوين", "ساعات تكوين", "ساعة تكوين"),
    "ساعات لكل مقاولة": ("ساعة لكل مقاولة", "ساعتان لكل مقاولة", "ساعات لكل مقاولة", "ساعة لكل مقاولة"),
    "شراكات": ("شراكة", "شراكتان", "شراكات", "شراكة"),
    "شهادات": ("شهادة", "شهادتان", "شهادات", "شهادة"),
    "عينات": ("عينة", "عينتان", "عينات", "عينة"),
    "فواتير": ("فاتورة", "فاتورتان", "فواتير", "فاتورة"),
    "متر مربع": ("متر مربع", "متران مربعان", "أمتار مربعة", "مترا مربعا"),
    "مراحل رئيسية": ("مرحلة رئيسية", "مرحلتان رئيسيتان", "مراحل رئيسية", "مرحلة رئيسية"),
    "مشاريع": ("مشروع", "مشروعان", "مشاريع", "مشروعا"),
    "معادل دوام كامل": ("معادل دوام كامل", "معادلا دوام كامل", "معادلات دوام كامل", "معادل دوام كامل"),
    "مقاولات": ("مقاولة", "مقاولتان", "مقاولات", "مقاولة"),
    "منتوجات": ("منتوج", "منتوجان", "منتوجات", "منتوجا"),
    "منجزات مسلمة": ("منجز مسلم", "منجزان مسلمان", "منجزات مسلمة", "منجزا مسلما"),
    "منصات": ("منصة", "منصتان", "منصات", "منصة"),
    "مهام": ("مهمة", "مهمتان", "مهام", "مهمة"),
    "مواصفات": ("مواصفة", "مواصفتان", "مواصفات", "مواصفة"),
    "نقط": ("نقطة", "نقطتان", "نقط", "نقطة"),
}  # fmt: skip
ARABIC_FORMS = {"zero": 0, "one": 0, "two": 1, "few": 2, "many": 3, "other": 0}


def agreeing(unit: str, value: Decimal, language: str) -> str:
    """The words of a unit in the form its number asks for; a unit we do not know stays as it is written."""
    form = plural_rule(language)(shown(value))
    if language == "ar":
        return ARABIC[unit][ARABIC_FORMS[form]] if unit in ARABIC else unit
    return SINGULAR[language].get(unit, unit) if form == "one" else unit


@cache
def plural_rule(language: str) -> PluralRule:
    return Locale.parse(BABEL[language]).plural_form


def shown(value: Decimal) -> Decimal | int:
    """The number as it is written: at most two decimals, so that 0.999 agrees as the 1 that is read."""
    rounded = round(abs(value), 2)
    return int(rounded) if rounded == int(rounded) else rounded.normalize()
