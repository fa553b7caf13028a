"""Kinds that move a stock from its opening: staff and area."""

from decimal import Decimal

from jalon.kernel.kinds.kind import Attribute, Kind
from jalon.kernel.words import Words

ONE = Decimal(1)

GRADES = {
    "manager": Words("cadre", "إطار", "manager"),
    "engineer": Words("ingénieur", "مهندس", "engineer"),
    "technician": Words("technicien", "تقني", "technician"),
    "administrative": Words("administratif", "إداري", "administrative"),
    "operative": Words("agent d'exécution", "عون تنفيذ", "operative"),
    "other": Words("autre", "آخر", "other"),
}


def _heads(code: str, words: Words, **terms: bool) -> Kind:
    """Heads by grade. `fte` is of the whole row and positive: it takes the sign of the quantity."""
    return Kind(
        code,
        words,
        "heads",
        sign=-1 if terms.get("leaves") else 1,
        allows_zero=terms.get("allows_zero", False),
        allows_negative=terms.get("allows_negative", False),
        default_quantity=None if terms.get("allows_zero") else ONE,
        attributes={
            "fte": Attribute(
                "decimal", Words("équivalent temps plein", "معادل دوام كامل", "full-time equivalent")
            ),
            "grade": Attribute("choice", Words("catégorie", "صنف", "grade"), choices=GRADES),
        },
    )


def _area(code: str, words: Words, **terms: bool) -> Kind:
    return Kind(
        code,
        words,
        "m2",
        sign=-1 if terms.get("leaves") else 1,
        allows_zero=terms.get("allows_zero", False),
        attributes={"site": Attribute("text", Words("site", "موقع", "site"))},
    )


STOCKS = (
    _heads(
        "staff.opening",
        Words("Effectif au départ", "عدد المستخدمين عند البداية", "Staff at the start"),
        allows_zero=True,
    ),
    _heads("staff.joined", Words("Arrivée de personnel", "التحاق مستخدمين", "Staff joined")),
    _heads("staff.left", Words("Départ de personnel", "مغادرة مستخدمين", "Staff left"), leaves=True),
    # One row takes heads out of the old grade (negative), another puts them in the new one.
    _heads(
        "staff.regraded",
        Words("Changement de catégorie", "تغيير الصنف", "Staff regraded"),
        allows_negative=True,
    ),
    _area(
        "area.opening",
        Words("Surface au départ", "المساحة عند البداية", "Area at the start"),
        allows_zero=True,
    ),
    _area("area.opened", Words("Surface ouverte", "مساحة مفتوحة", "Area opened")),
    _area("area.closed", Words("Surface fermée", "مساحة مغلقة", "Area closed"), leaves=True),
)
