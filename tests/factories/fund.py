"""Books that are ready: a plan with a pledge, an allocation and a commitment."""

from datetime import date

from jalon.fund.actions import ledger as books
from jalon.fund.models import Pledge
from jalon.journal.actions import recording
from jalon.kernel import ledger
from jalon.plan.models import Plan

DAY = date(2024, 3, 1)
PLACE = ledger.Place("1", 2024, "CO-A", "1")


def pledge(plan: Plan, *, source="MIN", amount=1_000_00, on=DAY) -> Pledge:
    with recording("fund.pledged", subject=f"plan:{plan.code}") as record:
        return record.keep(
            Pledge(plan=plan, source=source, amount=amount, on=on, document="Convention, art. 5")
        )


def post(plan: Plan, *entries: ledger.Entry, people=books.NOBODY, verb="fund.posted"):
    """Entries in the books, under one event."""
    with recording(verb, subject=f"plan:{plan.code}") as record:
        return books.post_all(record, entries, plan=plan, people=people)


def committed(plan: Plan, amount=600_00, *, place=PLACE, source="MIN") -> None:
    """Money pledged, opened on a line and committed to a contract."""
    pledge(plan, source=source, amount=amount)
    post(plan, ledger.allocate(source, place, amount, on=DAY), ledger.commit(place, amount, on=DAY))
