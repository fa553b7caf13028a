"""The tranche of 2024 as decided in March 2025: the same sum, paper and reasons, whatever came later."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner

from jalon.evidence import actions as evidence
from jalon.evidence.models import Evidence
from jalon.evidence.queries.issued import current_bytes
from jalon.fund.actions.release_document import issue_release
from jalon.fund.queries.explanations import agrees, explanation, replayed
from jalon.fund.queries.tranches import due_now
from jalon.journal.queries import latest
from jalon.network.actions import merge_firms
from jalon.network.models import Enterprise, Organisation
from jalon.site.cli.tranche import explain
from tests.evidence.making import ICE, OTHER_ICE, deed, firm, recorded
from tests.factories import releases as made
from tests.factories.network import holder
from tests.factories.releases import AMOUNT, Promised, rated

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 10)
LATER = date(2025, 9, 1)


def told(contract, moment: int) -> list[str]:
    """What the command says of the tranche, as known then."""
    explain.callback = getattr(explain.callback, "__wrapped__", explain.callback)
    asked = [contract.code, "T1", "--on", MARCH.isoformat(), "--known-at", str(moment)]
    done = CliRunner().invoke(explain, asked)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def shown(client, release) -> str:
    """Why this sum, as its page says it; who reads it has no part in the page."""
    page = client.get(f"/fr/fund/releases/{release.uid}/").content.decode()
    return page.partition('id="why"')[2].partition("</section>")[0]


# what may come later


def an_import(contract, report):
    recorded(contract.centre, deed("L-1", on=date(2024, 5, 3), quantity=Decimal(40)))


def a_reversal(contract, report):
    evidence.reverse(Evidence.objects.get(external_id="R-1"), by=None, reason="Erreur de saisie")


def an_amendment(contract, report):
    made.promising(Promised("I0", value=1), held=contract, number=2, amount=77)


def a_merge(contract, report):
    kept = firm(OTHER_ICE, "Conserves du Souss (bis)")
    merge_firms(Enterprise.objects.get(name="Conserves du Souss"), kept, reason="La même", by=None)


def a_reopened_return(contract, report):
    made.reopened(report, *rated(20))


CHANGES = (an_import, a_reversal, an_amendment, a_merge, a_reopened_return)


@pytest.fixture
def decided(settings, tmp_path, client):
    """A tranche of 2024 whose release was decided and paid in March 2025, with its paper."""
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    contract = made.promising(*rated(90))
    recorded(contract.centre, deed("R-1", on=date(2024, 4, 3), quantity=Decimal(90), enterprise=firm(ICE)))
    report = made.reported(contract, *rated(90))
    made.commit(contract)
    release = made.paid(contract, made.people(), on=MARCH)
    issued = issue_release(release, by=None, at=datetime(2025, 3, 10, 12, tzinfo=UTC))
    client.force_login(holder("programme_officer", Organisation.objects.get(kind="ministry")))
    return contract, report, release, issued


@pytest.mark.parametrize(
    "changes",
    [*([one] for one in CHANGES), CHANGES],
    ids=lambda found: found[0].__name__ if len(found) == 1 else "all of them",
)
def test_a_decision_of_march_reads_the_same_after(changes, decided, client):
    contract, report, release, issued = decided
    moment, paper = latest(), current_bytes(issued)
    before = told(contract, moment), shown(client, release), explanation(release)

    for change in changes:
        change(contract, report)

    release.refresh_from_db()
    assert agrees(release, replayed(release))
    assert (told(contract, moment), shown(client, release), explanation(release)) == before
    assert release.due == release.amount == AMOUNT
    assert current_bytes(issued) == paper


def test_what_is_asked_today_did_change(decided):
    contract, report, release, _issued = decided

    a_reopened_return(contract, report)

    assert due_now(contract, "T1", on=LATER).outcome.earned < AMOUNT
    assert agrees(release, replayed(release))
