"""What members read about a point, as known when it was put on the agenda: on the page and in the book alike.

Texts come in the language that is active. One function a kind.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.committee.models import Evaluation, Item, Recommendation
from jalon.contracts.models import ContractVersion
from jalon.fund.models import Release
from jalon.fund.models.allocation import Proposal
from jalon.fund.queries.explanations import explanation, names_in, names_of
from jalon.fund.queries.released import life_of as life_of_release
from jalon.fund.queries.scenarios import found
from jalon.fund.queries.tranches import due_now
from jalon.fund.sentences import STATES as STATES_OF_RELEASES
from jalon.fund.sentences import lines as explained
from jalon.indicators.queries import all_sheets, in_force
from jalon.kernel.periods import parse
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.reporting.models import Return, Value
from jalon.reporting.queries.returns import Life, life_of
from jalon.reporting.queries.values import staged
from jalon.reporting.sentences import STATES
from jalon.ui import formats


@dataclass(frozen=True)
class Cell:
    text: str
    href: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()  # the columns that hold numbers

    @property
    def labelled(self) -> list[list[tuple[str, Cell, bool]]]:
        """Each row as its cells with their heads, and whether they hold numbers."""
        return [
            [(self.heads[place], cell, place in self.numeric) for place, cell in enumerate(row)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Reading:
    """Facts in words, tables of figures, and the sentences that explain a proposal, each with its depth."""

    lines: tuple[tuple[str, Cell], ...] = ()
    tables: tuple[Table, ...] = ()
    sentences: tuple[tuple[int, str], ...] = ()
    text: str = ""


def reading(item: Item) -> Reading:
    """What members read; a thing this installation no longer knows is said by its title alone."""
    read = READINGS.get(item.kind, free)
    return read(item) if item.subject or read is free else free(item)


def named(item: Item) -> str:
    return item.subject.partition(":")[2]


def address(name: str, *args, **query) -> str:
    """The address of a page, with the moment members read it at; nothing when there is no such page."""
    try:
        path = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    asked = "&".join(f"{key}={value}" for key, value in query.items() if value is not None)
    return f"{path}?{asked}" if asked else path


def free(item: Item) -> Reading:
    lines = contract_line(item) if item.contract else ()
    return Reading(lines=tuple(lines), text=formats.plain_words(item.proposal.get("text") or ""))


def contract_line(item: Item) -> Iterator[tuple[str, Cell]]:
    contract = item.contract
    named_so = formats.dotted(contract.code, formats.plain_words(contract.centre.name))
    yield _("Contract"), Cell(named_so, address("contracts:contract", contract.code, known_at=item.known_at))


def of_return(item: Item) -> Reading:
    """The values of a return side by side, and why they differ."""
    report = Return.objects.select_related("contract__centre").get(uid=UUID(named(item)))
    life = life_of(report, item.known_at)
    stages = staged(life, item.known_at)
    lines = (
        *contract_line(item),
        (
            _("Period"),
            Cell(
                formats.plain_period(report.period),
                address("reporting:return", report.contract.code, report.period),
            ),
        ),
        (_("State then"), Cell(str(STATES.get(life.state, life.state)))),
        *submitted_line(life),
    )
    names = indicator_names(report, item.known_at)
    rows = tuple(value_row(report, code, stages[code], names, item.known_at) for code in sorted(stages))
    heads = (_("Indicator"), _("Declared"), _("Verified"), _("Difference"), _("Note"))
    table = Table(_("Values of the return"), heads, rows, (1, 2, 3))
    return Reading(lines, (table,) if rows else (), words_of(life))


def address_of(report: Return) -> str:
    return address("reporting:return", report.contract.code, report.period)


def submitted_line(life: Life) -> Iterator[tuple[str, Cell]]:
    if life.submission:
        yield _("Submitted on"), Cell(formats.plain_day(life.submission.on))


def words_of(life: Life) -> tuple[tuple[int, str], ...]:
    """What was said at each step of the return."""
    return tuple((0, step.reason) for step in life.steps if step.reason)


def indicator_names(report: Return, known_at: int) -> dict[str, Words]:
    sheets = in_force(all_sheets(known_at=known_at), parse(report.period).end)
    return {code: sheet.name for code, sheet in sheets.items()}


def value_row(report: Return, code: str, by_stage: dict, names, known_at: int) -> tuple[Cell, ...]:
    declared, verified = by_stage.get("declared"), by_stage.get("verified")
    query = {"indicator": code, "period": report.period, "centre": report.contract.centre.code}
    figure = address("results:figure", **query, known_at=known_at)
    note = (verified or declared).note if verified or declared else ""
    return (
        Cell(formats.plain_words(names.get(code, code))),
        Cell(said(declared), figure),
        Cell(said(verified)),
        Cell(difference(declared, verified)),
        Cell(note),
    )


def said(value: Value | None) -> str:
    return formats.plain_number(value.value) if value else "—"


def difference(declared: Value | None, verified: Value | None) -> str:
    if not declared or not verified or None in (declared.value, verified.value):
        return "—"
    return formats.plain_signed(verified.value - declared.value)


def of_release(item: Item) -> Reading:
    """A release with the explanation it was asked for on; a tranche with what it is due as known then."""
    if item.subject.startswith("tranche:"):
        return of_tranche(item)
    release = Release.objects.select_related("contract__centre").get(uid=UUID(named(item)))
    life = life_of_release(release, item.known_at)
    lines = (
        *contract_line(item),
        (_("Tranche"), Cell(release.tranche, address("fund:release", release.uid))),
        (_("Due by its rule"), Cell(formats.plain_amount(release.due))),
        (_("Asked for"), Cell(formats.plain_amount(release.amount))),
        *held_back_line(release),
        (_("State then"), Cell(str(STATES_OF_RELEASES.get(life.state, life.state)))),
    )
    tree = explanation(release)
    names = names_in([tree], on=release.on, known_at=release.known_at)
    return Reading(lines, sentences=tuple(explained(tree, names, get_language() or "fr")))


def held_back_line(release: Release) -> Iterator[tuple[str, Cell]]:
    if release.held_back:
        amount, day = formats.plain_amount(release.held_back), formats.plain_day(release.held_until)
        yield _("Held back"), Cell(_("%(amount)s until %(day)s") % {"amount": amount, "day": day})


def of_tranche(item: Item) -> Reading:
    code = named(item).rpartition(":")[2]
    due = due_now(item.contract, code, on=item.event.recorded_at.date(), known_at=item.known_at)
    page = address("fund:tranche", item.contract.code, code, known_at=item.known_at)
    lines = (
        *contract_line(item),
        (_("Tranche"), Cell(code, page)),
        (
            _("Still due") if due.amount > 0 else _("Released too much"),
            Cell(formats.plain_amount(abs(due.amount))),
        ),
    )
    return Reading(lines, sentences=tuple(explained(due.explanation, names_of(due), get_language() or "fr")))


def of_sharing(item: Item) -> Reading:
    """A sharing of an envelope: its shares, and why it is proposed."""
    proposal = Proposal.objects.select_related("sharing__scenario__plan").get(uid=UUID(named(item)))
    scenario = proposal.sharing.scenario
    told = found(scenario)
    rows = tuple(
        (Cell(told.name_of(key)), Cell(formats.plain_amount(amount)))
        for key, amount in sorted(told.solution.shares.items(), key=lambda pair: -pair[1])
        if amount
    )
    lines = ((_("Sharing"), Cell(scenario.name, address("fund:sharing", scenario.uid))),)
    table = Table(_("Shares"), (_("Who"), _("Share")), rows, (1,))
    return Reading(lines, (table,), text=proposal.reason)


def of_amendment(item: Item) -> Reading:
    """The version being prepared: why, by whose authority, from when."""
    code, _colon, number = named(item).rpartition(":")
    version = ContractVersion.objects.filter(contract__code=code, number=number or 0).first()
    lines = list(contract_line(item))
    if version:
        drafted = address("contracts:contract", code, version=version.number)
        lines += [
            (_("Version"), Cell(formats.plain_number(version.number), drafted)),
            (_("In effect from"), Cell(formats.plain_day(version.effective_from))),
            (_("Why"), Cell(formats.plain_words(version.reason))),
            (_("Decided by"), Cell(formats.plain_words(version.authority))),
        ]
    return Reading(tuple(lines))


def of_recommendation(item: Item) -> Reading:
    """What an evaluation recommends, to whom and by when."""
    evaluation, _slash, code = named(item).partition("/")
    asked = Recommendation.objects.select_related("evaluation", "addressed_to")
    one = asked.filter(evaluation__code=evaluation, code=code).first()
    if one is None:
        return free(item)
    lines = [(_("Evaluation"), Cell(formats.plain_words(one.evaluation.title)))]
    lines += [(_("Addressed to"), Cell(organisation(one.addressed_to)))] if one.addressed_to else []
    lines += [(_("By"), Cell(formats.plain_day(one.due_on)))] if one.due_on else []
    return Reading(tuple(lines), text=formats.plain_words(one.text))


def organisation(one: Organisation) -> str:
    return f"{formats.plain_words(one.name)} ({one.code})"


def of_evaluation(item: Item) -> Reading:
    one = Evaluation.objects.filter(code=named(item)).first()
    terms = one.terms if one else item.proposal.get("terms") or ""
    return Reading(tuple(contract_line(item)) if item.contract else (), text=formats.plain_words(terms))


def of_standing(item: Item) -> Reading:
    """Where a contract stands on the ladder, and the rule that proposes to move it."""
    why = formats.plain_words(item.proposal.get("reason") or "")
    return Reading(tuple(contract_line(item)), text=why)


READINGS: dict[str, Callable[[Item], Reading]] = {
    Item.Kind.RETURN: of_return,
    Item.Kind.CONTESTED: of_return,
    Item.Kind.RELEASE: of_release,
    Item.Kind.ALLOCATION: of_sharing,
    Item.Kind.AMENDMENT: of_amendment,
    Item.Kind.RECOMMENDATION: of_recommendation,
    Item.Kind.EVALUATION: of_evaluation,
    Item.Kind.STANDING: of_standing,
}
