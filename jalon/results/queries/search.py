"""Finding things by their name or number, whatever the case, the accents or the letter forms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jalon.contracts.models import Contract
from jalon.contracts.queries import visible_to
from jalon.evidence.models import Evidence
from jalon.indicators import queries as indicators
from jalon.indicators.models import IndicatorVersion
from jalon.kernel.words import Words, fold
from jalon.network.access import Standing
from jalon.network.models import Enterprise, Organisation
from jalon.network.queries import firms_visible_to, found_firms, found_organisations
from jalon.plan.models import Axis, Plan
from jalon.plan.queries import tree, version_in_force

LONGEST = 100  # characters of a question
SHOWN = 20  # of each group; the next one only says that there are more
LEAST_OF_A_NUMBER = 3  # characters before certificates are looked for


@dataclass(frozen=True)
class Found:
    """What a reader may see of what was asked for, group by group."""

    organisations: Sequence[Organisation] = ()
    indicators: Sequence[IndicatorVersion] = ()
    contracts: Sequence[Contract] = ()
    axes: Sequence[Axis] = ()
    firms: Sequence[Enterprise] = ()
    certificates: Sequence[Evidence] = ()


def search(text: str, *, standing: Standing, plan: Plan | None, on: date, known_at: int) -> Found:
    """Look for a text everywhere at once; the number of queries does not depend on what is found."""
    words = fold(text[:LONGEST]).split()
    if not words:
        return Found()
    version = version_in_force(plan, on=on, known_at=known_at) if plan else None
    return Found(
        organisations=found_organisations(Organisation.objects.all(), text)[: SHOWN + 1],
        indicators=found_indicators(words, on, known_at)[: SHOWN + 1],
        contracts=found_contracts(words, standing)[: SHOWN + 1],
        axes=[axis for axis in tree(version) if is_named(words, axis.code, axis.name)] if version else (),
        firms=found_firms(firms_visible_to(standing), text)[: SHOWN + 1],
        certificates=found_certificates(words, standing, known_at),
    )


def is_named(words: Iterable[str], *names: str | Words) -> bool:
    """Whether each word begins a word of the names, in any language."""
    texts = (" ".join(name.as_mapping().values()) if isinstance(name, Words) else name for name in names)
    said = " " + fold(" ".join(texts))
    return all(f" {word}" in said for word in words)


def found_indicators(words: Sequence[str], on: date, known_at: int) -> list[IndicatorVersion]:
    sheets = indicators.in_force(indicators.all_sheets(known_at=known_at), on)
    return [
        sheet
        for code, sheet in sheets.items()
        if is_named(words, code, sheet.name) or fold(code) == " ".join(words)
    ]


def found_contracts(words: Sequence[str], standing: Standing) -> list[Contract]:
    """The contracts a reader may open, by their code, their centre or their plan's years."""
    reached = standing.organisations_where("contract.view")
    seen = Contract.objects.filter(visible_to(reached)).select_related("centre", "plan").order_by("code")
    return [one for one in seen if is_named(words, one.code, one.centre.code, one.centre.name)]


def found_certificates(words: Sequence[str], standing: Standing, known_at: int) -> list[Evidence]:
    """The last word on each certificate whose number holds every part typed, in the centres read in full."""
    if max(map(len, words)) < LEAST_OF_A_NUMBER:
        return []
    named = Q()
    for word in words:
        named &= Q(identity__icontains=word)
    rows = Evidence.objects.live(known_at).filter(
        named, kind__startswith="certificate.", centre__in=standing.organisations_in_full()
    )
    last = rows.order_by("identity", "centre_id", "-on", "-pk").distinct("identity", "centre_id")
    return list(last.select_related("centre", "enterprise")[: SHOWN + 1])
