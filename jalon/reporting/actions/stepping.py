"""One step in the life of a return: the machine is asked, the step is kept, one event is written."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from jalon.journal.actions import Recording, recording
from jalon.kernel.states import RETURN
from jalon.network.access import memberships_on
from jalon.network.roles import ROLES
from jalon.people.models import User
from jalon.reporting.models import Return, ReturnStep
from jalon.reporting.queries.returns import Life, life_of
from jalon.reporting.sentences import said

EVENTS = {
    "submit": "return.submitted",
    "send_back": "return.sent_back",
    "draw": "return.sampled",
    "verify": "return.verified",
    "contest": "return.contested",
    "bring": "return.brought",
    "validate": "return.validated",
    "validate_with_reservation": "return.validated",
    "refuse": "return.refused",
    "lift": "return.lifted",
    "reopen": "return.reopened",
    "close": "return.closed",
}
# what a role allows when it takes the step; the committee's own are by its decision
PERMISSIONS = {
    "submit": "return.submit",
    "send_back": "return.send_back",
    "draw": "return.verify",
    "verify": "return.verify",
    "contest": "return.reply",
    "bring": "return.bring",
}
Facts = Mapping[str, bool] | Collection[str]


class Refused(ValueError):
    """A step the life of a return does not allow; `reasons` are keys of `sentences.REFUSALS`."""

    def __init__(self, reasons: Collection[str]):
        self.reasons = tuple(reasons)
        super().__init__(", ".join(self.reasons))

    @property
    def sentences(self) -> list[str]:
        return said(self.reasons)


def hold(report: Return) -> None:
    """Take the turn to change a return, kept to the end of the transaction."""
    # not the stronger lock: keys to the return are checked meanwhile
    Return.objects.select_for_update(no_key=True).get(pk=report.pk)


def refuse_unless(life: Life, verb: str, facts: Facts, *, party: str) -> None:
    """Raises Refused with everything that keeps a party from a verb."""
    if refused := RETURN.refusals(life.state, verb, facts, by=party):
        raise Refused(refused)


@contextmanager
def stepping(
    report: Return,
    verb: str,
    *,
    party: str,
    facts: Facts,
    by,
    on: date,
    reason: str = "",
    decision: UUID | None = None,
    known_at: int | None = None,
    payload: dict | None = None,
) -> Iterator[Recording]:
    """Do a verb as a party, in one event; what else it records goes under the same. Raises Refused."""
    with transaction.atomic():
        hold(report)
        life = life_of(report)
        refuse_unless(life, verb, facts, party=party)
        what = {"verb": verb, "period": report.period} | (payload or {})
        if decision:
            what["decision"] = str(decision)
        if principal := stood_in_for(report, verb, by, on):
            what["for"] = str(principal.uid)
        with recording(EVENTS[verb], subject=subject_of(report), by=by, payload=what) as record:
            record.keep(
                ReturnStep(
                    report=report,
                    verb=verb,
                    state=RETURN.next(life.state, verb, facts, by=party),
                    on=on,
                    known_at=known_at,
                    reason=reason,
                    decision=decision,
                )
            )
            yield record


def stood_in_for(report: Return, verb: str, by, on: date) -> User | None:
    """For whom a person takes a step as a deputy: when no role of their own lets them."""
    if by is None or verb not in PERMISSIONS:
        return None
    reach = Q(organisation=report.contract.centre_id) | ~Q(organisation__kind="centre")
    held = memberships_on(on, active_only=False).filter(reach, user=by, role__in=allowing(PERMISSIONS[verb]))
    roles = list(held.select_related("deputy_for").order_by("pk"))
    if any(one.deputy_for is None for one in roles):
        return None
    return roles[0].deputy_for if roles else None


def allowing(permission: str) -> list[str]:
    return [code for code, role in ROLES.items() if permission in role.allows]


def subject_of(report: Return) -> str:
    return f"return:{report.contract.code}:{report.period}"
