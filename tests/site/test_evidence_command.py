"""`jalon evidence` and `jalon simulate`, as a person types them, in the test's own database."""

import csv
import io
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.utils import translation

from jalon.evidence.actions import correct
from jalon.evidence.models import Evidence
from jalon.journal.queries import latest, purpose
from jalon.network.actions import merge_firms
from jalon.network.models import Enterprise
from jalon.site.cli.evidence import export, import_
from jalon.site.cli.simulate import simulate
from jalon.site.simulation import SimulationError
from tests.evidence.files import csv_file, line
from tests.evidence.making import ICE, OTHER_ICE, centre, deed, firm, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def where(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    return centre("CETIA")


def answer(command, *arguments):
    command.callback = getattr(command.callback, "__wrapped__", command.callback)
    with translation.override("en"):
        return CliRunner().invoke(command, list(map(str, arguments)))


def exported(*arguments) -> list[tuple]:
    done = answer(export, *arguments)
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout, newline=""))
    return [(row["quantity"], row["firm_ice"], bool(row["reverses"])) for row in rows]


def test_an_export_says_what_was_known_at_a_moment(where):
    recorded(where, deed(enterprise=firm(ICE)))
    before, moment = exported(), latest()

    correct(Evidence.objects.get(), by=None, reason="typed wrong", quantity=Decimal(5))
    firm(OTHER_ICE, "Autre")
    merge_firms(
        Enterprise.objects.get(number=ICE[:9]), Enterprise.objects.get(name="Autre"), reason="même", by=None
    )

    assert exported("--known-at", moment) == before
    assert len(exported()) == 3


def test_an_export_that_cannot_be_written_says_where(tmp_path):
    done = answer(export, "--output", tmp_path / "nowhere" / "f.csv")

    assert (done.exit_code, "f.csv cannot be written: No such file" in done.output) == (1, True)


def test_a_refused_file_is_named(tmp_path):
    (tmp_path / "march.csv").write_bytes(b"")

    done = answer(import_, tmp_path / "march.csv", "--centre", "CETIA")

    assert (done.exit_code, "march.csv: The file is empty." in done.output) == (1, True)


def test_a_wrong_cell_is_named_by_its_place_column_and_value(tmp_path):
    file = csv_file(tmp_path / "march.csv", line(quantity="three", remark="x"))

    said = answer(import_, file, "--centre", "CETIA", "--dry-run").output.splitlines()

    assert said[-1] == "Error: 1 to mend in march.csv."
    assert said[0].startswith("D2 (quantity: “three”): This is not a number.")
    assert said[1] == "note: The column “remark” is not read."


@pytest.mark.parametrize(("start", "end"), [("2024-03-01", "2024-02-01"), ("2024-01-01", "2199-01-01")])
def test_days_that_cannot_be_simulated_are_refused_before_the_home_is_made(start, end):
    done = answer(simulate, "--seed", 1, "--from", start, "--to", end)

    assert isinstance(done.exception, SimulationError)
    assert purpose() == ""
