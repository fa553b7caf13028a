"""What follows for a contract that falls behind: from an alert to suspension, or back to normal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Final

from jalon.kernel.states.machine import Machine, Transition

MINISTRY, CENTRE, COMMITTEE = "ministry", "centre", "committee"

LADDER: Final = Machine(
    "ladder",
    initial="normal",
    final=("ended",),
    transitions=(
        Transition("normal", "alert", "alert", (MINISTRY,), ("falls_behind",)),
        Transition("normal", "end", "ended", (MINISTRY,), ("contract_closing",)),
        Transition("alert", "clear", "normal", (MINISTRY,), ("caught_up",)),
        Transition("alert", "ask_reasons", "reasons_asked", (MINISTRY,), ("still_behind",)),
        Transition("reasons_asked", "clear", "normal", (COMMITTEE,), ("reasons_accepted",)),
        Transition("reasons_asked", "support", "quarterly_support", (COMMITTEE,), ("answered_or_time_over",)),
        Transition("quarterly_support", "clear", "normal", (COMMITTEE,), ("caught_up",)),
        Transition("quarterly_support", "reevaluate", "reevaluation", (COMMITTEE,), ("support_time_over",)),
        Transition("reevaluation", "clear", "normal", (COMMITTEE,), ("decision_minuted", "caught_up")),
        Transition(
            "reevaluation", "suspend", "suspended", (COMMITTEE,), ("decision_minuted", "still_behind")
        ),
        Transition("suspended", "resume", "normal", (COMMITTEE,), ("decision_minuted", "reason_given")),
        Transition("suspended", "end", "ended", (COMMITTEE,), ("decision_minuted", "contract_closing")),
    ),
)


@dataclass(frozen=True)
class LadderRules:
    """The bounds of the ladder, data of a plan.

    A contract falls behind when the share of its computable targets that are late reaches `late_share`, or
    on a serious failure of what was expected by then when `serious_alerts`. Reasons are asked once it stayed
    so for more than `patience` periods in a row. The rest is in the unit it names.
    """

    late_share: Decimal = Decimal("0.5")
    serious_alerts: bool = True
    patience: int = 1
    days_to_answer: int = 15
    support_quarters: int = 2
    reevaluation_months: int = 12

    def to_data(self) -> dict[str, object]:
        return asdict(self) | {"late_share": str(self.late_share)}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "LadderRules":
        """Rules as a plan writes them. Raises ValueError with everything that is wrong."""
        known = {field.name for field in fields(cls)}
        found = [f"{name}: unknown" for name in sorted(set(data) - known)]
        read: dict[str, object] = {}
        for name in known & set(data):
            value = _read(name, data[name])
            found += [f"{name}: {data[name]!r} is not allowed"] if value is None else []
            read[name] = value
        if found:
            raise ValueError("; ".join(sorted(found)))
        return cls(**read)  # type: ignore[arg-type]


def _read(name: str, value: object) -> object | None:
    if name == "serious_alerts":
        return value if isinstance(value, bool) else None
    if name != "late_share":
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return value if whole else None
    try:
        share = Decimal(str(value))
    except InvalidOperation:
        return None
    return share if share.is_finite() and 0 < share <= 1 else None


@dataclass(frozen=True)
class Record:
    """What is known of a contract when its step on the ladder is looked at.

    `late` and `computable` count its targets, `periods_behind` the periods in a row it has been behind, this
    one included; `days`, `quarters` and `months` say how long it has stood on its step.
    """

    late: int
    computable: int
    is_serious: bool = False
    periods_behind: int = 0
    has_answered: bool = False
    days: int = 0
    quarters: int = 0
    months: int = 0


def ladder_facts(record: Record, rules: LadderRules) -> dict[str, bool]:
    """The guards of the ladder that the figures settle; the others are somebody's word."""
    share = Decimal(record.late) / record.computable if record.computable else Decimal(0)
    behind = share >= rules.late_share or (record.is_serious and rules.serious_alerts)
    return {
        "falls_behind": behind,
        "still_behind": behind and record.periods_behind > rules.patience,
        # A contract nobody can measure has not caught up.
        "caught_up": not behind and record.computable > 0,
        "answered_or_time_over": record.has_answered or record.days > rules.days_to_answer,
        "support_time_over": record.quarters >= rules.support_quarters,
        "reevaluation_is_late": record.months > rules.reevaluation_months,
    }


def proposed(state: str, record: Record, rules: LadderRules = LadderRules()) -> str | None:
    """The verb the rules propose in a state, None when nothing is to be done. It never acts by itself."""
    facts = ladder_facts(record, rules) | {"decision_minuted": True}
    verbs = LADDER.allowed(state, facts)
    return verbs[0] if verbs else None
