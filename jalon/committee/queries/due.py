"""What is due to the committee, one function a kind: the agenda is built from these.

Each asks the app that knows; a point is proposed with a verb of `actions.effects`, which members may change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from jalon.committee.models import Item, Recommendation
from jalon.committee.queries.agenda import subjects_waiting
from jalon.committee.queries.recommendations import of_plan
from jalon.committee.queries.standings import proposals
from jalon.contracts.models import Contract, ContractVersion
from jalon.fund.models import Release
from jalon.fund.queries.scenarios import proposals_to_decide
from jalon.fund.queries.true_ups import TrueUp
from jalon.fund.queries.waiting import releases_to_decide
from jalon.kernel.states import LADDER, RECOMMENDATION
from jalon.kernel.states.ladder import COMMITTEE
from jalon.kernel.words import LANGUAGES, Words
from jalon.plan.models import Plan
from jalon.reporting.models import Return
from jalon.reporting.queries.returns import lives as lives_of_returns
from jalon.ui import formats

Kind = Item.Kind
WAITING = ("verified", "contested", "before_committee")
RESERVED = "validated_with_reservation"


@dataclass(frozen=True)
class Due:
    """Something a session should decide: what it is about, and what is proposed."""

    kind: str
    subject: str
    title: Words
    contract: Contract | None = None
    proposal: dict = field(default_factory=dict)
    simulated: bool = False


def due(plan: Plan, on: date) -> list[Due]:
    """Everything due that is not on an agenda yet, kind by kind."""
    waiting = subjects_waiting(plan)
    found = (one for kind in DUES for one in kind(plan, on))
    return [one for one in found if one.subject not in waiting]


def in_three_languages(say: Callable[[], str]) -> Words:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = say()
    return Words(**said)


def returns(plan: Plan, on: date) -> Iterator[Due]:
    """Returns whose values are verified, and those a centre contests."""
    reports = Return.objects.filter(contract__plan=plan).select_related("contract__centre")
    for life in lives_of_returns(reports).values():
        if life.state in WAITING:
            yield return_due(life.report, is_contested=is_contested(life.steps))


def is_contested(steps) -> bool:
    """Whether the centre contests what was verified since it last submitted."""
    verbs = [step.verb for step in steps]
    last = max((place for place, verb in enumerate(verbs) if verb == "submit"), default=0)
    return "contest" in verbs[last:]


def return_due(report: Return, *, is_contested: bool = False) -> Due:
    kind, say = (Kind.CONTESTED, contested) if is_contested else (Kind.RETURN, to_validate)
    return Due(
        kind,
        f"return:{report.uid}",
        in_three_languages(lambda: say(report)),
        report.contract,
        {"verb": "validate"},
        report.simulated,
    )


def to_validate(report: Return) -> str:
    return _("%(centre)s: validate the return of %(period)s") % about(report)


def contested(report: Return) -> str:
    return _("%(centre)s: settle the contested values of %(period)s") % about(report)


def about(report: Return) -> dict:
    return {"centre": report.contract.centre.code, "period": formats.plain_period(report.period)}


def reservations(plan: Plan, on: date) -> Iterator[Due]:
    """Returns validated with a reservation somebody still has to lift."""
    reports = Return.objects.filter(contract__plan=plan).select_related("contract__centre")
    for life in lives_of_returns(reports).values():
        if life.state == RESERVED:
            title = in_three_languages(lambda report=life.report: to_lift(report))
            subject = f"return:{life.report.uid}"
            yield Due(
                Kind.RETURN, subject, title, life.report.contract, {"verb": "lift"}, life.report.simulated
            )


def to_lift(report: Return) -> str:
    return _("%(centre)s: lift the reservation on the return of %(period)s") % about(report)


def money(plan: Plan, on: date) -> Iterator[Due]:
    """Releases somebody asked for, and what paid tranches released too much or too little as of today."""
    for one in releases_to_decide(plan, on=on):
        if one.release:
            yield release_due(one.release)
        else:
            yield claw_back_due(one.true_up) if one.true_up.claws_back else complement_due(one.true_up)


def release_due(release: Release, verb: str = "approve") -> Due:
    said = {"centre": release.contract.centre.code, "tranche": release.tranche}
    title = in_three_languages(
        lambda: (
            _("%(centre)s: release %(amount)s of tranche %(tranche)s")
            % {**said, "amount": formats.plain_amount(release.amount)}
        )
    )
    proposal = {"verb": verb, "amount": release.amount}
    return Due(Kind.RELEASE, f"release:{release.uid}", title, release.contract, proposal, release.simulated)


def claw_back_due(one: TrueUp) -> Due:
    return true_up_due(one, too_much, {"verb": "claw_back_due", "amount": -one.amount})


def complement_due(one: TrueUp) -> Due:
    return true_up_due(one, too_little, {"verb": "complement", "amount": one.amount})


def true_up_due(one: TrueUp, say: Callable[[dict], str], proposal: dict) -> Due:
    contract, code = one.due.contract, one.due.terms.code
    title = in_three_languages(lambda: say({"centre": contract.centre.code, "tranche": code}))
    subject = f"tranche:{contract.code}:{code}"
    return Due(Kind.RELEASE, subject, title, contract, proposal, one.last.release.simulated)


def too_much(said: dict) -> str:
    return _("%(centre)s: claim back what tranche %(tranche)s released too much") % said


def too_little(said: dict) -> str:
    return _("%(centre)s: pay the complement of tranche %(tranche)s") % said


def sharings(plan: Plan, on: date) -> Iterator[Due]:
    """Sharings of an envelope put to the committee."""
    for one in proposals_to_decide(plan):
        scenario = one.sharing.scenario
        title = in_three_languages(
            lambda name=scenario.name: _("Sharing of an envelope: %(name)s") % {"name": name}
        )
        proposal = {"verb": "adopt"}
        yield Due(Kind.ALLOCATION, f"allocation:{one.uid}", title, None, proposal, scenario.simulated)


def amendments(plan: Plan, on: date) -> Iterator[Due]:
    """Amendments being prepared that name who decides them, and that no decision authorises yet."""
    drafts = ContractVersion.objects.filter(
        contract__plan=plan, status=ContractVersion.Status.DRAFT, decision=None
    )
    drafts = (
        drafts.exclude(amends=None).exclude(authority__fr=None).select_related("contract__centre", "amends")
    )
    for version in drafts.order_by("contract__code"):
        yield amendment_due(version)


def amendment_due(version: ContractVersion) -> Due:
    contract = version.contract
    said = {"centre": contract.centre.code, "number": version.number}
    title = in_three_languages(lambda: _("%(centre)s: authorise version %(number)s of the contract") % said)
    subject = f"contract:{contract.code}:{version.number}"
    proposal = {"verb": "authorise"}
    return Due(Kind.AMENDMENT, subject, title, contract, proposal, version.amends.simulated)


def recommendations(plan: Plan, on: date) -> Iterator[Due]:
    """What evaluations of this plan ask, and nobody decided on yet."""
    for life in of_plan(plan):
        if life.state == RECOMMENDATION.initial:
            yield recommendation_due(life.asked)


def recommendation_due(asked: Recommendation, verb: str = "approve") -> Due:
    evaluation = asked.evaluation
    said = {"evaluation": evaluation.code, "code": asked.code}
    title = in_three_languages(lambda: _("Recommendation %(code)s of %(evaluation)s") % said)
    subject = f"recommendation:{evaluation.code}/{asked.code}"
    return Due(Kind.RECOMMENDATION, subject, title, evaluation.contract, {"verb": verb}, evaluation.simulated)


def evaluation_due(
    code: str, title: Words, terms: Words, contract: Contract | None = None, *, simulated: bool = False
) -> Due:
    """An evaluation the committee is asked to open, under the terms proposed."""
    proposal = {"verb": "open", "terms": terms.as_mapping()}
    return Due(Kind.EVALUATION, f"evaluation:{code}", title, contract, proposal, simulated)


def standings(plan: Plan, on: date) -> Iterator[Due]:
    """Contracts the rules of the ladder propose that the committee moves."""
    for one in proposals(plan, on):
        lines = LADDER.waiting(one.state, COMMITTEE)
        if one.verb and one.verb in {line.verb for line in lines}:
            yield standing_due(one.contract, one.verb)


def standing_due(contract: Contract, verb: str) -> Due:
    said = {"centre": contract.centre.code}
    title = in_three_languages(lambda: _("%(centre)s: its place on the ladder of consequences") % said)
    return Due(Kind.STANDING, f"standing:{contract.code}", title, contract, {"verb": verb})


DUES: tuple[Callable[[Plan, date], Iterator[Due]], ...] = (
    returns,
    reservations,
    money,
    sharings,
    amendments,
    recommendations,
    standings,
)
