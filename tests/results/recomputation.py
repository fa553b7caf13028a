"""The seven fixed indicators, computed again from the exported CSV: the csv module, Decimal, and nothing of Jalon."""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

SERVING = {
    "test.reported", "product.validated", "certificate.issued", "study.delivered", "specification.delivered",
    "training.attended", "assistance.delivered",
}  # fmt: skip
HEADS = {"staff.opening", "staff.joined", "staff.left"}
INVOICED = {"income.invoiced", "income.credited"}
IN_FORCE = {"certificate.issued", "certificate.restored"}
FLOWS = {"test.reported": "TESTS", "training.attended": "TRAINING_HOURS"}
CODES = (
    "TESTS", "FIRMS", "STAFF", "INCOME", "TRAINING_HOURS", "CERTIFICATES", "IMPORT_NONCONFORMITY",
)  # fmt: skip
LENGTHS = {"year": 12, "quarter": 3, "month": 1}

Figure = tuple[Decimal | None, int]
"""A value, None when there is none, and how many rows it was made of."""


def rows_known_at(lines: Iterable[str], moment: int) -> list[dict]:
    """The exported rows that stood at a moment: known by then, and not reversed by then."""
    known = [row for row in csv.DictReader(lines) if int(row["moment"]) <= moment]
    reversed_then = {row["reverses"] for row in known}
    return [row for row in known if not row["reverses"] and row["uid"] not in reversed_then]


@dataclass
class Tally:
    """What the rows of a place in a month say."""

    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    firms: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, code: str, number: Decimal) -> None:
        self.sums[code] += number
        self.rows[code] += 1


class Recomputation:
    """Figures of the network (None) or of a centre by its code, over whole months."""

    def __init__(self, rows: list[dict]):
        self.months: dict[tuple[str | None, int], Tally] = defaultdict(Tally)
        self.statuses = sorted(
            (row for row in rows if row["kind"].startswith("certificate.")),
            key=lambda row: (row["on"], int(row["moment"]), row["uid"]),
        )
        self.opened: dict[str, int] = {}
        for row in rows:
            for place in (None, row["centre"]):
                self.take(self.months[place, month_of(row["on"])], row)
            if row["kind"] == "staff.opening":
                self.opened[row["centre"]] = min(month_of(row["on"]), self.opened.get(row["centre"], 10**6))

    def take(self, tally: Tally, row: dict) -> None:
        kind, quantity = row["kind"], Decimal(row["quantity"])
        if kind in FLOWS:
            tally.add(FLOWS[kind], quantity)
        if kind in INVOICED:
            tally.add("INCOME", Decimal(row["amount"]))
        if kind in HEADS:
            tally.add("STAFF", quantity)
        if kind in SERVING and (row["firm_ice"] or row["firm_name"]):
            tally.firms[row["firm_ice"][:9]] += 1
        if kind == "test.reported" and row["origin"] == "import" and row["attributes.conform"]:
            tally.add("stated", quantity)
            if row["attributes.conform"] == "false":
                tally.add("nonconforming", quantity)

    def figure(self, code: str, place: str | None, period: str) -> Figure:
        first, last = span_of(period)
        if code == "FIRMS":
            return self.firms(place, first, last)
        if code == "STAFF":
            return self.staff(place, last)
        if code == "CERTIFICATES":
            return self.certificates(place, last_day(last))
        if code == "IMPORT_NONCONFORMITY":
            return self.rate(place, first, last)
        return self.sum(code, place, first, last)

    def sum(self, code: str, place: str | None, first: int, last: int) -> tuple[Decimal, int]:
        months = [self.months[place, month] for month in range(first, last + 1)]
        return sum((month.sums[code] for month in months), Decimal(0)), sum(
            month.rows[code] for month in months
        )

    def rate(self, place: str | None, first: int, last: int) -> Figure:
        """A ratio of sums; its rows are those of both, one behind each being behind the other too."""
        bad, bad_rows = self.sum("nonconforming", place, first, last)
        stated, rows = self.sum("stated", place, first, last)
        return (bad / stated * 100, bad_rows + rows) if stated else (None, 0)

    def firms(self, place: str | None, first: int, last: int) -> Figure:
        months = [self.months[place, month].firms for month in range(first, last + 1)]
        known = set().union(*months) - {""}  # a firm whose number is pending is counted apart
        return Decimal(len(known)), sum(sum(month.values()) for month in months)

    def staff(self, place: str | None, last: int) -> Figure:
        """Heads since the beginning; every centre whose staff moved must have said where it started."""
        before = [key for key in list(self.months) if key[1] <= last and self.months[key].rows["STAFF"]]
        moved = {where for where, _month in before if where and place in (None, where)}
        if not moved or any(self.opened.get(where, 10**6) > last for where in moved):
            return None, 0
        tallies = [self.months[key] for key in before if key[0] == place]
        return sum((one.sums["STAFF"] for one in tallies), Decimal(0)), sum(
            one.rows["STAFF"] for one in tallies
        )

    def certificates(self, place: str | None, day: str) -> Figure:
        """Identities whose last status up to the day opens them, and whose last stated validity has not passed."""
        stands: dict[str, bool] = {}
        until: dict[str, str] = {}
        for row in self.statuses:
            if row["on"] <= day and place in (None, row["centre"]):
                stands[row["identity"]] = row["kind"] in IN_FORCE
                until[row["identity"]] = row["attributes.valid_until"] or until.get(row["identity"], "")
        count = sum(open_ and (not until[name] or until[name] >= day) for name, open_ in stands.items())
        return Decimal(count), count


def month_of(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def span_of(period: str) -> tuple[int, int]:
    """First and last month of "2024", "2024-Q2" or "2024-05"."""
    year, _dash, part = period.partition("-")
    if not part:
        return int(year) * 12, int(year) * 12 + 11
    if part.startswith("Q"):
        first = int(year) * 12 + (int(part[1:]) - 1) * 3
        return first, first + 2
    return (month := int(year) * 12 + int(part) - 1), month


def last_day(month: int) -> str:
    after = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return (after - dt.timedelta(days=1)).isoformat()
