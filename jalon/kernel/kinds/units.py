"""Units of the kinds, and the ways people write them."""

from collections.abc import Mapping

from jalon.kernel.words import Words, fold

UNITS: Mapping[str, Words] = {
    "tests": Words("essais", "اختبارات", "tests"),
    "samples": Words("échantillons", "عينات", "samples"),
    "products": Words("produits", "منتوجات", "products"),
    "certificates": Words("certificats", "شهادات", "certificates"),
    "lines": Words("lignes de portée", "بنود مجال الاعتماد", "scope lines"),
    "standards": Words("normes", "مواصفات", "standards"),
    "specifications": Words("cahiers des charges", "دفاتر تحملات", "specifications"),
    "studies": Words("études", "دراسات", "studies"),
    "hours": Words("heures", "ساعات", "hours"),
    "sessions": Words("sessions", "دورات", "sessions"),
    "person-days": Words("jours-personnes", "أيام عمل", "person-days"),
    "deliverables": Words("livrables", "منجزات مسلمة", "deliverables"),
    "projects": Words("projets", "مشاريع", "projects"),
    "partnerships": Words("partenariats", "شراكات", "partnerships"),
    "milestones": Words("jalons", "مراحل رئيسية", "milestones"),
    "platforms": Words("plateformes", "منصات", "platforms"),
    "activities": Words("activités", "أنشطة", "activities"),
    "equipment": Words("équipements", "تجهيزات", "items of equipment"),
    "services": Words("prestations", "خدمات", "services"),
    "heads": Words("personnes", "أشخاص", "heads"),
    "invoices": Words("factures", "فواتير", "invoices"),
    "credit-notes": Words("avoirs", "إشعارات دائنة", "credit notes"),
    "points": Words("points", "نقط", "points"),
    "m2": Words("m²", "متر مربع", "m²"),
}

_ALSO_WRITTEN = {
    "tests": ("test", "essai", "analyse", "analyses", "analysis", "اختبار", "تحليل", "تحاليل"),
    "samples": ("sample", "echantillon", "عينة"),
    "products": ("product", "produit", "منتوج"),
    "certificates": ("certificate", "certificat", "شهادة"),
    "lines": ("line", "ligne", "lignes"),
    "standards": ("standard", "norme", "مواصفة"),
    "specifications": ("specification", "cahier des charges", "دفتر تحملات"),
    "studies": ("study", "etude", "دراسة"),
    "hours": ("hour", "h", "heure", "person-hours", "heures-personnes", "ساعة"),
    "sessions": ("session", "دورة"),
    "person-days": (
        "person-day",
        "person days",
        "days",
        "day",
        "jours",
        "jour",
        "hommes-jours",
        "jh",
        "يوم",
        "ايام",
    ),
    "deliverables": ("deliverable", "livrable"),
    "projects": ("project", "projet", "مشروع"),
    "partnerships": ("partnership", "partenariat", "شراكة"),
    "milestones": ("milestone", "jalon"),
    "platforms": ("platform", "plateforme", "منصة"),
    "activities": ("activity", "activite", "نشاط"),
    "equipment": ("equipement", "equipements", "item", "items", "تجهيز"),
    "services": ("service", "prestation", "خدمة"),
    "heads": ("head", "personne", "person", "persons", "people", "effectif", "شخص"),
    "invoices": ("invoice", "facture", "فاتورة"),
    "credit-notes": ("credit-note", "avoir", "credit notes"),
    "points": ("point", "note", "نقطة"),
    "m2": ("m²", "square metres", "metres carres", "metre carre"),
}


def _recognised() -> dict[str, str]:
    known = {fold(code): code for code in UNITS}
    for code, words in UNITS.items():
        for text in (words.fr, words.ar, words.en, *_ALSO_WRITTEN[code]):
            known.setdefault(fold(text), code)
    return known


_RECOGNISED = _recognised()


def unit_code(text: str) -> str | None:
    """The code of a unit as people write it, in any of the three languages, or None.

    >>> unit_code("Heures")
    'hours'
    """
    return _RECOGNISED.get(fold(text.strip()))
