"""The opinion as it is set and kept: its words, and the same bytes for the same instant."""

import datetime as dt

import pytest

from jalon.evidence.queries.issued import current_bytes
from jalon.services.validation.paper import opinion_paper
from jalon.services.validation.queries.judging import judged
from tests.factories import validation as making
from tests.factories.network import EnterpriseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_an_opinion_is_set_once_and_kept():
    firm = EnterpriseFactory(name="Filature du Souss")
    validation = making.concluded(making.opened(making.under_way(enterprise=firm)))

    opinion = validation.opinions.get()

    assert current_bytes(opinion.issued).startswith(b"%PDF-")
    assert opinion.issued.facts == {"turn": opinion.turn, "number": validation.number}
    told = {"by": None, "at": AT, "address": "https://jalon.test/fr/check/validation/"}
    first, again = (opinion_paper(opinion, judged(validation), **told) for _ in range(2))
    assert first == again
