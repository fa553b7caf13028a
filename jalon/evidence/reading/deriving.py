"""What the lines leave to their service and their kind: derived as it was in force on the day of the deed."""

from collections import Counter

from jalon.evidence.reading.lines import Ready
from jalon.evidence.reading.order import Order
from jalon.kernel.service import DERIVED, Service, derived, in_force, recognised
from jalon.kernel.words import fold

NONE = -1
MOST_TOLD = 50
UNSAID = ("", None)


class Derived:
    """The service of each line by its code, as the catalogue knows it, and what follows from it."""

    def __init__(self, ready: Ready, order: Order):
        self.ready, self.order = ready, order
        self.kinds = ready.columns["kind"]
        self.found: list[Service] = []
        said = ready.columns["service"]
        if any(said) and order.services:
            known = recognised(order.services)
            codes = {text: known.get(fold(text), text) for text in set(said)}
            self.services = [codes[text] for text in said]
            self.places = self.versions()
        else:
            self.services, self.places = said, [NONE] * len(said)

    def versions(self) -> list[int]:
        """For each line the place, among those found, of the version that held on its day."""
        pairs = list(zip(self.services, self.ready.columns["on"], strict=True))
        places: dict[Service, int] = {}
        held = {}
        for code, on in set(pairs):
            version = in_force(self.order.services.get(code, ()), on)
            held[code, on] = NONE if version is None else places.setdefault(version, len(places))
        self.found = list(places)
        return [held[pair] for pair in pairs]

    def column(self, name: str) -> list:
        """The values of one of the derived dimensions."""
        lines = list(zip(self.kinds, self.places, self.ready.columns[name], strict=True))
        values = {line: self.value(name, *line) for line in set(lines)}
        return [values[line] for line in lines]

    def value(self, name: str, kind: str, place: int, said: object) -> object:
        if self.ready.is_export:
            return said
        service = None if place == NONE else self.found[place]
        return derived(name, said, service, self.order.catalogue[kind])

    def told(self) -> list[dict]:
        """What a preview shows: for each kind and service the values derived, and of how many lines."""
        said = zip(*(self.ready.columns[name] for name in DERIVED), strict=True)
        alike = Counter(zip(self.kinds, self.services, self.places, said, strict=True))
        rows: Counter[tuple] = Counter()
        for (kind, service, place, values), count in alike.items():
            found = [
                self.value(name, kind, place, value) if value in UNSAID else None
                for name, value in zip(DERIVED, values, strict=True)
            ]
            if any(value not in UNSAID for value in found):
                rows[(kind, service, *found)] += count
        names = ("kind", "service", *DERIVED)
        return [
            dict(zip(names, row, strict=True)) | {"lines": count}
            for row, count in rows.most_common(MOST_TOLD)
        ]
