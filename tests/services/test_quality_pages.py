"""Cases by their pages: the firm complains, somebody uninvolved answers, another closes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jalon.network.access import standing
from jalon.services.models import Case
from jalon.services.quality.needs import needs
from jalon.ui.needs import Asker
from tests.factories.network import CentreFactory, holder
from tests.factories.quality import concluded, opened, planned, taken_up
from tests.factories.services import acting_for, asked, moved, offered, ordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


def today():
    return timezone.localdate()


def url(name, *args):
    return reverse(f"services:{name}", args=args)


def text(answer):
    return answer.content.decode()


def step(client, case, verb, **said):
    case.refresh_from_db()
    return client.post(url("case_step", case.uid, verb), {"turn": case.turn, "reason": "Motif"} | said)


def test_a_firm_complains_is_answered_and_the_case_is_closed_by_another(client):
    request = ordered()
    firm = acting_for(request.enterprise)
    handler, other = holder("quality_manager", request.centre), holder("quality_manager", request.centre)
    owner = holder("centre_staff", request.centre)
    client.force_login(firm)
    said = {"kind": "complaint", "title": "Rapport en retard", "text": "Promis le 3, reçu le 20."}
    assert client.post(url("portal_complaint", request.uid), said).status_code == 302

    case = Case.objects.get()
    client.force_login(handler)
    assert step(client, case, "take_up").status_code == 302
    conclusion = {"cause": "Instrument en panne", "answer": "Vous avez raison."}
    assert step(client, case, "conclude", **conclusion).status_code == 302
    case.refresh_from_db()
    action = {
        "turn": case.turn,
        "text": "Acheter un second",
        "owner": owner.pk,
        "due_on": today().isoformat(),
    }
    assert client.post(url("case_actions", case.uid), action).status_code == 302
    client.force_login(owner)
    report = {
        "turn": case.turn,
        "on": today().isoformat(),
        "text": "Acheté",
        "file": SimpleUploadedFile("f.pdf", b"%PDF-1.7 f"),
    }
    address = url("case_action", case.uid, case.actions.get().uid)
    assert client.post(address, report).status_code == 302
    client.force_login(handler)
    assert step(client, case, "act").status_code == 302
    refused = step(client, case, "close", effectiveness="Plus un retard")
    assert refused.status_code == 422
    client.force_login(other)
    assert step(client, case, "close", effectiveness="Plus un retard").status_code == 302

    client.force_login(firm)
    page = text(client.get(url("portal_complaint", request.uid)))
    assert "Vous avez raison." in page
    assert "répondu et clos" in page
    assert "Instrument en panne" not in page


def test_another_firm_neither_reads_nor_complains_of_the_request(client):
    request = ordered()
    client.force_login(acting_for(ordered().enterprise))

    address = url("portal_complaint", request.uid)

    assert client.get(address).status_code == 404
    assert client.post(address, {"kind": "complaint", "title": "X", "text": "Y"}).status_code == 404
    assert not Case.objects.exists()


def test_who_took_part_reads_why_they_do_not_handle_it_and_what_to_do(client):
    request = asked()
    alone = holder("centre_director", request.centre)
    moved(request, "submit")
    moved(request, "review", by=alone)
    case = opened(request.centre, kind="complaint", about={"request": request})
    client.force_login(alone)

    page = text(client.get(url("case", case.uid)))
    refused = step(client, case, "take_up")

    assert "Personne du centre ne peut traiter" in page
    assert refused.status_code == 422
    assert "une seconde personne" in text(refused)
    case.refresh_from_db()
    assert case.state == "open"


def test_a_case_is_written_about_what_people_call_it(client):
    request = ordered()
    client.force_login(holder("centre_staff", request.centre))
    said = {"kind": "complaint", "title": "Par téléphone", "text": "Mécontent"}

    wrong = client.post(url("new_case"), said | {"about": "NOTHING-1"})
    appeal = client.post(url("new_case"), said | {"kind": "appeal"})
    right = client.post(url("new_case"), said | {"about": request.number})

    assert (wrong.status_code, appeal.status_code, right.status_code) == (422, 422, 302)
    assert Case.objects.get().request == request


def test_a_stale_page_is_told(client):
    case = opened()
    client.force_login(holder("quality_manager", case.centre))
    taken_up(case)

    answer = client.post(url("case_step", case.uid, "take_up"), {"turn": 0})

    assert answer.status_code == 422


def test_nonsense_in_an_address_is_answered_in_place(client):
    case = opened()
    client.force_login(holder("quality_manager", case.centre))

    assert client.get(url("cases"), {"state": "xx", "page": "zz"}).status_code == 200
    assert client.get(url("new_case"), {"about": "<b>" * 99}).status_code == 200
    assert client.get(url("case_step", case.uid, "fly")).status_code == 404


def test_the_list_of_cases_asks_as_much_for_twenty_as_for_two(client):
    centre = CentreFactory()
    client.force_login(holder("quality_manager", centre))
    counts = []
    for number in (2, 18):
        for _ in range(number):
            opened(centre, kind="complaint", about={"request": asked_in(centre)})
        with CaptureQueriesContext(connection) as asked_of:
            assert client.get(url("cases")).status_code == 200
        counts.append(len(asked_of))

    assert counts[0] == counts[1]


def asked_in(centre):
    return asked(offered(centre, code=f"s-{Case.objects.count()}"))


# what waits


def waiting(user):
    return list(needs(Asker(user, standing(user), today())))


def test_a_late_action_waits_for_its_owner_and_for_who_handles_cases():
    case = concluded()
    owner, keeper = holder("centre_staff", case.centre), holder("quality_manager", case.centre)
    planned(case, owner=owner, days=-1)

    (own,), (late,) = waiting(owner), waiting(keeper)

    assert own.is_late(today())
    assert late.due_on == today() - timedelta(days=1)
    assert own.href == late.href == url("case", case.uid)


def test_an_action_to_come_waits_for_its_owner_only():
    case = concluded()
    owner, keeper = holder("centre_staff", case.centre), holder("quality_manager", case.centre)
    planned(case, owner=owner, days=5)

    assert len(waiting(owner)) == 1
    assert waiting(keeper) == []


def test_a_new_case_waits_for_who_may_handle_it_in_its_centre():
    case = opened()

    assert len(waiting(holder("quality_manager", case.centre))) == 1
    assert waiting(holder("centre_staff", case.centre)) == []
    assert waiting(holder("quality_manager", CentreFactory())) == []
    assert waiting(holder("coordinator")) == []
