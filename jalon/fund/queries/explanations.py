"""Explanations as they are read: what codes are called, and the one a release keeps."""

from collections.abc import Iterable
from datetime import date

from jalon.contracts.models import ContractVersion
from jalon.fund.documents import document_name
from jalon.fund.models import Release
from jalon.fund.queries.released import Life
from jalon.fund.queries.tranches import Due, due_now
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import in_force
from jalon.kernel.payment import Sentence, in_part
from jalon.kernel.words import Words
from jalon.network.models import Organisation

CODES = ("indicator", "document", "undertaking", "funder", "condition")


def names_in(
    sentences: Iterable[Sentence], *, on: date, version: ContractVersion | None = None, known_at=None
) -> dict[str, Words]:
    """What the codes of explanations are called, in at most three queries."""
    every = [
        (name, value) for one in sentences for _depth, s in one.walk() for name, value in s.values.items()
    ]
    of = {kind: {str(value) for name, value in every if name == kind} for kind in CODES}
    found: dict[str, Words] = {}
    if of["undertaking"] and version:
        rows = version.undertakings.filter(code__in={one.rpartition(":")[2] for one in of["undertaking"]})
        for row in rows:
            found[row.code] = found[f"{row.side}:{row.code}"] = row.text
    found |= {code: name for code in of["document"] if (name := document_name(code))}
    if of["funder"]:
        found |= dict(Organisation.objects.filter(code__in=of["funder"]).values_list("code", "name"))
    return found | indicator_names(of["indicator"], on, known_at)


def indicator_names(codes: set[str], on: date, known_at: int | None) -> dict[str, Words]:
    return {code: sheet.name for code, sheet in sheets_of(codes, on, known_at).items()}


def sheets_of(codes: set[str], on: date, known_at: int | None) -> dict[str, IndicatorVersion]:
    """The sheets in force of some indicators, in one query."""
    if not codes:
        return {}
    rows = IndicatorVersion.objects.known_at(known_at).filter(indicator__code__in=codes)
    return in_force(list(rows.select_related("indicator").order_by("-effective_from", "-number")), on)


def names_of(due: Due) -> dict[str, Words]:
    """What the codes of a tranche's explanation and of what would change it are called."""
    changes = [change.sentence for change in due.changes()]
    said = [due.explanation, *due.outcome.reasons, *changes]
    return names_in(said, on=due.period.end, version=due.version, known_at=due.known_at)


def explanation(release: Release) -> Sentence:
    """The explanation a release was decided on, as it was stored."""
    return Sentence.from_data(release.explanation)


def decided(life: Life) -> Sentence:
    """Why so much is released: the explanation it was asked for on and, once approved, what stays due."""
    told, approved = explanation(life.release), life.step("approve")
    if approved is None or told.figure is None or not approved.amount < told.figure:
        return told
    return in_part(told, approved.amount)


def replayed(release: Release) -> Due:
    """The tranche computed again today, as it was known when the release was asked for."""
    return due_now(release.contract, release.tranche, on=release.on, known_at=release.known_at)


def agrees(release: Release, again: Due) -> bool:
    """Whether the computation of today gives the number and the explanation that were decided."""
    return again.outcome.amount == release.due and again.explanation.to_data() == release.explanation
