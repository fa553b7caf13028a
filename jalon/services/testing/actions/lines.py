"""What is done to test lines, one or two hundred at once, in as many questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.capacity.models import Equipment
from jalon.capacity.queries import equipment_valid
from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.journal.lives import Refused
from jalon.kernel import conformity
from jalon.services.models import (
    AlsoJudged,
    AlsoStated,
    Assignment,
    Clause,
    InstrumentUse,
    Measurement,
    RawData,
    SampleReceipt,
    TestLine,
    TestLineStep,
    TestOrder,
)
from jalon.services.testing.queries.controls import controlled
from jalon.services.testing.queries.lines import (
    HERE,
    also_judged,
    converts,
    is_authorised,
    is_equipped,
    last_measured,
    standing_of,
)

Turns = Mapping[int, int] | None
Terms = Sequence[tuple[TestOrder, Clause]]
"""The orders that judge a line, each by its own clause."""


@dataclass(frozen=True)
class Entry:
    """A result as it is typed. A blank value is None: it is not 0."""

    line: TestLine
    value: Decimal | None
    unit: str
    uncertainty: Decimal | None = None
    k: Decimal | None = None
    censored: str = ""
    equipment: tuple[Equipment, ...] = ()
    control: str = Measurement.Control.NOT_ASKED
    remarks: str = ""

    @property
    def has_a_spread(self) -> bool:
        return self.uncertainty is not None and self.k is not None and self.uncertainty > 0 and self.k > 0

    def is_spread_well(self, terms: Terms) -> bool:
        """U and k together; both where a rule decides by them."""
        if self.uncertainty is None and self.k is None:
            return not any(needs_spread(order, clause) for order, clause in terms)
        return self.has_a_spread

    def stated(self, order: TestOrder, clause: Clause) -> conformity.Statement | None:
        """What a rule says of it, in the unit of the clause; None when nothing is to be stated."""
        result = conformity.Result(self.value, self.uncertainty, self.k, self.unit, self.censored)
        return stated(result, order, clause)


def needs_spread(order: TestOrder, clause: Clause) -> bool:
    rule = order.decides_by
    return bool(rule and rule.needs_uncertainty and not clause.limits.is_empty)


def stated(result: conformity.Result, order: TestOrder, clause: Clause) -> conformity.Statement | None:
    rule = order.decides_by
    if rule is None or clause.limits.is_empty:
        return None
    return conformity.statement(result.in_unit(clause.unit), clause.limits, rule)


def subject(lines: Sequence[TestLine]) -> str:
    return f"test:{lines[0].uid}" if len(lines) == 1 else f"centre:{lines[0].centre.code}"


def begun(verb: str, lines: Sequence[TestLine], by):
    payload = {"centre": lines[0].centre.code, "lines": len(lines)}
    return recording(verb, subject=subject(lines), by=by, payload=payload)


def assign(
    lines: Sequence[TestLine], operator, *, planned_on: date, by, roles: Sequence[str], turns: Turns = None
) -> list[TestLineStep]:
    """Give lines to somebody who may use their methods on the day. Raises Refused."""
    people = is_authorised(lines[0].centre, [line.clause.method for line in lines], planned_on)

    def facts(line: TestLine) -> dict[str, bool]:
        return {"operator_authorised": operator.pk in people[line.clause.method]}

    with begun("test.assigned", lines, by) as record:
        told = {"facts": facts, "role": roles, "by": by, "turns": turns, "reason": "", "said": None}
        moved = lives.move_all(record, lines, "assign", **told)
        record.keep_all(Assignment(line=line, operator=operator, planned_on=planned_on) for line in lines)
        return moved


def enter(
    entries: Sequence[Entry],
    *,
    tested_on: date,
    by,
    roles: Sequence[str],
    on: date,
    turns: Turns = None,
    raw: str | None = None,
) -> list[Measurement]:
    """Keep results with what they state. Instruments and the analyst are checked on the day of the test.

    `raw` is the SHA-256 of the stored file of the instrument they were read from.
    Raises Refused, saying by line what is wrong; none is kept then.
    """
    lines = [entry.line for entry in entries]
    check_here(lines, tested_on)
    by_line = {entry.line.pk: entry for entry in entries}
    also = also_judged(lines)
    people = is_authorised(lines[0].centre, [line.clause.method for line in lines], tested_on)
    valid = equipment_valid({thing.pk for entry in entries for thing in entry.equipment}, tested_on)

    def facts(line: TestLine) -> dict[str, bool]:
        entry = by_line[line.pk]
        return {
            "operator_authorised": by is not None and by.pk in people[line.clause.method],
            "equipment_valid_on_the_day": is_equipped(line, entry.equipment, valid),
            "day_not_future": tested_on <= on,
            "value_written": entry.value is not None,
            "unit_convertible": converts(entry.unit, line.clause.unit),
            "uncertainty_with_its_k": entry.is_spread_well(terms_of(line, also)),
        }

    with begun("test.entered", lines, by) as record:
        lives.move_all(record, lines, "enter", facts=facts, role=roles, by=by, turns=turns)
        measured = kept(record, entries, also, tested_on, by)
        if raw:
            record.keep_all(RawData(measurement=said, document_id=raw) for said in measured)
        return measured


def check_here(lines: Sequence[TestLine], tested_on: date) -> None:
    """Nobody tests what has not come, before it came, or before the work was begun."""
    came = SampleReceipt.objects.filter(sample__in={line.sample_id for line in lines})
    since = dict(came.values_list("sample", "on"))
    wrong = {}
    for line in lines:
        reasons = () if line.sample.state in HERE else ("sample_here",)
        reasons += ("sample_came",) if since.get(line.sample_id, tested_on) > tested_on else ()
        reasons += () if line.order.request.state == "in_progress" else ("work_begun",)
        if reasons:
            wrong[line.pk] = reasons
    if wrong:
        raise Refused(dict.fromkeys(one for reasons in wrong.values() for one in reasons), wrong)


def terms_of(line: TestLine, also: Mapping[int, Sequence[AlsoJudged]]) -> Terms:
    return [(line.order, line.clause), *((one.order, one.clause) for one in also.get(line.pk, ()))]


def kept(record: Recording, entries: Sequence[Entry], also, tested_on: date, by) -> list[Measurement]:
    measured = record.keep_all(measurement(entry, tested_on, by) for entry in entries)
    pairs = list(zip(measured, entries, strict=True))
    record.keep_all(
        InstrumentUse(measurement=said, equipment=thing) for said, entry in pairs for thing in entry.equipment
    )
    record.keep_all(
        AlsoStated(measurement=said, judged=one, statement=found.to_data())
        for said, entry in pairs
        for one in also.get(entry.line.pk, ())
        if (found := entry.stated(one.order, one.clause))
    )
    return measured


def measurement(entry: Entry, tested_on: date, by) -> Measurement:
    found = entry.stated(entry.line.order, entry.line.clause)
    return Measurement(
        line=entry.line,
        operator=by,
        on=tested_on,
        value=entry.value,
        places=max(0, -entry.value.as_tuple().exponent),
        censored=entry.censored,
        unit=entry.unit,
        uncertainty=entry.uncertainty,
        k=entry.k,
        control=entry.control,
        remarks=entry.remarks.strip(),
        statement=found and found.to_data(),
    )


def verify(lines: Sequence[TestLine], *, by, roles: Sequence[str], turns: Turns = None) -> list[TestLineStep]:
    """Somebody else read the results, and the control of each was done and is sound. Raises Refused."""
    measured = last_measured(lines)
    controls = controlled(lines, measured)

    def facts(line: TestLine) -> dict[str, bool]:
        said = measured.get(line.pk)
        return {
            "verifier_is_another": bool(said and by and said.operator_id != by.pk),
            "control_done": controls[line.pk].is_done,
            "control_in_bounds": controls[line.pk].is_sound,
        }

    return step_lines(lines, "verify", facts=facts, by=by, roles=roles, turns=turns)


def authorise(
    lines: Sequence[TestLine], *, by, roles: Sequence[str], turns: Turns = None
) -> list[TestLineStep]:
    """Instruments and analysts are looked at again, as they are known by now. Raises Refused."""
    stands = standing_of(lines)
    unable = {line.pk: ("operator_authorised",) for line in lines if not stands.authorised.get(line.pk)}
    if unable:
        raise Refused(("operator_authorised",), unable)

    def facts(line: TestLine) -> dict[str, bool]:
        said = stands.measured.get(line.pk)
        return {
            "equipment_valid_on_the_day": stands.equipped.get(line.pk, False),
            "authoriser_is_another": bool(said and by and said.operator_id != by.pk),
        }

    return step_lines(lines, "authorise", facts=facts, by=by, roles=roles, turns=turns)


def step_lines(
    lines: Sequence[TestLine],
    verb: str,
    *,
    by,
    roles: Sequence[str],
    facts: object = (),
    turns: Turns = None,
    reason: str = "",
) -> list[TestLineStep]:
    """Do a verb to lines, all or none."""
    with begun("test.moved", lines, by) as record:
        record.payload["verb"] = verb
        told = {"facts": facts, "role": roles, "by": by, "turns": turns, "reason": reason}
        return lives.move_all(record, lines, verb, **told)


def redo(line: TestLine, *, reason: str, by, roles: Sequence[str], turn: int) -> TestLine:
    """Keep a result as it is, and test again: the new line names it. Raises Refused."""
    with begun("test.redone", [line], by) as record:
        lives.move(record, line, "redo", role=roles, by=by, turn=turn, reason=reason)
        return begun_again(record, line)


def test_again(line: TestLine, *, by, roles: Collection[str], turn: int | None = None) -> TestLine:
    """Test again what a report has already said, for the report that replaces it; once. Raises Refused."""
    if line.state != "reported":
        raise Refused(("not_from_here",))
    if "technical_lead" not in roles:
        raise Refused(("not_yours",))
    with begun("test.redone", [line], by) as record:
        lives.hold_at(line, turn)
        if line.done_again.exclude(state="cancelled").exists():
            raise Refused((lives.MOVED_MEANWHILE,))
        return begun_again(record, line)


test_again.__test__ = False  # it is no test of this code


def begun_again(record: Recording, line: TestLine) -> TestLine:
    """The line that tests it again, judged by whom the first one was."""
    same = {"order": line.order, "sample": line.sample, "clause": line.clause}
    again = lives.begin(record, TestLine(centre=line.centre, again=line, **same))
    record.keep_all(
        AlsoJudged(line=again, order=one.order, clause=one.clause)
        for one in also_judged([line]).get(line.pk, ())
    )
    return again
