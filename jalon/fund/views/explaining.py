"""Explanations on a page: each figure a link to its rows, with the return that vouches for it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from jalon.contracts.models import Contract
from jalon.fund.sentences import marked
from jalon.kernel.payment import Sentence
from jalon.reporting.models import Value
from jalon.ui import addresses


@dataclass(frozen=True)
class Node:
    """One sentence as it is shown, and what it rests on."""

    said: SafeString
    report: str  # the address of the return, "" when there is none
    stage: str
    is_remark: bool
    children: tuple["Node", ...]


def unlinked(sentence: Sentence, names: Mapping) -> Node:
    """A sentence as it is shown where its figures rest on no row: they are only expected."""
    children = tuple(unlinked(child, names) for child in sentence.children)
    return Node(marked(sentence, names), "", "", sentence.figure is None, children)


class Explained:
    """Shows the sentences of one tranche to one reader; the values they name are read once."""

    def __init__(self, request, contract: Contract, names: Mapping, sentences: Iterable[Sentence]):
        self.request, self.contract, self.names = request, contract, names
        uids = {one.evidence.value for said in sentences for _depth, one in said.walk() if one.evidence}
        self.values = values_by_uid(uids - {""})
        self.moments = moments_of(self.values.values())
        self.centre = contract.centre.code if request.standing.can("plan.view") else ""

    def node(self, sentence: Sentence) -> Node:
        value = self.values.get(sentence.evidence.value) if sentence.evidence else None
        return Node(
            marked(sentence, self.names, self.rows_of(sentence, value)),
            self.return_of(value) if sentence.key in ROWS else "",
            value.stage if value and sentence.key in ROWS else "",
            sentence.figure is None,
            tuple(self.node(child) for child in sentence.children),
        )

    def remarks(self, sentence: Sentence) -> Node:
        """What a sentence says with its remarks alone, where the rest stands elsewhere on the page."""
        said = tuple(child for child in sentence.children if child.figure is None)
        return self.node(replace(sentence, children=said))

    def rows_of(self, sentence: Sentence, value: Value | None) -> str:
        """The rows behind a figure, as known when it became what it is; "" when there are none."""
        at = sentence.evidence
        if not at or not at.period or sentence.key not in ROWS:
            return ""
        asked = {"indicator": at.indicator, "centre": self.centre, "period": at.period}
        asked["plan"] = self.contract.plan.code
        if value:
            asked["known_at"] = self.moments[value.pk]
        return addresses.at(self.request, "results:figure", query=asked)

    def return_of(self, value: Value | None) -> str:
        if value is None or not self.request.standing.can("return.view", self.contract.centre):
            return ""
        path = addresses.if_any("reporting:return", self.contract.code, value.report.period)
        return path and addresses.keeping(self.request, path)


ROWS = frozenset(
    {
        "actual", "actual_provisional", "input", "not_computable", "value_changed",
        "value_not_validated",
    }
)  # fmt: skip
"""The sentences that say a figure of the evidence."""


def values_by_uid(uids: set[str]) -> dict[str, Value]:
    rows = Value.objects.filter(uid__in=uids).select_related("report", "event") if uids else ()
    return {str(value.uid): value for value in rows}


def moments_of(values: Collection[Value]) -> dict[int, int]:
    """The moment at which the rows of each value are read, by key.

    That of the submission; where rows were rejected, that of the validation, which took them away.
    """
    validated = [value for value in values if value.stage == Value.Stage.VALIDATED]
    checked = Value.objects.filter(
        report__in=[value.report_id for value in validated], stage=Value.Stage.VERIFIED
    ).exclude(difference=[])
    changed = set(checked.values_list("report", "indicator", "round")) if validated else set()
    return {value.pk: value.event.number if key_of(value) in changed else value.known_at for value in values}


def key_of(value: Value) -> tuple | None:
    """What a validated value has in common with the verified one it came from."""
    is_validated = value.stage == Value.Stage.VALIDATED
    return (value.report_id, value.indicator, value.round) if is_validated else None
