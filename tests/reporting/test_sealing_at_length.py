"""A seal is asked of the worker: refused at once when it cannot be, followed, interrupted, made once."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.exceptions import JobAborted

from jalon.evidence.models import Document
from jalon.kernel.periods import parse
from jalon.reporting.actions import NotSealed, ask_seal, reopen
from jalon.reporting.models import Seal, Sealing
from tests import queue
from tests.factories.network import MinistryFactory, holder
from tests.factories.reporting import PERIOD, counted, promising, received, submitted
from tests.factories.verification import SESSION_DAY, a_decision, calendar_kept, validated_return

pytestmark = pytest.mark.django_db
Q1 = parse(PERIOD)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.JALON_KEYS, settings.JALON_DOCUMENTS = tmp_path / "keys", tmp_path / "documents"


@pytest.fixture
def report():
    contract = promising()
    counted(contract.centre, 3, 4)
    received(contract.centre)
    calendar_kept(contract.plan)
    return submitted(contract)


@pytest.fixture
def plan(report):
    """A plan with a period that can be sealed."""
    validated_return(report)
    return report.contract.plan


@pytest.fixture
def officer():
    return holder("programme_officer", MinistryFactory())


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


def asked(client, plan):
    return client.post(f"/en/seals/?plan={plan.code}&on=2024-06-01", {"period": PERIOD})


def page(client, uid, language="en"):
    return client.get(f"/{language}/seals/{uid}/").content.decode()


def test_a_seal_is_asked_followed_and_found_at_the_same_address(client, plan, officer):
    answer = asked(client, plan)
    uid = Sealing.objects.get().uid
    assert answer.url.startswith(f"/en/seals/{uid}/") and queue.waiting() == ["reporting.seal"]
    assert "the seal is being made" in page(client, uid) and not Seal.objects.exists()

    queue.do_all()

    made = Seal.objects.get()
    assert (made.uid, made.event.actor) == (uid, officer)
    assert "2 rows sealed" in page(client, uid)
    assert not Sealing.objects.exists()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_reading_how_far_it_is_writes_nothing(readonly_client, client, plan, officer, language):
    asked(client, plan)
    readonly_client.force_login(officer)
    uid = Sealing.objects.get().uid

    assert readonly_client.get(f"/{language}/seals/{uid}/").status_code == 200
    assert readonly_client.get(f"/{language}/seals/", {"plan": plan.code}).status_code == 200


def test_htmx_reads_the_part_that_moves_then_the_whole_page(client, plan):
    asked(client, plan)
    address = reverse("reporting:seal", args=[Sealing.objects.get().uid])

    part = client.get(address, headers={"HX-Request": "true"})
    queue.do_all()
    done = client.get(address, headers={"HX-Request": "true"})

    assert part.content.strip().startswith(b'<div id="progress"')
    assert done.headers["HX-Refresh"] == "true"


def test_what_cannot_be_sealed_is_refused_at_once_with_its_reason(client, report):
    answer = asked(client, report.contract.plan)

    assert answer.status_code == 422 and report.contract.code in answer.content.decode()
    assert queue.waiting() == [] and not Sealing.objects.exists()


def test_asked_twice_a_period_is_sealed_once(client, plan):
    addresses = {asked(client, plan).url for _twice in range(2)}
    assert len(addresses) == 1 and len(queue.waiting()) == 1

    job = queue.fetched()
    for _twice in range(2):  # a worker may die after the end and before it says so
        queue.run(job)

    assert Seal.objects.count() == 1
    with pytest.raises(NotSealed, match="sealed_before"):
        ask_seal(plan, Q1, by=None, at=Seal.objects.get().event.recorded_at)


def test_a_worker_that_is_stopped_leaves_nothing_and_the_next_one_makes_it(client, plan):
    asked(client, plan)
    job = queue.fetched()

    with pytest.raises(JobAborted):
        queue.run(job, is_stopping=True)
    assert not Seal.objects.exists() and not Document.objects.exists()
    queue.run(job)

    assert Seal.objects.count() == 1 and not Sealing.objects.exists()


def test_a_seal_the_worker_gave_up_is_started_again_from_its_page(client, plan):
    asked(client, plan)
    uid = Sealing.objects.get().uid
    queue.give_up()
    assert "stopped before its end" in page(client, uid)

    asked(client, plan)
    queue.do_all()

    assert Seal.objects.get().uid == uid


def test_what_was_reopened_meanwhile_is_said_on_the_page(client, plan, report):
    asked(client, plan)
    reopen(report, reason="Erreur.", by=None, on=SESSION_DAY, decision=a_decision())

    queue.do_all()

    said = page(client, Sealing.objects.get().uid)
    assert "no seal was made" in said and report.contract.code in said
    assert not Seal.objects.exists()


def test_a_row_that_is_not_what_was_recorded_is_named(client, plan):
    asked(client, plan)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_evidence DISABLE TRIGGER ALL")
        cursor.execute("UPDATE evidence_evidence SET quantity = 5 WHERE external_id = 'T-1' RETURNING id")
        (row,) = cursor.fetchone()

    queue.do_all()

    said = page(client, Sealing.objects.get().uid)
    assert f"Row {row} is not what was recorded" in said and not Seal.objects.exists()


def test_who_may_not_seal_asks_for_nothing(plan):
    client = Client()
    client.force_login(holder("verifier", MinistryFactory()))

    assert asked(client, plan).status_code == 403
    assert queue.waiting() == []
