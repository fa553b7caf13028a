"""A verifier reads the rows that were drawn, whole, and no other."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from jalon.evidence.actions import store_document
from jalon.reporting.actions import draw
from tests.evidence.making import deed, recorded
from tests.factories.network import EnterpriseFactory, NetworkFactory, holder
from tests.factories.reporting import AFTER, PERIOD, promising, received, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(settings, tmp_path):
    """Ten rows with a document each, of which five are drawn."""
    settings.JALON_DOCUMENTS = tmp_path
    contract = promising()
    firm = EnterpriseFactory(name="Conserves du Souss")
    for n in range(10):
        letter = store_document(f"Fiche {n}".encode(), name=f"fiche-{n}.pdf", centre=contract.centre)
        recorded(
            contract.centre,
            deed(f"T-{n}", on=date(2024, 2, 1), quantity=Decimal(1), enterprise=firm, documents=(letter,)),
        )
    received(contract.centre)
    verifier = holder("verifier", NetworkFactory())
    return draw(submitted(contract), by=verifier, on=AFTER)


@pytest.fixture
def verifier(drawn):
    client = Client()
    client.force_login(drawn.verifier)
    return client


def rows_of(drawn):
    from jalon.evidence.models import Evidence

    inside = {uid for thing in drawn.things.all() for uid in thing.rows}
    every = {row.uid: row for row in Evidence.objects.all()}
    return [every[uid] for uid in inside], [row for uid, row in every.items() if uid not in inside]


def status(client, name, *args):
    return client.get(reverse(name, args=args)).status_code


def test_a_row_that_was_drawn_is_read_whole(drawn, verifier):
    inside, outside = rows_of(drawn)

    page = verifier.get(reverse("evidence:row", args=[inside[0].uid]))

    assert "Conserves du Souss" in page.content.decode()
    assert status(verifier, "evidence:row", outside[0].uid) == 404


def test_so_is_its_document_and_no_other(drawn, verifier):
    inside, outside = rows_of(drawn)

    assert status(verifier, "evidence:document", inside[0].documents[0]) == 200
    assert status(verifier, "evidence:document", outside[0].documents[0]) == 404


def test_the_journal_of_evidence_lists_what_was_drawn(drawn, verifier):
    inside, outside = rows_of(drawn)

    page = verifier.get(reverse("evidence:journal"), {"on": "2024-06-30"}).content.decode()

    assert all(str(row.uid) in page for row in inside)
    assert not any(str(row.uid) in page for row in outside)


def test_a_figure_opens_on_what_was_drawn_of_it(drawn, verifier):
    contract = drawn.report.contract
    asked = {"indicator": "TESTS", "period": PERIOD, "centre": contract.centre.code, "on": "2024-06-30"}
    inside, outside = rows_of(drawn)

    page = verifier.get(reverse("results:figure"), asked | {"plan": contract.plan.code}).content.decode()

    assert all(row.external_id in page for row in inside)
    assert not any(f">{row.external_id}<" in page for row in outside)
