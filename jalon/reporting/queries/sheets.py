"""The working sheet: sampled things with their rows, as a reader may see them, and the last words on each."""

from collections.abc import Iterable
from dataclasses import dataclass

from jalon.evidence.models import DocumentName, Evidence
from jalon.evidence.queries import catalogue
from jalon.evidence.queries.masking import ShownRow, shown
from jalon.kernel.words import Words
from jalon.network.roles import Rows
from jalon.reporting.models import Finding, Reply, Sample, Sampled
from jalon.reporting.queries.samples import findings_of, replied

LISTED = 8  # rows of a firm on the sheet; its own page has them all
ALL = 1000


@dataclass(frozen=True)
class SheetRow:
    """A row of evidence, with the words of its kind and the names of its documents."""

    row: ShownRow
    kind: Words | str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One thing of the sheet. `rows` are empty for who may not see them."""

    sampled: Sampled
    finding: Finding | None
    reply: Reply | None
    rows: tuple[SheetRow, ...] = ()

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


def lines_of(
    sample: Sample, things: Iterable[Sampled], *, is_seen: bool, plan: str, most: int = LISTED
) -> list[Line]:
    """The lines of some things of a sample, in as many queries whatever their number."""
    things = list(things)
    findings, replies = findings_of(sample), replied(sample)
    rows = rows_of(things, plan, most) if is_seen else {}
    return [
        Line(
            one,
            findings.get(one.pk),
            replies.get(one.pk),
            tuple(rows[uid] for uid in one.rows[:most] if uid in rows),
        )
        for one in things
    ]


def rows_of(things: Iterable[Sampled], plan: str, most: int) -> dict:
    """The rows behind things, whole, by uid."""
    uids = {uid for one in things for uid in one.rows[:most]}
    rows = list(Evidence.objects.filter(uid__in=uids).select_related("centre", "enterprise"))
    kinds, names = catalogue(), names_of(rows)
    return {
        row.uid: SheetRow(
            shown(row, Rows.FULL, plan=plan),
            kinds[row.kind].words if row.kind in kinds else row.kind,
            tuple((digest, names.get((row.centre_id, digest), digest[:12])) for digest in row.documents),
        )
        for row in rows
    }


def names_of(rows: Iterable[Evidence]) -> dict[tuple[int, str], str]:
    """What each centre calls the documents of its rows."""
    digests = {digest for row in rows for digest in row.documents}
    named = DocumentName.objects.filter(document__in=digests).order_by("pk")
    return {
        (centre, digest): name
        for centre, digest, name in named.values_list("centre_id", "document_id", "name")
    }
