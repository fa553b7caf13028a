"""Campaigns: who joins, when files are taken, what is counted and what is hidden, and the clock."""

from datetime import date, timedelta

import pytest

from jalon.evidence.models import Evidence
from jalon.journal.lives import Refused
from jalon.network.models import Organisation
from jalon.services.models import Clause
from jalon.services.testing.forms.lines import SpecificationForm
from jalon.services.validation import actions
from jalon.services.validation.queries.clock import clocks, median_days, taken
from jalon.services.validation.queries.files import (
    counted,
    facts_of_campaign,
    listed,
    standings_on,
    unnamed,
)
from tests.factories import validation as making
from tests.factories.network import CentreFactory
from tests.factories.services import moved
from tests.factories.testing import ALL, clause, specified
from tests.factories.validation import campaign, concluded, consented, opened, stepped, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_papers")]


def step(thing, verb, *, roles=ALL, reason="Motif"):
    return actions.step_campaign(
        thing, verb, by=None, roles=roles, turn=thing.turn, on=today(), reason=reason
    )


# opening


def test_a_campaign_without_laboratories_is_not_opened():
    made = campaign(is_open=False)
    alone = actions.draft_campaign(
        made.centre,
        made.version,
        code="seule",
        title=made.title,
        target_working_days=3,
        laboratories=[],
        by=None,
    )

    with pytest.raises(Refused, match="laboratories_named"):
        step(alone, "open")
    actions.add_laboratory(alone, made.centre, by=None)
    actions.add_laboratory(alone, made.centre, by=None)  # again: nothing more
    step(alone, "open")
    assert (alone.state, alone.laboratories.count()) == ("open", 1)


def test_a_campaign_is_opened_by_a_director_or_a_technical_lead():
    made = campaign(is_open=False)

    with pytest.raises(Refused, match="not_yours"):
        step(made, "open", roles=("reception", "operator"))
    assert step(made, "open", roles=("technical_lead",)).state == "open"


def test_a_specification_without_a_standard_opens_no_campaign():
    made = campaign(is_open=False)
    made.version.standard = ""

    assert not facts_of_campaign(made)["specification_published"]


def test_a_specification_says_which_clauses_verify_safety():
    version = specified(CentreFactory(), clause("4.1"), making.BREATHING)

    assert [one.nature for one in version.clauses.all()] == ["conformity", "safety"]
    plain, safe = version.clauses.all()
    assert "nature" not in plain.said() and safe.said()["nature"] == "safety"
    assert [one.digest() == bytes(one.hash) for one in Clause.objects.all()] == [True, True]


# files


@pytest.mark.parametrize("verbs", [("pause",), ("close",)])
def test_a_campaign_that_is_not_open_takes_no_file(verbs):
    made = campaign()
    for verb in verbs:
        step(made, verb)

    with pytest.raises(Refused, match="campaign_open"):
        opened(within=made)


def test_a_centre_that_is_no_laboratory_of_the_campaign_takes_no_file():
    made = campaign()

    with pytest.raises(Refused, match="campaign_laboratory"):
        opened(making.under_way(CentreFactory()), within=made)


def test_a_file_is_opened_by_reception_on_a_request_under_way():
    request = making.under_way()
    told = {"product": "M1", "by": None, "on": today()}
    version = making.masks(request.centre)

    with pytest.raises(Refused, match="not_yours"):
        actions.open_validation(request, version, roles=("operator",), **told)
    moved(request, "suspend", "resume", "deliver")
    with pytest.raises(Refused, match="request_open"):
        actions.open_validation(request, version, roles=ALL, **told)


def test_a_campaign_closes_once_every_file_has_its_opinion():
    made = campaign()
    validation = opened(within=made)

    with pytest.raises(Refused, match="every_file_settled"):
        step(made, "close")
    concluded(validation)
    assert step(made, "close").state == "closed"


def test_what_is_validated_in_a_campaign_counts_for_it():
    made = campaign()
    concluded(opened(within=made))

    deed = Evidence.objects.get(kind="product.validated")
    assert (deed.campaign, deed.attributes["family"]) == ("masques-2020", "masques")


# what everybody reads


def test_a_product_is_what_its_last_opinion_or_withdrawal_made_it_on_the_day():
    day = today()
    validation = stepped(concluded(), "withdraw")
    before, after = day - timedelta(1), day + timedelta(1)

    assert standings_on([validation], before) == {}
    assert standings_on([validation], day)[validation.pk].standing == "withdrawn"
    assert standings_on([validation], after)[validation.pk].since == day


def test_the_list_names_the_makers_who_consent_and_only_what_was_validated():
    made = campaign()
    first, second, third = (opened(within=made) for _ in range(3))
    concluded(first)
    concluded(second)
    concluded(third, "reject", looked="fail")
    consented(first)
    consented(third)

    assert [one.pk for one, _standing in listed(made, today())] == [first.pk]


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, 5)])
def test_few_files_without_a_name_are_not_counted_in_public(count, shown):
    made = campaign()
    for _ in range(count):
        opened(within=made)

    assert unnamed(made) == {"in_hand": shown}


def test_a_small_number_is_not_found_by_difference():
    made = campaign()
    files = [opened(within=made) for _ in range(7)]
    stepped(files[0], "abandon")

    assert unnamed(made) == {"in_hand": None, "abandoned": None}


def test_a_closed_file_counts_as_its_last_opinion_left_it():
    made = campaign()
    stepped(concluded(opened(within=made), "reject", looked="fail"), "close")
    followed = stepped(concluded(opened(within=made)), "follow", until=today() + timedelta(1))
    stepped(followed, "close", on=today() + timedelta(1))

    assert counted(made.validations.all()) == {"not_validated": 1, "validated": 1}


# the clock


def test_the_clock_of_a_file_runs_in_working_days_until_its_opinion():
    made = campaign(target_working_days=5)
    monday = today() - timedelta(days=today().weekday() + 14)
    validation = opened(within=made, on=monday)

    running = clocks([validation], on=monday + timedelta(7))[validation.pk]
    assert (running.days, running.target, running.is_running, running.is_late) == (5, 5, True, False)
    assert clocks([validation], on=monday + timedelta(8))[validation.pk].is_late
    assert median_days([running]) is None  # nothing is concluded yet

    over = taken(validation, [(monday + timedelta(2), False)], [], today())
    assert (over.days, over.is_running) == (2, False)
    assert median_days([over, running]) == 2


def test_the_clock_stands_still_while_the_firm_corrects_its_product():
    monday = date(2026, 3, 2)
    validation = opened(on=monday)
    own = [(monday + timedelta(1), False), (monday + timedelta(8), True)]  # not favoured, then corrected

    said = taken(validation, own, [], monday + timedelta(9))

    assert (said.is_running, said.days) == (True, 1 + 1)


def test_the_clock_stands_still_while_the_firm_is_waited_for():
    monday = date(2026, 3, 2)
    asked = [(monday + timedelta(1), False), (monday + timedelta(3), True)]

    said = taken(opened(on=monday), [], asked, monday + timedelta(4))

    assert said.days == 1 + 1


@pytest.mark.django_db(transaction=True)
def test_every_act_is_a_transaction_of_its_own():
    validation = concluded(opened(within=campaign()))
    consented(validation)

    assert stepped(validation, "follow", until=today() + timedelta(1)).state == "follow_up"


# what is typed


def typed(clauses: str):
    """The form of a specification, with these clauses."""
    centre = CentreFactory()
    said = {"centre": centre.pk, "code": "masques", "title_fr": "Masques", "clauses": clauses}
    return SpecificationForm(said, centres=Organisation.objects.filter(pk=centre.pk))


@pytest.mark.parametrize(
    ("nature", "kept"), [("sécurité", "safety"), ("Safety", "safety"), ("", "conformity")]
)
def test_a_clause_is_typed_with_its_nature(nature, kept):
    form = typed(f"5.2 ; Respirabilité ; NM EN 14683 ; Pa ; ; 70 ; ; {nature}")

    assert form.is_valid(), form.errors
    (said,) = form.cleaned_data["clauses"]
    assert (said.nature, said.lower, said.upper) == (kept, None, 70)  # a blank limit is none


def test_a_nature_nobody_knows_is_refused_in_place():
    form = typed("5.2 ; Respirabilité ; NM EN 14683 ; Pa ; ; 70 ; ; peut-être")

    assert "peut-être" in str(form.errors["clauses"])
