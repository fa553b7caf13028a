"""The weekly letter: what needs a person and what changed, unless there is nothing or they want none."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from jalon.committee.queries.changes import changes
from jalon.contracts import actions as contracts
from jalon.network.access import standing
from jalon.network.actions.digest import readers, write_digest
from jalon.network.tasks import ask_for_digests, digest
from jalon.ui.needs import Asker
from tests.factories.contracts import contract, contract_version
from tests.factories.network import CentreFactory, holder
from tests.factories.results import version

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    made = contract_version(contract(plan=version().plan)).contract
    contracts.suspend(made, reason="Rien n'avance", by=None, on=timezone.localdate())
    return made


def today() -> date:
    return timezone.localdate()


def test_the_letter_says_what_changed_in_the_language_of_its_reader(held):
    director = holder("centre_director", held.centre, email="direction@centre.ma", language="ar")

    sent = write_digest(director, on=today())

    (letter,) = mail.outbox
    assert sent and letter.to == ["direction@centre.ma"]
    assert "ما تغير منذ الأسبوع الماضي" in letter.body
    assert (
        f"http://localhost:8000{reverse('contracts:history', args=[held.code])}".split("/fr/")[0]
        in letter.body
    )
    assert "/ar/contracts/" in letter.body and "/ar/" in letter.body


def test_nothing_to_say_sends_nothing(held):
    stranger = holder("centre_director", CentreFactory())

    assert not write_digest(stranger, on=today())
    assert mail.outbox == []


def test_what_is_older_than_a_week_is_not_said_again(held):
    director = holder("centre_director", held.centre)
    asker = Asker(director, standing(director), today())

    assert list(changes(asker, timezone.now() - timedelta(days=7)))
    assert not list(changes(asker, timezone.now() + timedelta(minutes=1)))


def test_who_wants_no_letter_gets_none(client, held):
    director = holder("centre_director", held.centre)
    client.force_login(director)
    said = {"name": "Direction", "language": "fr", "digits": "western"}

    before = readers(today())
    client.post(reverse("people:preferences"), said)
    digest(person=str(director.uid))

    assert director in before
    assert director not in readers(today())
    assert mail.outbox == []


def test_each_reader_has_a_job_of_their_own_and_only_one(held):
    holder("centre_director", held.centre)

    ask_for_digests(timestamp=0)
    ask_for_digests(timestamp=1)

    assert ProcrastinateJob.objects.filter(task_name="network.digest").count() == 1
