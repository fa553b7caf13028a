"""What can be asked of the evidence: the catalogue of kinds, how far it goes, who may see what."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from jalon.evidence.models import Document, DocumentName, Evidence, Kind, Receipt
from jalon.evidence.rows import row_values
from jalon.evidence.terms import kind_from
from jalon.kernel import kinds
from jalon.kernel.chain import evidence_digest
from jalon.network.access import Standing
from jalon.network.models import Organisation
from jalon.network.roles import Rows


def catalogue() -> dict[str, kinds.Kind]:
    """The kinds this installation knows, by code, in the order people meet them: the core, then the packs."""
    known = {row.code: kind_from(row.code, row.name, row.terms) for row in Kind.objects.all()}
    core = {code: known.pop(code, kind) for code, kind in kinds.CATALOGUE.items()}
    return core | known


def received_to(centre, known_at: int | None = None) -> dt.date | None:
    """The day up to which a centre says its evidence is complete, or None when it never said."""
    return all_received_to(known_at).get(centre.pk)


def all_received_to(known_at: int | None = None) -> dict[int, dt.date]:
    """The same for every centre that said something, by the centre's id: its last word known then."""
    receipts = Receipt.objects.order_by("centre_id", "-event__number").distinct("centre_id")
    if known_at is not None:
        receipts = receipts.filter(event__number__lte=known_at)
    return dict(receipts.values_list("centre", "received_to"))


def rows_with_digests(*, after: int = 0, up_to: int | None = None) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Every row in the order of ids: its id, its event, its kept hash, and the hash its values give now.

    Streams from the server: as many rows as there are fit in little memory.
    """
    rows = Evidence.objects.filter(id__gt=after).order_by("id")
    rows = rows if up_to is None else rows.filter(id__lte=up_to)
    for row in rows.iterator(chunk_size=5000):
        yield row.id, row.event_id, bytes(row.hash), evidence_digest(row_values(row))


def live_revisions(centre_id: int, external_ids: list[str]) -> dict[str, tuple[int, int, bool]]:
    """For each line of a centre: its last row's id, revision, and whether it still stands."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_REVISIONS, [centre_id, external_ids])
        return {external_id: (row, revision, stands) for external_id, row, revision, stands in cursor}


_LAST_REVISIONS = """
SELECT DISTINCT ON (e.external_id) e.external_id, e.id, e.revision, r.id IS NULL
FROM evidence_evidence e LEFT JOIN evidence_evidence r ON r.reverses_id = e.id
WHERE e.centre_id = %s AND e.external_id = ANY(%s) AND e.reverses_id IS NULL
ORDER BY e.external_id, e.revision DESC
"""


@dataclass(frozen=True)
class Sight:
    """The centres whose rows a person sees, and how."""

    views: Mapping[int, Rows]

    @property
    def open_centres(self) -> list[int]:
        return list(self.views)

    @property
    def seen(self) -> Q:
        """The rows that are seen: of centres where only sampled ones are, those that were drawn."""
        sampled = [centre for centre, view in self.views.items() if view == Rows.SAMPLED]
        whole = Q(centre__in=[centre for centre in self.views if centre not in sampled])
        return whole | Q(centre__in=sampled, uid__in=sampled_rows()) if sampled else whole

    @property
    def is_full(self) -> bool:
        return bool(self.views) and set(self.views.values()) <= {Rows.FULL, Rows.SAMPLED}

    def view(self, centre_id: int) -> Rows:
        """How a row that is seen is shown: a sampled one as its verifier needs it, whole."""
        view = self.views.get(centre_id, Rows.NONE)
        return Rows.FULL if view == Rows.SAMPLED else view


def sight_of(standing: Standing) -> Sight:
    centres = Organisation.objects.filter(kind="centre")
    views = {centre.pk: standing.row_view(centre) for centre in centres}
    return Sight({key: view for key, view in views.items() if view != Rows.NONE})


def sampled_rows() -> QuerySet:
    """The uids of the rows that were drawn for verification; who draws stands above and says which."""
    return import_string(settings.JALON_SAMPLED)()


def view_of_row(standing: Standing, row: Evidence) -> Rows:
    """How a person sees one row: sampled rows whole where only those are seen."""
    view = standing.row_view(row.centre)
    if view != Rows.SAMPLED:
        return view
    is_drawn = Evidence.objects.filter(pk=row.pk, uid__in=sampled_rows()).exists()
    return Rows.FULL if is_drawn else Rows.NONE


def row_history(row: Evidence) -> list[Evidence]:
    """Every row of the same line, in the order they were recorded."""
    same = Evidence.objects.filter(centre=row.centre_id, external_id=row.external_id)
    return list(same.select_related("event", "event__actor").order_by("pk"))


def document_for(sha256: str, sight: Sight) -> tuple[Document, str] | None:
    """A document and what a centre calls it, for who sees the rows of that centre whole; else None."""
    full = [centre for centre, view in sight.views.items() if view == Rows.FULL]
    named = DocumentName.objects.filter(document=sha256, centre__in=full).select_related("document").first()
    if named:
        return named.document, named.name
    drawn = sight.seen & Q(centre__in=[centre for centre in sight.views if sight.view(centre) == Rows.FULL])
    joined = Evidence.objects.filter(drawn, documents__contains=[sha256])
    document = Document.objects.filter(pk=sha256).first() if joined.exists() else None
    return (document, f"{sha256[:12]}") if document else None
