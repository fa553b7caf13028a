"""Quality control: whether the control of each result was done, and holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jalon.services.models import ControlRule, ControlRun, InstrumentUse, Measurement, TestLine


@dataclass(frozen=True)
class Controlled:
    """A control that was never done is not one that passed."""

    is_done: bool
    is_sound: bool


def controlled(lines: Collection[TestLine], measured: Mapping[int, Measurement]) -> dict[int, Controlled]:
    """The control of each line on the day it was tested, with the instruments it was tested with."""
    rules = rules_of(lines)
    runs = runs_of(rules, measured)
    used = uses_of(measured) if runs else {}
    found = {}
    for line in lines:
        said = measured.get(line.pk)
        rule = rules.get((line.centre_id, line.clause.method))
        done = concerning(runs.get((line.centre_id, line.clause.method, said and said.on), ()), said, used)
        is_done = bool(said) and (bool(done) or rule is None or not rule.is_demanded)
        declared = bool(said) and said.control != Measurement.Control.OUT_OF_BOUNDS
        found[line.pk] = Controlled(is_done, declared and all(holds(run) for run in done))
    return found


def concerning(runs: Collection[ControlRun], said: Measurement | None, used) -> list[ControlRun]:
    """The controls of the method that day on an instrument of the result, or on none in particular."""
    tools = used.get(said.pk, ()) if said else ()
    return [run for run in runs if run.equipment_id is None or run.equipment_id in tools]


def holds(run: ControlRun) -> bool:
    return run.is_in_bounds or hasattr(run, "justification")


def rules_of(lines: Collection[TestLine]) -> dict[tuple[int, str], ControlRule]:
    """The rule in force for each method of each centre; one question."""
    centres = {line.centre_id for line in lines}
    methods = {line.clause.method for line in lines}
    found = ControlRule.objects.filter(centre__in=centres, method__in=methods).order_by("id")
    return {(rule.centre_id, rule.method): rule for rule in found}


def runs_of(rules, measured: Mapping[int, Measurement]) -> dict[tuple, list[ControlRun]]:
    """The controls of these methods on the days of the results; one question."""
    found: dict[tuple, list[ControlRun]] = defaultdict(list)
    if not rules:
        return found
    wanted = {"rule__centre__in": {centre for centre, _method in rules}}
    wanted |= {"rule__method__in": {method for _centre, method in rules}}
    rows = ControlRun.objects.filter(on__in={said.on for said in measured.values()}, **wanted)
    for run in rows.select_related("rule", "justification").order_by("id"):
        found[run.rule.centre_id, run.rule.method, run.on].append(run)
    return found


def uses_of(measured: Mapping[int, Measurement]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = InstrumentUse.objects.filter(measurement__in=[one.pk for one in measured.values()])
    for measurement, equipment in rows.values_list("measurement_id", "equipment_id"):
        found[measurement].add(equipment)
    return found


def rules_in(centres) -> list[ControlRule]:
    """The controls in force in these centres, a method at a time."""
    last = ControlRule.objects.filter(centre__in=centres).order_by("centre_id", "method", "-id")
    keys = last.distinct("centre_id", "method").values("pk")
    return list(ControlRule.objects.filter(pk__in=keys).select_related("centre").order_by("method", "id"))


def charted(rule: ControlRule, most: int) -> list[ControlRun]:
    """The last runs of a method in a centre, whatever its rule was then, the earliest first."""
    found = ControlRun.objects.filter(rule__centre=rule.centre_id, rule__method=rule.method)
    named = ("rule", "justification__person", "equipment", "operator")
    return list(found.select_related(*named).order_by("-on", "-id")[:most])[::-1]
