"""The ladder on its pages: the centre gives its reasons, the ministry keeps the bounds, a suspension is seen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from jalon.committee.actions import warning
from jalon.committee.models import StandingStep
from jalon.committee.queries.needs import of_ladder
from jalon.committee.queries.standings import Late, all_rules, rules_of, stands
from jalon.journal.actions import recording
from jalon.kernel.periods import parse
from jalon.kernel.states.ladder import LadderRules
from jalon.network.access import standing
from jalon.ui.needs import Asker
from tests.factories.committee import secretary
from tests.factories.contracts import contract, contract_version
from tests.factories.network import holder
from tests.factories.results import version

pytestmark = pytest.mark.django_db

ON = date(2024, 6, 1)


@pytest.fixture
def held():
    return contract_version(contract(plan=version().plan)).contract


def stepped(held, verb, state, **said):
    """A step as it was taken, without the values that led to it."""
    subject = f"contract:{held.code}"
    with recording(warning.EVENTS[verb], subject=subject, by=None) as record:
        return record.keep(
            StandingStep(contract=held, verb=verb, state=state, on=ON, reason="En retard", **said)
        )


def asked_for_reasons(held):
    stepped(held, "alert", "alert")
    return stepped(held, "ask_reasons", "reasons_asked", due_on=ON + timedelta(days=15))


def read(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(name, args=args), query)


def waiting(person) -> list[tuple]:
    found = of_ladder(Asker(person, standing(person), ON))
    return [(need.title, need.due_on) for need in found]


def test_a_centre_gives_its_reasons_on_the_page_of_its_contract(client, held):
    asked_for_reasons(held)
    director = holder("centre_director", held.centre)
    page = read(client, director, "committee:standing", held.code)

    answered = client.post(reverse("committee:standing_reasons", args=[held.code]), {"reasons": "Panne."})

    assert "16 juin 2024" in page.text and 'name="reasons"' in page.text
    assert answered.status_code == 302
    stand = stands([held])[0]
    assert (stand.has_answered, stand.steps[-1].reason) == (True, "Panne.")
    again = read(client, director, "committee:standing", held.code).text
    assert "Panne." in again and 'name="reasons"' not in again


def test_reasons_left_blank_are_refused_in_place_and_nothing_is_recorded(client, held):
    asked_for_reasons(held)
    client.force_login(holder("centre_director", held.centre))

    answered = client.post(reverse("committee:standing_reasons", args=[held.code]), {"reasons": " "})

    assert answered.status_code == 422
    assert not stands([held])[0].has_answered


def test_reasons_asked_wait_for_the_director_then_for_the_agenda(held):
    asked = asked_for_reasons(held)
    director, keeper = holder("centre_director", held.centre), secretary()
    code = held.centre.code

    before = waiting(director), waiting(keeper)
    warning.answer(held, reasons="Panne", by=director, on=ON)
    after = waiting(director), waiting(keeper)

    assert before == ([(f"{code} : dire pourquoi le contrat a pris du retard", asked.due_on)], [])
    assert after == ([], [(f"{code} a donné ses raisons : les soumettre au comité", None)])


def test_bounds_are_kept_from_a_day_on_with_their_history(client, held):
    keeper = secretary()
    client.force_login(keeper)
    said = {
        "effective_from": "2024-01-01",
        "late_percent": "40",
        "patience": 2,
        "days_to_answer": 20,
        "support_quarters": 1,
        "reevaluation_months": 6,
        "source": "Décision 4",
    }

    kept = client.post(reverse("committee:ladder_rules"), said)
    page = read(client, keeper, "committee:ladder_rules")

    assert kept.status_code == 302
    expected = LadderRules(Decimal("0.4"), False, 2, 20, 1, 6)
    assert rules_of(held.plan, ON) == expected
    assert rules_of(held.plan, date(2023, 12, 31)) == LadderRules()
    assert [row.source for row in all_rules(held.plan)] == ["Décision 4"]
    assert 'value="40"' in page.text  # the form begins with what is in force
    assert "40 %" in page.text.replace("\u202f", " ").replace("\xa0", " ") and "Décision 4" in page.text


def test_bounds_that_make_no_sense_are_refused_in_place(client, held):
    client.force_login(secretary())

    refused = client.post(reverse("committee:ladder_rules"), {"late_percent": "140", "patience": "-1"})

    assert refused.status_code == 422
    assert not all_rules(held.plan)


def test_one_serious_failure_puts_a_contract_behind_unless_the_bounds_say_not():
    late = Late(parse("2024-Q1"), late=1, computable=3, is_serious=True)

    assert late.is_behind(LadderRules())
    assert not late.is_behind(LadderRules(serious_alerts=False))


@pytest.mark.parametrize(
    "page", ["contracts:contract", "contracts:history", "contracts:undertakings", "contracts:documents"]
)
def test_every_page_of_a_suspended_contract_says_since_when_why_and_what_lifts_it(client, held, page):
    warning.suspend(held, reason="Rien n'avance", by=None, on=ON)
    director = holder("centre_director", held.centre)

    during = read(client, director, page, held.code).text
    before = read(client, director, page, held.code, on="2024-05-31").text

    assert "Suspendu depuis le 1 juin 2024" in during or "Suspendu depuis le 1er juin 2024" in during
    assert "Rien n&#x27;avance" in during and "Ce qui la lève" in during
    assert "Suspendu depuis" not in before
