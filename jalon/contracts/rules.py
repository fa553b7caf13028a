"""The rule of a tranche in words: what is paid, on what, with every bound it has."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.kernel.payment import (
    Condition,
    Correction,
    Custom,
    Matching,
    OnAcceptance,
    PerUnit,
    Proportional,
    RuleError,
    Threshold,
    conditions_from_data,
    rule_from_data,
)
from jalon.ui import formats

Named = Callable[[str], str]  # how an indicator is called, by its code

NAMES = {
    "on_acceptance": gettext_lazy("on acceptance of a document"),
    "threshold": gettext_lazy("all or nothing, by a threshold"),
    "proportional": gettext_lazy("in proportion to results"),
    "per_unit": gettext_lazy("so much a unit"),
    "matching": gettext_lazy("matching other funders"),
    "correction": gettext_lazy("with a correction on serious failure"),
    "custom": gettext_lazy("by a formula"),
}


def rule_words(data: dict[str, Any], named: Named = str) -> str:
    """The rule as sentences in the reader's language; data that make no rule are said so."""
    try:
        rule = rule_from_data(data)
    except RuleError:
        return _("This rule cannot be applied as it is written.")
    return " ".join(SENTENCES[rule.name](rule, named))


def condition_words(data: Iterable[dict[str, Any]]) -> list[str]:
    try:
        return [condition(one) for one in conditions_from_data(list(data))]
    except RuleError:
        return [_("These conditions cannot be applied as they are written.")]


def condition(one: Condition) -> str:
    if one.kind == "document":
        return _("document “%(code)s” is accepted") % {"code": one.code}
    if one.kind == "undertaking":
        return _("undertaking %(code)s is done") % {"code": one.code}
    return _("at least %(share)s of what was paid before is justified") % {"share": percent(one.at_least)}


def percent(rate: Decimal) -> str:
    """A bound as it is applied: never rounded, since parties sign it."""
    places = decimals(rate) - 2
    return formats.isolate(formats.plain_percent(rate, places if places > 1 else None))


def dirhams(price: Decimal) -> str:
    """A price, which may say parts of a centime: what it comes to is rounded once, not the price."""
    if decimals(price) <= 2:
        return amount(int(price * 100))
    return formats.isolate(f"{number(price)}\u00a0DH")


def number(value: Decimal) -> str:
    return formats.plain_number(value, decimals(value))


def decimals(value: Decimal) -> int:
    return max(0, -int(Decimal(value).normalize().as_tuple().exponent))


def amount(centimes: int) -> str:
    return formats.isolate(formats.plain_amount(centimes))


def listed(codes: Iterable[str], named: Named) -> str:
    return _(", ").join(named(code) for code in codes)


def on_acceptance(rule: OnAcceptance, named: Named) -> Iterator[str]:
    yield _("The whole tranche once document “%(document)s” is accepted.") % {"document": rule.document}


def threshold(rule: Threshold, named: Named) -> Iterator[str]:
    said = {"which": listed(rule.indicators, named), "at_least": percent(rule.at_least)}
    if rule.indicators:
        yield _("The whole tranche if each of these reaches %(at_least)s of its target: %(which)s.") % said
    else:
        yield (
            _("The whole tranche if each indicator of the contract reaches %(at_least)s of its target.")
            % said
        )
    if rule.allows_one:
        yield _("With %(count)s indicators or more, one may lie between %(low)s and %(high)s.") % {
            "count": formats.plain_number(rule.allowed_with),
            "low": percent(rule.allowed_from),
            "high": percent(rule.at_least),
        }
    yield from partial(rule)


def partial(rule: Threshold) -> Iterator[str]:
    if not rule.partial:
        yield _("Otherwise nothing.")
        return
    lowest = rule.partial_on == "lowest"
    yield _("Otherwise by the lowest rate:") if lowest else _("Otherwise by the mean of the rates:")
    yield table(rule.partial, _("from %(bound)s, %(share)s of the tranche")) + _("; below, nothing.")


def table(bands, sentence: str) -> str:
    rows = ({"bound": percent(bound), "share": percent(share)} for bound, share in bands)
    return _("; ").join(sentence % row for row in rows)


def proportional(rule: Proportional, named: Named) -> Iterator[str]:
    weighed = _(", ").join(
        _("%(indicator)s (weight %(weight)s)") % {"indicator": named(code), "weight": number(weight)}
        for code, weight in rule.weights.items()
    )
    yield _("The tranche times the weighted mean of what was reached, each at most 100 %%: %(which)s.") % {
        "which": weighed
    }
    if rule.floor:
        yield _("Below %(floor)s, nothing.") % {"floor": percent(rule.floor)}
    if rule.cap < 1:
        yield _("It counts up to %(cap)s.") % {"cap": percent(rule.cap)}


def per_unit(rule: PerUnit, named: Named) -> Iterator[str]:
    price = dirhams(rule.price)
    yield _("%(price)s for each unit of %(indicator)s, less what was paid.") % {
        "price": price,
        "indicator": named(rule.indicator),
    }
    if rule.lifetime_cap is not None:
        yield _("At most %(cap)s over all tranches.") % {"cap": amount(rule.lifetime_cap)}
    if rule.floor:
        yield _("Fewer than %(floor)s units earn nothing.") % {"floor": number(rule.floor)}
    if rule.once_per_unit:
        yield _("A unit is paid once.")
    if rule.sustained:
        yield _("%(share)s is held back until %(day)s and paid on the units still there.") % {
            "share": percent(rule.sustained.share),
            "day": formats.plain_day(rule.sustained.until),
        }


def matching(rule: Matching, named: Named) -> Iterator[str]:
    yield _("%(share)s of what other funders verifiably bring.") % {"share": percent(rule.share)}
    if rule.cap_share_of_cost is not None:
        yield _("At most %(share)s of the cost.") % {"share": percent(rule.cap_share_of_cost)}


def correction(rule: Correction, named: Named) -> Iterator[str]:
    yield _(
        "The whole tranche, less a correction on a serious failure of the outputs (%(outputs)s): k is what "
        "they reached over what was spent (%(money)s)."
    ) % {"outputs": listed(rule.outputs, named), "money": named(rule.financial)}
    rows = table(rule.bands, _("k from %(bound)s: %(share)s taken off"))
    yield rows + _("; below: %(share)s taken off.") % {"share": percent(rule.below)}


def custom(rule: Custom, named: Named) -> Iterator[str]:
    yield _("By the formula %(formula)s, in dirhams, between zero and the tranche.") % {
        "formula": formats.isolate(rule.formula)
    }
    if rule.missing == "block":
        yield _("What is missing blocks it.")
    else:
        yield _("What is missing counts for zero.")


SENTENCES: dict[str, Callable[[Any, Named], Iterator[str]]] = {
    OnAcceptance.name: on_acceptance,
    Threshold.name: threshold,
    Proportional.name: proportional,
    PerUnit.name: per_unit,
    Matching.name: matching,
    Correction.name: correction,
    Custom.name: custom,
}


def name_of(data: dict[str, Any]) -> str:
    return str(NAMES.get(str(data.get("rule")), data.get("rule", "")))
