"""Lines become rows: derived, signed, digested, written for COPY, column by column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from json.encoder import encode_basestring

from jalon.evidence.reading.deriving import Derived
from jalon.evidence.reading.lines import PROFILE, Answer, Firms, Ready
from jalon.evidence.reading.order import Order
from jalon.evidence.rows import FIELDS, compact, escaped, uid_texts
from jalon.kernel.chain import EVIDENCE_MARK, canonical
from jalon.kernel.kinds import signed, stored

BATCH = 5000

Written = tuple[list[str], list[str]]
"""A column twice: as COPY takes it, and as the digest does."""


def column(values: list, copy: Callable[[object], str], digested: Callable[[object], str]) -> Written:
    """Equal values are written once."""
    distinct = set(values)
    if len(distinct) == 1:
        (value,) = distinct
        return [copy(value)] * len(values), [digested(value)] * len(values)
    if len(distinct) > len(values) / 2:
        return list(map(copy, values)), list(map(digested, values))
    copied = {value: copy(value) for value in distinct}
    written = {value: digested(value) for value in distinct}
    return [copied[value] for value in values], [written[value] for value in values]


def texts(values: list[str]) -> Written:
    return column(values, escaped, encode_basestring)


def plain(values: list) -> Written:
    """Numbers, days and flags; None is NULL."""
    return column(values, copied, canonically)


def copied(value: object) -> str:
    if value is None:
        return r"\N"
    if value.__class__ is bool:
        return "t" if value else "f"
    return format(value, "f") if value.__class__ is Decimal else str(value)


def canonically(value: object) -> str:
    return canonical((value,))[1:-1].decode()


class Rows:
    """The columns of all rows, each twice."""

    def __init__(self, ready: Ready, firms: Firms, order: Order, derived: Derived):
        self.ready, self.firms, self.order, self.derived = ready, firms, order, derived
        self.kinds = ready.columns["kind"]
        self.written: dict[str, Written] = {}
        self.write(name for name in FIELDS if name not in ANSWERED)

    def complete(self, answer: Answer) -> None:
        """Write what the database had to say, which it was asked while the rest was written."""
        self.answer = answer
        self.write(ANSWERED)

    def write(self, names: Iterable[str]) -> None:
        for name in names:
            self.written[name] = getattr(self, name, self.as_said)(name)

    def as_said(self, name: str) -> Written:
        values = self.ready.columns[name]
        return plain(values) if name == "on" else texts(values)

    def constant(self, value: object) -> Written:
        return plain([value] * len(self.ready))

    def uid(self, _: str) -> Written:
        uids = uid_texts(len(self.ready))
        return uids, [f'"{uid}"' for uid in uids]

    def centre(self, _: str) -> Written:
        return self.constant(self.order.centre_id)

    def source(self, _: str) -> Written:
        return texts([self.order.source] * len(self.ready))

    def revision(self, _: str) -> Written:
        return self.constant(1)

    def reverses(self, _: str) -> Written:
        return self.constant(None)

    def simulated(self, name: str) -> Written:
        return plain([bool(value) for value in self.ready.columns[name]])

    def quantity(self, name: str) -> Written:
        known = self.order.catalogue
        pairs = list(zip(self.kinds, self.ready.columns[name], strict=True))
        values = {
            (kind, said): signed(known[kind], known[kind].default_quantity if said is None else said, None)[0]
            for kind, said in set(pairs)
        }
        return plain([values[pair] for pair in pairs])

    def amount(self, name: str) -> Written:
        known = self.order.catalogue
        pairs = list(zip(self.kinds, self.ready.columns[name], strict=True))
        values = {(kind, said): signed(known[kind], Decimal(1), said)[1] for kind, said in set(pairs)}
        return plain([values[pair] for pair in pairs])

    def unit(self, name: str) -> Written:
        units = {code: kind.unit for code, kind in self.order.catalogue.items()}
        pairs = zip(self.kinds, self.ready.columns[name], strict=True)
        return texts([units[kind] or said or "" for kind, said in pairs])

    def keys(self, part: int) -> Written:
        keys = [*(pair[part] for pair in self.answer.keys), None]
        return plain([keys[place] for place in self.firms.places])

    def enterprise(self, _: str) -> Written:
        return self.keys(0)

    def establishment_id(self, _: str) -> Written:
        return self.keys(1)

    def service(self, _: str) -> Written:
        return texts(self.derived.services)

    def axis(self, name: str) -> Written:
        return texts(self.derived.column(name))

    funding_line = axis

    def general_interest(self, name: str) -> Written:
        return plain(self.derived.column(name))

    high_value = general_interest

    def from_firm(self, name: str) -> Written:
        """What the line leaves blank, the firm was on that day."""
        said, known, part = self.ready.columns[name], self.answer.profiles, PROFILE.index(name)
        if not known:
            return texts(said)
        asked = zip(self.firms.places, self.ready.columns["on"], said, strict=True)
        return texts([value or known.get((place, on), UNKNOWN)[part] for place, on, value in asked])

    firm_size = sector = region = from_firm

    def attributes(self, _: str) -> Written:
        pairs = list(zip(self.kinds, self.ready.attributes, strict=True))
        values = {(kind, said): stored(self.order.catalogue[kind], dict(said)) for kind, said in set(pairs)}
        copies = {pair: escaped(compact(value)) for pair, value in values.items()}
        digests = {pair: canonically(value) for pair, value in values.items()}
        return [copies[pair] for pair in pairs], [digests[pair] for pair in pairs]

    def documents(self, _: str) -> Written:
        known, named = self.answer.documents, self.ready.columns["document"]
        digests = {names: tuple(known[name] for name in names) for names in set(named)}
        return column([digests[names] for names in named], array, canonically)

    def said(self, _: str) -> Written:
        """The digests of the lines as the file said them, to know them again."""
        form, varying = template(self.lines(), ",")
        digests = [
            sha256(line.encode()).hexdigest() for line in map(form.__mod__, zip(*varying, strict=True))
        ]
        return [f"\\\\x{digest}" for digest in digests], [f'"{digest}"' for digest in digests]

    def lines(self) -> list[list[str]]:
        """The lines as the file said them: columns, as they are digested."""
        columns = self.ready.columns
        firms = [encode_basestring(f"{ice} {name}") for ice, name in [*self.firms.names, ("", "")]]
        parts = [
            texts(columns[name])[1] if name == "service" else self.written[name][1] for name in SAID_AS_KEPT
        ]
        parts += [plain(columns[name])[1] for name in ("quantity", "general_interest", "high_value")]
        parts += [texts(columns[name])[1] for name in (*PROFILE, "axis", "funding_line")]
        return [*parts, [firms[place] for place in self.firms.places]]

    def compared(self, places: Sequence[int]) -> Iterator[bytes]:
        """COPY text of place and digest of some lines as the file said them."""
        said, _ = self.written["said"]
        waiting = iter(places)
        while batch := list(islice(waiting, BATCH)):
            yield "".join([f"{place}\t{said[place]}\n" for place in batch]).encode()

    def batches(self, places: Sequence[int], before: Iterable[str]) -> Iterator[tuple[bytes, bytes]]:
        """COPY text of some lines, each after what stands before it, and the digests of their rows."""
        mark = canonical((EVIDENCE_MARK,))[:-1].decode() + ","
        digested, values = template([self.written[name][1] for name in FIELDS], ",")
        copied, copies = template([self.written[name][0] for name in FIELDS], "\t")
        digested, copied = f"{mark}{digested}]", f"%s\t{copied}\t\\\\x"
        if len(places) < len(self.ready):
            values, copies = (chosen(columns, places) for columns in (values, copies))
        of_values = zip(*values, strict=True)
        of_copies = zip(iter(before), *copies, strict=False)
        for _ in range(0, len(places), BATCH):
            hashes = [sha256((digested % line).encode()) for line in islice(of_values, BATCH)]
            text = [
                f"{copied % line}{hash_.hexdigest()}\n"
                for hash_, line in zip(hashes, of_copies, strict=False)  # the batch's end takes no line
            ]
            yield "".join(text).encode(), b"".join([hash_.digest() for hash_ in hashes])


def named(ready: Ready, sheets_read: Sequence[str]) -> Iterator[bytes]:
    """COPY text of place, sheet (its place among those read), row, cancel and name of every line."""
    sheets = {name: str(place) for place, name in enumerate(sheets_read)}
    lines = zip(
        map(str, range(len(ready))),
        [sheets[name] for name in ready.sheets],
        map(str, ready.rows),
        ["t" if action == "cancel" else "f" for action in ready.columns["action"]],
        map(escaped, ready.columns["external_id"]),
        strict=True,
    )
    written = map("\t".join, lines)
    while batch := list(islice(written, BATCH)):
        yield ("\n".join(batch) + "\n").encode()


def template(columns: list[list[str]], between: str) -> tuple[str, list[list[str]]]:
    """A form with what all lines share written in, and the columns that vary."""
    form, varying = [], []
    for values in columns:
        if len(values) > 1 and values[0] is values[-1] and is_constant(values):
            form.append(values[0].replace("%", "%%"))
        else:
            form.append("%s")
            varying.append(values)
    return between.join(form), varying


def is_constant(values: list[str]) -> bool:
    return values.count(values[0]) == len(values)


def chosen(columns: list[list[str]], places: Sequence[int]) -> list[list[str]]:
    return [[values[place] for place in places] for values in columns]


def array(digests: tuple[str, ...]) -> str:
    return "{" + ",".join(digests) + "}"


UNKNOWN = ("", "", "")
ANSWERED = ("enterprise", "establishment_id", *PROFILE, "documents", "said")
SAID_AS_KEPT = (
    *(
        "external_id",
        "kind",
        "on",
        "unit",
        "amount",
        "identity",
        "service",
        "ecosystem",
        "origin",
        "campaign",
    ),
    *("attributes", "documents", "simulated"),
)
