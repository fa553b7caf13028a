"""The desk of a centre: what waits, the figures of a period, and as many rows behind each number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jalon.evidence.actions import reverse as undo
from jalon.evidence.actions import store_document
from jalon.results.queries.state import state
from jalon.services import actions
from jalon.services.actions.satisfaction import answer, ask_after, contact_of
from jalon.services.quality.queries import figures, waiting
from jalon.services.queries.clock import clock_of
from tests.evidence.making import deed, recorded
from tests.factories import capacity, testing
from tests.factories.certification import certified
from tests.factories.network import CentreFactory, EnterpriseFactory, holder
from tests.factories.quality import concluded, opened, planned
from tests.factories.results import contract, sheet, version
from tests.factories.services import asked, invoiced, moved, offered, ordered
from tests.results.test_state import cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
NONCONFORMITY = {
    "nonconforming": {
        "kinds": ["test.reported"],
        "aggregation": "sum",
        "where": [["origin", "=", "import"], ["attributes.conform", "=", False]],
    },
    "stated": {
        "kinds": ["test.reported"],
        "aggregation": "sum",
        "where": [["origin", "=", "import"], ["attributes.conform", "not_null"]],
    },
}


def today():
    return timezone.localdate()


def this_year():
    return today().replace(month=1, day=1), today()


def served(name, days, *, service="tests", on=date(2024, 5, 6)):
    said = {"service": service, "attributes": {"working_days": str(days)}}
    return deed(name, "service.delivered", on, Decimal(1), **said)


def desk(client, centre, **query):
    return client.get(reverse("services:desk", args=[centre.code]), query)


def rows(client, centre, figure, **query):
    return client.get(reverse("services:desk_rows", args=[centre.code, figure]), query)


# turn-around


def test_turn_around_is_told_by_service_with_mean_median_and_ninth_decile():
    centre = CentreFactory()
    recorded(centre, *(served(f"S-{days}", days) for days in range(1, 11)))
    recorded(centre, served("O-1", 40, service="other"))

    found = figures.worked(centre, *YEAR)

    every, (other, tests) = found.turn_around, found.by_service

    assert (tests.count, tests.mean, tests.median, tests.ninth) == (10, Decimal("5.5"), 5, 9)
    assert (other.service, other.median) == ("other", 40)
    assert (every.count, every.ninth) == (11, 10)


def test_where_nothing_was_delivered_there_is_no_turn_around():
    found = figures.worked(CentreFactory(), *YEAR)

    every = found.turn_around
    assert (every.count, every.mean, every.median, every.ninth) == (0, None, None, None)
    assert found.by_service == ()


def test_other_centres_other_days_and_reversed_rows_are_not_counted():
    centre = CentreFactory()
    (wrong,) = recorded(centre, served("S-1", 3))
    undo(wrong, by=None, reason="erreur")
    recorded(centre, served("S-2", 5, on=date(2023, 12, 31)), served("S-3", 7, on=date(2024, 12, 31)))
    recorded(CentreFactory(), served("S-4", 9))

    every = figures.worked(centre, *YEAR).turn_around

    assert dict(every.tally) == {7: 1}


def stored(centre):
    return store_document(b"%PDF report", name="r.pdf", centre=centre)


def test_a_delivery_opens_onto_its_request(client):
    request = moved(ordered(), "plan", "start")
    roles = ("technical_lead", "authoriser", "director")
    told = {"by": None, "roles": roles, "turn": request.turn, "on": today()}
    actions.deliver(request, documents=[stored(request.centre)], **told)
    client.force_login(holder("centre_director", request.centre))

    page = desk(client, request.centre)
    behind = rows(client, request.centre, "turnaround")

    assert page.context["turn_around"].count == behind.context["count"] == 1
    assert reverse("services:request", args=[request.uid]) in behind.content.decode()


def test_a_service_of_the_desk_opens_onto_its_own_rows_alone(client):
    centre = CentreFactory()
    recorded(centre, served("S-1", 3), served("S-2", 4), served("O-1", 9, service="other"))
    client.force_login(holder("centre_director", centre))
    days = {"since": "2024-01-01", "until": "2024-12-31"}

    assert rows(client, centre, "turnaround", **days).context["count"] == 3
    assert rows(client, centre, "turnaround", service="tests", **days).context["count"] == 2


# satisfaction


def link(token, language):
    return token


def asked_after(request):
    return ask_after(request, name="Amina", email="a@souss.ma", by=None, on=today(), link=link)


def served_to(centre, code):
    return moved(ordered(offered(centre, code=code)), "plan", "start", "deliver")


def test_the_response_rate_is_of_the_orders_asked_about():
    centre = CentreFactory()
    first, second = served_to(centre, "a"), served_to(centre, "b")
    asking = asked_after(first)
    asked_after(second)
    answer(first, asking.contact, score=4, asking=asking)

    found = figures.satisfaction(centre, *this_year())

    assert (found.asked, found.responded, found.response) == (2, 1, Decimal("0.5"))
    assert (found.answers, found.mean, found.share) == (1, 4, 1)


def test_who_answers_without_being_asked_does_not_lift_the_response_rate():
    centre = CentreFactory()
    asked_after(served_to(centre, "a"))
    other = served_to(centre, "b")
    answer(other, contact_of(other, name="B", email="b@souss.ma"), score=5)

    found = figures.satisfaction(centre, *this_year())

    assert (found.asked, found.responded, found.answers) == (1, 0, 1)


def test_feedback_from_who_was_never_served_does_not_count():
    request = ordered()
    answer(request, contact_of(request, name="B", email="b@souss.ma"), score=1)

    found = figures.satisfaction(request.centre, *this_year())

    assert (found.answers, found.mean, found.response) == (0, None, None)


# products brought in, and money


def imported(name, conform, quantity=1, **said):
    attributes = {} if conform is None else {"conform": conform}
    said = {"origin": "import", "attributes": attributes} | said
    return deed(name, "test.reported", date(2024, 5, 6), Decimal(quantity), **said)


def test_the_nonconformity_of_imports_is_what_the_indicator_says():
    terms = {"formula": "nonconforming / stated * 100", "over_centres": "ratio", "accumulation": "flow"}
    sheet("IMPORT_NONCONFORMITY", measures=NONCONFORMITY, **terms)
    plan = version().plan
    centre = contract(plan).contract.centre
    recorded(centre, imported("T-1", False), imported("T-2", True, 3), imported("T-3", None))
    (wrong,) = recorded(centre, imported("T-5", False, 7))
    undo(wrong, by=None, reason="erreur")
    recorded(centre, imported("T-4", False, origin="local"))

    found = figures.worked(centre, *YEAR).imports

    of_indicator = cell(state(plan, on=YEAR[1]), "IMPORT_NONCONFORMITY", place=centre.pk)
    assert (found.nonconforming, found.stated) == (1, 4)
    assert found.rate * 100 == of_indicator.value


def test_without_a_statement_there_is_no_rate_of_nonconformity(client):
    centre = CentreFactory()
    recorded(centre, imported("T-1", None))
    client.force_login(holder("centre_director", centre))

    page = desk(client, centre, since="2024-01-01", until="2024-12-31")

    assert page.context["imports"].rate is None
    assert "pas de données" in page.content.decode()


def test_income_is_what_was_invoiced_less_what_was_credited():
    centre = CentreFactory()
    general = invoiced(ordered(offered(centre, code="general", general_interest=True)))
    private = invoiced(ordered(offered(centre, code="private", general_interest=False)))
    silent = invoiced(ordered(offered(centre, code="silent")))

    every, each = figures.income(centre, *this_year())

    assert every.amount == general.amount + private.amount + silent.amount
    assert [(one.service, one.count) for one in each] == [("general", 1), ("private", 1), ("silent", 1)]
    assert every.share == Decimal(general.amount) / (general.amount + private.amount)
    assert each[2].share is None


# what waits


def test_every_number_of_what_waits_has_as_many_rows(client):
    centre = CentreFactory()
    (line,) = testing.lines(centre=centre)
    moved(asked(offered(centre, code="x")), "submit")
    moved(ordered(offered(centre, code="y")), "plan", "start")
    capacity.in_service(centre)
    case = concluded(opened(centre))
    planned(case, owner=holder("centre_staff", centre), days=-2)
    client.force_login(holder("centre_director", centre))

    counts = waiting.counts(centre, today())

    assert counts["to_test"] == 1
    assert counts["to_examine"] == 1
    assert counts["late_actions"] == counts["open_cases"] == 1
    assert {key: rows(client, centre, key).context["count"] for key in counts} == counts
    assert line.state == "to_do"


def test_a_certificate_due_for_surveillance_waits(client):
    certificate = moved(certified(), "fall_due")
    client.force_login(holder("centre_director", certificate.centre))

    assert waiting.counts(certificate.centre, today())["surveillance_due"] == 1
    assert certificate.number in rows(client, certificate.centre, "surveillance_due").content.decode()


def test_an_instrument_in_service_whose_calibration_ended_waits():
    thing = capacity.in_service()

    (found,) = waiting.not_usable(thing.centre, today())
    assert found[0] == thing
    assert waiting.not_usable(thing.centre, capacity.TODAY) == []


def test_a_request_is_late_by_the_same_clock_as_its_page():
    centre = CentreFactory()
    request = moved(asked(offered(centre, working_days=2)), "submit")
    on = today() + timedelta(days=20)

    (late,) = waiting.late_requests(centre, on)

    clock = clock_of(request, on=on)
    assert clock.is_late
    assert (late.request, late.days, late.promised) == (request, clock.days, clock.promised)


def test_a_request_that_waits_for_the_firm_is_not_late():
    centre = CentreFactory()
    moved(asked(offered(centre, working_days=2)), "submit", "ask")

    assert waiting.late_requests(centre, today() + timedelta(days=60)) == []


def test_a_request_without_a_promise_is_never_late():
    centre = CentreFactory()
    moved(asked(offered(centre)), "submit")

    assert waiting.late_requests(centre, today() + timedelta(days=60)) == []


# the pages


@pytest.mark.parametrize(
    "asked_for",
    [
        {"since": "x"},
        {"since": "2024-05-01", "until": "2024-01-01"},
        {"until": "99999-01-01"},
        {"page": "z"},
        {"since": "9999-12-31", "until": "9999-12-31"},
    ],
)
def test_nonsense_is_answered_in_place(client, asked_for):
    centre = CentreFactory()
    client.force_login(holder("centre_director", centre))

    assert desk(client, centre, **asked_for).status_code == 200
    assert rows(client, centre, "income", **asked_for, service="none").status_code == 200
    assert rows(client, centre, "nothing").status_code == 404


def test_another_centre_has_its_own_desk(client):
    centre = CentreFactory()
    client.force_login(holder("centre_director", CentreFactory()))

    assert desk(client, centre).status_code == 404
    assert rows(client, centre, "turnaround").status_code == 404


def test_who_works_in_one_centre_is_led_to_its_desk(client):
    centre = CentreFactory()
    client.force_login(holder("quality_manager", centre))

    assert client.get(reverse("services:desks")).url == reverse("services:desk", args=[centre.code])


def filled(centre, numbers):
    for number in numbers:
        version = offered(centre, code=f"s{number}", working_days=1)
        invoiced(ordered(version, enterprise=EnterpriseFactory()))
        capacity.in_service(centre, code=f"TR-{number}")
        request = moved(asked(version), "submit")
        opened(centre, kind="complaint", about={"request": request})
        recorded(centre, served(f"S-{number}", number, service=f"s{number}", on=today()))


def test_the_desk_asks_as_much_for_eight_as_for_two(client):
    centre, counts = CentreFactory(), []
    client.force_login(holder("centre_director", centre))
    desk(client, centre)
    for numbers in (range(2), range(2, 8)):
        filled(centre, numbers)
        with CaptureQueriesContext(connection) as asked_of:
            assert desk(client, centre).status_code == 200
        counts.append(len(asked_of))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("figure", ["turnaround", "income", "late_requests", "open_cases", "not_usable"])
def test_the_rows_ask_as_much_for_eight_as_for_two(client, figure):
    centre, counts = CentreFactory(), []
    client.force_login(holder("centre_director", centre))
    for numbers in (range(2), range(2, 8)):
        filled(centre, numbers)
        with CaptureQueriesContext(connection) as asked_of:
            assert rows(client, centre, figure).status_code == 200
        counts.append(len(asked_of))

    assert counts[0] == counts[1]
