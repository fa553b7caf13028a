"""How an entry enters the books: one place, for every step of every action.

Books of a plan are written one entry at a time: numbers have no gap. `hold` takes that turn; an action that
will cause several events takes it before the first.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Model

from jalon.fund.models import Entry, Posting
from jalon.fund.queries.ledger import floors, held_along
from jalon.journal.actions import Recording, recording
from jalon.kernel import ledger
from jalon.kernel.ledger.checking import SENTENCES
from jalon.plan.models import Plan
from jalon.ui import formats


class Refused(ValueError):
    """An entry that cannot be written: everything that is wrong with it, as the kernel says it."""

    def __init__(self, problems: Iterable[ledger.Problem]):
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.code for problem in self.problems))

    def sentences(self, language: str) -> list[str]:
        """What is wrong, each thing once, for people."""
        return list(dict.fromkeys(sentence(problem, language) for problem in self.problems))


class Repeated(Exception):
    """What is asked for is in the books already: the same page was sent twice. `row` is what it wrote."""

    def __init__(self, row):
        self.row = row
        super().__init__(str(row.uid))


def sentence(problem: ledger.Problem, language: str) -> str:
    said, _is_fallback = SENTENCES[problem.code].in_language(language)
    return said.format(amount=formats.plain_amount(problem.amount, language=language))


@dataclass(frozen=True)
class People:
    """Who asked, who approved, who pays: three people, where the step needs them."""

    requester: object = None
    approver: object = None
    payer: object = None

    def keys(self) -> dict[str, str]:
        named = {"requester": self.requester, "approver": self.approver, "payer": self.payer}
        return {office: str(user.uid) for office, user in named.items() if user}


@dataclass(frozen=True)
class Grounds:
    """What an entry rests on besides its own words: files, the committee's decision, what caused it."""

    documents: tuple[str, ...] = ()  # SHA-256 of stored documents
    decision: UUID | None = None
    subject: str = ""


NOTHING = Grounds()
NOBODY = People()


def hold(plan: Plan) -> None:
    """Take the turn to write in the books of a plan, kept to the end of the transaction."""
    # not the stronger lock: keys to the plan are checked meanwhile
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)


def once(model: type[Model], uid: UUID | None) -> None:
    """Under the turn: a page that names its row beforehand writes it once. Raises Repeated."""
    found = model.objects.filter(uid=uid).first() if uid else None
    if found:
        raise Repeated(found)


@contextmanager
def writing(
    verb: str, *, plan: Plan, by, subject: str = "", under: Recording | None = None
) -> Iterator[Recording]:
    """Write in the books: under an event of its own, or `under` one that is open already."""
    if under is not None:
        yield under
        return
    with recording(verb, subject=subject or f"plan:{plan.code}", by=by) as record:
        hold(plan)
        yield record


def post(
    record: Recording,
    entry: ledger.Entry,
    *,
    plan: Plan,
    people: People = NOBODY,
    grounds: Grounds = NOTHING,
    simulated: bool = False,
    uid: UUID | None = None,
) -> Entry:
    """Write an entry and its lines under an open event. Raises Refused with all its problems, Repeated."""
    once(Entry, uid)
    told = {"plan": plan, "people": people, "grounds": grounds, "simulated": simulated}
    return post_all(record, [entry], uids=[uid] if uid else (), **told)[0]


def post_all(
    record: Recording,
    entries: Iterable[ledger.Entry],
    *,
    plan: Plan,
    people: People = NOBODY,
    grounds: Grounds = NOTHING,
    simulated: bool = False,
    uids: Iterable[UUID] = (),
) -> list[Entry]:
    """Write entries one after the other, each weighed on what the one before left."""
    entries = list(entries)
    record.payload.setdefault("steps", []).extend(entry.step.value for entry in entries)
    hold(plan)
    check(plan, entries, people)
    first = next_number(plan)
    rows = [
        as_row(entry, plan=plan, number=first + place, people=people, grounds=grounds, simulated=simulated)
        for place, entry in enumerate(entries)
    ]
    for row, uid in zip(rows, uids, strict=False):
        row.uid = uid
    record.keep_all(rows)
    lines = (line for row, entry in zip(rows, entries, strict=True) for line in as_lines(row, entry))
    record.keep_all(lines)
    return rows


def check(plan: Plan, entries: Sequence[ledger.Entry], people: People = NOBODY) -> None:
    """Weigh entries one after the other, each on what the one before left; raises Refused."""
    entries = [replace(entry, **people.keys()) for entry in entries]
    held = held_along(plan, ledger.touched(entries))
    pledged = floors(plan)
    wrong = []
    for entry in entries:
        wrong += ledger.problems(entry, held, pledged)
        for line in entry.postings:
            held[ledger.key(line)] = held.get(ledger.key(line), 0) + line.amount
    if wrong:
        raise Refused(wrong)


def next_number(plan: Plan) -> int:
    last = Entry.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def as_row(entry: ledger.Entry, *, plan, number, people, grounds, simulated) -> Entry:
    return Entry(
        plan=plan,
        number=number,
        step=entry.step.value,
        on=entry.on,
        requester=people.requester,
        approver=people.approver,
        payer=people.payer,
        authority=entry.authority,
        decision=grounds.decision,
        document=entry.document,
        documents=list(grounds.documents),
        reason=entry.reason,
        subject=grounds.subject,
        reverses=undone(plan, entry),
        simulated=simulated,
    )


def undone(plan: Plan, entry: ledger.Entry) -> Entry | None:
    return Entry.objects.get(plan=plan, number=entry.reverses) if entry.reverses else None


def as_lines(row: Entry, entry: ledger.Entry) -> Iterable[Posting]:
    for position, line in enumerate(entry.postings):
        yield Posting(
            entry=row,
            position=position,
            account=line.account.value,
            contract=line.contract,
            line=line.line,
            axis=line.axis,
            year=line.year,
            activity=line.activity,
            source=line.source,
            amount=line.amount,
        )
