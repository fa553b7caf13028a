"""An export comes back as it was, whatever became of its firms: nine digits name one without establishment."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.evidence.exports import export
from jalon.evidence.imports import import_file, sentences
from jalon.evidence.models import Evidence
from jalon.journal.queries import latest
from jalon.network.actions import complete_ice, merge_firms
from jalon.network.models import CentreFirm, Enterprise, EnterpriseProfile
from tests.evidence.files import csv_file, line, served, xlsx_file
from tests.evidence.making import ICE, OTHER_ICE, deed, firm, recorded

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 7, 1)
THIRD_ICE = "001874512000060"


def of(enterprise, external_id="T-1", **said):
    """A deed for a firm, at its establishment when it has one."""
    located = enterprise.establishments.first()
    return deed(external_id, enterprise=enterprise, establishment=located, **said)


def merged(absorbed, kept):
    merge_firms(absorbed, kept, reason="même entreprise", by=None)


def exported(path, where, form="csv", **options):
    out = io.BytesIO()
    export(form, out, centre=where, **options)
    path.write_bytes(out.getvalue())
    return path


def again(path, where, **options):
    return import_file(path, centre=where, by=None, on=TODAY, **options)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_lines_of_merged_firms_and_of_firms_without_establishment_come_back_unchanged(tmp_path, where, form):
    absorbed, kept = firm(), firm(OTHER_ICE, "Conserves")
    completed = Enterprise.objects.create(name="Tannerie", search="tannerie", pending_reason="new")
    recorded(where, of(absorbed, "A"), of(kept, "B"), of(completed, "C"))
    merged(absorbed, kept)
    complete_ice(completed, ice=THIRD_ICE, by=None)

    report = again(exported(tmp_path / f"f.{form}", where, form), where)

    assert (report.problems, report.warnings, report.refusal) == ([], [], "")
    assert (report.unchanged, report.changed, report.changes) == (3, 0, [])


def test_a_corrected_line_of_a_merged_firm_keeps_the_record_and_establishment_of_its_row(tmp_path, where):
    absorbed, kept = firm(), firm(OTHER_ICE, "Conserves")
    recorded(where, of(absorbed, "A"), of(absorbed, "B"))
    merged(absorbed, kept)
    made = exported(tmp_path / "f.csv", where)
    made.write_bytes(
        made.read_bytes().replace(b"A,test.reported,2024-03-05,3,", b"A,test.reported,2024-03-05,7,")
    )

    report = again(made, where)

    assert (report.corrected, report.unchanged, report.new) == (1, 1, 0)
    assert [difference[0] for difference in report.changes[0]["differences"]] == ["quantity"]
    row = Evidence.objects.live().get(external_id="A")
    assert (row.quantity, row.revision) == (Decimal(7), 2)
    assert (row.enterprise, row.establishment_id) == (absorbed, absorbed.establishments.get().pk)


def test_a_line_given_to_another_firm_is_a_correction(tmp_path, where):
    absorbed, kept, other = firm(), firm(OTHER_ICE, "Conserves"), firm(THIRD_ICE, "Autre")
    recorded(where, of(absorbed, "A"))
    merged(absorbed, kept)
    made = exported(tmp_path / "f.csv", where)
    made.write_bytes(made.read_bytes().replace(OTHER_ICE[:9].encode(), THIRD_ICE[:9].encode()))

    report = again(made, where)

    row = Evidence.objects.live().get()
    assert report.corrected == 1
    assert (row.enterprise, row.establishment_id) == (other, None)


def test_an_export_of_before_a_second_merge_comes_back_after_it(tmp_path, where):
    first, second, last = firm(), firm(OTHER_ICE, "Conserves"), firm(THIRD_ICE, "Autre")
    recorded(where, of(first, "A"))
    merged(first, second)
    then = latest()
    merged(second, last)

    for moment in (then, None):
        report = again(exported(tmp_path / "f.csv", where, known_at=moment), where)

        assert (report.problems, report.unchanged, report.changed) == ([], 1, 0)


def test_nine_digits_of_a_registered_firm_name_it_without_establishment_and_without_a_new_profile(
    tmp_path, where
):
    known = firm()
    made = csv_file(tmp_path / "f.csv", served(firm_ice=f" {ICE[:3]} {ICE[3:9]}", firm_size="large"))

    report = again(made, where)

    row = Evidence.objects.get()
    assert (report.recorded, report.warnings) == (True, [])
    assert (row.enterprise, row.establishment_id, row.firm_size) == (known, None, "large")
    assert CentreFirm.objects.filter(centre=where, enterprise=known).exists()
    assert not EnterpriseProfile.objects.exists()


def test_nine_digits_that_nobody_has_are_refused_with_what_to_do_and_other_lines_come_in(tmp_path, where):
    firm()
    made = csv_file(
        tmp_path / "f.csv", served(external_id="A"), served(external_id="B", firm_ice=OTHER_ICE[:9])
    )

    refused, taken = again(made, where), again(made, where, take_good_lines=True)

    (problem,) = refused.problems
    assert not refused.recorded
    assert (problem["code"], problem["row"], problem["field"]) == ("ice_enterprise", 3, "firm_ice")
    assert "15" in sentences.problem(problem)[1]
    assert (taken.recorded, taken.new, taken.bad) == (True, 1, 1)
    assert not Enterprise.objects.filter(number=OTHER_ICE[:9]).exists()


def test_nine_digits_are_never_taken_for_the_end_of_a_longer_number(tmp_path, where):
    nine = "000000097"  # fifteen digits ending so agree with their control digits: they are a multiple of 97

    report = again(csv_file(tmp_path / "f.csv", served(firm_ice=nine)), where)

    assert [problem["code"] for problem in report.problems] == ["ice_enterprise"]


def test_zeros_a_spreadsheet_took_from_nine_digits_come_back(tmp_path, where):
    known = firm()

    report = again(xlsx_file(tmp_path / "f.xlsx", line(firm_ice=int(ICE[:9]))), where)

    assert Evidence.objects.get().enterprise == known
    assert report.counts == {"ice_restored": 1}


def test_the_number_of_queries_does_not_depend_on_the_lines(tmp_path, where):
    absorbed, kept = firm(), firm(OTHER_ICE, "Conserves")
    recorded(where, *(of(absorbed, f"T-{place}") for place in range(60)))
    merged(absorbed, kept)
    whole = exported(tmp_path / "f.csv", where)
    short = tmp_path / "g.csv"
    short.write_bytes(b"".join(whole.read_bytes().splitlines(keepends=True)[:3]))
    counts = []

    for made, lines in ((short, 2), (whole, 60)):
        with CaptureQueriesContext(connection) as asked:
            report = again(made, where)
        assert report.unchanged == lines
        counts.append(len(asked))

    assert counts[0] == counts[1]
