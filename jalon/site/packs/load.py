"""A pack into the database: the new is added, the signed is amended, the rest is left alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import connection, transaction

from jalon.journal.actions import Recording, recording
from jalon.site.packs import adding, schema
from jalon.site.packs.amendments import ADDED, CHANGED, amendments, corrections, unsaid
from jalon.site.packs.check import checked
from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.keeping import catalogue, claims, contracts, counting, evaluations, network, plans
from jalon.site.packs.parts import Part, Words
from jalon.site.packs.problems import NOTE, Problem, shown

LOAD_LOCK = 0x7061636B  # "pack": two loads at once would both find the same things missing


class PackRefused(Exception):
    """A pack that cannot be loaded; nothing of it was. `problems` say what to mend."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Change:
    """One thing a load does: its subject as the journal names it, and how to write it under an event.

    What is kept as records is written under the recording itself, which covers each of them.
    """

    verb: str
    subject: str
    digest: bytes
    write: Callable[[int], None] | Callable[[Recording], None]
    is_adopted: bool = False  # from now on it is as it is: `verification.py` holds it to that
    is_recorded: bool = False


@dataclass
class LoadReport:
    """What a load did. Loading the same pack again does nothing and has no moment."""

    pack: str
    version: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    amended: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    moment: int | None = None

    @property
    def is_unchanged(self) -> bool:
        return not (self.added or self.changed or self.amended)


def load(path: Path | str, *, by=None, at=None) -> LoadReport:
    """Load the pack in a folder, in one transaction and one event. Raises PackRefused with every error."""
    result = checked(path)
    if result.folder is None:
        raise PackRefused(result.errors)
    with transaction.atomic():
        _wait_for_other_loads()
        left_alone = list(_left_alone(result.folder))
        report = keep(result.folder, by=by, at=at)
    report.notes = [problem for problem in result.problems if not problem.is_error] + left_alone
    return report


def _wait_for_other_loads():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])


def _left_alone(folder: schema.Folder) -> Iterator[Problem]:
    """What was amended since the pack was written is not undone by loading it again: that is said."""
    for section, code, said, kept in _with_versions(folder):
        for version in unsaid(said, kept):
            what = f"Version {version.number} is recorded since, and this pack does not say it: it stays."
            mend = "Write it into the pack; to return to what was before, write that as a later version."
            yield Problem(section, 0, 0, code, what, mend, NOTE)


def _with_versions(folder):
    """(section, code, versions said, versions kept) of everything that is amended, never overwritten."""
    for plan in folder.plans:
        yield "plans", plan.code, plan.whole_versions(), plans.versions(plan.code)
    kept_contracts = {part.code: part.versions for part in contracts.contracts()}
    for contract in folder.contracts:
        yield "contracts", contract.code, contract.versions, kept_contracts.get(contract.code, ())
    for section, said, kept in (
        ("indicators", folder.indicators, grouped(counting.indicators())),
        ("services", folder.services, grouped(catalogue.services())),
    ):
        for code, versions in grouped(said).items():
            yield section, code, versions, kept.get(code, [])


def keep(folder: schema.Folder, *, by=None, at=None) -> LoadReport:
    """Write what the folder says and the database does not say yet.

    The event's payload holds the digest of all it recorded, and the chain covers the payload.
    """
    sheet = folder.pack
    report = LoadReport(sheet.code, sheet.version)
    todo = list(changes(folder))
    if not todo:
        return report
    payload = {
        "pack": sheet.code,
        "version": sheet.version,
        "plans": [plan.code for plan in folder.plans],
        "recorded": [[change.subject, change.digest.hex(), change.is_adopted] for change in todo],
    }
    with recording("pack.loaded", subject=f"pack:{sheet.code}", by=by, payload=payload, at=at) as record:
        for change in todo:
            change.write(record if change.is_recorded else record.event_id)
            getattr(report, change.verb).append(change.subject)
    report.moment = record.number
    return report


def changes(folder: schema.Folder) -> Iterator[Change]:
    """In the order in which they can be written: what is named before what names it."""
    yield from _core_kinds()
    yield from _kinds(folder)
    yield from _network(folder)
    yield from _plans(folder)
    yield from _agreements(folder)
    yield from _indicators(folder)
    yield from _services(folder)
    yield from _plan_versions(folder)
    yield from _contracts(folder)
    yield from _evaluations(folder)
    yield from _claims(folder)


def _unversioned(
    noun: str, said: Iterable[Part], kept: Iterable[Part], write, *, is_adopted: bool = False
) -> Iterator[Change]:
    """Parts known by their code: added when new, changed when they differ."""
    before = {part.code: fingerprint(part) for part in kept}
    for position, part in enumerate(said):
        digest = fingerprint(part)
        if before.get(part.code) != digest:
            verb = CHANGED if part.code in before else ADDED
            yield Change(verb, f"{noun}:{part.code}", digest, partial(write, part, position), is_adopted)


def _core_kinds():
    for kind in counting.stale_core_kinds():
        digest = fingerprint(counting.said_kind(kind))
        yield Change(ADDED, f"kind:{kind.code}", digest, partial(_write_kind, kind, ""))


def _kinds(folder):
    pack = folder.pack.code
    kept = counting.pack_kinds()
    return _unversioned("kind", folder.kinds, kept, lambda part, *_: _write_kind(part.plain(), pack))


def _write_kind(kind, pack, event_id=None):
    counting.keep_kind(kind, pack=pack)


def _network(folder):
    yield from _unversioned("region", folder.regions, network.regions(), network.keep_region)
    yield from _unversioned("sector", folder.sectors, network.sectors(), network.keep_sector)
    by_dependence = sorted(folder.organisations, key=lambda one: one.federation is not None)
    yield from _unversioned("organisation", by_dependence, network.organisations(), network.keep_organisation)


def _plans(folder):
    """Their names and what they follow, the first of a line of plans first."""
    kept = {plan.code: plan for plan in plans.heads()}
    zone = folder.pack.time_zone
    for plan in in_succession(folder.plans):
        head = plans.head(plan, time_zone=zone)
        if kept.get(plan.code) != head:
            verb = CHANGED if plan.code in kept else ADDED
            digest = fingerprint(plan.model_copy(update={"versions": ()}))
            yield Change(verb, f"plan:{plan.code}", digest, partial(_write_plan, head))


def _write_plan(head, event_id):
    plans.keep_plan(head)


def in_succession(said: Iterable[schema.Plan]) -> list[schema.Plan]:
    """A plan after the one it follows; `check` has refused circles."""
    left, ordered = {plan.code: plan for plan in said}, []
    while left:
        ready = [plan for plan in left.values() if plan.previous not in left]
        ordered += ready
        for plan in ready:
            del left[plan.code]
    return ordered


def _agreements(folder):
    kept = plans.agreements()
    refused = [why for part in folder.agreements for why in _altered_agreement(part, kept)]
    if refused:
        raise PackRefused(refused)
    yield from _unversioned("agreement", folder.agreements, kept, plans.keep_agreement, is_adopted=True)


SIGNED = ("plan", "signed_on", "starts_on", "ends_on", "envelope")


def _altered_agreement(part, kept):
    """What parties signed is not edited: only its words, in any language, may be completed."""
    before = next((one for one in kept if one.code == part.code), None)
    if before is None:
        return
    for name in SIGNED:
        if getattr(before, name) not in (None, getattr(part, name)):
            yield _signed_already(part, name, getattr(before, name))
    said, signed = ({party.organisation for party in one.parties} for one in (part, before))
    if signed - said:
        yield _signed_already(part, "parties", ", ".join(sorted(signed)))


def _signed_already(part, name, before):
    what = f"The agreement {part.code} is recorded with “{shown(before)}”."
    mend = "Keep it as signed, and write the amendment as a new version of the plan."
    return Problem("agreements.yaml", 0, 0, f"{part.code}.{name}", what, mend)


def _indicators(folder):
    kept = grouped(counting.indicators())
    for code, said in grouped(folder.indicators).items():
        subject = f"indicator:{code}"
        yield from _versions(folder, subject, said, kept.get(code, []), counting.keep_indicator)


def _services(folder):
    kept = grouped(catalogue.services())
    for code, said in grouped(folder.services).items():
        subject = f"service:{code}"
        yield from _versions(folder, subject, said, kept.get(code, []), catalogue.keep_service)


def grouped(sheets) -> dict[str, list]:
    """Versions by code, in the order of their numbers."""
    found: dict[str, list] = {}
    for sheet in sorted(sheets, key=lambda one: one.number):
        found.setdefault(sheet.code, []).append(sheet)
    return found


def _plan_versions(folder):
    for plan in folder.plans:
        kept = plans.versions(plan.code)
        write = partial(plans.keep_version, plan.code)
        yield from _versions(folder, f"plan:{plan.code}", plan.whole_versions(), kept, write)


def _contracts(folder):
    kept = {part.code: part for part in contracts.contracts()}
    for contract in folder.contracts:
        head = contract.model_copy(update={"versions": ()})
        before = kept.get(contract.code)
        if before is None or fingerprint(before.model_copy(update={"versions": ()})) != fingerprint(head):
            verb = ADDED if before is None else CHANGED
            subject = f"contract:{contract.code}"
            yield Change(verb, subject, fingerprint(head), partial(_write_contract, contract))
        write = partial(contracts.keep_version, contract.code)
        kept_versions = before.versions if before else []
        yield from _versions(folder, f"contract:{contract.code}", contract.versions, kept_versions, write)


def _write_contract(contract, event_id):
    contracts.keep_contract(contract)


def _evaluations(folder):
    kept = {part.code: part for part in evaluations.evaluations()}
    if refused := adding.altered(folder.evaluations, kept):
        raise PackRefused(refused)
    for part in folder.evaluations:
        if part.code not in kept:
            yield _recorded(ADDED, part, partial(evaluations.open_evaluation, part))
        elif any(more := adding.added(part, kept[part.code])):
            yield _recorded(CHANGED, part, partial(evaluations.add_to_evaluation, part, *more))


def _recorded(verb, part, write) -> Change:
    return Change(verb, f"evaluation:{part.code}", fingerprint(part), write, is_recorded=True)


def _claims(folder):
    kept = grouped(claims.claims())
    for code, said in grouped(folder.claims).items():
        yield from _versions(
            folder, f"claim:{code}", said, kept.get(code, []), claims.keep_claim, corrections
        )


def _versions(folder, subject, said, kept, write, rule=amendments) -> Iterator[Change]:
    """Versions as amendments: what was adopted stays, what differs from it becomes the next version."""
    for amendment in rule(said, kept, reason=_reason(folder.pack)):
        part = amendment.part
        writing = partial(write, part)
        is_adopted = getattr(part, "status", "") != "draft"
        yield Change(amendment.verb, f"{subject}:{part.number}", fingerprint(part), writing, is_adopted)


def _reason(sheet) -> Words:
    return Words(
        fr=f"Pack {sheet.code}, version {sheet.version}",
        ar=f"حزمة {sheet.code}، نسخة {sheet.version}",
        en=f"Pack {sheet.code}, version {sheet.version}",
    )
