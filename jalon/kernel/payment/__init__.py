"""Payments: what is due of a tranche, why, and what would change it.

A rule is data; `due` gives back the amount and its explanation, a tree of sentences without a language
whose figures are computed one from the other, from leaves that name the evidence they were read from.
Amounts are whole centimes, rounded half up once; everything before is exact.
"""

from jalon.kernel.payment.changes import Change, simulate, what_would_change
from jalon.kernel.payment.custom import Custom
from jalon.kernel.payment.due import (
    RULES,
    Outcome,
    conditions_from_data,
    conditions_to_data,
    due,
    problems,
    rule_from_data,
    unmet,
)
from jalon.kernel.payment.facts import (
    STAGES,
    Acceptance,
    Condition,
    Facts,
    HoldBack,
    Money,
    Tranche,
    Value,
)
from jalon.kernel.payment.operations import recomputed
from jalon.kernel.payment.per_unit import PerUnit, Sustained
from jalon.kernel.payment.rates import rate
from jalon.kernel.payment.reading import Problem, RuleError
from jalon.kernel.payment.rule import Rule
from jalon.kernel.payment.rules import (
    Correction,
    Matching,
    OnAcceptance,
    Proportional,
    Serious,
    Threshold,
)
from jalon.kernel.payment.sentence import Reference, Sentence, write
from jalon.kernel.payment.sentences import SENTENCES
from jalon.kernel.payment.settlement import OBJECTIONS, TrueUp, in_part, left_after, objections, true_up

__all__ = (
    "OBJECTIONS",
    "RULES",
    "SENTENCES",
    "STAGES",
    "Acceptance",
    "Change",
    "Condition",
    "Correction",
    "Custom",
    "Facts",
    "HoldBack",
    "Matching",
    "Money",
    "OnAcceptance",
    "Outcome",
    "PerUnit",
    "Problem",
    "Proportional",
    "Reference",
    "Rule",
    "RuleError",
    "Sentence",
    "Serious",
    "Sustained",
    "Threshold",
    "Tranche",
    "TrueUp",
    "Value",
    "conditions_from_data",
    "conditions_to_data",
    "due",
    "in_part",
    "left_after",
    "objections",
    "problems",
    "rate",
    "recomputed",
    "rule_from_data",
    "simulate",
    "true_up",
    "unmet",
    "what_would_change",
    "write",
)
