"""The life of a contract: where it stands, what each side may do next, and what keeps it from doing so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from jalon.contracts.models import Contract, ContractVersion, Step
from jalon.contracts.objections import Objection, objections_to_signature
from jalon.contracts.queries.terms import draft_of, known_to, terms_of, versions_of
from jalon.contracts.terms import SIDES, Terms
from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries import issued as papers
from jalon.kernel.states import CONTRACT
from jalon.network.models import Organisation

DRAFT, SUBMITTED, SIGNED = "draft", "submitted", "signed"
AGREED = ("agreed_by_centre", "agreed_by_federation")
PREPARING = ("agree", "return_to_draft", "submit", "sign", "void")  # about the version being prepared
STANDING = ("enter_into_force", "close")  # about the contract that was signed
SIGNING_ORDER = SIDES


@dataclass(frozen=True)
class Life:
    """What is prepared and what stands, on a day. `draft` is None when no version is being prepared."""

    contract: Contract
    on: date
    steps: tuple[Step, ...]
    adopted: tuple[ContractVersion, ...]
    draft: ContractVersion | None = None
    settled: Mapping[str, bool] = field(default_factory=dict)  # what the apps above know of returns and money

    @cached_property
    def terms(self) -> Terms | None:
        return terms_of(self.draft) if self.draft else None

    @cached_property
    def objections(self) -> list[Objection]:
        """All that stands against signing the version being prepared."""
        return objections_to_signature(self.terms, known_to(self.contract)) if self.terms else []

    @cached_property
    def state(self) -> str:
        """Of the version being prepared; of the contract when none is."""
        return self.prepared if self.draft else self.standing

    @cached_property
    def prepared(self) -> str:
        """A step counts for the terms it was about: other terms are a draft again."""
        last = self.last_step
        if last is None or not self.terms or last.terms_digest != self.terms.digest:
            return DRAFT
        return last.state

    @property
    def seen(self) -> str:
        """What a page shows of the version being prepared: its document, its terms before; "" without one."""
        if self.issued:
            return self.issued.document_id
        return self.terms.digest if self.terms else ""

    @property
    def is_submitted(self) -> bool:
        """What is prepared waits for its signatures: its terms stand until they are sent back."""
        return self.draft is not None and self.state not in (DRAFT, *AGREED)

    @property
    def last_step(self) -> Step | None:
        of_draft = [step for step in self.steps if self.draft and step.number == self.draft.number]
        return of_draft[-1] if of_draft else None

    @cached_property
    def standing(self) -> str:
        if not self.adopted:
            return DRAFT
        if any(step.verb == "close" for step in self.steps):
            return "closed"
        begun = [version for version in self.adopted if version.effective_from <= self.on]
        if not begun or self.waits_for_force:
            return SIGNED
        return "amended" if len(begun) > 1 and begun[-1].number != self.first.number else "in_force"

    @property
    def first(self) -> ContractVersion:
        return min(self.adopted, key=lambda version: version.number)

    @property
    def waits_for_force(self) -> bool:
        """Signed here and not yet said in force; what a pack tells was in force from its day on."""
        verbs = [step.verb for step in self.steps if step.number == self.first.number]
        return "sign" in verbs and "enter_into_force" not in verbs

    @cached_property
    def issued(self) -> IssuedDocument | None:
        """The document of the version being prepared, once it was submitted."""
        if self.prepared != SUBMITTED:
            return None
        submitted = [step for step in self.steps if step.verb == "submit" and step.issued_id]
        return submitted[-1].issued if submitted else None

    @cached_property
    def turn(self) -> str | None:
        """The side that signs now."""
        return papers.next_capacity(self.issued) if self.issued else None

    @property
    def signed_sides(self) -> tuple[str, ...]:
        """Who signed the document as it was issued; void and sent back, a document counts no more."""
        if not self.issued:
            return ()
        return tuple(papers.signatures_of(self.issued).values_list("capacity", flat=True))

    def facts(self, side: str = "", reason: str = "") -> dict[str, bool]:
        signed = set(self.signed_sides)
        return dict(self.settled) | {
            "no_objections": not self.objections,
            "reason_given": bool(reason.strip()),
            "nobody_signed": not signed,
            "document_issued": self.issued is not None,
            "your_turn_to_sign": bool(side) and self.turn == side,
            "others_signed": signed >= set(SIDES) - {side},
            "effective_day_came": bool(self.adopted) and self.first.effective_from <= self.on,
        }

    def state_for(self, verb: str) -> str:
        return self.standing if verb in STANDING or not self.draft else self.prepared

    def refusals(self, verb: str, side: str | None, reason: str = "") -> tuple[str, ...]:
        """Why a side cannot do it, as keys of sentences; nothing when it can."""
        if verb in PREPARING and not self.draft:
            return ("nothing_prepared",)
        return CONTRACT.refusals(self.state_for(verb), verb, self.facts(side or "", reason), side)

    def next(self, verb: str, side: str, reason: str = "") -> str:
        return CONTRACT.next(self.state_for(verb), verb, self.facts(side, reason), side)

    def choices(self, sides: Iterable[str]) -> list["Choice"]:
        """What can be asked of the sides a person acts for, each with what stands against it."""
        found = []
        for side in sides:
            lines = [line for line in self.lines() if side in line.by]
            for verb in dict.fromkeys(line.verb for line in lines):
                against = self.refusals(verb, side, reason="…")
                found.append(Choice(verb, side, against, "reason_given" in guards(lines, verb)))
        return found

    def lines(self):
        prepared = CONTRACT.from_state(self.prepared) if self.draft else ()
        standing = CONTRACT.from_state(self.standing) if self.adopted else ()
        return [
            *(line for line in prepared if line.verb in PREPARING),
            *(line for line in standing if line.verb in STANDING),
        ]


@dataclass(frozen=True)
class Choice:
    """A verb a side may ask for; `against` are the keys of what keeps it from being done."""

    verb: str
    side: str
    against: tuple[str, ...]
    needs_reason: bool


def guards(lines, verb: str) -> set[str]:
    return {guard for line in lines if line.verb == verb for guard in line.guards}


def life_of(
    contract: Contract, *, on: date, known_at: int | None = None, settled: Mapping[str, bool] | None = None
) -> Life:
    """The life of a contract on a day, as known at a moment."""
    steps = Step.objects.known_at(known_at).filter(contract=contract)
    return Life(
        contract=contract,
        on=on,
        steps=tuple(steps.select_related("event__actor", "issued__document").order_by("event__number", "id")),
        adopted=tuple(versions_of(contract, known_at=known_at)),
        draft=draft_of(contract, known_at=known_at),
        settled=settled or {},
    )


def sides_of(standing, contract: Contract) -> tuple[str, ...]:
    """The sides of a contract a person acts for: those in which they themselves hold a role that signs."""
    holding = {one.organisation_id for one in standing.holdings if "contract.sign" in one.role.allows}
    ministries = ministry_keys(holding)
    keys = {
        "ministry": ministries,
        "centre": {contract.centre_id},
        "federation": {contract.centre.federation_id},
    }
    return tuple(side for side in SIDES if holding & keys[side])


def ministry_keys(keys: set[int]) -> set[int]:
    return set(Organisation.objects.filter(pk__in=keys, kind="ministry").values_list("pk", flat=True))
