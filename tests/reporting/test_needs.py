"""What returns wait for, told in words: the indicator by its name, the period as people say it."""

from datetime import date

import pytest
from django.utils.translation import override

from jalon.indicators.models import Indicator, IndicatorVersion
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.network.access import standing
from jalon.reporting.actions.questions import ask
from jalon.reporting.queries.needs import needs
from jalon.ui.needs import Asker
from tests.factories.network import holder
from tests.factories.reporting import PERIOD, promising
from tests.factories.verification import calendar_kept

pytestmark = pytest.mark.django_db

ON = date(2024, 4, 12)


def told(person, language) -> list[str]:
    with override(language):
        return [one.title for one in needs(Asker(person, standing(person, on=ON), ON))]


@pytest.fixture
def contract():
    contract = promising()
    calendar_kept(contract.plan)
    return contract


def test_a_return_to_submit_names_its_period_as_the_language_does(contract):
    director = holder("centre_director", contract.centre)

    assert any(one.endswith("transmettre le rapport (1er trimestre 2024)") for one in told(director, "fr"))


def test_a_question_names_the_indicator_not_its_code(contract):
    officer, director = holder("programme_officer"), holder("centre_director", contract.centre)
    named("VISITS", "Visites d'atelier")
    ask(contract, indicator="VISITS", period=PERIOD, text="Pourquoi ?", due_on=None, by=officer)

    assert f"{contract.centre.code} : répondre à la question sur « Visites d'atelier »" in told(
        director, "fr"
    )
    assert not any("répondre" in one for one in told(officer, "fr"))


def named(code: str, name: str) -> None:
    """An indicator that has a name of its own."""
    with recording("indicator.adopted") as record:
        IndicatorVersion.objects.create(
            indicator=Indicator.objects.create(code=code),
            number=1,
            effective_from=date(2014, 1, 1),
            name=Words(name, "زيارات"),
            measures={},
            formula="",
            objective_code="1.1",
            unit="visits",
            accumulation="flow",
            over_centres="sum",
            axis_code="1",
            event_id=record.event_id,
        )
