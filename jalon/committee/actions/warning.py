"""A contract moves on the ladder of consequences: alert, reasons, support, suspension, back to normal."""

from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from jalon.committee.actions.refusing import refuse
from jalon.committee.models import LadderTerms, StandingStep
from jalon.committee.queries.standings import ANSWER, Proposal, proposals, rules_of
from jalon.contracts.actions import resume, suspend
from jalon.contracts.models import Contract
from jalon.journal.actions import recording
from jalon.kernel.states import LADDER
from jalon.kernel.states.ladder import COMMITTEE, MINISTRY, LadderRules
from jalon.network.access import can
from jalon.plan.models import Plan

EVENTS = {
    "alert": "standing.alerted",
    "ask_reasons": "standing.reasons_asked",
    "answer": "standing.answered",
    "support": "standing.supported",
    "reevaluate": "standing.reevaluated",
    "suspend": "standing.suspended",
    "clear": "standing.cleared",
    "resume": "standing.resumed",
    "end": "standing.ended",
}


def rule_ladder(plan: Plan, *, rules: LadderRules, effective_from: date, by, source: str = "") -> LadderTerms:
    """Say the bounds of a plan's ladder from a day on."""
    payload = {"plan": plan.code, "from": effective_from.isoformat()} | rules.to_data()
    with recording("ladder.ruled", subject=f"plan:{plan.code}", by=by, payload=payload) as record:
        said = {"effective_from": effective_from, "terms": rules.to_data(), "source": source}
        return record.keep(LadderTerms(plan=plan, **said))


@transaction.atomic
def warn(
    contract: Contract,
    verb: str,
    *,
    reason: str,
    by,
    on: date,
    decision: UUID | None = None,
    due_on: date | None = None,
    is_closing: bool = False,
) -> StandingStep:
    """Move a contract on the ladder, as its rules and the values validated allow. Raises Refused.

    With a decision the committee speaks, else the ministry, who alerts, asks for reasons and clears an alert.
    Without `due_on`, reasons are asked for within the days its rules give.
    Suspended, nothing of the contract is released until it is taken up again.
    """
    hold(contract)
    found = proposals(contract.plan, on, contracts=[contract])[0]
    party = COMMITTEE if decision else MINISTRY
    facts = dict(found.facts) | {
        "decision_minuted": decision is not None,
        "reason_given": bool(reason.strip()),
        "reasons_accepted": decision is not None and bool(reason.strip()),
        "contract_closing": is_closing,
    }
    refuse(f"ladder.{key}" for key in against(found, verb, facts, party, by, reason))
    following = LADDER.next(found.state, verb, facts, party)
    if verb == "ask_reasons":
        due_on = due_on or on + timedelta(days=rules_of(contract.plan, on).days_to_answer)
    made = written(found, verb, following, reason=reason, by=by, on=on, decision=decision, due_on=due_on)
    acted = {"suspend": suspend, "resume": resume}.get(verb)
    if acted:
        acted(contract, reason=reason, by=by, on=on, decision=decision)
    return made


def hold(contract: Contract) -> None:
    Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)


def against(found: Proposal, verb: str, facts, party: str, by, reason: str) -> list[str]:
    keys = list(LADDER.refusals(found.state, verb, facts, by=party))
    keys += [] if reason.strip() else ["reason_given"]
    may = by is None or party == COMMITTEE or can(by, "contract.warn")
    return list(dict.fromkeys([*([] if may else ["not_yours"]), *keys]))


@transaction.atomic
def answer(contract: Contract, *, reasons: str, by, on: date) -> StandingStep:
    """The centre says why it fell behind. Raises Refused."""
    hold(contract)
    found = proposals(contract.plan, on, contracts=[contract])[0]
    keys = [] if found.state == "reasons_asked" else ["not_from_here"]
    keys += [] if by is None or can(by, "return.submit", contract.centre) else ["not_yours"]
    keys += [] if reasons.strip() else ["reason_given"]
    refuse(f"ladder.{key}" for key in keys)
    return written(found, ANSWER, found.state, reason=reasons, by=by, on=on)


def written(found: Proposal, verb: str, state: str, *, reason: str, by, on: date, decision=None, due_on=None):
    contract, record = found.contract, found.record
    rule = asdict(record) | {"bounds": rules_of(contract.plan, on).to_data()}
    step = StandingStep(contract=contract, verb=verb, state=state, on=on, reason=reason.strip(), rule=rule)
    step.decision, step.due_on = decision, due_on
    payload = {"verb": verb, "state": state, "decision": str(decision or "")}
    with recording(EVENTS[verb], subject=f"contract:{contract.code}", by=by, payload=payload) as event:
        return event.keep(step)
