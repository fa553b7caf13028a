"""Whether a result meets its limits: decision rules, probabilities, and how they are explained."""

from jalon.kernel.conformity.deciding import (
    FAILS,
    PASSES,
    UNDECIDED,
    WORST_FIRST,
    Statement,
    Verdict,
    guard_band,
    statement,
    worst,
)
from jalon.kernel.conformity.explaining import explanation, interval, plainly, write
from jalon.kernel.conformity.lots import Clause, Evaluated, SamplingPlan, evaluate, lot_verdict
from jalon.kernel.conformity.normal import conformance
from jalon.kernel.conformity.sentences import SENTENCES, VERDICTS
from jalon.kernel.conformity.showing import Figures, Zones, figures, likely, rounded, shown, zones
from jalon.kernel.conformity.terms import RULES, STATEMENTS, Limits, Result, Rule, Zone

__all__ = (
    "FAILS",
    "PASSES",
    "RULES",
    "SENTENCES",
    "STATEMENTS",
    "UNDECIDED",
    "VERDICTS",
    "WORST_FIRST",
    "Clause",
    "Evaluated",
    "Figures",
    "Limits",
    "Result",
    "Rule",
    "SamplingPlan",
    "Statement",
    "Verdict",
    "Zone",
    "Zones",
    "conformance",
    "evaluate",
    "explanation",
    "figures",
    "guard_band",
    "interval",
    "likely",
    "lot_verdict",
    "plainly",
    "rounded",
    "shown",
    "statement",
    "worst",
    "write",
    "zones",
)
