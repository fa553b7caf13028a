"""A firm's own account: opened by letter, it asks, accepts and follows its own requests, and sees no other's."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from jalon.evidence.actions import store_document
from jalon.network.access import standing
from jalon.network.actions import accept_firm, ask_for_account, invite_firm
from jalon.network.models import Enterprise, FirmAccount, FirmInvitation
from jalon.services import actions
from jalon.services.actions.calendar import expire_quotes
from jalon.services.models import Request, Satisfaction
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
