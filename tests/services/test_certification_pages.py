"""Certification by its pages: from a scheme to the public register."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jalon.evidence.queries import issued
from jalon.services.actions import describe
from jalon.services.certification.actions import judge
from jalon.services.models import Advice, Application, Certificate
from tests.factories.certification import (
    applied,
    certified,
    evaluated,
    granted,
    scheme,
    stepped,
    to_decide,
    under_way,
)
from tests.factories.network import CentreFactory, CentreFirmFactory, EnterpriseFactory, holder
from tests.services.test_testing_reports import issued as issued_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


def today():
    return timezone.localdate()


def pdf(name="f.pdf", content=b"%PDF-1.7 agreement"):
    return SimpleUploadedFile(name, content)


def step(client, thing, verb, **said):
    kind = type(thing).__name__.lower()
    thing.refresh_from_db()
    answer = client.post(
        reverse(f"services:{kind}_step", args=[thing.uid, verb]),
        {"turn": thing.turn, "reason": "Motif"} | said,
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_a_product_is_certified_by_the_pages_of_two_people_and_found_in_the_register(client):
    centre = CentreFactory()
    director, evaluator = holder("centre_director", centre), holder("centre_staff", centre)
    request = under_way(centre)
    client.force_login(director)
    said = {
        "centre": centre.pk, "code": "ciment", "name_fr": "Ciments", "starts_on": today(),
        "product_family": "cement", "requirements": "5.1: Résistance\nMarquage", "validity_months": 36,
        "surveillance_months": 12, "years_without_advice": 2,
    }  # fmt: skip
    scheme_page = client.post(reverse("services:new_scheme"), said).url
    assert "Marquage" in client.get(scheme_page).content.decode()
    version = centre.schemes.get().versions.get()

    said = {"version": version.pk, "product": "CEM I", "scope": "CEM I 42,5\nCEM I 52,5"}
    there = client.post(reverse("services:new_application", args=[request.uid]), said).url
    application = Application.objects.get()
    step(client, application, "admit")
    step(client, application, "sign", file=pdf())
    step(client, application, "evaluate", people=[evaluator.pk])
    client.force_login(evaluator)
    for code in ("5.1", "R2"):
        application.refresh_from_db()
        said = {"requirement": code, "verdict": "met", "text": "Vu", "turn": application.turn}
        assert client.post(reverse("services:judgements", args=[application.uid]), said).status_code == 302
    step(client, application, "submit")
    client.force_login(director)
    step(client, application, "conclude", text="Complet")
    page = step(client, application, "grant", text="Accordée")
    certificate = Certificate.objects.get()
    step(client, certificate, "issue", valid_until=today() + timedelta(900))

    assert certificate.number in client.get(page).content.decode()
    assert client.get(there).status_code == 200
    client.logout()
    listed = client.get(reverse("register:certificates"), {"q": certificate.number}).content.decode()
    assert certificate.number in listed and "en vigueur" in listed


def test_who_evaluated_reads_why_the_decision_is_not_theirs(client):
    centre = CentreFactory()
    alone = holder("centre_director", centre)
    application = to_decide(version=scheme(centre), by=alone)
    client.force_login(alone)

    page = client.get(reverse("services:application", args=[application.uid])).content.decode()
    answer = client.post(
        reverse("services:application_step", args=[application.uid, "grant"]),
        {"turn": application.turn, "text": "Accordée"},
    )

    assert "Vous avez pris part à l’évaluation" in page
    assert answer.status_code == 422 and "ISO/IEC 17065, 7.5 et 7.6" in answer.content.decode()
    assert not Certificate.objects.exists()


def test_the_page_of_the_register_says_what_a_file_is(client):
    certificate = certified(scope=("A", "B"))
    first = issued.current_bytes(certificate.terms.get().issued)
    stepped(certificate, "reduce", scope=["A"])
    last = issued.current_bytes(certificate.terms.last().issued)
    there = reverse("register:certificate", args=[certificate.uid])

    said = [
        client.post(there, {"file": pdf(content=content)}).context["checked"]
        for content in (first, last, last + b" ")
    ]

    assert said == ["replaced", "current", "unknown"]


def test_the_register_answers_for_a_day_and_as_files(client):
    certificate = certified(enterprise=EnterpriseFactory(name="=Ciments"))
    yesterday = today() - timedelta(1)

    before = client.get(reverse("register:certificate", args=[certificate.uid]), {"day": yesterday})
    rows = client.get(reverse("register:data", args=["json"])).json()["certificates"]
    text = client.get(reverse("register:data", args=["csv"])).content.decode("utf-8-sig")

    assert "pas encore délivré" in before.content.decode()
    assert [(row["number"], row["status"]) for row in rows] == [(certificate.number, "active")]
    (line,) = csv.DictReader(io.StringIO(text))
    assert line["holder"] == "'=Ciments"  # no spreadsheet takes it for a formula
    assert client.get(reverse("register:data", args=["xml"])).status_code == 404


@pytest.mark.parametrize("typed", ["²", "CTTH-C-2026-²", "CTTH-C-²-00001", "٣", "=1+1"])
def test_the_register_finds_nothing_under_what_is_no_number(client, typed):
    certified()

    answer = client.get(reverse("register:certificates"), {"q": typed})

    assert answer.status_code == 200
    assert answer.context["total"] == 0


def test_a_certificate_to_be_issued_is_not_in_the_register(client):
    certificate = granted()

    assert client.get(reverse("register:certificate", args=[certificate.uid])).status_code == 404
    assert client.get(reverse("register:data", args=["json"])).json()["certificates"] == []


def test_the_register_reads_many_certificates_in_as_many_questions_as_one(
    client, django_assert_max_num_queries
):
    version = scheme()
    for _ in range(3):
        certified(version=version)

    with django_assert_max_num_queries(10):
        client.get(reverse("register:certificates"))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_opens_in_every_language(client, language):
    certificate = certified()
    director = holder("centre_director", certificate.centre)
    client.force_login(director)
    with translation.override(language):
        application = certificate.application
        addresses = [
            *(reverse(f"services:{name}") for name in ("applications", "certificates", "schemes", "advice")),
            reverse("services:new_scheme"),
            reverse("services:scheme", args=[application.version.scheme.uid]),
            reverse("services:application", args=[application.uid]),
            reverse("services:certificate", args=[certificate.uid]),
            *(
                reverse("services:certificate_step", args=[certificate.uid, verb])
                for verb in ("renew", "reduce")
            ),
            reverse("register:certificate", args=[certificate.uid]),
        ]

    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_advice_is_noted_with_who_gave_it(client):
    director = holder("centre_director")
    centre = director.memberships.get().organisation
    firm = CentreFirmFactory(centre=centre).enterprise
    client.force_login(director)
    said = {"enterprise": firm.number, "on": today(), "text": "Étude"}

    refused = client.post(reverse("services:advice"), said)
    client.post(reverse("services:advice"), said | {"person": director.pk})

    assert refused.status_code == 422
    assert Advice.objects.get().person == director


def test_the_register_is_read_a_centre_at_a_time(client):
    one, other = certified(), certified()

    page = client.get(reverse("register:certificates"), {"centre": one.centre.code})
    rows = client.get(reverse("register:data", args=["json"]), {"centre": one.centre.code}).json()
    strange = client.get(reverse("register:certificates"), {"centre": "nowhere"})

    assert [found.pk for found, _status, _words in page.context["rows"]] == [one.pk]
    assert [row["centre"] for row in rows["certificates"]] == [one.centre.code]
    assert {found.code for found in page.context["centres"]} == {one.centre.code, other.centre.code}
    assert strange.status_code == 200


def test_a_request_opens_an_application_filled_with_what_it_says(client):
    centre = CentreFactory()
    request = under_way(centre)
    describe(request, text="Masque M-95\nTailles S et M", by=None)
    version = scheme(centre)
    client.force_login(holder("centre_director", centre))
    there = reverse("services:new_application", args=[request.uid])

    page = client.get(reverse("services:request", args=[request.uid])).content.decode()
    first = client.get(there).context["form"].initial

    assert there in page
    assert first == {
        "product": "Masque M-95",
        "scope": "Masque M-95\nTailles S et M",
        "version": version.pk,
    }
    said = {"version": version.pk, "product": "Masque M-95", "scope": "Masque M-95"}
    opened = client.post(there, said).url
    assert opened in client.get(reverse("services:request", args=[request.uid])).content.decode()


def judged(centre, *numbers):
    """The page of an application whose requirements are judged on reports, as its evaluator reads it."""
    evaluator = holder("centre_staff", centre)
    application = evaluated(applied(scheme(centre)), by=evaluator)
    for asked, number in zip(application.version.requirements, numbers, strict=True):
        judge(application, asked["code"], verdict="met", text="Vu", report=number, by=evaluator)
    client = Client()
    client.force_login(evaluator)
    return client.get(reverse("services:application", args=[application.uid])).content.decode()


def test_a_judgement_leads_to_the_report_it_names_and_to_none_the_reader_may_not_see():
    issue = issued_report()
    report = reverse("services:report", args=[issue.report.uid])

    own = judged(issue.centre, issue.number, f"{issue.number}, page 3")
    elsewhere = judged(CentreFactory(), issue.number, "un essai")

    assert own.count(issue.number) == 2
    assert own.count(f'<a href="{report}"><bdi>{issue.number}</bdi></a>') == 1
    assert issue.number in elsewhere
    assert report not in elsewhere
