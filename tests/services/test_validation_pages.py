"""Validation by its pages: from a firm's masks to the public list, and what strangers read."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from jalon.evidence.queries.issued import current_bytes
from jalon.services.models import Campaign, PublicationConsent, Validation
from tests.factories import validation as making
from tests.factories.network import CentreFactory, EnterpriseFactory, FederationFactory, holder
from tests.factories.services import acting_for
from tests.factories.testing import analyst, authorised, received
from tests.factories.validation import concluded, consented, stepped, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_papers")]


def step(client, thing, verb, **said):
    kind = type(thing).__name__.lower()
    thing.refresh_from_db()
    address = reverse(f"services:{kind}_step", args=[thing.uid, verb])
    answer = client.post(address, {"turn": thing.turn, "reason": "Motif"} | said)
    assert answer.status_code == 302, answer.content.decode()


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_masks_are_validated_by_the_pages_and_stand_on_the_public_list(client):
    centre = CentreFactory()
    director, tester = holder("centre_director", centre), analyst(centre)
    version = making.masks(centre)
    client.force_login(director)
    said = {
        "title_fr": "Masques 2020", "title_ar": "كمامات 2020", "code": "masques", "version": version.pk,
        "target_working_days": 3, "laboratories": [centre.pk],
    }  # fmt: skip
    client.post(reverse("services:new_campaign"), said)
    campaign = Campaign.objects.get()
    step(client, campaign, "open")

    request = making.under_way(centre, enterprise=EnterpriseFactory(name="Filature du Souss"))
    received(request)
    said = {"product": "Masque M1", "under": f"campaign-{campaign.pk}"}
    client.post(reverse("services:new_validation", args=[request.uid]), said)
    validation = Validation.objects.get()
    (sample,) = request.samples.all()
    client.post(
        reverse("services:validation_orders", args=[validation.uid]), {"samples": [sample.pk], "turn": 0}
    )
    plan = reverse("services:validation_plan", args=[validation.uid])
    form = client.get(plan).context["form"]
    client.post(plan, {name: form.initial[name] for name in form.fields})
    step(client, validation, "approve_plan")
    step(client, validation, "test")
    line = request.test_orders.get().lines.get(clause__code="5.2")
    authorised([line], operator=tester)
    client.force_login(tester)
    marking = version.clauses.get(code="6.1")
    validation.refresh_from_db()
    said = {"clause": marking.pk, "verdict": "pass", "on": today(), "text": "Marquage lisible"}
    said |= {"turn": validation.turn}
    client.post(reverse("services:inspections", args=[validation.uid]), said)
    step(client, validation, "review")
    client.force_login(director)
    step(client, validation, "favour", text="Conforme à toutes les clauses")
    validation.refresh_from_db()
    said = {"is_given": "yes", "on": today(), "means": "signed", "contact": "Rachid Alami"}
    said |= {"turn": validation.turn}
    client.post(reverse("services:consents", args=[validation.uid]), said)

    assert "avis favorable" in text_of(client.get(reverse("services:validation", args=[validation.uid])))
    client.logout()
    page = text_of(client.get(reverse("campaigns:campaign", args=[campaign.uid])))
    assert "Masque M1" in page and "Filature du Souss" in page
    assert "1 produit est nommé" in page
    product = text_of(client.get(reverse("validation_check", args=[validation.uid])))
    assert "validé" in product and validation.number in product and "Filature du Souss" in product
    assert "Masques 2020" in text_of(client.get(reverse("campaigns:campaigns")))


def test_who_tested_reads_why_the_opinion_is_not_theirs(client):
    centre = CentreFactory()
    operator = analyst(centre, role="centre_director")
    validation = making.to_conclude(making.opened(making.under_way(centre)), operator=operator)
    client.force_login(operator)

    page = text_of(client.get(reverse("services:validation", args=[validation.uid])))
    answer = client.post(
        reverse("services:validation_step", args=[validation.uid, "favour"]),
        {"turn": validation.turn, "text": "Conforme"},
    )

    assert "Vous avez essayé ou examiné ce produit" in page
    assert answer.status_code == 422 and not validation.opinions.exists()


def test_an_empty_inspection_is_refused_in_place(client):
    validation = making.in_tests()
    client.force_login(holder("centre_staff", validation.centre))
    clause = validation.version.clauses.get(code="6.1")

    answer = client.post(
        reverse("services:inspections", args=[validation.uid]),
        {"clause": clause.pk, "verdict": "pass", "on": today(), "text": " ", "turn": validation.turn},
    )

    assert answer.status_code == 422 and not validation.inspections.exists()


def test_a_clause_left_out_of_the_plan_says_why_in_place(client):
    validation = making.opened()
    client.force_login(holder("centre_director", validation.centre))
    (first, _second) = validation.version.clauses.all()
    there = reverse("services:validation_plan", args=[validation.uid])

    answer = client.post(there, {f"way-{first.pk}": "not_applicable", "turn": 0, "after": 0})

    assert answer.status_code == 422 and "Dites pourquoi la clause" in answer.content.decode()


def test_tests_ordered_without_a_sample_are_refused_with_a_sentence(client):
    validation = making.opened()
    client.force_login(holder("centre_director", validation.centre))

    there = reverse("services:validation_orders", args=[validation.uid])
    page = client.post(there, {"turn": validation.turn}, follow=True)

    assert "échantillon" in page.content.decode() and not validation.request.test_orders.exists()


# what strangers read


def in_campaign(*named, others=0, centre=None):
    """A campaign with validated products of makers who consent, and of some who do not."""
    centre = centre or CentreFactory()
    campaign = making.campaign(centre)
    made = []
    for name in [*named, *(f"Anonyme {n}" for n in range(others))]:
        request = making.under_way(centre, enterprise=EnterpriseFactory(name=name))
        validation = concluded(making.opened(request, within=campaign))
        if name in named:
            consented(validation)
        made.append(validation)
    return campaign, made


def test_a_maker_who_does_not_consent_is_named_nowhere_in_public(client):
    campaign, (named, other) = in_campaign("Filature du Souss", others=1)
    consented(other)
    consented(other, is_given=False)  # the last word counts

    addresses = [
        reverse("campaigns:campaigns"),
        reverse("campaigns:campaign", args=[campaign.uid]),
        reverse("campaigns:data", args=[campaign.uid, "csv"]),
        reverse("campaigns:data", args=[campaign.uid, "json"]),
        reverse("validation_check", args=[other.uid]),
    ]
    told = "".join(text_of(client.get(address)) for address in addresses)

    assert "Anonyme" not in told and "Filature du Souss" in told
    assert other.number not in text_of(client.get(addresses[1]))
    assert "caché" in text_of(client.get(addresses[1]))  # one of them would be recognised
    assert named.product == other.product
    assert other.product not in text_of(
        client.get(addresses[-1])
    )  # whoever has the paper reads no more of it
    assert named.product in text_of(client.get(reverse("validation_check", args=[named.uid])))


def test_the_list_answers_for_a_day_from_the_steps(client):
    campaign, (validation,) = in_campaign("=Souss")
    stepped(validation, "withdraw")
    there = reverse("campaigns:data", args=[campaign.uid, "json"])

    today_rows = client.get(there).json()["products"]
    before = client.get(there, {"day": today() - timedelta(1)}).json()["products"]
    (line,) = csv.DictReader(
        io.StringIO(
            client.get(reverse("campaigns:data", args=[campaign.uid, "csv"])).content.decode("utf-8-sig")
        )
    )

    assert [row["status"] for row in today_rows] == ["withdrawn"]
    assert before == []
    assert line["maker"] == "'=Souss"  # no spreadsheet takes it for a formula
    assert client.get(reverse("campaigns:data", args=[campaign.uid, "xml"])).status_code == 404
    assert client.get(there, {"day": "nonsense"}).status_code == 200


def test_the_page_of_a_product_says_what_a_file_is(client):
    validation = concluded()
    issued = current_bytes(validation.opinions.get().issued)
    there = reverse("validation_check", args=[validation.uid])

    said = [
        client.post(there, {"file": SimpleUploadedFile("a.pdf", content)}).context["checked"]
        for content in (issued, issued + b" ")
    ]

    assert said == ["current", "unknown"]


def test_a_campaign_in_preparation_is_not_public(client):
    campaign = making.campaign(is_open=False)

    assert client.get(reverse("campaigns:campaign", args=[campaign.uid])).status_code == 404
    assert campaign.title.fr not in text_of(client.get(reverse("campaigns:campaigns")))


def test_a_product_without_an_opinion_has_no_public_page(client):
    validation = making.opened()

    assert client.get(reverse("validation_check", args=[validation.uid])).status_code == 404


# who reads what


def test_a_laboratory_counts_the_files_of_the_others_and_opens_none(client):
    leader, other = CentreFactory(), CentreFactory()
    campaign = making.campaign(leader, laboratories=[leader, other])
    request = making.under_way(leader, enterprise=EnterpriseFactory(name="Filature du Souss"))
    validation = making.opened(request, within=campaign)
    client.force_login(holder("centre_director", other))

    page = text_of(client.get(reverse("services:campaign", args=[campaign.uid])))

    assert "0 produit sur 1" not in page  # one file of another centre would be recognised
    assert "Filature du Souss" not in page and validation.number not in page
    assert client.get(reverse("services:validation", args=[validation.uid])).status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "federation_delegate"])
def test_the_network_and_a_federation_open_no_file(client, role):
    federation = FederationFactory()
    validation = concluded(making.opened(making.under_way(CentreFactory(federation=federation))))
    held = holder(role, federation) if role == "federation_delegate" else holder(role)
    client.force_login(held)

    answer = client.get(reverse("services:validation", args=[validation.uid]))

    assert answer.status_code in (403, 404)


def test_a_firm_says_on_its_own_account_whether_it_is_named(client):
    firm = EnterpriseFactory(name="Filature du Souss")
    validation = concluded(making.opened(making.under_way(enterprise=firm)))
    client.force_login(acting_for(firm, name="Rachid Alami"))
    there = reverse("services:portal_consents", args=[validation.request.uid])

    assert "vous ne l’avez pas dit" in text_of(client.get(there))
    client.post(there, {"is_given": "yes", "turn": 1})

    said = PublicationConsent.objects.get()
    assert (said.is_given, said.means, said.contact.name) == (True, "portal", "Rachid Alami")
    other = making.opened()
    stranger = reverse("services:portal_consents", args=[other.request.uid])
    assert client.post(stranger, {"is_given": "yes"}).status_code == 404


def test_the_progress_of_a_campaign_takes_as_many_questions_for_three_files_as_for_one(
    client, django_assert_max_num_queries
):
    campaign, _made = in_campaign("A", "B", "C")
    client.force_login(holder("centre_director", campaign.centre))

    with django_assert_max_num_queries(40):
        text_of(client.get(reverse("services:campaign", args=[campaign.uid])))
    client.logout()
    with django_assert_max_num_queries(16):
        text_of(client.get(reverse("campaigns:campaign", args=[campaign.uid])))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_opens_in_every_language(client, language):
    campaign, (validation,) = in_campaign("Filature du Souss")
    client.force_login(holder("centre_director", campaign.centre))
    with translation.override(language):
        addresses = [
            *(reverse(f"services:{name}") for name in ("validations", "campaigns", "new_campaign")),
            reverse("services:new_validation", args=[making.under_way(campaign.centre).uid]),
            reverse("services:validation", args=[validation.uid]),
            reverse("services:validation_plan", args=[making.opened(within=campaign).uid]),
            reverse("services:campaign", args=[campaign.uid]),
            reverse("services:campaign_step", args=[campaign.uid, "pause"]),
            *(
                reverse("services:validation_step", args=[validation.uid, verb])
                for verb in ("follow", "withdraw")
            ),
            reverse("services:request", args=[validation.request.uid]),
            reverse("campaigns:campaigns"),
            reverse("campaigns:campaign", args=[campaign.uid]),
            reverse("validation_check", args=[validation.uid]),
        ]

    answers = [client.get(address) for address in addresses]
    assert [one.status_code for one in answers] == [200] * len(addresses)


def test_nonsense_parameters_are_answered_in_place(client):
    campaign, (validation,) = in_campaign("Filature du Souss")
    client.force_login(holder("centre_director", campaign.centre))

    for address in (
        reverse("services:validations") + "?state=rubbish&page=999",
        reverse("validation_check", args=[validation.uid]) + "?day=31-31-31",
        reverse("campaigns:campaign", args=[campaign.uid]) + "?day=",
    ):
        assert client.get(address).status_code == 200
    steps = reverse("services:validation_step", args=[validation.uid, "rubbish"])
    assert client.get(steps).status_code == 404


def test_the_clock_counts_working_days_and_the_median_stands_against_the_target(client):
    campaign, _made = in_campaign("A")
    client.force_login(holder("centre_director", campaign.centre))

    page = client.get(reverse("services:campaign", args=[campaign.uid]))

    assert page.context["pace"].median == Decimal(0)
    assert "cible : 5" in page.content.decode()
