"""The lines of a file as columns of cells, with where each stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jalon.evidence.reading import cells as one_cell
from jalon.evidence.reading.columns import (
    DEEPEST_HEADER,
    Header,
    attributes_by_heading,
    find_header,
    read_header,
    twins,
    unread,
)
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.order import Order
from jalon.evidence.reading.sheets import Sheet
from jalon.evidence.reading.workbooks import column_letters
from jalon.kernel.words import fold

MOST_COLUMNS = 400
MOST_PROBLEMS = 5000
OWN_LISTS = "lists"  # the hidden sheet of the template


@dataclass
class Block:
    """The lines of one sheet: `cells` by column name, `rows` the numbers people see."""

    sheet: str
    header: Header
    rows: list[int]
    cells: dict[str, list[object]]
    epoch: int = 1900
    unread: set[tuple[int, str]] = field(default_factory=set)  # row and column of cells told of already

    def letter(self, name: str) -> str:
        return column_letters(self.header.columns.index(name)) if name in self.header.columns else ""

    def heading(self, name: str) -> str:
        place = self.header.columns.index(name) if name in self.header.columns else None
        return name if place is None else self.header.texts[place]


@dataclass
class Findings:
    """What is wrong, and what is worth knowing, with how often; only the first ones are kept whole."""

    problems: list[dict] = field(default_factory=list)
    warnings: list[dict] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    bad_lines: set[tuple[str, int]] = field(default_factory=set)

    def problem(self, block: Block, row: int, name: str, value: object, code: str, detail: str = "") -> None:
        self.bad_lines.add((block.sheet, row))
        self._add(self.problems, block, row, name, value, code, detail)

    def warning(self, block: Block, row: int, name: str, value: object, code: str, detail: str = "") -> None:
        self._add(self.warnings, block, row, name, value, code, detail)

    def notice(self, code: str, sheet: str, detail: str) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        said = {"sheet": sheet, "row": None, "column": "", "letter": "", "field": "", "value": ""}
        self.warnings.append(said | {"code": code, "detail": detail})

    def _add(
        self, kept: list[dict], block: Block, row: int, name: str, value, code: str, detail: str
    ) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if len(kept) < MOST_PROBLEMS:
            place = {
                "sheet": block.sheet,
                "row": row,
                "column": block.heading(name),
                "letter": block.letter(name),
            }
            written = one_cell.text(value) if isinstance(value, float) else str(value)
            shown = {"value": written[:200].replace("\x00", "�")}
            kept.append(place | shown | {"field": name, "code": code, "detail": detail})


def blocks(sheets: Iterable[Sheet], order: Order, findings: Findings) -> list[Block]:
    """The sheets that have the required columns. Raises Refusal naming what is missing when none has."""
    attributes = attributes_by_heading(order.catalogue)
    found, others, lines = [], [], 0
    for sheet in sheets:
        if sheet.is_hidden:
            if sheet.name != OWN_LISTS:
                findings.notice("hidden_sheet", sheet.name, sheet.name)
            continue
        header = find_header(sheet.rows, attributes, order.mapping)
        missing = (
            [name for name in header.missing if "" not in order.values.get(name, {})] if header else None
        )
        if header is None or missing:
            others.append((missing, sheet.name, header or likely_header(sheet, attributes, order)))
            continue
        found.append(meant(block(sheet, header, findings), order))
        lines += len(found[-1].rows)
        if lines > order.limits.lines:
            raise Refusal("too_many_lines", str(order.limits.lines))
    if not found:
        raise without_columns(others)
    if not lines:
        raise Refusal("no_lines", "", [said_of(each.sheet, each.header) for each in found])
    for missing, name, header in others:
        if missing and header and is_table(header):
            findings.notice("sheet_without", name, f"{name}: {', '.join(missing)}")
    return found


def is_table(header: Header) -> bool:
    """Whether the headers are those of lines: one word alone is found in a text, too."""
    return sum(name is not None for name in header.columns) > 1


def without_columns(others: list[tuple[list[str] | None, str, Header | None]]) -> Refusal:
    """What the nearest sheet lacks, and the headers of all."""
    nearest = min((missing for missing, _, _ in others if missing), key=len, default=[])
    headers = [said_of(sheet, header) for _, sheet, header in others if header]
    return Refusal("no_columns", ", ".join(nearest), headers)


def likely_header(sheet: Sheet, attributes: Mapping[str, str], order: Order) -> Header | None:
    """The row among the first ones with most texts: what a person would call the headers."""
    texts = [
        sum(cell.__class__ is str and bool(cell.strip()) for cell in row)
        for row in sheet.rows[:DEEPEST_HEADER]
    ]
    if not any(texts):
        return None
    place = texts.index(max(texts))
    return read_header(place, sheet.rows[place][:MOST_COLUMNS], attributes, order.mapping)


def said_of(sheet: str, header: Header) -> dict:
    """A header for a person to look at: each text, and the column it was taken for."""
    pairs = zip(header.texts, header.columns, strict=True)
    columns = [(text[:100], name) for text, name in pairs if text]
    letters = {name: column_letters(place) for place, name in enumerate(header.columns) if name}
    return {"sheet": sheet, "row": header.row + 1, "columns": columns, "letters": letters}


def block(sheet: Sheet, header: Header, findings: Findings) -> Block:
    if len(header.texts) > MOST_COLUMNS:
        raise Refusal("too_many_columns", str(MOST_COLUMNS))
    width = len(header.texts)
    kept = [
        (row, cells) for row, cells in enumerate(sheet.rows[header.row + 1 :], header.row + 2) if said(cells)
    ]
    lines = [cells for _, cells in kept]
    if set(map(len, lines)) - {width}:
        lines = [fitted(cells, width) for cells in lines]
    across = list(zip(*lines, strict=True)) or [()] * width
    cells = {name: list(across[place]) for place, name in enumerate(header.columns) if name is not None}
    read = Block(sheet.name, header, [row for row, _ in kept], cells, sheet.epoch)
    overlong(read, kept, width, findings)
    unreadable(read, sheet, findings)
    for code, texts in (
        ("unread_column", unread(header)),
        ("twin_column", twins(header.texts, header.columns)),
    ):
        for text in texts:
            findings.notice(code, sheet.name, text[:100])
    return read


def meant(read: Block, order: Order) -> Block:
    """What the centre's own words stand for, as it told once."""
    for name, table in order.values.items():
        known = {fold(word): ours for word, ours in table.items()}
        cells = read.cells.get(name, [""] * len(read.rows))
        if name in read.cells or "" in known:
            read.cells[name] = [known.get(fold(str(cell)), cell) for cell in cells]
    return read


def said(cells: list[object]) -> bool:
    """Whether a row says anything at all; most say something first."""
    if cells and cells[0].__class__ is str and cells[0] > " ":
        return True
    return any(cell != "" and not (cell.__class__ is str and not cell.strip()) for cell in cells)


def fitted(cells: list[object], width: int) -> list[object]:
    """As many cells as there are headers."""
    return cells if len(cells) == width else (cells + [""] * width)[:width]


def overlong(read: Block, kept: list[tuple[int, list[object]]], width: int, findings: Findings) -> None:
    """A line with more cells than headers has a delimiter inside a text that is not quoted."""
    for row, cells in kept:
        if len(cells) > width and said(cells[width:]):
            findings.problem(read, row, "", cells[width], "extra_cells", str(len(cells)))


def unreadable(read: Block, sheet: Sheet, findings: Findings) -> None:
    """Cells that hold an error instead of a value, and cells that were joined into one."""
    known = {place: name for place, name in enumerate(read.header.columns) if name}
    for row, place in sheet.error_cells:
        if row > read.header.row and place in known:
            findings.problem(read, row + 1, known[place], "#", "error_cell")
            read.unread.add((row + 1, known[place]))
    for top, bottom, left, right in sheet.merged:
        covered = [
            known[place] for place in range(left, min(right, len(read.header.texts)) + 1) if place in known
        ]
        if bottom > read.header.row and covered and (bottom > top or len(covered) > 1):
            findings.problem(read, max(top, read.header.row + 1) + 1, covered[0], "", "merged")
            read.unread |= {(row + 1, name) for row in rows_of(read, top, bottom) for name in covered}


def rows_of(read: Block, top: int, bottom: int) -> range:
    """The lines among some rows: a merge may run to the end of the sheet, the lines do not."""
    return range(max(top, read.header.row + 1), min(bottom, max(read.rows, default=0)) + 1)
