"""Quality control, several specifications on one result, custody between centres, and what left the house."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jalon.evidence.models import Evidence
from jalon.journal.lives import Refused
from jalon.services.models import AlsoStated, ControlRule, ControlRun, SamplePassage, TestLine
from jalon.services.testing import actions
from jalon.services.testing.exports.statements import explained, rows_of
from jalon.services.testing.queries.custody import custody
from jalon.services.testing.queries.lines import standing_of
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder
from tests.services.test_testing_reports import issued, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
ALL = made.ALL


def today():
    return timezone.localdate()


def refusals(act, *args, **told) -> set[str]:
    with pytest.raises(Refused) as error:
        act(*args, **told)
    return set(error.value.reasons)


# quality control


def demanded(centre, *, lower="9", upper="11", **said) -> ControlRule:
    said = {
        "method": made.METHOD,
        "material": "Étalon de 10 Pa",
        "unit": "Pa",
        "by": None,
        "roles": ALL,
    } | said
    bounds = {"lower": lower and Decimal(lower), "upper": upper and Decimal(upper)}
    return actions.demand_control(centre, **bounds, **said)


def read(rule, value="10", **said) -> ControlRun:
    said = {"day": today(), "on": today(), "by": None, "roles": ALL} | said
    return actions.record_control(rule, value=Decimal(value), **said)


def verify(lines):
    return actions.verify(lines, by=holder("centre_staff", lines[0].centre), roles=ALL)


def test_no_control_is_not_a_control_that_passed():
    lines = made.entered()
    rule = demanded(lines[0].centre)

    assert refusals(verify, lines) == {"control_done"}

    read(rule, day=today() - timedelta(days=1))
    assert refusals(verify, lines) == {"control_done"}
    read(rule)
    verify(lines)
    assert lines[0].state == "verified"


def test_a_control_out_of_bounds_blocks_until_a_technical_lead_justifies_it():
    lines = made.entered()
    run = read(demanded(lines[0].centre), "11.01")
    assert refusals(verify, lines) == {"control_in_bounds"}

    told = {"by": None, "roles": ("operator",)}
    assert refusals(actions.justify_control, run, text="Dérive", **told) == {"not_yours"}
    assert refusals(actions.justify_control, run, text=" ", by=None, roles=ALL) == {"reason_given"}
    actions.justify_control(run, text="Étalon remplacé, mesures refaites", by=None, roles=ALL)

    verify(lines)
    assert lines[0].state == "verified"


def test_a_good_control_does_not_hide_a_bad_one_of_the_same_day():
    lines = made.entered()
    rule = demanded(lines[0].centre)
    read(rule, "12")
    read(rule, "10")

    assert refusals(verify, lines) == {"control_in_bounds"}


def test_a_control_of_another_instrument_says_nothing_of_a_result():
    (line,) = made.lines(clauses=(made.clause(equipment_kinds=("pressure-gauge",)),))
    operator, tool = made.analyst(line.centre), made.gauge(line.centre)
    made.assigned([line], operator)
    told = {"tested_on": today(), "roles": ALL, "on": today(), "by": operator}
    actions.enter([made.entry(line, equipment=(tool,))], **told)
    rule = demanded(line.centre)

    read(rule, equipment=made.gauge(line.centre, code="PD-02"))
    assert refusals(verify, [line]) == {"control_done"}
    read(rule, equipment=tool)

    assert verify([line])


@pytest.mark.parametrize(("value", "is_in"), [("9", True), ("11", True), ("8.9999", False), ("0", False)])
def test_the_bounds_of_a_control_are_part_of_it(value, is_in):
    assert read(demanded(CentreFactory()), value).is_in_bounds is is_in


def test_a_blank_bound_of_a_control_is_none_and_not_zero():
    assert read(demanded(CentreFactory(), upper=None), "1000").is_in_bounds
    with pytest.raises(ValidationError):
        demanded(CentreFactory(), lower=None, upper=None)


def test_a_control_is_not_read_tomorrow_nor_by_anybody():
    rule = demanded(CentreFactory())

    assert refusals(read, rule, day=today() + timedelta(days=1)) == {"day_not_future"}
    assert refusals(read, rule, roles=("verifier",)) == {"not_yours"}


def test_a_new_rule_leaves_the_verdict_of_past_controls_as_it_was():
    centre = CentreFactory()
    run = read(demanded(centre), "10.9")

    demanded(centre, upper="10.5")

    assert ControlRun.objects.get(pk=run.pk).is_in_bounds


def test_controls_are_kept_on_their_pages(client):
    line = made.entered()[0]
    staff = holder("centre_staff", line.centre)
    client.force_login(staff)
    said = {
        "centre": line.centre.pk,
        "method": made.METHOD,
        "material": "Étalon",
        "unit": "Pa",
        "upper": "11,0",
    }
    client.post(reverse("services:controls"), said | {"is_demanded": "on"})
    rule = ControlRule.objects.get()

    client.post(reverse("services:control", args=[rule.pk]), {"day": today().isoformat(), "value": "12"})
    run = ControlRun.objects.get()
    page = client.get(reverse("services:control", args=[rule.pk])).content.decode()
    assert "hors de ses bornes" in page
    address = reverse("services:control_justification", args=[rule.pk, run.pk])
    assert client.post(address, {"text": "Étalon changé"}).status_code == 302

    page = client.get(reverse("services:control", args=[rule.pk])).content.decode()
    assert "Étalon changé" in page
    client.force_login(holder("centre_staff", CentreFactory()))
    assert client.get(reverse("services:control", args=[rule.pk])).status_code == 404


# several specifications on one set of results


def shared(first=None, *, upper="50", state="to_do", **said):
    """A line of a specification, and a second one that asks the same, more severely."""
    lines = first or made.lines()
    request = lines[0].order.request
    other = made.specified(
        request.centre, made.clause("7.1", upper=Decimal(upper), **said), code="grand-public"
    )
    fresh = actions.order_tests(request, other, [lines[0].sample], by=None, shares=True)
    return lines, fresh


def verdicts(line) -> list[str]:
    return [stated.verdict for _clause, stated in standing_of([line]).statements(line)]


def test_a_result_entered_once_is_stated_for_each_specification():
    lines, fresh = shared()

    made.entered(lines, value="48")

    assert fresh == []
    assert verdicts(lines[0]) == ["pass", "fail"]  # 48 is not 4 within 50


def test_a_specification_ordered_after_the_result_is_stated_at_once():
    lines, fresh = shared(made.entered(value="48"))

    assert fresh == []
    assert verdicts(lines[0]) == ["pass", "fail"]


@pytest.mark.parametrize(
    "said",
    [{"method": "ISO 1"}, {"unit": "kg"}, {"equipment_kinds": ("pressure-gauge",)}],
    ids=["another method", "another quantity", "an instrument more"],
)
def test_what_is_not_the_same_test_is_tested(said):
    _lines, fresh = shared(**said)

    assert [line.clause.code for line in fresh] == ["7.1"]


def test_a_second_specification_may_ask_for_the_uncertainty_the_first_did_without():
    lines, _fresh = shared()

    assert refusals(made.entered, lines, uncertainty=None, k=None) == {"uncertainty_with_its_k"}


def test_a_test_done_again_is_judged_by_the_same_specifications():
    lines, _fresh = shared()
    made.entered(lines)

    again = actions.redo(lines[0], reason="Fuite", by=None, roles=ALL, turn=lines[0].turn)

    made.entered([again], made.analyst(again.centre, name="Nadia"), value="30")
    assert verdicts(again) == ["pass", "pass"]
    assert AlsoStated.objects.count() == 2


def test_a_report_says_what_each_specification_says_and_counts_the_worst():
    lines, _fresh = shared()
    made.authorised(lines, value="48")

    stands = standing_of(lines)
    rows = rows_of(lines[0], stands, explained(lines[0], stands), bears_mark=False)
    issued(ready(lines))

    assert [row[0] for row in rows] == ["4.1", "grand-public 7.1"]
    assert [row[-1] for row in rows] == ["Conforme", "Non conforme"]
    assert Evidence.objects.get(kind="test.reported").attributes["conform"] is False


# custody


def test_a_sample_sent_to_another_centre_is_received_there_and_counted_once():
    sample, there = made.received(made.under_way()), CentreFactory()

    told = {"by": None, "roles": ALL, "on": today()}
    assert refusals(actions.send_to, sample, sample.centre, turn=1, **told) == {"other_centre_named"}
    expected = actions.send_to(sample, there, turn=sample.turn, **told)

    assert (sample.state, expected.state, expected.centre) == ("transferred", "expected", there)
    came = {"day": today(), "quantity": Decimal(50), "unit": "u", "condition": "good", "turn": 0}
    actions.receive(expected, **came, **told)
    assert Evidence.objects.filter(kind="sample.received").count() == 1
    assert [one.number for one in custody(sample)] == [expected.number, sample.number, sample.number]


def test_the_centre_that_receives_a_sample_does_not_learn_whose_it_is(client):
    sample, there = made.received(made.under_way()), CentreFactory()
    expected = actions.send_to(sample, there, by=None, roles=ALL, on=today(), turn=sample.turn)
    client.force_login(holder("centre_staff", there))

    page = client.get(reverse("services:sample", args=[expected.uid])).content.decode()

    assert expected.number in page and sample.number in page
    assert str(sample.request.enterprise) not in page and sample.request.number not in page
    assert client.get(reverse("services:sample_labels", args=[sample.request.uid])).status_code == 404


def test_a_request_shows_and_tests_the_samples_of_its_own_centre(client):
    sample = made.received(made.under_way())
    expected = actions.send_to(sample, CentreFactory(), by=None, roles=ALL, on=today(), turn=sample.turn)
    client.force_login(holder("centre_staff", sample.centre))

    page = client.get(reverse("services:request_tests", args=[sample.request.uid])).content.decode()

    assert sample.number in page and expected.number not in page
    assert SamplePassage.objects.get().sent == sample


def test_the_labels_of_a_request_are_a_sheet_to_print(client):
    request = made.under_way()
    for _ in range(25):
        made.received(request)
    client.force_login(holder("centre_staff", request.centre))

    answer = client.get(reverse("services:sample_labels", args=[request.uid]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_samples_are_listed_by_state(client):
    sample = made.received(made.under_way())
    client.force_login(holder("centre_staff", sample.centre))

    found = client.get(reverse("services:sample_list"), {"state": "received", "page": "x"}).content.decode()
    none = client.get(reverse("services:sample_list"), {"state": "stored"}).content.decode()

    assert sample.number in found and sample.number not in none


# what left the house


def test_the_sending_of_a_report_is_noted_once_it_is_issued():
    found = issued()
    told = {"means": "post", "by": None, "roles": ALL, "on": today()}

    actions.record_sending(found.report, day=today(), **told)

    assert [one.means for one in found.report.sendings.all()] == ["post"]
    early = {"day": found.on - timedelta(days=1)}
    assert refusals(actions.record_sending, found.report, **early, **told) == {"sent_once_issued"}
    assert refusals(
        actions.record_sending, ready(made.authorised(made.lines(made.under_way()))), day=today(), **told
    ) == {"not_from_here"}


def test_a_line_shows_its_result_against_its_limits(client):
    (line,) = made.entered(value="69")
    client.force_login(holder("centre_staff", line.centre))

    page = client.get(reverse("services:line", args=[line.uid])).content.decode()

    assert "<svg" in page and "Non conforme" in page
    assert TestLine.objects.get().state == "entered"


# the page of what is to be verified


def test_all_that_others_entered_is_verified_with_one_button(client):
    lines = made.entered(made.lines(samples=3))
    client.force_login(holder("centre_staff", lines[0].centre))
    turns = {f"turn-{line.pk}": line.turn for line in lines}

    client.post(reverse("services:verification"), turns | {"verb": "verify_all"})

    assert set(TestLine.objects.values_list("state", flat=True)) == {"verified"}


def test_a_refusal_names_the_lines_it_is_about(client):
    lines = made.entered(made.lines(samples=2))
    demanded(lines[0].centre)
    client.force_login(holder("centre_staff", lines[0].centre))
    turns = {f"turn-{line.pk}": line.turn for line in lines}

    answer = client.post(reverse("services:verification"), turns | {"verb": "verify_all"})

    assert answer.status_code == 422
    assert f"{lines[0].sample.number} 4.1, {lines[1].sample.number} 4.1 · " in answer.content.decode()
    nonsense = {"verb": "eat_all", "line": "x", f"turn-{lines[0].pk}": "x"}
    assert client.post(reverse("services:verification"), nonsense).status_code == 422
    nonsense = {"verb": "verify", "line": lines[0].pk, f"turn-{lines[0].pk}": "x"}
    assert client.post(reverse("services:verification"), nonsense).status_code == 422
