"""Returns of the simulated year: opened, explained, submitted, sampled, checked, contested, verified."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jalon.evidence import segments
from jalon.evidence.actions import store_document
from jalon.evidence.models import Evidence
from jalon.journal.actions import recording
from jalon.kernel.periods import parse
from jalon.reporting import actions as reporting
from jalon.reporting.actions.remarks import Note, remark
from jalon.reporting.actions.stepping import subject_of
from jalon.reporting.models import Finding, Return, Sample, Sampled
from jalon.reporting.queries.returns import life_of, return_of
from jalon.reporting.queries.samples import findings_of, sample_of
from jalon.reporting.queries.sheet import Sheet, sheet_of
from jalon.site.simulation.papers import pdf
from jalon.site.simulation.tables import count_tables
from jalon.site.simulation.year.cast import Cast
from jalon.site.simulation.year.opening import QUESTIONED_FROM

Outcome = Finding.Outcome
CHECKABLE = ("test.reported", "training.attended", "assistance.delivered")
"""Kinds whose rows may be found wrong: nothing later in the life stands on them."""

EXPLAINED = {
    "recorded_late": "Simulé : pièces reçues après la fin du mois, saisies à réception.",
    "late_without_comment": "Simulé : retard connu, le plan de rattrapage est en cours.",
    "sudden_change": "Simulé : effet de saison.",
    "sudden_change_in_a_year": "Simulé : montée en charge de l’activité.",
    "not_computable": "Simulé : la valeur de référence manque au contrat.",
}
RISK = "Simulé : deux postes d’ingénieur restent à pourvoir."
OTHERWISE = "Simulé : vérifié, le chiffre est exact."
REASONS = {
    Outcome.REJECTED: "Simulé : le document ne correspond pas à la ligne.",
    Outcome.CORRECTED: "Simulé : la quantité du document est plus faible.",
    Outcome.MISSING: "Simulé : le document n’a pas été présenté.",
}


@dataclass(frozen=True)
class Wrong:
    """How many things of a sample are found wrong, and how."""

    rejected: int = 0
    corrected: int = 0
    missing: int = 0

    def outcomes(self) -> list[str]:
        return [
            *[Outcome.CORRECTED] * self.corrected,
            *[Outcome.REJECTED] * self.rejected,
            *[Outcome.MISSING] * self.missing,
        ]


NOTHING = Wrong()


def open_all(cast: Cast, period: str, on: date) -> None:
    for contract in cast.contracts.values():
        reporting.open_return(contract, period, by=cast["officer"], on=on)


def settle_columns(_cast: Cast, _on: date) -> None:
    """The columnar copy up to here, where returns are counted: without it they read every row."""
    count_tables()
    segments.write()


def report_of(cast: Cast, code: str, period: str) -> Return:
    found = return_of(cast.contracts[code], period)
    if found is None:
        raise LookupError(f"no return of {code} for {period}")
    return found


def hand_in(cast: Cast, code: str, period: str, on: date) -> None:
    """The director names a risk, explains and comments what is questioned, and submits."""
    report, by = report_of(cast, code, period), cast.director(code)
    notes = [Note("risk", RISK)]
    if parse(period).end >= QUESTIONED_FROM:
        sheet = sheet_of(report.contract, parse(period))
        notes += [*explanations(sheet), *words(sheet)]
    remark(report, notes, by=by, fields=len(notes), seconds=90 * len(notes))
    reporting.submit(report, by=by, on=on)


def explanations(sheet: Sheet) -> Iterator[Note]:
    for asked in sheet.unsettled:
        check = asked.check
        if not check.must_be_settled:
            text = EXPLAINED.get(check.code, OTHERWISE)
            yield Note("explanation", text, indicator=check.indicator, check=check.code)


def words(sheet: Sheet) -> Iterator[Note]:
    late = [row.indicator for row in sheet.rows if row.cell.status == "late"]
    for indicator in late:
        yield Note("comment", EXPLAINED["late_without_comment"], indicator=indicator)


def draw(cast: Cast, code: str, period: str, on: date) -> None:
    reporting.draw(report_of(cast, code, period), by=cast["verifier"], on=on)


def check(cast: Cast, code: str, period: str, on: date, wrong: Wrong = NOTHING, *, share: float = 1) -> None:
    """Look at the things that were drawn: some are wrong, the others are accepted together."""
    report = report_of(cast, code, period)
    things = list(sample_of(life_of(report)).things.order_by("position"))
    things = things[: round(share * len(things))]
    bad = found_wrong(cast, things, wrong)
    for thing, (outcome, row) in bad.items():
        told = {"quantity": less(row)} if outcome == Outcome.CORRECTED else {}
        said = {"reason": REASONS[outcome], "by": cast["verifier"], "on": on}
        reporting.find(thing, outcome=outcome, **told, **said)
    accept(report, [thing for thing in things if thing not in bad], by=cast["verifier"])


def found_wrong(cast: Cast, things: list[Sampled], wrong: Wrong) -> Mapping[Sampled, tuple[str, Evidence]]:
    """The first rows of the sample that can be wrong, one for each outcome that is asked for."""
    able = [one for one in things if one.thing.startswith("row:") and one.stratum.startswith(CHECKABLE)]
    rows = cast.standing_rows(uid for one in able for uid in one.rows)
    able = [one for one in able if all(str(uid) in rows for uid in one.rows)]
    found: dict[Sampled, tuple[str, Evidence]] = {}
    for outcome in wrong.outcomes():
        for thing in able:
            row = rows[str(thing.rows[0])]
            if thing not in found and (outcome != Outcome.CORRECTED or row.quantity > 1):
                found[thing] = outcome, row
                break
    return found


def less(row: Evidence):
    return row.quantity - 1


def accept(report: Return, things: list[Sampled], *, by) -> None:
    """Everything that is as declared, under one event: one form each would be as true, and slower."""
    payload = {"things": len(things), "outcome": str(Outcome.ACCEPTED)}
    with recording("return.found", subject=subject_of(report), by=by, payload=payload) as record:
        record.keep_all(Finding(sampled=thing, outcome=Outcome.ACCEPTED) for thing in things)


def verify(cast: Cast, code: str, period: str, on: date) -> None:
    reporting.verify(report_of(cast, code, period), by=cast["verifier"], on=on)


def settle(cast: Cast, code: str, period: str, on: date) -> None:
    """The centre says it contests nothing."""
    report = report_of(cast, code, period)
    reporting.accept_findings(report, by=cast.director(code), on=on)


def contest(cast: Cast, code: str, period: str, on: date) -> None:
    """The centre answers one finding, with the document it did not show before."""
    finding = contestable(sample_of(life_of(report_of(cast, code, period))))
    proof = store_document(
        pdf(f"Rapport d'essai retrouvé - {code}", "DOCUMENT SIMULÉ : il ne prouve rien."),
        name=f"reponse-{code.lower()}-{period.lower()}-simule.pdf",
        centre=cast.organisations[code],
        by=cast.director(code),
    )
    text = "Simulé : le rapport signé est joint, la ligne est exacte."
    reporting.reply(finding, text=text, documents=(proof,), by=cast.director(code), on=on)


def contestable(sample: Sample) -> Finding:
    wrong = [one for one in findings_of(sample).values() if one.outcome != Outcome.ACCEPTED]
    return sorted(wrong, key=lambda one: one.sampled_id)[-1]


def reconsider(cast: Cast, code: str, period: str, on: date) -> None:
    """The verifier reads the answer, accepts it, and settles the values again."""
    report = report_of(cast, code, period)
    finding = contestable(sample_of(life_of(report)))
    note = "Simulé : document présenté avec la réponse."
    reporting.find(finding.sampled, outcome=Outcome.ACCEPTED, note=note, by=cast["verifier"], on=on)
    reporting.verify(report, by=cast["verifier"], on=on)
