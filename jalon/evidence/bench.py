"""How long a file takes to come in, beside the least it could take: reading and copying it in one process."""

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from django.db import connection
from python_calamine import CalamineWorkbook

from jalon.evidence.imports import import_file
from jalon.kernel.words import Words
from jalon.network.actions import register_organisation
from jalon.network.models import Organisation

HEADERS = (
    *(
        "external_id",
        "kind",
        "on",
        "quantity",
        "unit",
        "amount",
        "firm_ice",
        "firm_name",
        "firm_size",
        "sector",
    ),
    *("region", "origin", "axis", "funding_line", "service", "general_interest", "high_value", "campaign"),
    *("identity", "document", "attributes.conform", "attributes.family"),
)
KINDS = ("test.reported", "training.attended", "income.invoiced", "study.delivered")
WEIGHTS = (70, 10, 15, 5)
FIRMS = 3000
START = dt.date(2023, 1, 1)
TODAY = dt.date(2026, 1, 1)
SIZES = ("micro", "small", "medium", "large")


@dataclass(frozen=True)
class Comparison:
    """Seconds, each the median of the rounds."""

    rows: int
    reading: float
    copying: float
    importing: float

    @property
    def ratio(self) -> float:
        return self.importing / (self.reading + self.copying)


def compare_import(
    rows: int = 100_000, *, rounds: int = 3, say: Callable[[str], object] = print
) -> Comparison:
    """Measure both ways, side by side, on the same file; run it in a throwaway data folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "bench.xlsx", rows)
        say(f"{rows} rows, {len(HEADERS)} columns, {path.stat().st_size / 2**20:.1f} MB, {rounds} rounds")
        measured = [one_round(path, number, say) for number in range(rounds)]
    found = Comparison(rows, *(statistics.median(column) for column in zip(*measured, strict=True)))
    say(f"median: import {found.importing:.2f} s, read and copy {found.reading + found.copying:.2f} s")
    say(f"ratio {found.ratio:.2f} (to reach: 4)")
    return found


def one_round(path: Path, number: int, say: Callable[[str], object]) -> tuple[float, float, float]:
    began = time.perf_counter()
    lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    read = time.perf_counter()
    plain_copy(lines)
    copied = time.perf_counter()
    del lines
    centre = centre_called(f"BENCH-{number}")
    start = time.perf_counter()
    report = import_file(path, centre=centre, by=None, on=TODAY)
    done = time.perf_counter()
    if not report.recorded:
        raise RuntimeError(f"the file was not imported: {report.refusal} {report.problems[:3]}")
    said = read - began, copied - read, done - start
    say("calamine {:.2f} s, plain COPY {:.2f} s; import {:.2f} s".format(*said))
    return said


def plain_copy(lines: list[list]) -> None:
    """The rows as they stand, into a table of texts without index or key."""
    columns = ", ".join(f"c{place} text" for place in range(len(HEADERS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bench_plain ({columns})")
        with cursor.copy("COPY bench_plain FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute("DROP TABLE bench_plain")


def centre_called(code: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    return found or register_organisation(kind="centre", code=code, name=Words(code), by=None)


def write_workbook(path: Path, rows: int) -> Path:
    """A year's file as a large centre would bring it; the same for the same number of rows."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Preuves")
        sheet.write_row(0, 0, HEADERS)
        for row, values in enumerate(made_lines(rows), 1):
            for column, name in enumerate(HEADERS):
                if name in values:
                    sheet.write(row, column, values[name])
    return path


def made_lines(rows: int) -> Iterator[dict[str, object]]:
    chance = random.Random(1)  # noqa: S311 - a sample, not a secret
    ices = [ice(100_000 + 7 * number) for number in range(FIRMS)]
    for number in range(rows):
        kind, firm = chance.choices(KINDS, WEIGHTS)[0], chance.randrange(FIRMS)
        values: dict[str, object] = {
            "external_id": f"L-{number:07d}",
            "kind": kind,
            "on": START + dt.timedelta(days=chance.randrange(900)),
            "quantity": chance.randrange(1, 40) if kind in KINDS[:2] else 1,
            "firm_ice": ices[firm],
            "firm_name": f"Entreprise {firm}",
            "firm_size": SIZES[firm % 4],
            "origin": "import" if number % 2 else "local",
            "general_interest": "non" if number % 3 else "oui",
        }
        if kind == "test.reported":
            values |= {
                "attributes.conform": "oui" if number % 5 else "non",
                "attributes.family": f"famille {number % 20}",
            }
        if kind == "income.invoiced":
            values["amount"] = chance.randrange(1000, 900_000) / 100
        yield values


def ice(number: int) -> str:
    base = f"{number:09d}0001"
    return f"{base}{-int(base + '00') % 97:02d}"
