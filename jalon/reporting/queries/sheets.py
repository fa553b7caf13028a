"""The working sheet: sampled things with their rows, as a reader may see them, and the last words on each."""

from collections.abc import Iterable
from dataclasses import dataclass

from jalon.evidence.models import DocumentName, Evidence
from jalon.evidence.queries.masking import ShownRow, shown
from jalon.network.roles import Rows
from jalon.reporting.models import Finding, Reply, Sample, Sampled
from jalon.reporting.queries.samples import findings_of, replied

MOST_ROWS = 30


@dataclass(frozen=True)
class Line:
    """One thing of the sheet. `rows` are empty for who may not see them."""

    sampled: Sampled
    finding: Finding | None
    reply: Reply | None
    rows: tuple[ShownRow, ...] = ()

    @property
    def is_row(self) -> bool:
        return self.sampled.thing.startswith("row:")

    @property
    def more(self) -> int:
        """How many of its rows are not listed."""
        return len(self.sampled.rows) - len(self.rows)

    @property
    def waits(self) -> bool:
        """Whether the verifier has something to say: nothing was said, or the centre answered."""
        if self.finding is None:
            return True
        return self.reply is not None and self.reply.event.number > self.finding.event.number


def lines_of(sample: Sample, things: Iterable[Sampled], *, is_seen: bool, plan: str) -> list[Line]:
    """The lines of some things of a sample, in as many queries whatever their number."""
    things = list(things)
    findings, replies = findings_of(sample), replied(sample)
    rows = rows_of(things, plan) if is_seen else {}
    return [
        Line(
            one,
            findings.get(one.pk),
            replies.get(one.pk),
            tuple(rows[uid] for uid in one.rows[:MOST_ROWS] if uid in rows),
        )
        for one in things
    ]


def rows_of(things: Iterable[Sampled], plan: str) -> dict:
    """The rows behind things, whole, by uid."""
    uids = [uid for one in things for uid in one.rows[:MOST_ROWS]]
    rows = Evidence.objects.filter(uid__in=uids).select_related("centre", "enterprise")
    return {row.uid: shown(row, Rows.FULL, plan=plan) for row in rows}


def names_of(lines: Iterable[Line], centre_id: int) -> dict[str, str]:
    """What the centre calls the documents of the rows listed."""
    digests = {digest for line in lines for row in line.rows for digest in row.documents}
    named = DocumentName.objects.filter(document__in=digests, centre=centre_id).order_by("pk")
    return {digest: digest[:12] for digest in digests} | dict(named.values_list("document_id", "name"))
