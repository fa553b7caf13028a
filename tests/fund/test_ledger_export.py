"""The books as other programs read them, and as the command prints them."""

import json

import pytest

from jalon.fund.exports import lines
from jalon.fund.queries.ledger import balances
from jalon.journal.queries import latest
from jalon.kernel import ledger
from jalon.kernel.ledger.export import account_name
from jalon.kernel.money import dirhams
from jalon.site.cli import ledger as command
from tests.factories.fund import DAY, PLACE, committed, post
from tests.factories.network import OrganisationFactory
from tests.factories.plan import plan_version
from tests.fund.ledger_tools import beancount_balances, hledger_balances

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = plan_version().plan
    OrganisationFactory(kind="funder", code="MIN")
    committed(plan, 600_00)
    (kept,) = post(plan, ledger.uncommit(PLACE, 100_01, on=DAY, reason="Trop, « engagé »; date:2024"))
    post(plan, ledger.reversal(kept.as_entry(), on=DAY, reason="عقد: أعيد"))
    return plan


def own(plan, **asked):
    """Jalon's own balances under the names of the export."""
    return {
        account_name(
            ledger.Posting(
                ledger.Account(one.account), one.contract, one.line, "", one.year, 0, "", one.source
            )
        ): dirhams(amount)
        for one, amount in balances(plan, **asked).items()
    }


def text(plan, form, **asked):
    return "".join(f"{line}\n" for line in lines(plan, form=form, **asked))


def test_hledger_finds_jalons_own_balances(plan, tmp_path):
    assert hledger_balances(text(plan, "hledger"), tmp_path) == own(plan)


def test_beancount_finds_jalons_own_balances(plan):
    assert beancount_balances(text(plan, "beancount")) == own(plan)


def test_the_export_stops_at_a_moment(plan, tmp_path):
    moment = latest()
    post(plan, ledger.uncommit(PLACE, 5_00, on=DAY))

    found = hledger_balances(text(plan, "hledger", known_at=moment), tmp_path)

    assert found == own(plan, known_at=moment) != own(plan)


def test_the_export_names_contracts_lines_and_entries(plan):
    written = text(plan, "hledger")

    assert "line-name: Rubrique 1" in written
    assert "source-name: Organisme MIN" in written
    assert "reverses: 3" in written


def test_the_command_prints_balances_and_journal(plan, capsys, tmp_path):
    command.balances.callback.__wrapped__(plan.code, None, None, as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert {row["account"]: row["amount"] for row in rows} == {"source": -600_00, "commitment": 600_00}

    command.balances.callback.__wrapped__(plan.code, None, None, as_json=False)
    assert "600" in capsys.readouterr().out

    output = tmp_path / "fund.beancount"
    command.export.callback.__wrapped__("beancount", plan.code, None, output)
    assert output.read_text(encoding="utf-8") == text(plan, "beancount")
