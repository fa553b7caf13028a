"""A firm's own account: opened by letter, it asks, accepts and follows its own requests, and sees no other's."""

import re
import threading
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jalon.evidence.actions import store_document
from jalon.kernel.words import Words
from jalon.network.access import standing
from jalon.network.actions import accept_firm, ask_for_account, invite_firm
from jalon.network.models import Enterprise, FirmAccount, FirmInvitation
from jalon.services import actions
from jalon.services.actions.calendar import expire_quotes
from jalon.services.models import Need, Request, Satisfaction
from jalon.services.queries.requests import REVIEWED
from tests.factories.network import CentreFactory, EnterpriseFactory, holder, ice
from tests.factories.services import acting_for, asked, moved, offered, ordered, quoted

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase assez longue"


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def url(name, *args):
    return reverse(f"services:{name}", args=args)


def text(answer):
    return answer.content.decode()


def letter_link():
    return re.search(r"https?://\S+", mail.outbox[-1].body).group()


def invited(firm, email="amina@souss.ma"):
    said = {"centre": CentreFactory(), "language": "fr", "by": None, "at": timezone.now(), "link": str}
    return invite_firm(firm, email=email, **said)


def accepted(invitation, **said):
    said = said or {"name": "Amina", "password": PASSWORD}
    return accept_firm(invitation, at=timezone.now(), on=timezone.localdate(), **said)


# opening an account


def test_a_centre_invites_and_the_person_sees_all_of_the_firm(client):
    request = asked(enterprise=EnterpriseFactory(name="Plastiques du Souss"))
    client.force_login(holder("centre_staff", request.centre))
    client.post(url("firm_invitation", request.uid), {"email": "amina@souss.ma"})
    client.logout()

    said = {"name": "Amina", "password": PASSWORD, "again": PASSWORD}
    client.post(letter_link(), said)
    page = client.get(url("portal"))

    assert request.number in text(page)
    assert client.post(letter_link(), said).status_code == 410


def test_who_comes_alone_sees_only_what_they_ask_for_themselves(client):
    firm = EnterpriseFactory()
    old, version = asked(enterprise=firm), offered()
    client.post(
        url("firm_registration"), {"ice": ice(int(firm.number)), "name": "X", "email": "moi@souss.ma"}
    )
    client.post(letter_link(), {"name": "Moi", "password": PASSWORD, "again": PASSWORD})

    client.post(url("portal_ask", version.offering.uid), {"text": "Essayer un masque"})

    page = text(client.get(url("portal")))
    own = Request.objects.get(channel="portal")
    assert (own.enterprise, own.state) == (firm, "submitted")
    assert own.number in page
    assert old.number not in page
    assert client.get(url("portal_request", old.uid)).status_code == 404


def test_a_request_sent_twice_is_one_request_and_other_words_are_another(client):
    version, user = offered(), acting_for(EnterpriseFactory())
    client.force_login(user)
    path = url("portal_ask", version.offering.uid)
    page = client.get(path).context["form"]["page"].value()

    first, second = (client.post(path, {"text": "Essayer un masque", "page": page}) for _time in range(2))
    other = client.post(path, {"text": "Essayer un gant", "page": page})

    assert first.url == second.url == url("portal_request", Request.objects.last().uid)
    assert other.url == url("portal_request", Request.objects.first().uid)
    assert [one.state for one in Request.objects.all()] == ["submitted"] * 2
    assert sorted(Need.objects.values_list("text", flat=True)) == ["Essayer un gant", "Essayer un masque"]


def test_the_same_words_on_a_page_opened_anew_are_another_request(client):
    version = offered()
    client.force_login(acting_for(EnterpriseFactory()))
    path = url("portal_ask", version.offering.uid)

    for page in (client.get(path).context["form"]["page"].value() for _time in range(2)):
        client.post(path, {"text": "Essayer un masque", "page": page})

    assert Request.objects.count() == 2


@pytest.mark.parametrize("page", [None, "", "x", "\u0661" * 40])
def test_a_page_without_its_name_files_the_request_all_the_same(client, page):
    version = offered()
    client.force_login(acting_for(EnterpriseFactory()))
    said = {"text": "Essayer un masque"} | ({} if page is None else {"page": page})

    client.post(url("portal_ask", version.offering.uid), said)

    assert Request.objects.get().state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_a_request_sent_twice_at_once_is_one_request():
    version, user = offered(), acting_for(EnterpriseFactory())
    path, said = url("portal_ask", version.offering.uid), {"text": "Essayer un masque", "page": str(uuid4())}
    start, answers = threading.Barrier(2), []

    def send():
        try:
            browser = Client()
            browser.force_login(user)
            start.wait(10)
            answers.append(browser.post(path, said))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert {answer.url for answer in answers} == {url("portal_request", Request.objects.get().uid)}
    assert (len(answers), Need.objects.count()) == (2, 1)


def test_an_invitation_of_a_centre_vouches_for_who_came_alone():
    firm = EnterpriseFactory()
    user = acting_for(firm, vouched=False, email="moi@souss.ma")

    accepted(invited(firm, "MOI@souss.ma"), user=user)

    assert FirmAccount.objects.get().is_vouched


def test_letters_do_not_flood_an_address():
    said = {"ice": ice(7), "name": "X", "email": "moi@souss.ma", "language": "fr", "link": str}
    now = timezone.now()

    sent = [
        ask_for_account(at=at, **said) for at in (now, now + timedelta(minutes=30), now + timedelta(hours=2))
    ]

    assert [bool(one) for one in sent] == [True, False, True]
    assert not Enterprise.objects.exists()  # nobody is written down before the address is confirmed


def test_an_account_of_the_network_or_of_another_firm_does_not_act_for_a_firm():
    staff, rival = holder("centre_staff"), acting_for(EnterpriseFactory())

    for user in (staff, rival):
        with pytest.raises(ValidationError):
            accepted(invited(EnterpriseFactory(), user.email), user=user)


def test_a_letter_is_for_its_address_and_for_seven_days():
    letter = invited(EnterpriseFactory())
    with pytest.raises(ValidationError, match="autre adresse"):
        accepted(letter, user=acting_for(letter.enterprise))
    FirmInvitation.objects.update(expires_at=timezone.now())

    with pytest.raises(ValidationError, match="ne vaut plus"):
        accepted(letter)


def test_a_firm_reads_no_page_of_the_network(client):
    user = acting_for(EnterpriseFactory())

    assert standing(user).permissions() == {"portal.use"}
    client.force_login(user)
    assert client.get("/fr/").url == url("portal")
    assert client.get(reverse("network:organisations")).status_code == 403


# the life of a request


def test_a_firm_answers_accepts_and_rates_by_its_pages(client, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    request = quoted().request
    client.force_login(acting_for(request.enterprise))

    client.post(url("portal_step", request.uid, "accept"), {"turn": request.turn})
    request.refresh_from_db()
    quote = request.quotes.get()
    moved(request, "plan", "start")
    report = store_document(ContentFile(b"%PDF-1.7 rapport"), name="rapport.pdf")
    told = {"by": None, "roles": ("technical_lead",), "turn": request.turn, "on": timezone.localdate()}
    actions.deliver(request, documents=[report], **told)
    page = text(client.get(url("portal_request", request.uid)))
    file = client.get(url("portal_document", request.uid, report))
    client.post(url("portal_rating", request.uid), {"score": "5", "text": "Parfait"})
    client.post(url("portal_notes", request.uid), {"text": "Merci"})

    assert quote.acceptance.proof == "portal"
    assert "Télécharger" in page
    assert b"".join(file.streaming_content) == b"%PDF-1.7 rapport"
    assert Satisfaction.objects.get().score == 5
    assert request.interactions.get().is_shared


def test_an_expired_quote_is_accepted_with_a_reason(client):
    request = quoted().request
    expire_quotes(on=request.quotes.get().valid_until + timedelta(1))
    request.refresh_from_db()
    client.force_login(acting_for(request.enterprise))
    address = url("portal_step", request.uid, "accept")

    refused = client.post(address, {"turn": request.turn, "reason": ""})
    client.post(address, {"turn": request.turn, "reason": "Signature tardive"})

    request.refresh_from_db()
    assert refused.status_code == 422
    assert request.state == "accepted"


def test_a_firm_contests_a_delivery_and_does_not_do_the_centres_part(client):
    request = moved(ordered(), "plan", "start", "deliver")
    client.force_login(acting_for(request.enterprise))

    client.post(url("portal_step", request.uid, "close"), {"turn": request.turn})
    client.post(url("portal_step", request.uid, "contest"), {"turn": request.turn, "reason": "Il en manque"})

    request.refresh_from_db()
    assert request.state == "contested"


def test_a_firm_reads_neither_another_firm_nor_what_the_centre_keeps_to_itself(client):
    request, other = moved(asked(), "submit"), ordered()
    for is_shared, said in ((True, "Pour vous"), (False, "Entre nous")):
        actions.note(request, means="note", text=said, on=timezone.localdate(), by=None, is_shared=is_shared)
    client.force_login(acting_for(request.enterprise))

    page = text(client.get(url("portal_request", request.uid)))

    assert "Pour vous" in page
    assert "Entre nous" not in page
    for name in ("portal_request", "portal_receipt"):
        assert client.get(url(name, other.uid)).status_code == 404


def test_a_service_is_found_by_its_words_across_the_centres(client):
    found, _other = offered(code="a"), offered(code="b")
    client.force_login(acting_for(EnterpriseFactory()))

    by_centre = text(client.get(url("portal_services"), {"q": found.offering.centre.code}))
    nothing = text(client.get(url("portal_services"), {"q": "introuvable"}))

    assert "1 prestation " in by_centre
    assert "Aucune prestation" in nothing


def test_a_service_is_found_without_its_accents_in_arabic_and_by_centre_and_kind(client):
    centre = CentreFactory()
    version = offered(centre, name=Words("Étalonnage de débitmètres", "معايرة عدادات التدفق"), kind="other")
    offered(CentreFactory())
    client.force_login(acting_for(EnterpriseFactory()))

    for asked_for in (
        {"q": "etalonnage debitmetre"}, {"q": "مُعايره"}, {"centre": centre.code}, {"kind": "other"},
    ):  # fmt: skip
        page = client.get(url("portal_services"), asked_for)
        assert [one.pk for one in page.context["versions"]] == [version.pk], asked_for
    strange = client.get(url("portal_services"), {"kind": "x", "centre": "y", "q": "etalonnage"})
    assert [one.pk for one in strange.context["versions"]] == [version.pk]
    assert "Choisissez" in text(strange) or "choix" in text(strange)


def test_open_services_are_read_before_signing_in_and_ask_leads_to_it(readonly_client):
    request = asked(offered(), enterprise=EnterpriseFactory(name="Plastiques du Souss"))
    there = url("portal_ask", request.offered.offering.uid)

    page = readonly_client.get(url("portal_services"))

    assert there in text(page)
    assert "Souss" not in text(page)
    assert readonly_client.get(there).url.startswith(reverse("account_login"))
    sign_in = text(readonly_client.get(reverse("account_login")))
    assert url("portal_services") in sign_in
    assert reverse("register:certificates") in sign_in


def test_the_search_of_the_top_bar_finds_the_firms_own_requests_and_the_services(client):
    mine, other = asked(), asked()
    client.force_login(acting_for(mine.enterprise))

    page = text(client.get(url("portal")))
    found = client.get(url("portal_search"), {"q": mine.number})
    both = client.get(url("portal_search"), {"q": "masques"})

    assert f'action="{url("portal_search")}"' in page
    assert [one for one, _state in found.context["requests"]] == [mine]
    assert other.number not in text(both)
    assert len(both.context["services"]) == 2
    for nothing in ("", "introuvable"):
        assert client.get(url("portal_search"), {"q": nothing}).context["count"] == 0


# ending an account


def test_a_centre_closes_the_account_of_who_left_the_firm_and_opens_it_again(client):
    request = asked()
    person = acting_for(request.enterprise)
    there = url("firm_ending", request.uid, person.uid)
    client.force_login(person)
    staff = Client()
    staff.force_login(holder("centre_staff", request.centre))

    refused = staff.post(there, {"reason": ""})
    staff.post(there, {"reason": "A quitté la société"})

    assert refused.status_code == 422
    assert client.get(url("portal")).url.startswith(reverse("account_login"))
    assert "A quitté la société" in text(staff.get(url("firm_invitation", request.uid)))

    staff.post(url("firm_reopening", request.uid, person.uid))

    client.force_login(person)
    assert client.get(url("portal")).status_code == 200


def test_a_centre_closes_no_account_of_another_firm(client):
    request, stranger = asked(), acting_for(EnterpriseFactory())
    client.force_login(holder("centre_director", request.centre))

    answer = client.post(url("firm_ending", request.uid, stranger.uid), {"reason": "?"})

    stranger.refresh_from_db()
    assert answer.status_code == 404
    assert stranger.is_active


def test_an_administrator_finds_and_closes_the_account_of_a_firm(client):
    person = acting_for(EnterpriseFactory(name="Plastiques du Souss"))
    client.force_login(holder("administrator"))

    page = text(client.get(reverse("network:person", args=[person.uid])))
    client.post(reverse("network:closure", args=[person.uid]), {"reason": "Fin"})

    person.refresh_from_db()
    assert "Plastiques du Souss" in page
    assert not person.is_active


# the quote, seen by the firm


def test_the_firm_sends_its_purchase_order_with_its_acceptance(client, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    request = quoted().request
    client.force_login(acting_for(request.enterprise))
    order = ContentFile(b"%PDF-1.7 commande", name="commande.pdf")

    said = {"turn": request.turn, "order_number": "BC-2026-7", "file": order}
    client.post(url("portal_step", request.uid, "accept"), said)

    accepted = request.quotes.get().acceptance
    page = text(client.get(url("portal_request", request.uid)))
    assert (accepted.proof, accepted.order_number) == ("portal", "BC-2026-7")
    assert "BC-2026-7" in page
    file = client.get(url("portal_document", request.uid, accepted.document_id))
    assert b"".join(file.streaming_content) == b"%PDF-1.7 commande"


def test_the_firm_reads_every_revision_and_when_the_last_is_out_of_date(client):
    request = quoted().request
    told = {"by": None, "roles": ("technical_lead",), "turn": request.turn, "on": timezone.localdate()}
    actions.review(request, ticked=dict.fromkeys(REVIEWED, "yes"), rule="simple", by=None)
    line = actions.Line("Essai", Decimal(1), 5_000_00, Decimal("0.2"))
    actions.send_quote(
        request, [line], valid_until=timezone.localdate(), reason="Deux masques de plus", **told
    )
    client.force_login(acting_for(request.enterprise))
    page = client.get(url("portal_request", request.uid))
    assert "Deux masques de plus" in text(page)
    assert [one.revision for one in page.context["earlier"]] == [1]

    expire_quotes(on=timezone.localdate() + timedelta(1))

    assert client.get(url("portal_request", request.uid)).context["is_out_of_date"]


def test_the_firm_follows_its_request_to_the_centre_that_took_it_over(client):
    request, elsewhere = moved(asked(), "submit"), offered()
    actions.describe(request, text="Masques à essayer", by=None)
    told = {"by": None, "on": timezone.localdate()}
    actions.offer_transfer(
        request, elsewhere.offering.centre, firm_agreed=True, reason="Méthode absente",
        roles=("reception", "director"), turn=request.turn, **told,
    )  # fmt: skip
    client.force_login(acting_for(request.enterprise))
    offered_page = text(client.get(url("portal_request", request.uid)))

    follows = actions.take_over(request, elsewhere, roles=("receiving_centre",), turn=request.turn, **told)

    assert elsewhere.offering.centre.name.fr in offered_page
    assert url("portal_request", follows.uid) in text(client.get(url("portal_request", request.uid)))
    assert request.number in text(client.get(url("portal_request", follows.uid)))


def test_what_waits_for_the_firm_stands_first_on_the_first_of_several_pages(client, monkeypatch):
    monkeypatch.setattr("jalon.services.firm.views.AT_ONCE", 2)
    waiting = quoted().request
    later = [asked(enterprise=waiting.enterprise) for _ in range(2)]
    client.force_login(acting_for(waiting.enterprise))

    first, second = (client.get(url("portal"), {"page": number}).context for number in (1, 2))

    assert [one.pk for one, _words in first["rows"]] == [waiting.pk, later[1].pk]
    assert [one.pk for one, _words in second["rows"]] == [later[0].pk]
    assert first["waiting"] == second["waiting"] == 1


def test_the_firm_reads_the_decision_rule_it_accepts_with_the_quote(client):
    firm = EnterpriseFactory()
    request = moved(asked(enterprise=firm), "submit", "review")
    actions.review(request, ticked={}, rule="four_way", rule_factor=Decimal("0.83"), by=None)
    quoted(request)
    client.force_login(acting_for(firm))

    page = text(client.get(url("portal_request", request.uid)))

    assert "conforme ou non sous condition entre les deux" in page
    assert "(0,83)" in page
