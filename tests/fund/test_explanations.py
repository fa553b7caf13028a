"""The same sentences by the kernel, on the page and by the command, for every vector, in three languages."""

import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils.translation import override

from jalon.fund.actions.accepting import accept
from jalon.fund.queries.explanations import names_of
from jalon.fund.queries.tranches import due_now
from jalon.fund.sentences import plainly
from jalon.kernel import payment
from jalon.kernel.payment import Facts, Reference, Tranche, Value, conditions_from_data, due, rule_from_data
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target
from jalon.network.models import Organisation
from jalon.site.cli.tranche import as_data, told
from tests.factories import releases as made
from tests.factories.network import holder
from tests.factories.releases import AMOUNT, DAY, DUE
from tests.fund.vectors import VECTORS, Vector

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one.name)


def standing(vector: Vector):
    """The contract whose tranche has the vector's rule, with its values validated."""
    contract = made.promising(*vector.promised, rule=vector.rule, conditions=list(vector.conditions))
    made.reported(contract, *vector.promised)
    asks, _approves, _pays = made.people()
    for kind, code, amount in vector.accepted:
        year = 0 if kind == "document" else 2024
        accept(contract, kind, code, year=year, amount=amount, document="Pièce", by=asks, on=DAY)
    return contract


def by_the_kernel(vector: Vector) -> payment.Outcome:
    """The vector alone, without database."""
    values = {one.code: value(one) for one in vector.promised}
    documents = {
        code: payment.Acceptance(DAY) for kind, code, _amount in vector.accepted if kind == "document"
    }
    others = tuple(payment.Money(amount, code) for kind, code, amount in vector.accepted if kind == "others")
    cost = next((payment.Money(amount) for kind, _c, amount in vector.accepted if kind == "cost"), None)
    justified = Decimal(1) if vector.conditions else None
    facts = Facts(values, documents, others=others or None, cost=cost, justified=justified, on=DAY)
    tranche = Tranche("T1", AMOUNT, DUE, conditions_from_data(vector.conditions))
    return due(rule_from_data(vector.rule), tranche, facts)


def value(one) -> Value:
    target = Target(
        Shape(one.shape),
        Decimal(one.value),
        baseline=None if one.baseline is None else Decimal(one.baseline),
    ) if one.value is not None else None  # fmt: skip
    actual = NotComputable(one.actual) if isinstance(one.actual, str) else Decimal(one.actual)
    return Value(one.code, actual, target, Reference(one.code))


def sentences(explanation, names, language) -> list[str]:
    return [
        plain(payment.write(one, language, plainly(names, language))) for _depth, one in explanation.walk()
    ]


def plain(text: str) -> str:
    return " ".join(ISOLATES.sub("", unescape(text)).split())


@each_vector
def test_the_fund_comes_to_what_the_kernel_says(vector):
    found = due_now(standing(vector), "T1", on=DAY)

    assert found.outcome.amount == vector.amount
    assert found.outcome.is_serious is vector.is_serious
    assert payment.recomputed(found.explanation) == vector.amount


@each_vector
@pytest.mark.parametrize("language", LANGUAGES)
def test_kernel_command_and_page_say_the_same(vector, language, readonly_client):
    contract = standing(vector)
    readonly_client.force_login(holder("programme_officer", Organisation.objects.get(kind="ministry")))
    found = due_now(contract, "T1", on=DAY)
    said = sentences(by_the_kernel(vector).explanation, names_of(found), language)

    page = readonly_client.get(f"/{language}/contracts/{contract.code}/tranches/T1/?on={DAY}")
    with override(language):
        command = [plain(line) for line in told(found)]

    assert command[: len(said)] == said
    assert shown_in(page.content.decode(), "why") == said


def shown_in(content: str, panel: str) -> list[str]:
    """The sentences of a panel, as somebody reads them."""
    section = content.partition(f'id="{panel}"')[2].partition("</section>")[0]
    pieces = section.split('<span class="sentence">')[1:]
    return [plain(re.sub(r"<[^>]+>", "", until_closed(piece))) for piece in pieces]


def until_closed(piece: str) -> str:
    """What stands before the end of the span that was opened, whatever spans it holds."""
    depth = 1
    for found in re.finditer(r"<(/?)span\b", piece):
        depth += -1 if found[1] else 1
        if depth == 0:
            return piece[: found.start()]
    return piece


def test_a_figure_of_an_explanation_opens_onto_its_rows_and_its_return(client):
    contract = standing(VECTORS[0])
    client.force_login(holder("programme_officer", Organisation.objects.get(kind="ministry")))

    page = client.get(f"/fr/contracts/{contract.code}/tranches/T1/?on={DAY}").content.decode()

    links = [unescape(one) for one in re.findall(r'href="([^"]+)"', page)]
    assert any("/figure/" in one and "indicator=I0" in one and "period=2024" in one for one in links)
    assert f"/fr/contracts/{contract.code}/returns/2024/?on={DAY}" in links


def test_a_simulation_is_said_and_keeps_nothing(readonly_client):
    contract = standing(next(one for one in VECTORS if one.name == "weighted"))
    readonly_client.force_login(holder("programme_officer", Organisation.objects.get(kind="ministry")))

    page = readonly_client.get(f"/en/contracts/{contract.code}/tranches/T1/?on={DAY}&set_I0=%2B20")

    assert "It would be" in page.content.decode()
    assert page.context["would"].outcome.amount == 775_000
    assert page.context["due"].amount == 625_000


def test_a_simulation_that_says_no_number_is_answered(readonly_client):
    contract = standing(VECTORS[0])
    readonly_client.force_login(holder("programme_officer", Organisation.objects.get(kind="ministry")))

    page = readonly_client.get(f"/en/contracts/{contract.code}/tranches/T1/?on={DAY}&set_I0=lots")

    assert page.status_code == 200
    assert "for instance +40" in page.content.decode()


def test_the_command_gives_the_tree_as_json():
    found = due_now(standing(VECTORS[0]), "T1", on=DAY)

    said = json.loads(as_data(found))

    assert said["amount"] == said["releasable"] == AMOUNT
    assert payment.Sentence.from_data(said["explanation"]) == found.explanation


def test_the_command_says_what_it_would_be():
    contract = standing(next(one for one in VECTORS if one.name == "weighted"))
    found = due_now(contract, "T1", on=DAY)

    with override("en"):
        said = list(told(found.if_changed({"I0": 20})))

    assert said[0] == "What it would be: nothing is paid on it."
