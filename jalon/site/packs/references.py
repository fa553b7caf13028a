"""Codes that name something elsewhere in the pack: each must be there."""

from collections.abc import Iterator
from typing import get_args

from jalon.kernel import kinds
from jalon.kernel.measures.measure import ATTRIBUTE, DIMENSIONS
from jalon.site.packs.contract import Side
from jalon.site.packs.folder import Item, Pages
from jalon.site.packs.problems import Problem, did_you_mean, shown
from jalon.site.packs.reading import Place
from jalon.site.packs.schema import OrganisationKind

# section, where the code stands (* is every item of a list), the section it must be found in
REFERENCES = (
    ("organisations", "region", "regions"),
    ("organisations", "sectors.*", "sectors"),
    ("organisations", "federation", "organisations"),
    ("plans", "previous", "plans"),
    ("plans", "versions.*.agreement", "agreements"),
    ("plans", "versions.*.targets.*.indicator", "indicators"),
    ("plans", "versions.*.baselines.*.indicator", "indicators"),
    ("agreements", "plan", "plans"),
    ("agreements", "parties.*.organisation", "organisations"),
    ("contracts", "plan", "plans"),
    ("contracts", "centre", "organisations"),
    ("contracts", "versions.*.parties.*.organisation", "organisations"),
    ("contracts", "versions.*.objectives.*.targets.*.indicator", "indicators"),
    ("contracts", "versions.*.baselines.*.indicator", "indicators"),
    ("contracts", "versions.*.past_totals.*.indicator", "indicators"),
    ("contracts", "versions.*.tranches.*.rule.indicator", "indicators"),
    ("contracts", "versions.*.tranches.*.rule.financial", "indicators"),
    ("contracts", "versions.*.tranches.*.rule.indicators.*", "indicators"),
    ("contracts", "versions.*.tranches.*.rule.outputs.*", "indicators"),
    ("evaluations", "plan", "plans"),
    ("evaluations", "contract", "contracts"),
    ("evaluations", "recommendations.*.addressed_to", "organisations"),
    ("claims", "plan", "plans"),
    ("claims", "indicator", "indicators"),
)

SIDES = get_args(Side)  # each signs as an organisation of its own kind
KINDS = get_args(OrganisationKind)
MISSPELT = ""  # a kind told already: what names its organisation is not wrong for it

# codes of the plans' own parts: (section, where, which part of a version)
PARTS_OF_PLANS = (
    ("indicators", "axis", "axes"),
    ("indicators", "objective", "global_objectives"),
    ("contracts", "versions.*.objectives.*.axis", "axes"),
    ("contracts", "versions.*.objectives.*.global_objective", "global_objectives"),
    ("contracts", "versions.*.allocations.*.axis", "axes"),
    ("contracts", "versions.*.allocations.*.funding_line", "funding_lines"),
    ("contracts", "versions.*.tranches.*.axis", "axes"),
    ("contracts", "versions.*.tranches.*.funding_line", "funding_lines"),
    ("kinds", "axis", "axes"),
    ("kinds", "funding_line", "funding_lines"),
    ("services", "axis", "axes"),
    ("services", "funding_line", "funding_lines"),
)

WORD = {
    "regions": "region",
    "sectors": "sector",
    "organisations": "organisation",
    "plans": "plan",
    "agreements": "agreement",
    "indicators": "indicator",
    "contracts": "contract",
    "axes": "axis",
    "global_objectives": "global objective",
    "funding_lines": "funding line",
}


def unknown_references(pages: Pages) -> Iterator[Problem]:
    """What a file that cannot be read declares is not called missing: one mistake must not look like ten."""
    for section, pattern, target in REFERENCES:
        if target not in pages.unread:
            yield from _unknown(pages, section, pattern, WORD[target], pages.codes(target))
    for section, pattern, part in PARTS_OF_PLANS:
        if "plans" not in pages.unread:
            yield from _unknown(pages, section, pattern, WORD[part], _codes_in_plans(pages, part))
    yield from _wrong_organisations(pages)
    yield from _unknown_kinds(pages)
    if "plans" not in pages.unread:
        yield from _led_nowhere(pages)
    if "indicators" not in pages.unread:
        yield from _unknown_weights(pages)


def _led_nowhere(pages):
    """A recommendation led to an axis or objective of a plan of this pack."""
    parts = {"axis": "axes", "objective": "global_objectives"}
    known = {
        f"{kind}:{item.tree['code']}/{value}"
        for item in pages.items["plans"]
        if isinstance(item.tree, dict) and "code" in item.tree
        for kind, part in parts.items()
        for _place, value in found(item.tree, f"versions.*.{part}.*.code")
    }
    for item in pages.items["evaluations"]:
        for place, value in found(item.tree, "recommendations.*.led_to"):
            if isinstance(value, str) and value not in known:
                what = f"No plan of this pack has “{shown(value)}”."
                yield item.problem(place, what, did_you_mean(value, known) or "As in axis:PLAN/CODE.")


def _unknown_weights(pages):
    """The indicators a proportional rule weighs stand as keys."""
    known = pages.codes("indicators")
    for item in pages.items["contracts"]:
        for place, weights in found(item.tree, "versions.*.tranches.*.rule.weights"):
            for code in weights if isinstance(weights, dict) else ():
                if str(code) not in known:
                    what = f"There is no indicator “{shown(code)}”."
                    yield item.problem((*place, code), what, _mend(code, known, "indicator"), of_key=True)


def found(tree: object, pattern: str, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """The values a pattern leads to, each with its place."""
    first, _, rest = pattern.partition(".")
    if first == "*" and isinstance(tree, list):
        branches = [(position, branch) for position, branch in enumerate(tree)]
    elif first == "*" and isinstance(tree, dict):
        branches = list(tree.items())
    else:
        branches = [(first, tree[first])] if isinstance(tree, dict) and first in tree else []
    for key, branch in branches:
        if rest:
            yield from found(branch, rest, (*place, key))
        else:
            yield (*place, key), branch


def _unknown(pages, section, pattern, word, known):
    for item in pages.items[section]:
        for place, value in found(item.tree, pattern):
            if isinstance(value, (str, int)) and str(value) not in known and value != "":
                yield item.problem(place, f"There is no {word} “{shown(value)}”.", _mend(value, known, word))


def _mend(value, known, word):
    article = "an" if word[0] in "aeio" else "a"
    return did_you_mean(value, known) or f"Name {article} {word} of this pack, or add this one."


def _codes_in_plans(pages, part):
    codes = set()
    for item in pages.items["plans"]:
        codes |= {str(value) for _, value in found(item.tree, f"versions.*.{part}.*.code")}
    return codes


def _wrong_organisations(pages):
    """A contract's centre is a centre, a centre's federation a federation."""
    kinds_of = {
        str(item.tree["code"]): kind if (kind := item.tree.get("kind")) in KINDS else MISSPELT
        for item in pages.items["organisations"]
        if isinstance(item.tree, dict) and "code" in item.tree
    }
    for section, key, wanted in (
        ("contracts", "centre", "centre"),
        ("organisations", "federation", "federation"),
    ):
        for item in pages.items[section]:
            for place, value in found(item.tree, key):
                yield from _wrong_kind(item, place, value, kinds_of, wanted)
    for item in pages.items["contracts"]:
        for place, party in found(item.tree, "versions.*.parties.*"):
            if isinstance(party, dict) and party.get("side") in SIDES:
                at, value = (*place, "organisation"), party.get("organisation")
                yield from _wrong_kind(item, at, value, kinds_of, party["side"])
                yield from _other_centre(item, at, value, party["side"])


def _wrong_kind(item, place, value, kinds_of, wanted):
    if kinds_of.get(str(value), wanted) not in (wanted, MISSPELT):
        what = f"“{shown(value)}” is a {kinds_of[str(value)]}, not a {wanted}."
        yield item.problem(place, what, f"Name a {wanted}.")


def _other_centre(item, place, value, side):
    centre = item.tree.get("centre")
    if side == "centre" and value and centre and value != centre:
        what = f"“{shown(value)}” signs as the centre of a contract of “{shown(centre)}”."
        yield item.problem(place, what, f"Name “{shown(centre)}”.")


def _unknown_kinds(pages: Pages) -> Iterator[Problem]:
    attributes = {code: set(kind.attributes) for code, kind in kinds.CATALOGUE.items()}
    for item in pages.items["kinds"]:
        if isinstance(item.tree, dict) and "code" in item.tree:
            said = item.tree.get("attributes")
            attributes[str(item.tree["code"])] = set(said) if isinstance(said, dict) else set()
    for item in pages.items["services"]:
        for at, pattern in found(item.tree, "kinds.*"):
            yield from _unmatched(item, at, pattern, attributes)
    for item in pages.items["indicators"]:
        for place, measure in found(item.tree, "measures.*"):
            if isinstance(measure, dict):
                yield from _wrong_measure(item, place, measure, attributes)


def _wrong_measure(item: Item, place: Place, measure, attributes):
    carried: set[str] | None = set()
    for at, pattern in found(measure, "kinds.*", place):
        codes = [code for code in attributes if _matches(code, str(pattern))]
        if not codes:
            yield from _unmatched(item, at, pattern, attributes)
            carried = None
        if carried is not None:
            carried |= {name for code in codes for name in attributes[code]}
    for at, field in (*found(measure, "where.*.field", place), *found(measure, "of", place)):
        yield from _wrong_field(item, at, str(field), carried)


def _unmatched(item, place, pattern, known):
    if not any(_matches(code, str(pattern)) for code in known):
        yield item.problem(place, f"No kind is called “{shown(pattern)}”.", did_you_mean(pattern, known))


def _matches(code, pattern):
    return code == pattern or (pattern.endswith(".*") and code.startswith(pattern[:-1]))


def _wrong_field(item, place, field, carried):
    if field.startswith(ATTRIBUTE):
        name = field.removeprefix(ATTRIBUTE)
        if carried is not None and name not in carried:
            known = [f"{ATTRIBUTE}{one}" for one in carried]
            what = f"None of these kinds carries “{shown(name)}”."
            yield item.problem(place, what, did_you_mean(field, known) or "Use a dimension.")
    elif place[-1] == "field" and field not in DIMENSIONS:
        what = f"No dimension is called “{shown(field)}”."
        mend = did_you_mean(field, DIMENSIONS) or "Use a dimension, or attributes.NAME."
        yield item.problem(place, what, mend)
