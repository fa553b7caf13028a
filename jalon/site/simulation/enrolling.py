"""The simulated firms enter the register month by month, as their centres meet them."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from jalon.network.models import (
    NOT_IN_THE_FILE,
    CentreFirm,
    Enterprise,
    EnterpriseProfile,
    Establishment,
    Region,
    Sector,
)
from jalon.site.simulation.firms import Firms, ice
from jalon.site.simulation.levels import Month
from jalon.site.simulation.pages import Keys

BATCH = 4000


class Register:
    """Which firms are enrolled, under which ids."""

    def __init__(self, firms: Firms, centre_ids: Sequence[int]):
        count = len(firms)
        self.firms, self.centre_ids = firms, centre_ids
        self.keys = Keys(np.zeros(count, int), np.zeros(count, int), np.zeros(count, int))
        self.sectors = dict(Sector.objects.values_list("code", "pk"))
        self.regions = dict(Region.objects.values_list("code", "pk"))
        self.met = [0] * len(centre_ids)

    def newcomers(self, month: Month) -> list[tuple[int, int]]:
        """(centre, firm) for each firm a centre meets in the month."""
        found = []
        for place, pool in enumerate(self.firms.pools):
            known = self.firms.known(place, month.middle)
            found += [(place, int(firm)) for firm in pool[self.met[place] : known]]
            self.met[place] = max(known, self.met[place])
        return found

    def enrol(self, met: Sequence[tuple[int, int]], month: Month, event_id: int) -> int:
        new = [firm for firm in dict.fromkeys(firm for _place, firm in met) if not self.keys.enterprise[firm]]
        self.write_enterprises(new)
        self.write_establishments(new)
        links = [self.link(place, firm, month.first, event_id) for place, firm in met]
        CentreFirm.objects.bulk_create(links, batch_size=BATCH)
        self.write_profiles(new, month)
        return len(new)

    def write_enterprises(self, new: Sequence[int]) -> None:
        rows = [self.enterprise(firm) for firm in new]
        for firm, row in zip(new, Enterprise.objects.bulk_create(rows, batch_size=BATCH), strict=True):
            self.keys.enterprise[firm] = row.pk

    def enterprise(self, firm: int) -> Enterprise:
        number, name = self.firms.ice[firm][:9], self.firms.name[firm]
        return Enterprise(
            uid=self.firms.uid[firm],
            number=number or None,
            pending_reason="" if number else NOT_IN_THE_FILE,
            name=name,
            search=Enterprise.search_key(name),
            simulated=True,
        )

    def write_establishments(self, new: Sequence[int]) -> None:
        with_number = [firm for firm in new if self.firms.ice[firm]]
        self.keys.establishment[with_number] = self.located(with_number, 0)
        with_branch = [firm for firm in with_number if self.firms.has_branch[firm]]
        self.keys.branch[with_branch] = self.located(with_branch, 1)

    def located(self, some: Sequence[int], number: int) -> list[int]:
        rows = [
            Establishment(
                enterprise_id=self.keys.enterprise[firm],
                number=f"{number:04d}",
                ice=ice(int(self.firms.ice[firm][:9]), number),
            )
            for firm in some
        ]
        return [row.pk for row in Establishment.objects.bulk_create(rows, batch_size=BATCH)]

    def link(self, place: int, firm: int, since: date, event_id: int) -> CentreFirm:
        centre, enterprise = self.centre_ids[place], self.keys.enterprise[firm]
        return CentreFirm(centre_id=centre, enterprise_id=enterprise, since=since, event_id=event_id)

    def write_profiles(self, new: Sequence[int], month: Month) -> None:
        """As each firm was met; and those known before that grew in the month."""
        firms, first, last = self.firms, month.first.toordinal(), month.last.toordinal()
        rows = [self.profile(firm, month.first, grown=firms.grows_on[firm] <= first) for firm in new]
        growing = (firms.grows_on > first) & (firms.grows_on <= last) & (self.keys.enterprise > 0)
        growing &= firms.later_size != firms.size
        for firm in np.flatnonzero(growing):
            rows.append(self.profile(int(firm), date.fromordinal(int(firms.grows_on[firm])), grown=True))
        EnterpriseProfile.objects.bulk_create(rows, batch_size=BATCH)

    def profile(self, firm: int, starts_on: date, *, grown: bool) -> EnterpriseProfile:
        size = self.firms.later_size[firm] if grown else self.firms.size[firm]
        return EnterpriseProfile(
            enterprise_id=self.keys.enterprise[firm],
            starts_on=starts_on,
            size=size,
            sector_id=self.sectors.get(self.firms.sector[firm]),
            region_id=self.regions.get(self.firms.region[firm]),
        )
