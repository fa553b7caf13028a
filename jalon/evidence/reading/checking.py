"""Every cell read and every line checked, column by column: equal cells are read once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jalon.evidence.reading import numbers
from jalon.evidence.reading.blocks import Block, Findings
from jalon.evidence.reading.cells import ERRORS, LONGEST, LONGEST_NAME, is_plain
from jalon.evidence.reading.columns import ATTRIBUTE, NAMES, TYPES
from jalon.evidence.reading.faults import Fault, Read
from jalon.evidence.reading.order import Order
from jalon.evidence.reading.parsers import attribute_value, parser
from jalon.evidence.reading.shown import Unsaved
from jalon.kernel.kinds import Kind, problems
from jalon.kernel.service import Service, recognised
from jalon.kernel.words import fold

BLANK = {"document": ()} | dict.fromkeys(
    ("on", "quantity", "amount", "firm_ice", "general_interest", "high_value", "simulated")
)


BLANKS = (None, "")
LOOKED_AT = ("on", "quantity", "amount", "unit", "firm", "identity", "documents", "service")
FIELDS = {"firm": "firm_ice", "documents": "document"}  # how the file calls them

Catalogue = Mapping[str, Kind]
Said = tuple[tuple[str, object], ...]


@dataclass
class Lines:
    """The lines of a block, typed: columns by name, attributes as one tuple of pairs a line."""

    block: Block
    columns: dict[str, list]
    attributes: list[Said]

    def __len__(self) -> int:
        return len(self.block.rows)

    def kept(self, places: Sequence[int]) -> "Lines":
        rows = [self.block.rows[place] for place in places]
        block = Block(self.block.sheet, self.block.header, rows, {}, self.block.epoch)
        columns = {name: [values[place] for place in places] for name, values in self.columns.items()}
        return Lines(block, columns, [self.attributes[place] for place in places])


def untold(share: float) -> None:
    """Nobody wants to know how far the checking is."""


def checked(block: Block, order: Order, findings: Findings, told: Callable[[float], None] = untold) -> Lines:
    """Read a block; what is wrong goes to the findings, and the share that is done is told."""
    columns = {}
    for place, (name, values) in enumerate(block.cells.items(), 1):
        if not name.startswith(ATTRIBUTE):
            columns[name] = typed(block, name, order, values, findings)
        told(place / (len(block.cells) + 1))  # the lines as a whole are the rest
    for name in (*NAMES, "simulated"):
        columns.setdefault(name, [BLANK.get(name, "")] * len(block.rows))
    lines = Lines(block, columns, attributes(block, order, columns["kind"], findings))
    if block.header.is_export:
        lines = without_reversed(unsigned(lines, order.catalogue))
    check_days(lines, order, findings)
    check_services(lines, order, findings)
    check_lines(lines, order, findings)
    told(1)
    return lines


def typed(block: Block, name: str, order: Order, values: list, findings: Findings) -> list:
    """The column's values; a cell that cannot be read is None, and told."""
    distinct = set(values)
    if TYPES[name] in ("id", "text") and all_plain(distinct, LONGEST.get(name, LONGEST_NAME)):
        return values
    if bool in set(map(type, distinct)):  # True and 1.0 are one key of a dictionary
        values = ["TRUE" if v is True else "FALSE" if v is False else v for v in values]
        distinct = set(values)
    read = parser(name, order, distinct, block.epoch)
    parsed = {cell: without_value(cell) or read(cell) for cell in distinct}
    noted = {cell: value for cell, value in parsed.items() if value.__class__ in NOTED}
    if noted:
        tell(block, name, values, noted, findings)
        parsed |= {cell: value.value if isinstance(value, Read) else None for cell, value in noted.items()}
    return mapped(parsed, values)


def all_plain(distinct: set, longest: int) -> bool:
    return all(cell.__class__ is str and (not cell or is_plain(cell, longest)) for cell in distinct)


NOTED = (Fault, Read)


def mapped(parsed: dict, values: list) -> list:
    """Each value's own; columns that say one thing, or stay as they are, cost little."""
    if len(parsed) == 1:
        return list(parsed.values()) * len(values)
    if all(cell is value for cell, value in parsed.items()):
        return values
    return [parsed[cell] for cell in values]


def without_value(cell: object) -> Fault | None:
    """Why a cell has none: a formula failed, or its value was not saved."""
    if cell.__class__ is Unsaved:
        return Fault("unsaved_formula")
    is_error = cell.__class__ is str and cell.startswith("#") and cell in ERRORS
    return Fault("error_cell") if is_error else None


def tell(
    block: Block, name: str, keys: list, noted: Mapping, findings: Findings, shown: list | None = None
) -> None:
    for row, key, cell in zip(block.rows, keys, shown or keys, strict=True):
        value = noted.get(key)
        if isinstance(value, Fault):
            findings.problem(block, row, name, cell, value.code, value.detail)
        elif value is not None:
            findings.warning(block, row, name, cell, value.warning, value.detail)


def attributes(block: Block, order: Order, kinds: list, findings: Findings) -> list[Said]:
    """For each line the attributes it says."""
    named = [name for name in block.cells if name.startswith(ATTRIBUTE)]
    if not named:
        return [()] * len(block.rows)
    names = [name[len(ATTRIBUTE) :] for name in named]
    columns = [attribute_column(block, name, order.catalogue, kinds, findings) for name in named]
    lines = list(zip(kinds, *columns, strict=True))
    # lines of one kind with equal values are equal: a kind reads an attribute as one type
    shared = {
        line: tuple(
            sorted((name, value) for name, value in zip(names, line[1:], strict=True) if value not in BLANKS)
        )
        for line in set(lines)
    }
    return [shared[line] for line in lines]


def attribute_column(block: Block, name: str, catalogue: Catalogue, kinds: list, findings: Findings) -> list:
    cells_ = block.cells[name]
    keys = list(zip(kinds, map(type, cells_), cells_, strict=True))
    distinct = set(keys)
    comma = numbers.comma_of(cell for _, type_, cell in distinct if type_ is str)
    parsed = {}
    for key in distinct:
        kind, _, cell = key
        known = catalogue[kind].attributes.get(name[len(ATTRIBUTE) :]) if kind in catalogue else None
        parsed[key] = without_value(cell) or attribute_value(known, cell, comma, block.epoch)
    noted = {key: value for key, value in parsed.items() if value.__class__ in NOTED}
    if noted:
        tell(block, name, keys, noted, findings, cells_)
        parsed |= {key: value.value if isinstance(value, Read) else None for key, value in noted.items()}
    return [parsed[key] for key in keys]


def unsigned(lines: Lines, catalogue: Catalogue) -> Lines:
    """The lines of an export as people would type them: its numbers carry the sign of their kind."""
    against = [catalogue[kind].sign == -1 if kind in catalogue else False for kind in lines.columns["kind"]]
    for name in ("quantity", "amount"):
        lines.columns[name] = [
            -value if turned and value is not None else value
            for turned, value in zip(against, lines.columns[name], strict=True)
        ]
    return lines


def without_reversed(lines: Lines) -> Lines:
    """An export without the rows that cancel each other."""
    gone = set(filter(None, lines.columns["reverses"]))
    if not gone:
        return lines
    pairs = zip(lines.columns["uid"], lines.columns["reverses"], strict=True)
    return lines.kept(
        [place for place, (uid, reverses) in enumerate(pairs) if not reverses and uid not in gone]
    )


def check_days(lines: Lines, order: Order, findings: Findings) -> None:
    """Days before the plan are unusual, not wrong."""
    starts_on, days = order.plan_starts_on, lines.columns["on"]
    early = {day for day in set(days) if day and starts_on and day < starts_on}
    if early:
        for row, day in zip(lines.block.rows, days, strict=True):
            if day in early:
                findings.warning(lines.block, row, "on", day, "before_plan", starts_on.isoformat())


def check_services(lines: Lines, order: Order, findings: Findings) -> None:
    """A kind of deed that a service does not leave is unusual, not wrong."""
    if not any(lines.columns["service"]):
        return
    known = recognised(order.services)
    pairs = list(zip(lines.columns["service"], lines.columns["kind"], strict=True))
    unusual = {
        pair
        for pair in set(pairs)
        if not usual(*pair, order.services.get(known.get(fold(pair[0] or ""), ""), ()))
    }
    for row, pair in zip(lines.block.rows, pairs, strict=True) if unusual else ():
        if pair in unusual:
            findings.warning(lines.block, row, "service", pair[0], "other_service", f"{pair[0]}, {pair[1]}")


def usual(said: str | None, kind: str | None, versions: Sequence[Service]) -> bool:
    return not kind or not versions or any(version.leaves(kind) for version in versions)


def check_lines(lines: Lines, order: Order, findings: Findings) -> None:
    """What the kind says of each line; lines that are alike in what it looks at are checked once."""
    columns, today = lines.columns, order.today
    days = [day if day is None or day > today else today for day in columns["on"]]
    firms = [bool(ice or name) for ice, name in zip(columns["firm_ice"], columns["firm_name"], strict=True)]
    looked_at = zip(
        days, columns["quantity"], columns["amount"], columns["unit"], firms,
        map(bool, columns["identity"]), map(bool, columns["document"]), columns["service"], lines.attributes,
        map(bool, columns["external_id"]), columns["kind"], strict=True,
    )  # fmt: skip
    alike: dict[tuple, list[tuple[str, str, str]]] = {}
    for place, line in enumerate(looked_at):
        wrong = alike.get(line)
        if wrong is None:
            wrong = alike[line] = faults(line, order)
        if wrong:
            tell_line(lines, place, wrong, findings)


def faults(line: tuple, order: Order) -> list[tuple[str, str, str]]:
    """(field, code, detail) of everything wrong with a line."""
    *_, said, named, kind = line
    found = [] if named else [("external_id", "missing", "")]
    if kind not in order.catalogue:
        return [*found, ("kind", "missing", "")]
    values = dict(zip(LOOKED_AT, line, strict=False)) | {"attributes": dict(said)}
    return found + [
        (FIELDS.get(problem.field, problem.field), problem.code, problem.detail)
        for problem in problems(order.catalogue[kind], values, today=order.today)
    ]


def tell_line(lines: Lines, place: int, wrong: list[tuple[str, str, str]], findings: Findings) -> None:
    """A cell that could not be read was told already: that it is missing then is not news."""
    block, row = lines.block, lines.block.rows[place]
    for field, code, detail in wrong:
        is_told = raw(block, field, place) != "" or (row, field) in block.unread
        if code == "missing" and is_told:
            findings.bad_lines.add((block.sheet, row))
        else:
            findings.problem(block, row, field, shown(lines, field, place), code, detail)


def raw(block: Block, field: str, place: int) -> object:
    cell = block.cells[field][place] if field in block.cells else ""
    return cell.strip() if isinstance(cell, str) else cell


def shown(lines: Lines, field: str, place: int) -> object:
    """The cell as it stands in the file, where there is one: it is what a person looks for."""
    if field in lines.block.cells:
        value = lines.block.cells[field][place]
    elif field in lines.columns:
        value = lines.columns[field][place]
    else:
        value = dict(lines.attributes[place]).get(field.removeprefix(ATTRIBUTE), "")
    return "" if value is None else value


def check_names(all_lines: Sequence[Lines], findings: Findings) -> None:
    """Two lines of one file never have the same name: which of them would count?"""
    first: dict[str, tuple[Block, int]] = {}
    for lines in all_lines:
        names = lines.columns["external_id"]
        if not first and len(set(names)) == len(names) and len(all_lines) == 1:
            return
        for row, name in zip(lines.block.rows, names, strict=True):
            block, earlier = first.setdefault(name, (lines.block, row)) if name else (lines.block, row)
            if (block, earlier) != (lines.block, row):
                where = f"{block.sheet} {earlier}".strip()
                findings.problem(lines.block, row, "external_id", name, "twice_in_file", where)
