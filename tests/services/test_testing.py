"""From a sample to authorised results: what is kept, what is stated, what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from jalon.capacity.queries import impact
from jalon.evidence.models import Evidence
from jalon.journal.lives import Refused
from jalon.services.testing import actions
from jalon.services.testing.queries.lines import last_measured
from tests.factories import capacity
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder
from tests.factories.services import moved

pytestmark = pytest.mark.django_db
ALL = made.ALL


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def today():
    return timezone.localdate()


def refusals(act, *args, **told) -> set[str]:
    with pytest.raises(Refused) as error:
        act(*args, **told)
    return set(error.value.reasons)


def enter(entries, by, **told):
    told = {"tested_on": today(), "roles": ALL, "on": today()} | told
    return actions.enter(entries, by=by, **told)


# samples


def test_a_sample_received_is_a_deed_of_the_centre():
    sample = made.received(made.under_way())

    row = Evidence.objects.get(kind="sample.received")
    assert (sample.state, row.quantity, row.origin) == ("received", 1, "local")
    assert row.attributes == {"family": "masques"}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"quantity": Decimal(0)}, "quantity_positive"),
        ({"quantity": Decimal(-3)}, "quantity_positive"),
        ({"day": timezone.localdate() + timedelta(days=1)}, "day_not_future"),
        ({"condition": ""}, "condition_noted"),
        ({"condition": "deviating"}, "deviation_pictured"),
    ],
)
def test_a_sample_is_not_received_as_nobody_could_have_received_it(said, reason):
    assert refusals(made.received, made.under_way(), **said) == {reason}
    assert not Evidence.objects.exists()


def test_the_samples_of_a_centre_are_numbered_without_a_gap():
    request = made.under_way()

    assert [made.received(request).serial for _ in range(3)] == [1, 2, 3]


# specifications and orders


def test_a_specification_without_a_clause_is_refused():
    with pytest.raises(ValidationError):
        actions.specify(CentreFactory(), [], code="vide", title=made.clause().characteristic, by=None)


def test_limits_that_nothing_meets_are_refused():
    with pytest.raises(ValidationError, match=r"4\.1"):
        made.specified(CentreFactory(), made.clause(lower=Decimal(80)))


def test_an_order_keeps_the_version_it_was_made_under():
    (line,) = made.lines()

    again = made.specified(line.centre, made.clause(upper=Decimal(60)))

    line.refresh_from_db()
    assert (again.number, line.clause.upper) == (2, 70)


def test_each_clause_is_tested_on_each_sample():
    assert len(made.lines(samples=3, clauses=(made.clause(), made.clause("4.2")))) == 6


def test_tests_are_not_ordered_before_the_quote_is_accepted():
    request = made.under_way()
    sample, version = made.received(request), made.specified(request.centre)
    moved(request, "suspend")

    assert refusals(actions.order_tests, request, version, [sample], by=None) == {"request_ordered"}


def test_tests_without_a_sample_are_not_ordered():
    request = made.under_way()

    asked = actions.order_tests, request, made.specified(request.centre), []
    assert refusals(*asked, by=None) == {"sample_named"}


# results


def test_a_result_is_stated_under_the_agreed_rule_and_frozen_with_it():
    (line,) = made.entered(value="66")

    stated = last_measured([line])[line.pk].stated
    assert (line.state, stated.verdict, stated.rule.kind, stated.rule.r) == ("entered", "pass", "guarded", 1)
    assert (stated.result.k, stated.guard, round(stated.probability, 5)) == (2, 4, Decimal("0.97725"))


def test_a_result_is_stated_in_the_unit_of_the_clause():
    (line,) = made.entered(value="0.075", uncertainty="0.001", unit="kPa")

    said = last_measured([line])[line.pk]
    assert (said.stated.verdict, said.stated.result.value, said.shown) == ("fail", 75, "0,075")


def test_nothing_is_stated_without_an_agreed_rule():
    (line,) = made.entered(made.lines(rule="no_statement"))

    assert last_measured([line])[line.pk].statement is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"value": None}, "value_written"),
        ({"unit": "kg"}, "unit_convertible"),
        ({"uncertainty": None, "k": None}, "uncertainty_with_its_k"),
        ({"k": None}, "uncertainty_with_its_k"),
        ({"uncertainty": "0"}, "uncertainty_with_its_k"),
        ({"tested_on": timezone.localdate() + timedelta(days=1)}, "day_not_future"),
    ],
)
def test_a_result_that_cannot_be_used_is_refused(said, reason):
    assert refusals(made.entered, **said) == {reason}


def test_a_result_waits_for_somebody_authorised_for_the_method_on_that_day():
    before = made.LONG_AGO - timedelta(days=1)
    (line,) = made.lines(came=before)
    late = made.analyst(line.centre)
    made.assigned([line], late)

    assert refusals(enter, [made.entry(line)], late, tested_on=before) == {"operator_authorised"}
    other = holder("centre_staff", line.centre)
    assert refusals(enter, [made.entry(line)], other) == {"operator_authorised"}


def test_a_line_is_not_given_to_who_may_not_use_its_method():
    (line,) = made.lines()
    other = made.analyst(line.centre, method="ISO 1")

    told = {"planned_on": today(), "by": None, "roles": ALL}
    assert refusals(actions.assign, [line], other, **told) == {"operator_authorised"}


def equipped():
    """A line that needs a gauge, assigned."""
    (line,) = made.lines(clauses=(made.clause(equipment_kinds=("pressure-gauge",)),))
    operator = made.analyst(line.centre)
    made.assigned([line], operator)
    return line, operator


@pytest.mark.parametrize(
    "tools",
    [
        lambda centre: (),
        lambda centre: (made.gauge(centre, kind="balance"),),
        lambda centre: (made.gauge(centre, until=today() - timedelta(days=1)),),
        lambda centre: (capacity.ordered(centre, kind="pressure-gauge"),),
        lambda centre: (made.gauge(centre), capacity.ordered(centre, kind="pressure-gauge")),
    ],
    ids=["none", "of another kind", "out of date", "never in service", "one of two"],
)
def test_a_result_needs_every_instrument_valid_on_the_day(tools):
    line, operator = equipped()
    used = made.entry(line, equipment=tools(line.centre))

    assert refusals(enter, [used], operator) == {"equipment_valid_on_the_day"}


def test_an_instrument_found_wrong_since_keeps_the_result_from_being_authorised():
    line, operator = equipped()
    tool = made.gauge(line.centre)
    enter([made.entry(line, equipment=(tool,))], operator)
    actions.verify([line], by=holder("centre_staff", line.centre), roles=ALL)

    capacity.calibrated(tool, day=today(), passed=False)

    told = {"by": holder("centre_director", line.centre), "roles": ALL}
    assert refusals(actions.authorise, [line], **told) == {"equipment_valid_on_the_day"}


def test_a_failed_calibration_lists_the_results_measured_with_the_instrument():
    line, operator = equipped()
    tool = made.gauge(line.centre)
    enter([made.entry(line, equipment=(tool,))], operator)

    failed = capacity.calibrated(tool, day=today(), passed=False)

    ((use, disposition),) = impact(failed).uses
    assert (use.label, use.on, disposition) == (f"{line.sample.number} · 4.1", today(), None)


def test_a_sample_that_has_not_come_is_not_tested():
    (line,) = made.lines()
    moved(line.sample, "lose")

    assert refusals(made.entered, [line]) == {"sample_here"}


def test_all_results_of_a_sheet_are_kept_or_none():
    first, second = made.lines(samples=2)
    operator = made.analyst(first.centre)
    made.assigned([first, second], operator)

    with pytest.raises(Refused) as error:
        enter([made.entry(first), made.entry(second, value=None)], operator)

    assert error.value.by_thing == {second.pk: ("value_written",)}
    assert last_measured([first, second]) == {}


def test_a_sheet_of_lines_is_entered_in_as_many_questions_as_two(django_assert_max_num_queries):
    lines = made.lines(samples=12)
    operator = made.analyst(lines[0].centre)
    made.assigned(lines, operator)

    with django_assert_max_num_queries(30):
        enter([made.entry(line) for line in lines], operator)


# verified and authorised


def test_nobody_verifies_or_authorises_what_they_entered():
    (line,) = made.lines()
    operator = made.analyst(line.centre)
    made.entered([line], operator)

    assert refusals(actions.verify, [line], by=operator, roles=ALL) == {"verifier_is_another"}
    actions.verify([line], by=holder("centre_staff", line.centre), roles=ALL)
    assert refusals(actions.authorise, [line], by=operator, roles=ALL) == {"authoriser_is_another"}


def test_a_control_out_of_its_bounds_keeps_the_result_from_being_verified():
    (line,) = made.entered(control="out_of_bounds")

    told = {"by": holder("centre_staff", line.centre), "roles": ALL}
    assert refusals(actions.verify, [line], **told) == {"control_in_bounds"}


def test_a_test_done_again_keeps_the_first_result():
    (line,) = made.entered()
    told = {"by": None, "roles": ALL, "turn": line.turn}
    assert refusals(actions.redo, line, reason=" ", **told) == {"reason_given"}

    again = actions.redo(line, reason="Fuite sur le banc", **told)

    assert (line.state, again.state, again.again, again.clause) == ("to_redo", "to_do", line, line.clause)
    assert last_measured([line])[line.pk].value == 42


def test_an_act_on_a_page_that_no_longer_holds_is_refused():
    (line,) = made.entered()

    told = {"by": holder("centre_staff", line.centre), "roles": ALL, "turns": {line.pk: line.turn - 1}}
    assert refusals(actions.verify, [line], **told) == {"moved_meanwhile"}
