"""The firms named in an import: found or made in bulk, with a number of queries that does not depend on
the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from jalon.kernel import ice as kernel_ice
from jalon.kernel.ice import ENTERPRISE_LENGTH
from jalon.network.models import NOT_IN_THE_FILE, Enterprise, Establishment, Organisation, Region, Sector
from jalon.network.queries import Profile, profile_history


class FirmSeen(NamedTuple):
    """A firm as a row of an import names it; what the row does not say is empty.

    `ice` may be the nine digits of an enterprise that is registered, without its establishment.
    """

    ice: str
    name: str
    size: str
    sector: str
    region: str
    on: date


class FirmKeys(NamedTuple):
    enterprise_id: int | None
    establishment_id: int | None


NOBODY = FirmKeys(None, None)


class Firm(NamedTuple):
    """What tells one firm from another: its ICE, or its folded name while the ICE is pending."""

    ice: str
    search: str

    @property
    def number(self) -> str:
        return self.ice[:ENTERPRISE_LENGTH]

    @property
    def is_located(self) -> bool:
        """Whether its establishment is said too."""
        return len(self.ice) > ENTERPRISE_LENGTH


def enrol_firms(
    rows: Sequence[FirmSeen], *, centre: Organisation, event_id: int, simulated: bool = False
) -> list[FirmKeys]:
    """The keys of each row's firm, missing ones made; call it inside the transaction of the import.

    A row without ICE names a pending firm of this centre, known again by its name; a row with neither
    names nobody.
    The centre may read the records of its firms from then on, and profiles change on the day a row says so;
    a row that names an enterprise by nine digits changes none, for it may speak of a record merged since.
    Raises `kernel.ice.IceError` on a wrong ICE, and on nine digits that nobody has.
    """
    index, firms, names = distinct(rows)
    enterprises = with_number({firm.number: names[firm] for firm in names if firm.is_located}, simulated)
    enterprises |= registered({firm.number for firm in names if firm.ice} - enterprises.keys())
    establishments = located({firm.ice for firm in names if firm.is_located}, enterprises)
    pending = named({firm.search: names[firm] for firm in names if not firm.ice}, centre, simulated)
    keys = {
        firm: FirmKeys(enterprises[firm.number], establishments.get(firm.ice))
        if firm.ice
        else FirmKeys(pending[firm.search], None)
        for firm in names
    }
    keys_by_naming = [keys[firm] if firm else NOBODY for firm in firms]
    owners = [found.enterprise_id for found in keys_by_naming]
    link_centre(first_days(rows, index, owners), centre, event_id)
    telling = [
        None if firm and firm.ice and not firm.is_located else owner
        for firm, owner in zip(firms, owners, strict=True)
    ]
    profile(sightings(rows, index, telling))
    return [keys_by_naming[place] for place in index]


def distinct(rows: Sequence[FirmSeen]) -> tuple[list[int], list[Firm | None], dict[Firm, str]]:
    """For each row the place of its way of naming a firm, for each way its firm, and the names of the
    firms.
    """
    places: dict[tuple[str, str], int] = {}
    index = [places.setdefault((row[0], row[1]), len(places)) for row in rows]
    firms = [identified(ice, name) for ice, name in places]
    names: dict[Firm, str] = {}
    for firm, (_ice, name) in zip(firms, places, strict=True):
        if firm:
            names[firm] = names.get(firm) or name.strip()[:300]
    return index, firms, names


def identified(ice: str, name: str) -> Firm | None:
    if ice:
        return Firm(ice if len(ice) == ENTERPRISE_LENGTH else kernel_ice.parse(ice).number, "")
    search = Enterprise.search_key(name)
    return Firm("", search) if search else None


def with_number(names: dict[str, str], simulated: bool) -> dict[str, int]:
    """Enterprise ids by number; the row of another transaction wins over ours."""
    found = numbers(names)
    # in one order whoever asks, so that two imports of the same firms never wait for each other
    missing = {number: names[number] for number in sorted(names.keys() - found.keys())}
    if not missing:
        return found
    insert(
        "INSERT INTO network_enterprise (uid, number, pending_reason, name, search, simulated) "
        "SELECT gen_random_uuid(), number, '', name, search, %s "
        "FROM unnest(%s::text[], %s::text[], %s::text[]) AS seen (number, name, search) "
        "ON CONFLICT (number) DO NOTHING",
        [simulated, list(missing), list(missing.values()), search_keys(missing.values())],
    )
    return found | numbers(missing)


def registered(wanted: set[str]) -> dict[str, int]:
    """Enterprise ids by nine digits. Raises IceError when nobody has some of them."""
    found = numbers(wanted) if wanted else {}
    if found.keys() != wanted:
        raise kernel_ice.IceError("length", "No enterprise has these nine digits.")
    return found


def numbers(asked: Iterable[str]) -> dict[str, int]:
    return dict(Enterprise.objects.filter(number__in=list(asked)).values_list("number", "pk"))


def search_keys(names: Iterable[str]) -> list[str]:
    return [Enterprise.search_key(name) for name in names]


def located(ices: set[str], enterprises: dict[str, int]) -> dict[str, int]:
    """Establishment ids by ICE."""
    found = known_establishments(ices)
    missing = sorted(ices - found.keys())
    if not missing:
        return found
    insert(
        "INSERT INTO network_establishment (enterprise_id, number, ice, name) "
        "SELECT enterprise, substr(ice, 10, 4), ice, '' "
        "FROM unnest(%s::bigint[], %s::text[]) AS seen (enterprise, ice) "
        "ON CONFLICT (ice) DO NOTHING",
        [[enterprises[ice[:9]] for ice in missing], missing],
    )
    return found | known_establishments(missing)


def known_establishments(ices: Iterable[str]) -> dict[str, int]:
    return dict(Establishment.objects.filter(ice__in=list(ices)).values_list("ice", "pk"))


def named(names: dict[str, str], centre: Organisation, simulated: bool) -> dict[str, int]:
    """Ids of the centre's pending firms by folded name. The centre's row is held, so that two imports
    agree.
    """
    if not names:
        return {}
    Organisation.objects.select_for_update(no_key=True).get(pk=centre.pk)
    found = pending_of(centre, names, simulated)
    missing = {search: name for search, name in names.items() if search not in found}
    made = insert(
        "INSERT INTO network_enterprise (uid, pending_reason, name, search, simulated) "
        "SELECT gen_random_uuid(), %s, name, search, %s "
        "FROM unnest(%s::text[], %s::text[]) AS seen (name, search) "
        "RETURNING search, id",
        [NOT_IN_THE_FILE, simulated, list(missing.values()), list(missing)],
    )
    return found | dict(made)


def pending_of(centre: Organisation, searches: Iterable[str], simulated: bool) -> dict[str, int]:
    """Pending firms the centre serves; one whose ICE came later is still known by its name, the oldest
    first.
    """
    known = Enterprise.objects.filter(
        ~Q(pending_reason=""), search__in=list(searches), centres__centre=centre, simulated=simulated
    )
    return dict(known.order_by("number", "-pk").values_list("search", "pk"))


def first_days(rows: Sequence[FirmSeen], index: list[int], owners: list[int | None]) -> dict[int, date]:
    """The first day each enterprise is seen."""
    days: dict[int, date] = {}
    for row, place in zip(rows, index, strict=True):
        if place not in days or row[5] < days[place]:
            days[place] = row[5]
    first: dict[int, date] = {}
    for place, day in days.items():
        owner = owners[place]
        if owner is not None:
            first[owner] = min(day, first.get(owner, day))
    return first


def link_centre(days: dict[int, date], centre: Organisation, event_id: int) -> None:
    """The centre serves these firms, and the records they were merged into."""
    if not days:
        return
    insert(
        "INSERT INTO network_centrefirm (centre_id, enterprise_id, since, event_id) "
        "SELECT %s, firm, min(day), %s FROM ("
        "SELECT enterprise AS firm, day FROM unnest(%s::bigint[], %s::date[]) AS seen (enterprise, day) "
        "UNION ALL SELECT kept_id, day FROM unnest(%s::bigint[], %s::date[]) AS seen (enterprise, day) "
        "JOIN network_enterprise ON network_enterprise.id = enterprise AND kept_id IS NOT NULL) AS served "
        "GROUP BY firm ON CONFLICT (enterprise_id, centre_id) DO NOTHING",
        [centre.pk, event_id, *[list(days), list(days.values())] * 2],
    )


Sighting = tuple[date, str, str, str]


def sightings(
    rows: Sequence[FirmSeen], index: list[int], owners: list[int | None]
) -> dict[int, list[Sighting]]:
    """What rows say of each enterprise, by day; only those firms are followed day by day that rows say
    differently.
    """
    said: dict[tuple[int, str, str, str], date] = {}
    for row, place in zip(rows, index, strict=True):
        fact = (place, row[2], row[3], row[4])
        day = said.get(fact)
        if day is None or row[5] < day:
            said[fact] = row[5]
    facts: dict[int, set[Sighting]] = defaultdict(set)
    for (place, *words), day in said.items():
        owner = owners[place]
        if owner is not None and any(words):
            facts[owner].add((day, *words))
    varying = {owner for owner, seen in facts.items() if len({sighting[1:] for sighting in seen}) > 1}
    for row, place in zip(rows, index, strict=True) if varying else ():
        if owners[place] in varying and (row[2] or row[3] or row[4]):
            facts[owners[place]].add((row[5], row[2], row[3], row[4]))
    return {owner: sorted(seen) for owner, seen in facts.items()}


def profile(seen: dict[int, list[Sighting]]) -> None:
    """Write the profiles that begin on a day because a row says otherwise than what was known."""
    if not seen:
        return
    starts, profiles = profile_history(seen)
    begun = [
        (enterprise, *change)
        for enterprise, said in sorted(seen.items())
        for change in changes(list(zip(starts[enterprise], profiles[enterprise], strict=True)), said)
    ]
    if begun:
        save_profiles(begun)


def changes(history: list[tuple[date, Profile]], said: Iterable[Sighting]) -> list[tuple[date, Profile]]:
    """The profiles to add to a history; what a row leaves empty goes on as it was, and a day is written
    once.
    """
    begun = []
    for day, *words in said:
        current = max((entry for entry in history if entry[0] <= day), default=(None, Profile()))
        wanted = Profile(*[word or known for word, known in zip(words, current[1], strict=True)])
        if wanted != current[1] and day != current[0]:
            history.append((day, wanted))
            begun.append((day, wanted))
    return begun


def save_profiles(begun: Sequence[tuple[int, date, Profile]]) -> None:
    sectors = dict(Sector.objects.values_list("code", "pk"))
    regions = dict(Region.objects.values_list("code", "pk"))
    insert(
        "INSERT INTO network_enterpriseprofile (enterprise_id, starts_on, size, sector_id, region_id) "
        "SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::bigint[], %s::bigint[]) "
        "ON CONFLICT (enterprise_id, starts_on) DO NOTHING",
        [
            [enterprise for enterprise, _day, _profile in begun],
            [day for _enterprise, day, _profile in begun],
            [profile.size for _enterprise, _day, profile in begun],
            [sectors.get(profile.sector) for _enterprise, _day, profile in begun],
            [regions.get(profile.region) for _enterprise, _day, profile in begun],
        ],
    )


def insert(statement: str, parameters: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
