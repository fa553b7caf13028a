"""The columns of an import: their names, and the headers people write for them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jalon.kernel.kinds import Kind
from jalon.kernel.words import fold

ATTRIBUTE = "attributes."


@dataclass(frozen=True)
class Column:
    """`type` says how its cells are read; `headings` what people write above them, besides its name."""

    name: str
    type: str
    headings: tuple[str, ...]


def column(name: str, type: str, headings: str = "") -> Column:
    return Column(name, type, tuple(heading.strip() for heading in headings.split("|") if heading.strip()))


COLUMNS = (
    column(
        "external_id",
        "id",
        "identifiant | identifiant externe | id externe | id | n° de ligne | numéro | référence externe"
        " | external id | المعرف | رقم السطر",
    ),
    column("kind", "kind", "type | type d'acte | nature | acte | kind of deed | نوع العمل | النوع"),
    column("on", "day", "date | le | jour | date de l'acte | day | done on | التاريخ | اليوم"),
    column("quantity", "quantity", "quantité | qté | nombre | qty | الكمية | العدد"),
    column("unit", "text", "unité | الوحدة"),
    column(
        "amount",
        "amount",
        "montant | montant ht | montant hors taxe | montant (dh) | montant ht (dh) | montant (mad)"
        " | amount (mad) | amount without vat | المبلغ | المبلغ دون احتساب الرسوم",
    ),
    column(
        "firm_ice", "ice", "ice | ice entreprise | ice de l'entreprise | firm ice | التعريف الموحد للمقاولة"
    ),
    column(
        "firm_name",
        "text",
        "entreprise | raison sociale | nom de l'entreprise | client | bénéficiaire | firm | firm name"
        " | المقاولة | اسم المقاولة",
    ),
    column("firm_size", "size", "taille | taille de l'entreprise | firm size | size | حجم المقاولة"),
    column("sector", "sector", "secteur | secteur d'activité | branche | القطاع"),
    column("ecosystem", "text", "écosystème | المنظومة"),
    column("region", "region", "région | الجهة"),
    column("origin", "origin", "origine | provenance | المنشأ"),
    column("axis", "axis", "axe | axe stratégique | المحور"),
    column("funding_line", "funding_line", "ligne de financement | ligne | funding line | خط التمويل"),
    column("service", "service", "prestation | الخدمة"),
    column(
        "general_interest",
        "bool",
        "intérêt général | mission d'intérêt général | general interest | المصلحة العامة",
    ),
    column(
        "high_value",
        "bool",
        "forte valeur ajoutée | haute valeur | haute valeur ajoutée | high value | قيمة مضافة عالية",
    ),
    column("campaign", "text", "campagne | الحملة"),
    column(
        "identity",
        "text",
        "identité | n° de certificat | numéro de certificat | objet suivi | identité suivie"
        " | الهوية | رقم الشهادة",
    ),
    column(
        "document",
        "document",
        "documents | pièce | pièces | justificatif | justificatifs | الوثيقة | الوثائق",
    ),
    column("action", "action", "action à faire | opération | statut de la ligne | الإجراء"),
)

# what an export adds; read only to know its own lines again
OF_EXPORTS = (
    column("service_name", "ignored"),
    column("moment", "ignored"),
    column("uid", "id"),
    column("centre", "centre", "centre technique | المركز"),
    column("reverses", "id"),
    column("simulated", "bool", "simulé | محاكاة"),
    column("recorded_at", "ignored"),
    column("recorded_by", "ignored"),
    column("hash", "ignored"),
)

NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = ("external_id", "kind", "on")
TYPES = {column.name: column.type for column in (*COLUMNS, *OF_EXPORTS)}
_ATTRIBUTE_HEADER = re.compile(r"attribut(?:e|es|s)?[.: ]+(.+)", re.IGNORECASE | re.DOTALL)


def _known_headings() -> dict[str, str]:
    known: dict[str, str] = {}
    for column in (*COLUMNS, *OF_EXPORTS):
        for text in (column.name, *column.headings):
            known.setdefault(fold(text), column.name)
    return known


_HEADINGS = _known_headings()


def attributes_by_heading(catalogue: Mapping[str, Kind]) -> dict[str, str]:
    """Names of attributes by what people call them, in any language; their own names go first."""
    found = {fold(name): name for kind in catalogue.values() for name in kind.attributes}
    for kind in catalogue.values():
        for name, attribute in kind.attributes.items():
            for text in attribute.words.as_mapping().values():
                found.setdefault(fold(text), name)
    found.pop("", None)
    return found


def column_of(header: str, attributes: Mapping[str, str]) -> str | None:
    """The column a header means, an attribute as `attributes.NAME`, or None."""
    said = _ATTRIBUTE_HEADER.fullmatch(header.strip())
    if said:
        name = said.group(1).strip()
        return ATTRIBUTE + attributes.get(fold(name), name)
    known = _HEADINGS.get(fold(header))
    if known is None and fold(header) in attributes:
        known = ATTRIBUTE + attributes[fold(header)]
    return known


@dataclass(frozen=True)
class Header:
    """Where the headers are, and which column each place holds (None: not read)."""

    row: int
    texts: tuple[str, ...]
    columns: tuple[str | None, ...]

    @property
    def missing(self) -> list[str]:
        return [name for name in REQUIRED if name not in self.columns]

    @property
    def is_export(self) -> bool:
        """Whether the file is one of our own exports, whose numbers already carry their sign."""
        return {"uid", "moment", "hash", "reverses"} <= set(self.columns)


DEEPEST_HEADER = 40


def find_header(
    rows: Sequence[Sequence[object]], attributes: Mapping[str, str], mapping: Mapping[str, str]
) -> Header | None:
    """The row, among the first ones, that names most columns; None when none names any."""
    best = None
    for place, row in enumerate(rows[:DEEPEST_HEADER]):
        header = read_header(place, row, attributes, mapping)
        known = sum(name is not None for name in header.columns)
        if known and (best is None or known > best[0]):
            best = (known, header)
    return best[1] if best else None


def read_header(
    place: int, row: Sequence[object], attributes: Mapping[str, str], mapping: Mapping[str, str]
) -> Header:
    """A mapping, told once by the centre, goes before what is recognised; of twins the first is read."""
    texts = tuple(str(cell).strip() for cell in row)
    told = {fold(header): column for header, column in mapping.items()}
    columns: list[str | None] = []
    for text in texts:
        name = told[fold(text)] or None if fold(text) in told else column_of(text, attributes)
        columns.append(None if not text or name in columns else name)
    return Header(place, texts, tuple(columns))


def unread(header: Header) -> list[str]:
    """Headers with a text that no column is read from."""
    return [text for text, name in zip(header.texts, header.columns, strict=True) if text and name is None]


def twins(texts: Iterable[str], columns: Iterable[str | None]) -> list[str]:
    seen: set[str] = set()
    found = []
    for text in texts:
        if text and fold(text) in seen:
            found.append(text)
        seen.add(fold(text))
    return found
