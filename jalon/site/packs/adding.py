"""What a load adds to evaluations: they are records, added to and never edited."""

from collections.abc import Iterable

from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.problems import Problem
from jalon.site.packs.schema import Evaluation

MEND = "It stays as it was recorded. Write what differs under another code."


def altered(said: Iterable[Evaluation], kept: dict[str, Evaluation]) -> list[Problem]:
    """Every evaluation and recommendation that says another thing than the one recorded under its code."""
    found = []
    for part in said:
        before = kept.get(part.code)
        if before is None:
            continue
        if fingerprint(before.head) != fingerprint(part.head):
            found.append(recorded(part.code, "The evaluation"))
        asked = {one.code: fingerprint(one) for one in before.recommendations}
        for one in part.recommendations:
            if asked.get(one.code, fingerprint(one)) != fingerprint(one):
                found.append(recorded(f"{part.code}.{one.code}", "The recommendation"))
    return found


def recorded(place: str, what: str) -> Problem:
    return Problem("evaluations.yaml", 0, 0, place, f"{what} {place} is recorded with other words.", MEND)


def added(said: Evaluation, kept: Evaluation) -> tuple[list, list]:
    """The findings and recommendations the database does not have yet."""
    found = {fingerprint(one) for one in kept.findings}
    asked = {one.code for one in kept.recommendations}
    findings = [one for one in said.findings if fingerprint(one) not in found]
    return findings, [one for one in said.recommendations if one.code not in asked]
