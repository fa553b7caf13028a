"""The working sheet of a verifier, what the centre answers, and the pages of seals."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from jalon.kernel.periods import parse
from jalon.reporting.actions import draw, find, seal, verify
from jalon.reporting.models import Finding
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.samples import sample_of
from tests import queue
from tests.factories.network import MinistryFactory, NetworkFactory, holder
from tests.factories.reporting import PERIOD, counted, promising, received, submitted
from tests.factories.verification import SESSION_DAY, calendar_kept, validated_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    contract = promising()
    counted(contract.centre, *[1] * 6)
    received(contract.centre)
    return submitted(contract)


@pytest.fixture
def verifier():
    return holder("verifier", NetworkFactory())


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def at(name, report, *more):
    return reverse(f"reporting:{name}", args=[report.contract.code, report.period, *more])


def test_a_verifier_draws_checks_and_closes_from_the_page(report, verifier):
    client = browser(verifier)

    assert "no sample is drawn yet" in english(client, at("sample", report))
    client.post(at("sample_step", report, "draw"))
    things = list(sample_of(life_of(report)).things.all())
    for thing in things:
        client.post(reverse("reporting:finding", args=[thing.uid]), {"outcome": "accepted"})
    client.post(at("sample_step", report, "verify"))

    assert life_of(report).state == "verified"
    assert f"0 of {len(things)} things did not pass" in english(client, at("sample", report))


def english(client, path):
    return client.get(f"/en{path[3:]}").content.decode()


def test_a_rejection_without_a_reason_keeps_what_was_typed(report, verifier):
    thing = draw(report, by=verifier, on=date(2024, 4, 12)).things.first()

    answer = browser(verifier).post(
        reverse("reporting:finding", args=[thing.uid]), {"outcome": "rejected", "note": "Relevé du 3 mars"}
    )

    assert answer.status_code == 422
    assert "Relevé du 3 mars" in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_line_kept_by_htmx_comes_back_alone(report, verifier):
    thing = draw(report, by=verifier, on=date(2024, 4, 12)).things.first()

    answer = browser(verifier).post(
        f"/fr{reverse('reporting:finding', args=[thing.uid])[3:]}",
        {"outcome": "corrected", "quantity": "0,5"},
        headers={"HX-Request": "true"},
    )

    assert answer.content.decode().strip().startswith(f'<li id="thing-{thing.position}"')
    assert Finding.objects.get().quantity == Decimal("0.5")


def test_who_sees_no_row_sees_what_was_found_and_no_row(report, verifier):
    sample = draw(report, by=verifier, on=date(2024, 4, 12))
    find(sample.things.first(), outcome="rejected", reason="Doublon.", by=verifier, on=date(2024, 4, 12))
    officer = holder("programme_officer", MinistryFactory())

    page = browser(officer).get(at("sample", report)).content.decode()

    assert "Doublon." in page
    assert "/evidence/rows/" not in page


def test_a_centre_contests_from_the_page_within_its_days(report, verifier, monkeypatch):
    sample = draw(report, by=verifier, on=date(2024, 4, 12))
    for place, thing in enumerate(sample.things.all()):
        outcome = "accepted" if place else "rejected"
        find(
            thing, outcome=outcome, reason="Doublon." if not place else "", by=verifier, on=date(2024, 4, 12)
        )
    verify(report, by=verifier, on=date(2024, 4, 12))
    monkeypatch.setattr("jalon.reporting.views.samples.today", lambda: date(2024, 4, 20))
    client = browser(holder("centre_director", report.contract.centre))
    address = reverse("reporting:reply", args=[sample.things.first().uid])

    assert address in client.get(at("sample", report)).content.decode()
    client.post(address, {"text": "Deux essais distincts."})

    assert life_of(report).state == "contested"
    assert "Deux essais distincts." in browser(verifier).get(at("sample", report)).content.decode()


def test_the_population_file_and_the_script_draw_the_same_sample(report, verifier, tmp_path):
    sample = draw(report, by=verifier, on=date(2024, 4, 12))
    client = browser(verifier)
    file = b"".join(client.get(at("population", report)).streaming_content)
    (tmp_path / "population.csv").write_bytes(file)

    script = client.get(at("sample", report)).context["script"]
    printed = []
    exec(  # what the page tells people to run
        script.replace("population.csv", str(tmp_path / "population.csv")),
        {"print": lambda _name, thing: printed.append(thing)},
    )

    assert printed == [thing.thing for thing in sample.things.all()]


def test_the_page_of_a_sample_asks_as_much_whatever_the_number_of_things(
    report, verifier, django_assert_max_num_queries
):
    draw(report, by=verifier, on=date(2024, 4, 12))
    client = browser(verifier)
    client.get(at("sample", report))

    with django_assert_max_num_queries(40):
        client.get(at("sample", report))


@pytest.fixture
def sealed(report, settings, tmp_path):
    settings.JALON_KEYS, settings.JALON_DOCUMENTS = tmp_path / "keys", tmp_path / "documents"
    validated_return(report)
    return seal(report.contract.plan, parse(PERIOD), by=None, on=SESSION_DAY)


def test_a_period_is_sealed_from_the_page(report, settings, tmp_path):
    settings.JALON_KEYS, settings.JALON_DOCUMENTS = tmp_path / "keys", tmp_path / "documents"
    calendar_kept(report.contract.plan)
    validated_return(report)
    client = browser(holder("programme_officer", MinistryFactory()))
    address = reverse("reporting:seals") + f"?plan={report.contract.plan.code}&on=2024-06-01"

    page = client.get(address)
    assert PERIOD in [one["code"] for one in page.context["ready"]]
    client.post(address, {"period": PERIOD})
    queue.do_all()

    assert report.contract.plan.seals.get().period == PERIOD


def test_the_bundle_is_for_who_may_read_every_row(sealed, verifier):
    address = reverse("reporting:seal_bundle", args=[sealed.uid])

    assert browser(holder("auditor", MinistryFactory())).get(address).status_code == 200
    assert browser(verifier).get(address).status_code == 403
    assert browser(holder("programme_officer", MinistryFactory())).get(address).status_code == 403
