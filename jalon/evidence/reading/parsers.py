"""For each type of column, the function that reads one of its cells."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import partial

from jalon.evidence.reading import cells, numbers
from jalon.evidence.reading.columns import TYPES
from jalon.evidence.reading.faults import Fault, Read
from jalon.evidence.reading.order import Order
from jalon.kernel.kinds import Attribute, Kind
from jalon.kernel.money import MoneyError, centimes
from jalon.kernel.service import Catalogue
from jalon.kernel.service import recognised as recognised_services
from jalon.kernel.words import fold

SIZES = {
    "micro": ("très petite", "tpe", "très petite entreprise", "micro entreprise", "very small", "صغيرة جدا"),
    "small": ("petite", "pe", "petite entreprise", "صغيرة"),
    "medium": ("moyenne", "me", "moyenne entreprise", "متوسطة"),
    "large": ("grande", "ge", "grande entreprise", "grand groupe", "كبيرة"),
}
ORIGINS = {
    "local": ("locale", "national", "nationale", "production locale", "domestic", "محلي", "محلية"),
    "import": ("importé", "importée", "importation", "imported", "مستورد", "مستوردة", "استيراد"),
}
ACTIONS = {
    "cancel": (
        "annuler",
        "annulation",
        "annulé",
        "annulée",
        "supprimer",
        "reverse",
        "delete",
        "إلغاء",
        "ملغى",
    ),
    "": ("enregistrer", "ajouter", "garder", "record", "keep", "تسجيل"),
}

Parser = Callable[[object], object]


def parser(name: str, order: Order, distinct: Iterable[object], epoch: int) -> Parser:
    """The reader of a column: what its numbers mean is told by all of them together."""
    kind = TYPES[name]
    if kind in ("quantity", "amount"):
        read = amount if kind == "amount" else numbers.number
        return partial(read, comma=numbers.comma_of(cell for cell in distinct if isinstance(cell, str)))
    if kind == "day":
        return partial(cells.day, epoch=epoch)
    if kind in CHOICES:
        return partial(chosen, CHOICES[kind], "not_a_choice")
    if kind in ("axis", "funding_line", "sector", "region"):
        return reference(order.references.get(kind, {}))
    simple: dict[str, Parser] = {
        "id": partial(cells.limited, longest=cells.LONGEST_NAME),
        "text": partial(cells.limited, longest=cells.LONGEST.get(name, cells.LONGEST_TEXT)),
        "service": partial(service, order.services, recognised_services(order.services)),
        "kind": partial(chosen, recognised(kinds_by_name(order.catalogue)), "unknown_kind"),
        "ice": partial(cells.ice, registered=order.registered),
        "bool": cells.yes_or_no,
        "document": documents,
        "centre": partial(own_centre, order.centre),
        "ignored": lambda _: None,
    }
    return simple[kind]


def recognised(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, others in names.items():
        for text in (code, *others):
            found.setdefault(fold(text), code)
    found.pop("", None)
    return found


def kinds_by_name(catalogue: Mapping[str, Kind]) -> dict[str, list[str]]:
    return {code: list(kind.words.as_mapping().values()) for code, kind in catalogue.items()}


def chosen(known: Mapping[str, str], code: str, cell: object) -> str | Fault:
    said = cells.text(cell)
    if isinstance(said, Fault) or not said:
        return said
    found = known.get(fold(said))
    return Fault(code, nearest(said, known)) if found is None else found


def nearest(said: str, known: Mapping[str, str]) -> str:
    """What was perhaps meant; else what there is, when it is little."""
    close = get_close_matches(fold(said)[:60], known, n=1, cutoff=0.7)
    codes = list(dict.fromkeys(code for code in known.values() if code))
    return known[close[0]] if close else ", ".join(codes[:12]) + ("…" if len(codes) > 12 else "")


CHOICES = {"size": recognised(SIZES), "origin": recognised(ORIGINS), "action": recognised(ACTIONS)}


def service(catalogue: Catalogue, known: Mapping[str, str], cell: object) -> str | Fault | Read:
    """As the line says it, so that it is known again; a centre's own service is kept, and told."""
    said = cells.limited(cell, longest=cells.LONGEST["service"])
    if isinstance(said, Fault) or not said or not catalogue or fold(said) in known:
        return said
    near = get_close_matches(fold(said), known, n=1, cutoff=0.6)
    return Read(said, "unknown_service", f"{said} ≈ {known[near[0]]}" if near else said)


def reference(names: Mapping[str, Iterable[str]]) -> Parser:
    """Codes of the plan or the network; a spreadsheet may have taken the zero from "01"."""
    if not names:
        return partial(cells.limited, longest=12)
    known = recognised(names)
    for code in names:
        known.setdefault(fold(code).lstrip("0"), code)
        known.setdefault(fold(code).split()[-1].lstrip("0"), code)
    return partial(chosen, known, "unknown_reference")


def amount(cell: object, comma: numbers.Comma = None) -> int | Fault | None:
    """Dirhams as people write them, centimes as they are kept."""
    said = numbers.number(cell, comma)
    if said is None or isinstance(said, Fault):
        return said
    try:
        return centimes(said)
    except MoneyError as error:
        return Fault({"decimals": "third_decimal", "size": "too_large"}.get(error.reason, "not_a_number"))


def documents(cell: object) -> tuple[str, ...] | Fault:
    """File names or digests, several separated by semicolons or lines."""
    said = cells.text(cell)
    if isinstance(said, Fault):
        return said
    return tuple(name.strip() for name in said.replace("\n", ";").split(";") if name.strip())


def own_centre(code: str, cell: object) -> str | Fault:
    said = cells.text(cell)
    if isinstance(said, Fault) or not said or fold(said) == fold(code):
        return said
    return Fault("other_centre", code)


def attribute_value(attribute: Attribute | None, cell: object, comma: numbers.Comma, epoch: int) -> object:
    """The value of an attribute, as its type; text for one that the kind does not know."""
    if isinstance(cell, str) and not cell.strip():
        return None
    if attribute is None or attribute.type == "text":
        return cells.limited(cell)
    if attribute.type == "bool":
        return cells.yes_or_no(cell)
    if attribute.type == "decimal":
        return numbers.number(cell, comma)
    if attribute.type == "date":
        return cells.day(cell, epoch)
    said = cells.text(cell)
    if isinstance(said, Fault):
        return said
    return attribute.choice(said) or Fault("not_a_choice", ", ".join(attribute.choices))
