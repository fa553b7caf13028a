"""Laboratories and the scope of accreditation."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalon.capacity import actions
from jalon.capacity.queries import in_force, in_scope, scope_for
from jalon.capacity.words import SCOPE_STATES
from jalon.evidence.models import Evidence
from jalon.journal.queries import latest
from tests.factories.capacity import START, TODAY, laboratory, scope_line
from tests.factories.network import CentreFactory

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2024, 5, 15), date(2024, 6, 1)


def changed(line, to, day=MAY):
    return actions.change_scope_line(line, to=to, day=day, reason="surveillance", by=None, on=TODAY)


def test_a_line_is_in_force_from_its_first_to_its_last_day():
    line = scope_line(until=MAY)

    days = (START - timedelta(1), START, MAY, MAY + timedelta(1))

    assert [in_force([line], day)[line.pk] for day in days] == ["to_come", "in_force", "in_force", "ended"]
    assert set(SCOPE_STATES) == {"to_come", "in_force", "ended", "suspended", "withdrawn"}


def test_a_line_is_suspended_restored_and_withdrawn_by_days():
    line = scope_line()
    then = latest()
    changed(line, "suspended", MAY)
    changed(line, "restored", JUNE)
    changed(line, "withdrawn", TODAY)

    assert [in_scope(line, day) for day in (MAY - timedelta(1), MAY, JUNE, TODAY)] == [
        True,
        False,
        True,
        False,
    ]
    assert in_scope(line, MAY, known_at=then)


@pytest.mark.parametrize(
    ("done", "to", "day"),
    [([], "restored", MAY), (["withdrawn"], "restored", JUNE), (["suspended"], "suspended", JUNE),
     (["suspended"], "restored", START), ([], "suspended", TODAY + timedelta(1))],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused(done, to, day):
    line = scope_line()
    for earlier in done:
        changed(line, earlier)

    with pytest.raises(ValidationError):
        changed(line, to, day)


def test_lines_are_evidence_by_their_identity():
    line = scope_line(until=date(2027, 12, 31))
    changed(line, "suspended")

    rows = Evidence.objects.order_by("pk")

    assert [(row.kind, row.identity, row.on) for row in rows] == [
        ("scope.granted", str(line.uid), START), ("scope.suspended", str(line.uid), MAY),
    ]  # fmt: skip
    assert rows[0].attributes["valid_until"] == "2027-12-31"


def test_methods_find_their_lines_in_two_questions(django_assert_num_queries):
    centre = CentreFactory()
    lines = [scope_line(centre, method=method) for method in ("A", "A", "B")]
    scope_line(method="A")
    changed(lines[2], "suspended")

    with django_assert_num_queries(2):
        found = scope_for(centre, ["A", "B", "C"], MAY)

    assert {method: len(covered) for method, covered in found.items()} == {"A": 2, "B": 0, "C": 0}


# laboratories


def test_the_area_of_a_laboratory_is_evidence_when_it_opens_and_when_it_closes():
    made = laboratory(site="Casablanca")
    actions.close_laboratory(made, closed_on=MAY, reason="moved", by=None, on=TODAY)

    rows = Evidence.objects.order_by("pk")

    assert [(row.kind, int(row.quantity), row.on) for row in rows] == [
        ("area.opened", 120, START), ("area.closed", -120, MAY),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="already"):
        actions.close_laboratory(made, closed_on=MAY, reason="again", by=None, on=TODAY)


def test_an_area_counted_at_the_start_is_not_counted_again():
    laboratory(is_in_opening=True)

    assert not Evidence.objects.exists()


@pytest.mark.parametrize("said", [{"area": "0"}, {"area": "-3"}, {"on": TODAY + timedelta(1)}])
def test_a_laboratory_without_area_or_of_the_future_is_refused(said):
    with pytest.raises(ValidationError):
        laboratory(**said)
