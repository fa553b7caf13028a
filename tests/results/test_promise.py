"""What was promised is read once for an event, and again after the next one."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jalon.contracts.models import Contract
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.results.queries.promise import NETWORK, promise
from tests.factories.network import CentreFactory
from tests.factories.results import contract, sheet, version

END = date(2026, 12, 31)
apart = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    sheet()
    return version(targets=[("TESTS", "level", 2026, 100)]).plan


def promised(plan, **asked):
    """The target in force, and how many queries were asked for it."""
    with CaptureQueriesContext(connection) as asked_for:
        (aim,) = promise(plan, **asked).aims_on(END, "TESTS", NETWORK)
    return aim.value, len(asked_for)


def amend(plan, value):
    version(plan, number=2, effective_from=date(2025, 1, 1), targets=[("TESTS", "level", 2026, value)])


@apart
def test_it_is_read_once_while_nothing_happens(plan):
    first, reading = promised(plan)
    again, remembering = promised(plan)

    assert first == again == 100
    assert reading > remembering == 1  # where the journal ends


@apart
def test_an_event_makes_it_be_read_again(plan):
    promised(plan)
    amend(plan, 120)

    assert promised(plan)[0] == 120


@apart
def test_whatever_the_event_is_about(plan):
    promised(plan)
    with recording("firm.renamed"):
        pass

    assert promised(plan)[1] > 1


@apart
def test_each_moment_keeps_its_own(plan):
    before = latest()
    amend(plan, 120)

    assert [promised(plan, known_at=moment)[0] for moment in (before, None, before)] == [100, 120, 100]


@apart
def test_what_a_transaction_takes_back_was_never_promised(plan):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        amend(plan, 120)
        assert promised(plan)[0] == 120
        raise ZeroDivisionError

    assert promised(plan)[0] == 100


@apart
def test_what_is_written_before_its_event_is_seen_by_who_writes_it(plan):
    promised(plan)
    with transaction.atomic():
        centre = CentreFactory()
        assert promise(plan).centres == (centre,)


@apart
def test_days_asked_for_are_not_kept(plan):
    for year in range(2023, 2027):
        promise(plan).version_on(date(year, 7, 1))

    assert promise(plan).days == {}


@pytest.mark.django_db
def test_a_centre_whose_contract_came_later_is_not_among_those_known_before(plan):
    first = contract(plan).contract.centre
    before = latest()
    second = contract(plan).contract.centre

    assert promise(plan, known_at=before).centres == (first,)
    assert set(promise(plan, known_at=latest()).centres) == {first, second}


@pytest.mark.django_db
def test_a_contract_was_known_while_it_was_drafted_though_it_was_signed_since(plan):
    first = contract(plan).contract.centre
    drafted = CentreFactory()
    with recording("contract.drafted", subject=f"contract:C-{drafted.code}"):
        pass
    while_drafted = latest()
    contract(plan, drafted)

    assert set(promise(plan, known_at=while_drafted).centres) == {first, drafted}


@pytest.mark.django_db
def test_a_contract_of_which_nothing_is_published_has_its_centre_nonetheless(plan):
    first = contract(plan).contract.centre
    silent = CentreFactory()
    Contract.objects.create(plan=plan, centre=silent, code="C-SILENT")

    assert set(promise(plan, known_at=latest()).centres) == {first, silent}
