"""The results on the paper of a report, and the statements that rest on them, each said once."""

from collections.abc import Mapping, Sequence

from jalon.kernel import conformity
from jalon.kernel.sentences import Sentence
from jalon.services.models import Clause, TestLine
from jalon.services.testing.queries.lines import Standing
from jalon.services.testing.sayings import in_full, sentences_of, written
from jalon.ui import formats

IN_THE_TABLE = ("result", "uncertainty", "limits")
"""What the row of a result says already, when it was measured in the unit of its clause."""

Explained = list[tuple[Clause, conformity.Statement, list[Sentence]]]


def explained(line: TestLine, stands: Standing) -> Explained:
    """Each statement of a line with the sentences it rests on, worked out once for the table and the text."""
    return [(clause, stated, sentences_of(stated)) for clause, stated in stands.statements(line)]


def rows_of(line: TestLine, stands: Standing, own: Explained, bears_mark: bool) -> list[list[str]]:
    """A row for the clause of the line, and one for each clause of another specification it answers."""
    measured = stands.measured[line.pk]
    spread = ""
    if measured.uncertainty:
        spread = f" ± {in_full(measured.uncertainty)} (k = {in_full(measured.k)})"
    flag = " *" if bears_mark and not stands.accredited.get(line.pk) else ""
    result = formats.isolate(f"{measured.shown}{spread} {measured.unit}".strip())
    if not own or own[0][0].pk != line.clause_id:
        own = [(line.clause, None, []), *own]
    return [row(line, clause, stated, told, result, flag) for clause, stated, told in own]


def row(
    line: TestLine, clause: Clause, stated, told: Sequence[Sentence], result: str, flag: str
) -> list[str]:
    bounds = next((str(one.values["limits"]) for one in told if one.key == "limits"), limits_told(clause))
    return [
        named(line, clause) + flag,
        formats.plain_words(clause.characteristic),
        formats.isolate(clause.method),
        formats.isolate(line.sample.number),
        result,
        formats.isolate(bounds) if bounds else "—",
        formats.plain_words(conformity.VERDICTS[stated.verdict]) if stated else "—",
    ]


def named(line: TestLine, clause: Clause) -> str:
    """The clause, with its specification where it is not the one the line was ordered under."""
    if clause.pk == line.clause_id:
        return clause.code
    return f"{clause.version.specification.code} {clause.code}"


def limits_told(clause: Clause) -> str:
    numbers = [None if one is None else one.normalize() for one in (clause.lower, clause.upper)]
    return conformity.interval(*numbers, clause.limits, clause.unit, formats.plain_exact)


def statements_told(
    lines: Sequence[TestLine], stands: Standing, said: Mapping[int, Explained], language: str
) -> list[list[str]]:
    """The clause and its samples, then the sentences: what several results say alike is said once for all."""
    groups: dict[tuple, tuple[str, list[str], list[Sentence]]] = {}
    for line in lines:
        for clause, _stated, sentences in said[line.pk]:
            is_plain = stands.measured[line.pk].unit == clause.unit
            told = [one for one in sentences if not (is_plain and one.key in IN_THE_TABLE)]
            key = (named(line, clause), *((one.key, *one.values.items()) for one in told))
            _name, samples, _told = groups.setdefault(key, (key[0], [], told))
            samples.append(formats.isolate(line.sample.number))
    between = "، " if language == "ar" else ", "
    return [
        [
            formats.dotted(name, between.join(samples)),
            " ".join(written(one, language) for one in told),
        ]
        for name, samples, told in groups.values()
    ]
