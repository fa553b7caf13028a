"""Record, correct and reverse single deeds; files and simulations take the bulk path to the same rows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction

from jalon.evidence.actions.copying import allocate, copy_rows
from jalon.evidence.actions.holding import one_at_a_time
from jalon.evidence.models import Evidence
from jalon.evidence.queries import catalogue, live_revisions
from jalon.evidence.rows import FIELDS, row_values, uids, with_values
from jalon.journal.actions import Recording, recording
from jalon.kernel import kinds
from jalon.kernel.service import DERIVED, Service, derived, in_force
from jalon.network.models import Enterprise, Establishment
from jalon.network.queries import Profile, firm_profiles_on
from jalon.plan.queries.catalogue import services

NEVER = (0, 0, False)


@dataclass(frozen=True)
class Deed:
    """One thing a centre did, as people say it: positive, without what follows from the kind and the firm."""

    external_id: str
    kind: str
    on: dt.date
    quantity: Decimal | None = None
    unit: str = ""
    amount: int | None = None  # centimes
    enterprise: Enterprise | None = None
    establishment: Establishment | None = None
    identity: str = ""
    axis: str = ""
    funding_line: str = ""
    service: str = ""
    sector: str = ""
    ecosystem: str = ""
    region: str = ""
    firm_size: str = ""
    origin: str = ""
    general_interest: bool | None = None
    high_value: bool | None = None
    campaign: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


class DeedError(ValueError):
    """Deeds that cannot be recorded: for each place in the list, its problems."""

    def __init__(self, problems: Mapping[int, Sequence[kinds.Problem]]):
        self.problems = problems
        said = [
            f"{place}: {problem.field} {problem.code}" for place, all_ in problems.items() for problem in all_
        ]
        super().__init__("; ".join(said))


class NotLive(ValueError):
    """Only a row that stands can be reversed or corrected: this one is a reversal, or was reversed before."""


def record(
    *, centre, deeds: Iterable[Deed], by, source: str, simulated: bool = False, on: dt.date | None = None
) -> list[Evidence]:
    """Record what a centre did, in one event; days after `on` are refused.

    A line that stands is not recorded again: correct it. Raises DeedError naming everything that is wrong.
    """
    deeds = list(deeds)
    payload = {"source": source, "rows": len(deeds)}
    with recording("evidence.recorded", subject=f"centre:{centre.code}", by=by, payload=payload) as event:
        return record_in(event, centre=centre, deeds=deeds, source=source, simulated=simulated, on=on)


def record_in(
    event: Recording,
    *,
    centre,
    deeds: Iterable[Deed],
    source: str,
    simulated: bool = False,
    on: dt.date | None = None,
) -> list[Evidence]:
    """Record deeds under the event of the act that leaves them; as `record` otherwise."""
    deeds = list(deeds)
    known, offered = catalogue(), services()
    check(deeds, known, today=on)
    one_at_a_time(centre.pk)
    last = live_revisions(centre.pk, [deed.external_id for deed in deeds])
    check_new(deeds, last)
    rows = [
        values_of(
            deed,
            known[deed.kind],
            firm,
            in_force(offered.get(deed.service, ()), deed.on),
            centre=centre.pk,
            source=source,
            simulated=simulated,
            revision=last.get(deed.external_id, NEVER)[1] + 1,
        )
        for deed, firm in zip(deeds, firms_of(deeds), strict=True)
    ]
    return written_under(event, rows)


@transaction.atomic
def correct(row: Evidence, *, by, reason: str, **changes) -> Evidence:
    """Reverse a row and record it anew with changes (numbers as people say them), in one event."""
    one_at_a_time(row.centre_id)
    check_live([row])
    deed = replace(deed_of(row), **changes)
    known = catalogue()
    check([deed], known)
    kept = {"centre": row.centre_id, "source": row.source, "simulated": row.simulated}
    service = in_force(services().get(deed.service, ()), deed.on)
    kept |= {"revision": row.revision + 1}
    again = values_of(deed, known[deed.kind], firms_of([deed])[0], service, **kept)
    payload = {"row": str(row.uid), "reason": reason}
    rows = [reversal_values(row), again]
    return _written(rows, "evidence.corrected", centre=row.centre, by=by, payload=payload)[1]


@transaction.atomic
def reverse(row: Evidence, *, by, reason: str) -> Evidence:
    """Cancel a row by another that says the opposite, on the same day."""
    one_at_a_time(row.centre_id)
    check_live([row])
    payload = {"row": str(row.uid), "reason": reason}
    return _written([reversal_values(row)], "evidence.reversed", centre=row.centre, by=by, payload=payload)[0]


@transaction.atomic
def reverse_all(rows: Sequence[Evidence], *, by, reason: str, **grounds) -> list[Evidence]:
    """Cancel rows of one centre in one event; `grounds` are codes that say where the decision comes from."""
    (key,) = {row.centre_id for row in rows}
    centre = rows[0].centre
    one_at_a_time(key)
    check_live(rows)
    payload = {"reversed": [str(row.uid) for row in rows], "reason": reason} | grounds
    cancelled = [reversal_values(row) for row in rows]
    return _written(cancelled, "evidence.reversed", centre=centre, by=by, payload=payload)


def reversal_values(row: Evidence) -> tuple:
    """The values of the row that cancels one."""
    values = row_values(row)
    amount = None if row.amount is None else -row.amount
    return with_values(
        values, uid=uids(1)[0], quantity=-row.quantity, amount=amount, reverses=row.pk, said=None
    )


def check(deeds: list[Deed], known: Mapping[str, kinds.Kind], today: dt.date | None = None) -> None:
    found = {}
    for place, deed in enumerate(deeds):
        problems = problems_of(deed, known, today)
        if problems:
            found[place] = problems
    if found:
        raise DeedError(found)


def problems_of(deed: Deed, known: Mapping[str, kinds.Kind], today: dt.date | None) -> list[kinds.Problem]:
    kind = known.get(deed.kind)
    if kind is None:
        return [kinds.Problem("unknown_kind", "kind", deed.kind)]
    if not deed.external_id:
        return [kinds.Problem("missing", "external_id")]
    return kinds.problems(kind, vars(deed) | {"firm": deed.enterprise}, today=today)


def check_new(deeds: list[Deed], last: Mapping[str, tuple[int, int, bool]]) -> None:
    """A line that stands is not recorded twice, nor two lines under one name."""
    seen, found = set(), {}
    for place, deed in enumerate(deeds):
        stands = last.get(deed.external_id, NEVER)[2]
        if stands or deed.external_id in seen:
            found[place] = [kinds.Problem("recorded_before", "external_id", deed.external_id)]
        seen.add(deed.external_id)
    if found:
        raise DeedError(found)


def check_live(rows: Sequence[Evidence]) -> None:
    """One question for all. Raises NotLive, naming the first that does not stand."""
    keys = [row.pk for row in rows]
    gone = set(Evidence.objects.filter(reverses__in=keys).values_list("reverses", flat=True))
    for row in rows:
        if row.reverses_id or row.pk in gone:
            raise NotLive(row.uid)


def firms_of(deeds: Sequence[Deed]) -> list[Profile]:
    """What was known on the day of the firm of each deed."""
    return firm_profiles_on([(deed.enterprise and deed.enterprise.pk, deed.on) for deed in deeds])


def values_of(deed: Deed, kind: kinds.Kind, firm: Profile, service: Service | None, **kept) -> tuple:
    """The values of a row: what its deed says, and what it leaves to the service, the kind and the firm."""
    quantity = kind.default_quantity if deed.quantity is None else deed.quantity
    quantity, amount = kinds.signed(kind, quantity, deed.amount)
    said = vars(deed) | dimensions(deed, kind, firm, service) | kept
    said |= {
        "uid": uids(1)[0],
        "quantity": quantity,
        "unit": kind.unit or deed.unit,
        "amount": amount,
        "enterprise": deed.enterprise and deed.enterprise.pk,
        "establishment_id": deed.establishment and deed.establishment.pk,
        "attributes": kinds.stored(kind, {k: v for k, v in deed.attributes.items() if v is not None}),
        "reverses": None,
        "said": None,
    }
    return tuple([said[name] for name in FIELDS])


def dimensions(
    deed: Deed, kind: kinds.Kind, firm: Profile, service: Service | None = None
) -> dict[str, object]:
    """What the deed does not say of itself: its service that day, its kind, the firm as it stood."""
    found = {name: derived(name, getattr(deed, name), service, kind) for name in DERIVED}
    found["firm_size"] = deed.firm_size or firm.size
    found["sector"] = deed.sector or firm.sector
    found["region"] = deed.region or firm.region
    return found


def deed_of(row: Evidence) -> Deed:
    """A row as people would say it."""
    kind = catalogue()[row.kind]
    quantity, amount = kinds.signed(kind, row.quantity, row.amount)
    same = {name: getattr(row, name) for name in Deed.__dataclass_fields__ if hasattr(row, name)}
    establishment = Establishment.objects.filter(pk=row.establishment_id).first()
    said = {
        "quantity": quantity,
        "amount": amount,
        "establishment": establishment,
        "documents": tuple(row.documents),
    }
    return Deed(**(same | said))


def _written(rows: list[tuple], verb: str, *, centre, by, payload: dict) -> list[Evidence]:
    with recording(
        verb, subject=f"centre:{centre.code}", by=by, payload=payload | {"rows": len(rows)}
    ) as event:
        return written_under(event, rows)


def written_under(event: Recording, rows: list[tuple]) -> list[Evidence]:
    ids = allocate(len(rows))
    copy_rows(event, rows, ids=ids)
    return list(Evidence.objects.filter(pk__in=ids).order_by("pk"))
