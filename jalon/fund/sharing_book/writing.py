"""The workbook written: a problem that reads back the same, and the shares of an answer."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from xlsxwriter import Workbook

from jalon.evidence.reading import cells
from jalon.fund.sharing_book import layout
from jalon.fund.sharing_book.layout import Sheet
from jalon.kernel.allocation import Problem, Solution
from jalon.kernel.money import dirhams

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SIGNIFICANT = 15  # digits a spreadsheet keeps; longer numbers are written as text


def as_problem(problem: Problem, names: Mapping[str, str], *, language: str) -> bytes:
    """The bytes of an XLSX that says the problem, to be changed and sent back."""
    content = BytesIO()
    with Workbook(content, OPTIONS) as book:
        writer = _Writer(book, language)
        writer.rules(problem)
        writer.candidates(problem, names)
        writer.table(layout.WEIGHTS, [[name, weight] for name, weight in problem.weights.items()])
        limits = (
            [writer.tag(one.tag), one.value, money(one.at_least), money(one.at_most)]
            for one in problem.limits
        )
        writer.table(layout.LIMITS, limits)
    return content.getvalue()


def shares(
    solution: Solution,
    names: Mapping[str, str],
    heads: Iterable[str],
    said: Iterable[str],
    why: Mapping[str, str],
    *,
    language: str,
) -> bytes:
    """The bytes of an XLSX with each share in dirhams and why, and the explanation on a second sheet."""
    content = BytesIO()
    with Workbook(content, OPTIONS) as book:
        writer = _Writer(book, language)
        rows = [
            [
                one.key,
                names.get(one.key, ""),
                *(one.tags.get(tag, "") for tag in layout.TAGS),
                dirhams(one.cap),
                dirhams(solution.shares[one.key]),
                why.get(one.key, ""),
            ]
            for one in solution.problem.candidates
        ]
        writer.lines(writer.name(layout.CANDIDATES), list(heads), rows)
        writer.lines(writer.name(layout.RULES), [], [[line] for line in said])
    return content.getvalue()


def money(amount: int | None):
    return "" if not amount else dirhams(amount)


class _Writer:
    def __init__(self, book: Workbook, language: str):
        self.book, self.language = book, language
        self.head = book.add_format({"bold": True, "bg_color": "#0F5257", "font_color": "#FFFFFF"})

    def words(self, words) -> str:
        return words.in_language(self.language)[0]

    def name(self, sheet: Sheet) -> str:
        return self.words(sheet.words)

    def tag(self, tag: str) -> str:
        return self.words(layout.TAGS[tag]) if tag in layout.TAGS else tag

    def yes(self, value: bool) -> str:
        return self.words(layout.YES if value else layout.NO)

    def rules(self, problem: Problem) -> None:
        fairness = problem.fairness
        answers = {
            "envelope": dirhams(problem.envelope),
            "spend_at_least": money(problem.spend_at_least),
            "fair_among": self.tag(fairness.tag) if fairness else "",
            "least": float(fairness.least) if fairness and fairness.least is not None else "",
            "spread": float(fairness.spread) if fairness and fairness.spread is not None else "",
            "is_max_min": self.yes(fairness.is_max_min) if fairness else "",
        }
        rows = [[self.words(column.words), answers[column.code]] for column in layout.RULES.columns]
        self.lines(self.name(layout.RULES), [], rows)

    def candidates(self, problem: Problem, names: Mapping[str, str]) -> None:
        results = list(dict.fromkeys(name for one in problem.candidates for name in one.results))
        rows = (
            [
                one.key,
                names.get(one.key, ""),
                dirhams(one.cap),
                money(one.floor),
                self.yes(one.is_whole),
                *(one.tags.get(tag, "") for tag in layout.TAGS),
                "; ".join(one.needs),
                *(one.results.get(name, "") for name in results),
            ]
            for one in problem.candidates
        )
        self.table(layout.CANDIDATES, rows, [f"{layout.RESULT}{name}" for name in results])

    def table(self, sheet: Sheet, rows: Iterable[list], more: Iterable[str] = ()) -> None:
        heads = [self.words(column.words) for column in sheet.columns]
        self.lines(self.name(sheet), [*heads, *more], rows)

    def lines(self, name: str, heads: list[str], rows: Iterable[list]) -> None:
        page = self.book.add_worksheet(name)
        if self.language == "ar":
            page.right_to_left()
        page.set_column(0, max(len(heads), 2), 22)
        for place, head in enumerate(heads):
            page.write_string(0, place, head, self.head)
        if heads:
            page.freeze_panes(1, 1)
        for number, row in enumerate(rows, start=1 if heads else 0):
            for place, value in enumerate(row):
                write(page, number, place, value)


def write(page, number: int, place: int, value) -> None:
    if value == "":
        return
    if isinstance(value, str):
        page.write_string(number, place, cells.guarded(value))
    elif len(str(value).replace(".", "").lstrip("-0")) > SIGNIFICANT:
        page.write_string(number, place, str(value))
    else:
        page.write_number(number, place, value)
