"""What contracts wait for from one person: to agree, to submit, to sign, and undertakings that fall due."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract, ContractVersion, Step, Undertaking, UndertakingReport
from jalon.contracts.queries import ADOPTED, in_force
from jalon.contracts.queries.life import ministry_keys
from jalon.contracts.terms import SIDES
from jalon.kernel.states import CONTRACT
from jalon.ui import formats
from jalon.ui.needs import Asker, Need

SOON = timedelta(days=30)
DRAFT, SUBMITTED = "draft", "submitted"


def needs(asker: Asker) -> Iterator[Need]:
    """In as many queries whatever the number of contracts."""
    held = {one.organisation_id for one in asker.standing.holdings if "contract.sign" in one.role.allows}
    if not held:
        return
    ministries = ministry_keys(held)
    reached = Q() if ministries else Q(centre__in=held) | Q(centre__federation__in=held)
    contracts = Contract.objects.filter(reached).select_related("centre")
    sides = {one.pk: sides_in(one, held, bool(ministries)) for one in contracts}
    yield from of_drafts(list(contracts), sides)
    yield from of_undertakings(list(contracts), sides, asker)


def sides_in(contract: Contract, held: set[int], is_ministry: bool) -> set[str]:
    found = {"ministry"} if is_ministry else set()
    found |= {"centre"} if contract.centre_id in held else set()
    return found | ({"federation"} if contract.centre.federation_id in held else set())


def of_drafts(contracts: list[Contract], sides: dict[int, set[str]]) -> Iterator[Need]:
    drafts = ContractVersion.objects.filter(contract__in=contracts, status=ContractVersion.Status.DRAFT)
    steps = last_steps(contracts)
    for draft in drafts.select_related("contract__centre").order_by("contract__code"):
        step = steps.get((draft.contract_id, draft.number))
        for verb in waited(step, sides[draft.contract_id]):
            page = "contracts:documents" if verb == "sign" else "contracts:contract"
            href = reverse(page, args=[draft.contract.code])
            said = {"centre": draft.contract.centre.code, "number": formats.plain_number(draft.number)}
            yield Need(WORDS[verb]() % said, href, None, str(_("contract")))


WORDS = {
    "agree": lambda: _("%(centre)s: agree to version %(number)s of the contract"),
    "submit": lambda: _("%(centre)s: submit version %(number)s of the contract to signature"),
    "sign": lambda: _("%(centre)s: sign version %(number)s of the contract"),
}


def last_steps(contracts: Iterable[Contract]) -> dict[tuple[int, int], Step]:
    """The last step of each version, and how many signed its document."""
    rows = Step.objects.filter(contract__in=contracts).select_related("issued")
    rows = rows.prefetch_related("issued__signatures").order_by("event__number", "id")
    return {(row.contract_id, row.number): row for row in rows}


def waited(step: Step | None, sides: set[str]) -> list[str]:
    """The verbs of the preparation of a contract that wait for one of the sides."""
    state = step.state if step else DRAFT
    if state == SUBMITTED:
        signed = {one.capacity for one in step.issued.signatures.all()} if step.issued else set()
        turn = next((side for side in SIDES if side not in signed), None)
        return ["sign"] if turn in sides else []
    able = (line for side in sides for line in CONTRACT.waiting(state, side))
    return list(dict.fromkeys(line.verb for line in able if line.verb in ("agree", "submit")))


def of_undertakings(contracts: list[Contract], sides: dict[int, set[str]], asker: Asker) -> Iterator[Need]:
    """What the person's side undertook, not done yet, and due within a month or late."""
    adopted = ContractVersion.objects.filter(contract__in=contracts, status__in=ADOPTED)
    rows = adopted.select_related("contract__centre").order_by("contract__code", "-effective_from", "-number")
    versions = [one for plan in by_plan(rows) for one in in_force(plan, asker.on).values()]
    asked = Undertaking.objects.filter(version__in=versions, due_on__lte=asker.on + SOON)
    done = done_of(contracts)
    for one in asked.select_related("version__contract__centre").order_by("due_on", "code"):
        contract = one.version.contract
        if one.side in sides[contract.pk] and (contract.pk, one.side, one.code) not in done:
            said = {"centre": contract.centre.code, "what": formats.plain_words(one.text)}
            href = reverse("contracts:undertakings", args=[contract.code])
            yield Need(_("%(centre)s: %(what)s") % said, href, one.due_on, str(_("undertaking")))


def by_plan(versions: Iterable[ContractVersion]) -> Iterable[list[ContractVersion]]:
    """`in_force` chooses by centre: one plan at a time."""
    found: dict[int, list[ContractVersion]] = defaultdict(list)
    for one in versions:
        found[one.contract.plan_id].append(one)
    return found.values()


def done_of(contracts: Iterable[Contract]) -> set[tuple]:
    rows = UndertakingReport.objects.filter(contract__in=contracts).order_by("event__number", "id")
    last = {(row.contract_id, row.side, row.code): row.is_done for row in rows}
    return {key for key, is_done in last.items() if is_done}
