"""Sharings in words: the kernel's sentences of the family `allocation`, and what is wrong in a workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.evidence.reading import Refusal
from jalon.fund.sharing_book import Problem
from jalon.fund.sharing_book.layout import TAGS
from jalon.kernel.allocation import Solution
from jalon.kernel.sentences import Sentence
from jalon.results.sentences import as_written
from jalon.ui import formats

SENTENCES = {
    "allocation.shared": gettext_lazy(
        "%(shared_amount)s of %(envelope_amount)s are shared (candidates served: %(served)s of "
        "%(candidates)s); %(left_amount)s are left."
    ),
    "allocation.proven": gettext_lazy("Proven: no sharing within these rules brings more."),
    "allocation.gap": gettext_lazy(
        "The search was stopped: a better sharing may exist, by at most %(gap)s of what is expected."
    ),
    "allocation.result": gettext_lazy("Expected: %(result)s %(value)s."),
    "allocation.price_exact": gettext_lazy(
        "%(more_amount)s more there would bring %(gain)s points more: this rule holds the sharing back."
    ),
    "allocation.price_near": gettext_lazy(
        "%(more_amount)s more there would bring about %(gain)s points more (near: projects are not parted)."
    ),
    "allocation.envelope": gettext_lazy("The envelope: %(envelope_amount)s."),
    "allocation.envelope_least": gettext_lazy(
        "The envelope: between %(least_amount)s and %(envelope_amount)s."
    ),
    "allocation.floor": gettext_lazy("%(candidate)s gets at least %(floor_amount)s."),
    "allocation.needs": gettext_lazy("%(candidate)s goes no further than %(needed)s, which it needs."),
    "allocation.fair_least": gettext_lazy("Each gets at least %(least)s of what it asks."),
    "allocation.fair_spread": gettext_lazy("No share is more than %(spread)s times another's."),
    "allocation.fair_group": gettext_lazy("The share of %(group)s is held to what is fair."),
    "allocation.limit_most": gettext_lazy("%(place)s: at most %(most_amount)s."),
    "allocation.limit_least": gettext_lazy("%(place)s: at least %(least_amount)s."),
    "allocation.limit_both": gettext_lazy("%(place)s: between %(least_amount)s and %(most_amount)s."),
    "allocation.blocked": gettext_lazy(
        "These rules cannot hold together (%(rules)s); giving up any one of them is enough."
    ),
    "allocation.result_changed": gettext_lazy("%(result)s: %(before)s, then %(after)s."),
    "allocation.compared": gettext_lazy(
        "%(moved_amount)s move: %(more)s candidates get more, %(less)s less; points go from %(before_gain)s "
        "to %(after_gain)s."
    ),
    "allocation.compared_other_weights": gettext_lazy(
        "%(moved_amount)s move: %(more)s candidates get more, %(less)s less. Results are not weighed alike: "
        "points do not compare."
    ),
    "allocation.whole": gettext_lazy("Gets all it asks."),
    "allocation.held_by_need": gettext_lazy("Goes no further than %(needed)s, which it needs."),
    "allocation.outdone": gettext_lazy(
        "Would bring %(gain)s points for its money, which brings about %(elsewhere)s elsewhere."
    ),
    "allocation.does_not_fit": gettext_lazy(
        "Would be worth it (%(gain)s points against %(elsewhere)s), but does not fit in what is left."
    ),
    "allocation.brings_nothing": gettext_lazy(
        "Brings nothing that is weighed: give its results a weight, or the candidate a least amount."
    ),
    "allocation.in_part": gettext_lazy(
        "Gets a part: a rule, or what its money brings elsewhere, holds it there."
    ),
}
COUNTS = ("served", "candidates", "projects", "rules", "more", "less")
RATES = ("gap", "least")


def said(sentence: Sentence, names: Mapping[str, object]) -> str:
    """A sentence alone; `names` are those of candidates, results and tags' values, by code."""
    words = {name: written(name, value, names) for name, value in valued(sentence).items()}
    sheet = names.get(f"sheet:{sentence.values.get('result')}")
    if sheet is not None and sentence.key == "allocation.result":
        words["value"] = as_written(sentence.values["value"], sheet)
    return str(SENTENCES[variant(sentence)]) % words


def lines(sentence: Sentence, names: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """A sentence and those under it, with their depth."""
    for depth, one in sentence.walk():
        yield depth, said(one, names)


def variant(sentence: Sentence) -> str:
    """The words of a rule depend on which of its sides is set."""
    values, key = sentence.values, sentence.key
    if key in ("allocation.outdone", "allocation.does_not_fit") and not values["gain"]:
        return "allocation.brings_nothing"
    if key == "allocation.envelope":
        return "allocation.envelope_least" if values.get("least_amount") else key
    if key == "allocation.fair":
        group = values["group"]
        return f"allocation.fair_{group}" if group in ("least", "spread") else "allocation.fair_group"
    if key == "allocation.limit":
        least, most = values.get("least_amount"), values.get("most_amount")
        return f"allocation.limit_{'both' if least and most is not None else 'least' if least else 'most'}"
    return key


def valued(sentence: Sentence) -> dict:
    found = dict(sentence.values)
    if sentence.key == "allocation.limit":
        found["place"] = (found.pop("tag"), found.pop("value"))
    return found


def written(name: str, value, names: Mapping[str, object]) -> str:
    if value is None:
        return ""
    if name.endswith("_amount"):
        return formats.isolate(formats.plain_amount(int(value)))
    if name in RATES:
        return formats.isolate(formats.plain_percent(Decimal(str(value)), 2))
    if name == "place":
        return placed(*value, names)
    if name in ("candidate", "needed", "group", "result"):
        return formats.plain_words(names.get(value) or value)
    if name in COUNTS:
        return formats.plain_number(value)
    return formats.isolate(formats.plain_number(Decimal(str(value))))


def placed(tag: str, value: str, names: Mapping[str, object]) -> str:
    """A line, an axis, a centre by its name."""
    called = formats.plain_words(names.get(f"{tag}:{value}") or value)
    kind = formats.plain_words(TAGS[tag]) if tag in TAGS else tag
    return _("%(name)s (%(kind)s)") % {"name": called, "kind": kind}


def least_share(solution: Solution) -> str:
    """How the least served group fares, where fairness is asked."""
    if solution.least_share is None:
        return ""
    share = Decimal(solution.least_share.numerator) / solution.least_share.denominator
    return _("The smallest share of a group is %(share)s of what it asks.") % {
        "share": formats.isolate(formats.plain_percent(share))
    }


WRONG = {
    "required": gettext_lazy("This cell is empty: write %(detail)s."),
    "sheet_missing": gettext_lazy("The sheet “%(detail)s” is not there."),
    "column_missing": gettext_lazy("The column “%(detail)s” is not there."),
    "unknown_column": gettext_lazy(
        "No column is called “%(detail)s”; the head of a column of results begins with a colon."
    ),
    "twice": gettext_lazy("The candidate %(detail)s is there twice."),
    "needs_unknown": gettext_lazy("A candidate needs one that is not there: %(detail)s."),
    "no_candidate": gettext_lazy("Nobody asks for anything: write one candidate a row."),
    "floor_over_cap": gettext_lazy(
        "%(detail)s asks for more than zero, and gets at least no more than that."
    ),
    "floor_of_whole": gettext_lazy(
        "%(detail)s is all or nothing: its least amount is empty, or all it asks."
    ),
    "nobody_carries": gettext_lazy("No candidate is on %(detail)s."),
    "not_a_number": gettext_lazy("This is no number: write digits only, such as 14500 or 39,8."),
    "ambiguous_number": gettext_lazy(
        "This number can be read in two ways: write it without a thousands separator."
    ),
    "scientific": gettext_lazy("A number in scientific notation has lost digits: write all of them."),
    "too_precise": gettext_lazy("More than %(detail)s decimals cannot be kept."),
    "too_large": gettext_lazy("This number is too large."),
    "too_long": gettext_lazy("This text is longer than %(detail)s characters."),
    "unstorable": gettext_lazy("This text holds signs that cannot be kept: type it again."),
    "negative": gettext_lazy("An amount is not negative."),
    "not_a_share": gettext_lazy("A share is between 0 % and 100 %."),
    "not_yes_no": gettext_lazy("Write yes or no."),
    "impossible": gettext_lazy("These rules say nothing that can be shared: %(detail)s."),
}
REFUSALS = {
    "too_large": gettext_lazy("This workbook is too large: at most 5,000 candidates and 8 MB."),
    "too_slow": gettext_lazy(
        "Reading this workbook took too long: save it again as XLSX, without its formats."
    ),
    "too_heavy": gettext_lazy(
        "Reading this workbook took too much memory: save it again, without its formats."
    ),
}


@dataclass(frozen=True)
class Wrong:
    """Where something is wrong in a workbook, and what."""

    where: str
    text: str


def wrong(problem: Problem) -> Wrong:
    where = f"{problem.sheet} {problem.cell}".strip()
    text = WRONG.get(problem.code, WRONG["not_a_number"])
    return Wrong(where, str(text) % {"detail": problem.detail})


def refusal(why: Refusal) -> str:
    unread = _("This file cannot be read as an XLSX workbook: download the model again and fill it.")
    return str(REFUSALS.get(why.code, unread))
