"""What has to be there before the first return: a calendar, days off, seats, rules, the books of the fund."""

from collections import Counter
from datetime import date

from jalon.committee.actions import keeping
from jalon.committee.queries.seats import Deciding
from jalon.contracts.queries import allocations_of, version_in_force
from jalon.fund.actions.ledger import Grounds, post_all, writing
from jalon.fund.actions.ledger_contracts import commit
from jalon.fund.actions.ledger_sources import pledge, receive
from jalon.kernel import ledger
from jalon.kernel.plausibility import CHECKS
from jalon.kernel.voting import Rules
from jalon.kernel.words import Words
from jalon.reporting.actions.calendar import DayOff, keep_calendar, say_days
from jalon.site.simulation.year.cast import SEATS, Cast

BEGINS = date(2025, 1, 1)
SOURCE = "simulated"
NOTE = "Simulé : la règle du fonds et celle du comité ne sont pas publiées."
FUNDER = "FACET"
PLEDGED = 25_000_000_000  # centimes, the published envelope; that the fund pledges it is simulated
RECEIVED = {2023: 4_500_000_000, 2024: 6_200_000_000, 2025: 6_800_000_000}

SAMPLING = {"share": "0.05", "least": 2, "most": 20}
CALENDAR = {
    "every": "half",
    "submit_days": 20,
    "remind_days": [-15, -5, -1, 1, 7],
    "escalate_days": 10,
    "answer_days": 15,
    "weekend": [6, 7],
    "sampling": SAMPLING,
}
QUESTIONED_FROM = date(2026, 1, 1)
LATER = sorted(set(CHECKS) - {"not_received"})  # the first year, a return only has to be complete
FIXED = (
    (1, 1, Words("Nouvel An", "رأس السنة الميلادية", "New Year")),
    (1, 11, Words("Manifeste de l’indépendance", "تقديم وثيقة الاستقلال", "Independence manifesto")),
    (1, 14, Words("Nouvel An amazigh", "رأس السنة الأمازيغية", "Amazigh New Year")),
    (5, 1, Words("Fête du travail", "عيد الشغل", "Labour Day")),
    (7, 30, Words("Fête du Trône", "عيد العرش", "Throne Day")),
    (8, 14, Words("Oued Ed-Dahab", "استرجاع وادي الذهب", "Oued Ed-Dahab Day")),
    (8, 20, Words("Révolution du Roi et du peuple", "ثورة الملك والشعب", "Revolution of King and People")),
    (8, 21, Words("Fête de la jeunesse", "عيد الشباب", "Youth Day")),
    (11, 6, Words("Marche verte", "المسيرة الخضراء", "Green March")),
    (11, 18, Words("Fête de l’indépendance", "عيد الاستقلال", "Independence Day")),
)
"""Month, day, name. Days the moon decides are left to who keeps the table."""


def keep_rules(cast: Cast) -> None:
    by = cast["officer"]
    keep_calendar(cast.plan, by=by, effective_from=BEGINS, checks={"off": LATER}, **CALENDAR)
    keep_calendar(cast.plan, by=by, effective_from=QUESTIONED_FROM, **CALENDAR)
    days = [DayOff(date(year, month, day), name) for year in (2025, 2026) for month, day, name in FIXED]
    say_days(days, by=by)
    deciding = Deciding(Rules(has_casting_vote=True), notice_days=8, proxies=1)
    keeping.rule(cast.plan, deciding=deciding, effective_from=BEGINS, by=cast["secretary"], source=NOTE)


def seat(cast: Cast, on: date) -> None:
    for office in SEATS:
        person = cast[office]
        organisation = person.memberships.get().organisation
        said = {"is_chair": office == "chair", "since": on, "by": cast["secretary"]}
        keeping.seat(cast.plan, person=person, organisation=organisation, **said)


def open_books(cast: Cast, on: date) -> None:
    """The pledge, what came of it, the lines by axis and year as the contracts promise them, commitments."""
    by, funder = cast["treasurer"], cast.organisations[FUNDER]
    told = {"by": by, "on": on, "note": NOTE, "simulated": True}
    pledge(cast.plan, funder=funder, amount=PLEDGED, document="Promesse simulée", **told)
    for year, amount in RECEIVED.items():
        receive(cast.plan, funder=funder, amount=amount, document=f"Versement simulé {year}", **told)
    open_lines(cast, by, on)
    for contract in cast.contracts.values():
        commit(contract, by=by, on=on)


def open_lines(cast: Cast, by, on: date) -> None:
    entries = [
        ledger.allocate(FUNDER, ledger.Place(line, year, "", axis), amount, on=on)
        for (line, axis, year), amount in sorted(promised(cast, on).items())
    ]
    with writing("fund.allocated", plan=cast.plan, by=by) as record:
        post_all(record, entries, plan=cast.plan, grounds=Grounds(), simulated=True)


def promised(cast: Cast, on: date) -> Counter:
    """Centimes of all contracts by line, axis and year."""
    found: Counter = Counter()
    for contract in cast.contracts.values():
        for one in allocations_of([version_in_force(contract, on=on)]):
            found[one.funding_line_code, one.axis_code, one.year] += one.amount
    return found
