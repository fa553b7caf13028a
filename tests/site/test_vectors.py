"""Each vector of the payment rules through the kernel, the command as it is typed, and the page: one explanation."""

import json

import pytest
from click.testing import CliRunner
from django.utils.translation import override

from jalon.fund.queries.explanations import names_of
from jalon.fund.queries.tranches import due_now
from jalon.network.models import Organisation
from jalon.site.cli.tranche import explain
from tests.factories.network import holder
from tests.factories.releases import DAY
from tests.fund.test_explanations import by_the_kernel, each_vector, plain, sentences, shown_in, standing

pytestmark = pytest.mark.django_db
TYPED = explain.callback.__wrapped__  # the command in the test's own database


def by_the_command(contract, *options: str) -> str:
    explain.callback = TYPED
    done = CliRunner().invoke(explain, [contract.code, "T1", "--on", DAY.isoformat(), *options])
    assert done.exit_code == 0, done.output
    return done.output


@each_vector
def test_a_vector_comes_to_the_same_sum_for_the_same_reasons_everywhere(vector, readonly_client):
    contract = standing(vector)
    readonly_client.force_login(holder("programme_officer", Organisation.objects.get(kind="ministry")))
    alone = by_the_kernel(vector)
    reasons = sentences(alone.explanation, names_of(due_now(contract, "T1", on=DAY)), "fr")

    with override("fr"):
        told = json.loads(by_the_command(contract, "--json"))
        lines = [plain(line) for line in by_the_command(contract).splitlines()]
    page = readonly_client.get(f"/fr/contracts/{contract.code}/tranches/T1/?on={DAY}")

    assert told["amount"] == page.context["due"].outcome.amount == alone.amount == vector.amount
    assert told["blocked"] == page.context["due"].outcome.blocked == alone.blocked
    assert [plain(one["text"]) for one in told["sentences"]] == reasons
    assert lines[: len(reasons)] == reasons
    assert shown_in(page.content.decode(), "why") == reasons
