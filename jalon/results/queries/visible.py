"""Who sees what of the rows behind a figure: whole, masked, or only that they are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from jalon.evidence.models import Evidence
from jalon.evidence.queries import sampled_rows
from jalon.evidence.queries.masking import ShownRow, shown
from jalon.network.access import Standing
from jalon.network.models import Enterprise, Organisation
from jalon.network.queries import pseudonym
from jalon.network.roles import Rows
from jalon.results.queries.figures import Part
from jalon.results.queries.rows import with_kept_enterprise


@dataclass(frozen=True)
class Thing:
    """One of the things a distinct count counted, and how many rows name it."""

    name: str
    rows: int
    centres: int


@dataclass(frozen=True)
class Sight:
    """What a person sees of the rows of some centres."""

    views: dict[int, Rows]
    plan: str
    known_at: int

    @cached_property
    def open_centres(self) -> list[int]:
        return [centre for centre, view in self.views.items() if view in (Rows.FULL, Rows.MASKED)]

    @cached_property
    def sampled_centres(self) -> list[int]:
        """The centres of which only the rows drawn for verification are seen."""
        return [centre for centre, view in self.views.items() if view == Rows.SAMPLED]

    @property
    def seen(self) -> Q:
        if not self.sampled_centres:
            return Q(centre__in=self.open_centres)
        return Q(centre__in=self.open_centres) | Q(centre__in=self.sampled_centres, uid__in=sampled_rows())

    @cached_property
    def full_centres(self) -> list[int]:
        return [centre for centre, view in self.views.items() if view == Rows.FULL]

    @property
    def is_full(self) -> bool:
        """Whether every row that is shown is shown whole."""
        shown_of = self.open_centres or self.sampled_centres
        return bool(shown_of) and len(self.full_centres) == len(self.open_centres)

    @property
    def is_closed(self) -> bool:
        return not self.open_centres and not self.sampled_centres

    @property
    def sees_every_row(self) -> bool:
        """Whether the rows of all the centres are seen, whole or masked."""
        return len(self.open_centres) == len(self.views)

    @property
    def sees_parts(self) -> bool:
        """Whether smaller parts of a figure are shown: not to who sees figures, or samples, only."""
        return bool(self.open_centres)

    @property
    def asks_consultation(self) -> bool:
        return Rows.MASKED in self.views.values()

    def rows(self, part: Part) -> QuerySet[Evidence]:
        seen = part.rows.filter(self.seen)
        kept = with_kept_enterprise(seen, self.known_at, part.merges)
        return kept.select_related("centre", "enterprise", "event")

    def shown(self, rows: Iterable[Evidence]) -> list[ShownRow]:
        views = dict.fromkeys(self.sampled_centres, Rows.FULL)
        return [shown(row, (self.views | views)[row.centre_id], plan=self.plan) for row in rows]

    def things(self, part: Part) -> QuerySet:
        """The things a distinct count counted among the rows that are seen, most rows first."""
        column = {"enterprise": "firm_key", "establishment": "establishment_id"}.get(
            part.measure.of, "identity"
        )
        named = self.rows(part).exclude(**{f"{column}__isnull": True})
        named = named.exclude(identity="") if column == "identity" else named
        if column == "firm_key":
            named = named.exclude(firm_key__in=part.pending)
        found = named.values(column).annotate(rows=Count("pk"), centres=Count("centre", distinct=True))
        return found.order_by("-rows", column)

    def named(self, part: Part, found: Iterable[dict]) -> list[Thing]:
        """Things with their names, or the pseudonyms of those no centre seen in full served."""
        found = list(found)
        names = self.names(part, found)
        column = next(
            (name for name in ("firm_key", "establishment_id", "identity") if found and name in found[0]), ""
        )
        return [Thing(names.get(one[column], ""), one["rows"], one["centres"]) for one in found]

    def names(self, part: Part, found: list[dict]) -> dict:
        if part.measure.of != "enterprise":
            column = "establishment_id" if part.measure.of == "establishment" else "identity"
            return {one[column]: self.masked(str(one[column])) for one in found}
        keys = [one["firm_key"] for one in found]
        whole = self.seen & Q(centre__in=[*self.full_centres, *self.sampled_centres])
        rows = with_kept_enterprise(part.rows.filter(whole), self.known_at, part.merges)
        clear = (
            set(rows.filter(firm_key__in=keys).values_list("firm_key", flat=True))
            if self.full_centres or self.sampled_centres
            else set()
        )
        firms = Enterprise.objects.filter(pk__in=keys).values_list("pk", "name", "uid")
        return {key: name if key in clear else pseudonym(self.plan, uid) for key, name, uid in firms}

    def masked(self, identity: str) -> str:
        return identity if self.is_full else pseudonym(self.plan, identity)


def sight(standing: Standing, centres: Iterable[Organisation], *, plan: str, known_at: int) -> Sight:
    return Sight({centre.pk: standing.row_view(centre) for centre in centres}, plan, known_at)
