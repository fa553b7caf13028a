#!/usr/bin/env python3
"""Verify the seal of a period without Jalon.

    python verify_seal.py BUNDLE.zip [--public-key KEY]

One file, the standard library and the package `cryptography`. It checks the signature and recomputes, from
the rows in the bundle, each row's hash, the Merkle root, every value, and each sample drawn. KEY is the
public key known to be the sealer's: a PEM file or 64 hexadecimal digits; without it the signature proves only
that nothing changed since somebody signed. Exits with 0 when everything holds, 1 naming the first wrong
thing, 2 when misused.
"""

import argparse
import json
import operator
import re
import sys
from datetime import date
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

FORMAT = "jalon.seal.1"
SIGNED = ("rows.jsonl", "index.jsonl", "definitions.json", "values.json")
FILES = {*SIGNED, "manifest.json", "signature", "public.pem"}
LARGEST = 2 * 1024**3


class Wrong(Exception):
    """The first thing that does not hold."""


# 1. the bundle: its files, the signature, the digests


def opened(path):
    """The files of the bundle by name."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if sorted(names) != sorted(FILES):
                odd = sorted(FILES.symmetric_difference(names)) or ["a file twice"]
                raise Wrong(f"the bundle is not the seven files of a seal: {', '.join(odd)}")
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise Wrong(f"the bundle unpacks to more than {LARGEST} bytes")
            return {name: archive.read(name) for name in names}
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Wrong(f"the bundle cannot be read: {error}") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise Wrong(f"the bundle cannot be unpacked: {error}") from error
        raise


def unique(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def read_json(content, name):
    try:
        return json.loads(
            content, object_pairs_hook=unique, parse_float=Decimal, parse_constant=refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{name} is not plain JSON: {error}") from error


def refuse_constant(name):
    raise ValueError(f"{name} is no number")


def raw_key(text):
    """The 32 bytes of a public key given as a PEM file or in hexadecimal."""
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    return raw_pem(Path(text).read_bytes())


def raw_pem(content):
    key = load_pem_public_key(content)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("it is not an Ed25519 key")
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def check_signature(files, pinned):
    """The key that signed the manifest."""
    try:
        key = raw_pem(files["public.pem"])
    except Exception as error:
        raise Wrong(f"public.pem holds no Ed25519 public key: {error}") from error
    if pinned is not None and key != pinned:
        raise Wrong(f"the bundle is signed with the key {key.hex()}, not with the one you gave")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(files["signature"], files["manifest.json"])
    except InvalidSignature as error:
        raise Wrong("the signature is not that of manifest.json: one of them was changed") from error
    return key


def check_files(files, manifest):
    if manifest.get("format") != FORMAT:
        raise Wrong(f"manifest.json is of the format {manifest.get('format')}, this reads {FORMAT}")
    if set(manifest["files"]) != set(SIGNED):
        raise Wrong("manifest.json does not name the four files of a seal")


def check_digests(files, manifest):
    for name in SIGNED:
        if sha256(files[name]).hexdigest() != manifest["files"][name]:
            raise Wrong(f"{name} was changed since the seal: its SHA-256 is not the one in manifest.json")


# 2. the rows: their hashes, their root


def merkle_root(hashes):
    """RFC 9162, 2.1.1: leaf SHA-256(0 || hash), node SHA-256(1 || left || right)."""
    level = [sha256(b"\x00" + one).digest() for one in hashes]
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        pairs = [sha256(b"\x01" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def canonical(value):
    """The one way a row is written."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Row:
    """A row of evidence: its values by field, its id and its moment."""

    def __init__(self, number, identifier, moment, fields, values):
        self.number, self.id, self.moment = number, identifier, moment
        self.values = dict(zip(fields, values, strict=True))
        self.centre, self.kind = self.values["centre"], self.values["kind"]
        self.on = date.fromisoformat(self.values["on"])
        self.quantity = Decimal(self.values["quantity"])
        self.amount = self.values["amount"]
        self.identity = self.values["identity"] or ""
        self.attributes = self.values["attributes"] or {}
        self.order = (self.on, self.moment, self.id)

    def said(self, field):
        if field.startswith("attributes."):
            return self.attributes.get(field.removeprefix("attributes."))
        value = self.values.get(field)
        return None if value == "" else value


def lines_of(content, name):
    if content and not content.endswith(b"\n"):
        raise Wrong(f"{name} does not end with an end of line")
    return content.split(b"\n")[:-1]


def read_rows(files, manifest):
    """The rows, each against its hash, and all against the root."""
    lines, index = lines_of(files["rows.jsonl"], "rows.jsonl"), lines_of(files["index.jsonl"], "index.jsonl")
    if not len(lines) == len(index) == manifest["rows"]:
        raise Wrong(
            f"there are {len(lines)} rows and {len(index)} hashes where {manifest['rows']} were sealed"
        )
    rows = []
    for number, (line, entry) in enumerate(zip(lines, index, strict=True), 1):
        identifier, moment, wanted = read_json(entry, f"line {number} of index.jsonl")
        if sha256(line).hexdigest() != wanted:
            raise Wrong(f"row {identifier} (line {number} of rows.jsonl) was changed: {at(line)}")
        rows.append(read_row(line, number, identifier, moment, manifest))
    identifiers = [row.id for row in rows]
    if sorted(set(identifiers)) != identifiers:
        raise Wrong("the rows are not in the order of their ids, each once")
    root = merkle_root([sha256(line).digest() for line in lines])
    if root.hex() != manifest["root"]:
        raise Wrong(f"the root of the rows is {root.hex()}, {manifest['root']} was sealed")
    return rows


def at(line):
    """What a changed row says of itself, to find it."""
    try:
        values = json.loads(line)
        return f"it says uid {values[1]}"
    except (ValueError, IndexError, TypeError):
        return "it cannot be read any more"


def read_row(line, number, identifier, moment, manifest):
    mark, *values = read_json(line, f"row {identifier}")
    fields = manifest["encodings"].get(mark)
    if fields is None or len(fields) != len(values):
        raise Wrong(f"row {identifier} does not have the values of an encoding named in manifest.json")
    if canonical([mark, *values]) != line:
        raise Wrong(f"row {identifier} is not written in the canonical way")
    if moment > manifest["moment"]:
        raise Wrong(
            f"row {identifier} was recorded at {moment}, after the seal's moment {manifest['moment']}"
        )
    try:
        return Row(number, identifier, moment, fields, values)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise Wrong(f"row {identifier} cannot be read: {error!r}") from error


# 3. measures: from rows to numbers

COMPARISONS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
POSITIONS = ("stock", "in_force", "last")
NATURAL = {"count": "rows", "distinct": "enterprise", "in_force": "identity"}


class NotComputable(Exception):
    """A figure that has no value; its text is the reason's code."""


def number_of(value):
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def holds(condition, row):
    field, sign, *rest = condition
    said, value = row.said(field), rest[0] if rest else None
    if sign in ("is_null", "not_null"):
        return (said is None) == (sign == "is_null")
    if said is None:
        return False
    if sign in ("in", "not_in"):
        return any(compares("=", said, one) for one in value) == (sign == "in")
    return compares(sign, said, value)


def compares(sign, said, value):
    """A number compares as a number, anything else by its own kind: true is not 1."""
    left, right = comparable(said), comparable(value)
    if isinstance(right, Decimal):
        left = number_of(left)
    if type(left) is not type(right):
        return sign == "!="
    return COMPARISONS[sign](left, right)


def comparable(value):
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def brought(measure, of, row):
    """The number a row brings to a measure (amounts in dirhams), None when it does not say it."""
    if of == "quantity":
        return row.quantity
    if of == "amount":
        return None if row.amount is None else Decimal(row.amount).scaleb(-2)
    said = number_of(row.said(of))
    if measure["aggregation"] not in ("sum", "stock"):
        return said
    if row.quantity == 0:
        return Decimal(0)
    return said if said is None or row.quantity > 0 else -said


def live(rows, known_at, rejected):
    """The rows known at a moment, without reversals, what they reverse and what was finally rejected."""
    known = [row for row in rows if row.moment <= known_at]
    gone = {row.values["reverses"] for row in known}
    out = {row for row, moment in rejected if moment <= known_at}
    return [row for row in known if row.values["reverses"] is None and row.id not in gone | out]


class Definitions:
    """What the figures depend on besides the rows."""

    def __init__(self, content):
        self.indicators, self.opens = content["indicators"], content["opens"]
        self._merges, self._pending = content["merges"], content["pending"]
        self.rejected = content["rejected"]

    def enterprises(self, known_at):
        """From an enterprise to the one it stands for, None while its number is pending."""
        into = {old: new for moment, old, new in self._merges if moment <= known_at}
        waiting = {
            one
            for one, since, until in self._pending
            if since <= known_at and (until is None or until > known_at)
        }

        def canonical_of(enterprise):
            seen = set()
            while enterprise in into:
                if enterprise in seen:
                    raise Wrong(f"the merges of enterprise {enterprise} go round in a circle")
                seen.add(enterprise)
                enterprise = into[enterprise]
            return None if enterprise in waiting else enterprise

        return canonical_of


def measured(measure, rows, value, definitions):
    """A measure over the rows already live, for the place, window and moment of a value."""
    start, end = map(date.fromisoformat, value["window"])
    is_position = measure["aggregation"] in POSITIONS
    centres = value["centres"]
    chosen = [
        row
        for row in rows
        if row.kind in measure["kinds"]
        and (centres is None or row.centre in centres)
        and row.on <= end
        and (is_position or row.on >= start)
    ]
    if measure.get("over_centres") == "none" and (centres is None or len(centres) != 1):
        raise NotComputable("not_consolidated")
    of = measure.get("of") or NATURAL.get(measure["aggregation"], "quantity")
    return AGGREGATIONS[measure["aggregation"]](measure, of, chosen, value, definitions)


def passing(measure, rows):
    return [row for row in rows if all(holds(one, row) for one in measure.get("where") or [])]


def numbers(measure, of, rows):
    found = [brought(measure, of, row) for row in rows]
    if None in found:
        raise NotComputable("unsaid")
    return found


def count(measure, of, rows, value, definitions):
    return Decimal(len(passing(measure, rows)))


def total(measure, of, rows, value, definitions):
    return sum(numbers(measure, of, passing(measure, rows)), Decimal(0))


def distinct(measure, of, rows, value, definitions):
    chosen = passing(measure, rows)
    if of == "enterprise":
        canonical_of = definitions.enterprises(value["known_at"])
        named = [row.values["enterprise"] for row in chosen]
        things = {canonical_of(one) for one in named if one is not None}
    elif of == "establishment":
        things = {row.values["establishment_id"] for row in chosen}
    else:
        things = {row.identity or None for row in chosen}
    return Decimal(len(things - {None}))


def stock(measure, of, rows, value, definitions):
    said = numbers(measure, of, passing(measure, rows))
    moved = {row.centre for row in rows}
    opened_by = {row.centre for row in rows if row.kind.endswith(".opening")}
    if not moved or moved - opened_by:
        raise NotComputable("no_opening")
    return sum(said, Decimal(0))


def in_force(measure, of, rows, value, definitions):
    end = date.fromisoformat(value["window"][1])
    stands, valid = {}, {}
    for row in sorted(rows, key=lambda row: row.order):
        opens = definitions.opens.get(row.kind)
        if opens is None or not row.identity:
            continue
        stands[row.identity] = opens and bool(passing(measure, [row]))
        until = day_of(row.attributes.get("valid_until"))
        if until is not None:
            valid[row.identity] = until
    return Decimal(sum(stood and valid.get(one, end) >= end for one, stood in stands.items()))


def day_of(value):
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def mean(measure, of, rows, value, definitions):
    said = numbers(measure, of, passing(measure, rows))
    if not said:
        raise NotComputable("no_rows")
    return sum(said, Decimal(0)) / len(said)


def last(measure, of, rows, value, definitions):
    latest = {row.centre: row for row in sorted(passing(measure, rows), key=lambda row: row.order)}
    if not latest:
        raise NotComputable("no_rows")
    said = numbers(measure, of, latest.values())
    over = {"max": max, "min": min}.get(measure.get("over_centres"), sum)
    return over(said) + Decimal(0)


def extreme(measure, of, rows, value, definitions):
    said = numbers(measure, of, passing(measure, rows))
    if not said:
        raise NotComputable("no_rows")
    return max(said) if measure["aggregation"] == "max" else min(said)


AGGREGATIONS = {
    "count": count,
    "sum": total,
    "distinct": distinct,
    "stock": stock,
    "in_force": in_force,
    "mean": mean,
    "last": last,
    "max": extreme,
    "min": extreme,
}


# 4. formulas: arithmetic over measures, 28 digits, half even

ARITHMETIC = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])
TOKEN = re.compile(r"\s*(?:([^\W\d_][\w.]*)|(\d+(?:\.\d+)?|\.\d+)|(<=|>=|==|!=|<>|[-+*/^()<>=,]))")
RANKS = {"or": 1, "and": 2, **dict.fromkeys(["=", "==", "!=", "<>", "<", "<=", ">", ">="], 4)}
RANKS |= {"+": 5, "-": 5, "*": 6, "/": 6, "^": 8}


class Formula:
    """Reads and computes a formula in one pass; a branch that is not taken is read but does not count."""

    def __init__(self, text, inputs):
        self.text, self.inputs = text, inputs
        self.pieces, place = [], 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            if not found:
                raise Wrong(f"the formula “{text}” cannot be read at character {place}")
            self.pieces.append(found.group().strip())
            place = found.end()
        self.pieces.append("")
        self.place = 0

    def value(self):
        with localcontext(ARITHMETIC):
            try:
                found = self.above(1)()
            except (DivisionByZero, ZeroDivisionError) as error:
                raise NotComputable("division_by_zero") from error
            except (InvalidOperation, Overflow) as error:
                raise NotComputable("formula") from error
        if self.pieces[self.place]:
            raise Wrong(f"the formula “{self.text}” cannot be read at {self.pieces[self.place]}")
        return found

    def take(self):
        self.place += 1
        return self.pieces[self.place - 1]

    def expect(self, piece):
        if self.take() != piece:
            raise Wrong(f"the formula “{self.text}” misses a “{piece}”")

    def above(self, rank):
        """What binds at least so tightly, as a function that computes it."""
        left = self.operand()
        while RANKS.get(self.pieces[self.place], 0) >= rank:
            sign = self.take()
            right = self.above(7 if sign == "^" else RANKS[sign] + 1)
            left = joined(sign, left, right)
        return left

    def operand(self):
        piece = self.take()
        if piece == "(":
            inner = self.above(1)
            self.expect(")")
            return inner
        if piece in ("-", "+"):
            inner = self.above(7)
            return (lambda: -inner()) if piece == "-" else inner
        if piece == "not":
            inner = self.above(3)
            return lambda: Decimal(not inner())
        if piece in CALLS and self.pieces[self.place] == "(":
            return self.call(piece)
        if re.fullmatch(r"[\d.]+", piece):
            return lambda: Decimal(piece)
        if not piece or piece in RANKS or piece in "),":
            raise Wrong(f"the formula “{self.text}” cannot be read")
        return lambda: self.input(piece)

    def call(self, name):
        self.expect("(")
        arguments = [self.above(1)]
        while self.pieces[self.place] == ",":
            self.take()
            arguments.append(self.above(1))
        self.expect(")")
        return lambda: CALLS[name](*arguments)

    def input(self, name):
        if name not in self.inputs:
            raise Missing("missing_measure")
        found = self.inputs[name]
        if not isinstance(found, Decimal):
            raise Missing(found)
        return found


class Missing(NotComputable):
    """A measure that has no value: the only lack that `coalesce` may fill."""


def joined(sign, left, right):
    if sign == "and":
        return lambda: Decimal(bool(left()) and bool(right()))
    if sign == "or":
        return lambda: Decimal(bool(left()) or bool(right()))
    if sign in OPERATORS:
        return lambda: OPERATORS[sign](left(), right())
    return lambda: Decimal(COMPARISONS[{"==": "=", "<>": "!="}.get(sign, sign)](left(), right()))


def divided(left, right):
    if not right:
        raise NotComputable("division_by_zero")
    return left / right


OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": divided, "^": operator.pow}


def coalesced(*arguments):
    for argument in arguments[:-1]:
        try:
            return argument()
        except Missing:
            continue
    return arguments[-1]()


def rounded(number, places=lambda: Decimal(0)):
    unit = Decimal(1).scaleb(-int(places()))
    found = number()
    if found.as_tuple().exponent >= unit.as_tuple().exponent:
        return found
    return found.quantize(unit, ROUND_HALF_UP, context=Context(prec=10_000))


def safely_divided(above, below):
    numerator, denominator = above(), below()
    return numerator / denominator if denominator else Decimal(0)


CALLS = {
    "if": lambda condition, then, otherwise: then() if condition() else otherwise(),
    "coalesce": coalesced,
    "min": lambda *all_of: min(one() for one in all_of),
    "max": lambda *all_of: max(one() for one in all_of),
    "sum": lambda *all_of: sum([one() for one in all_of], Decimal(0)),
    "avg": lambda *all_of: sum([one() for one in all_of], Decimal(0)) / len(all_of),
    "abs": lambda one: abs(one()),
    "round": rounded,
    "floor": lambda one: one().to_integral_value(ROUND_FLOOR),
    "ceil": lambda one: one().to_integral_value(ROUND_CEILING),
    "safe_div": safely_divided,
}


# 5. samples: drawn again, and what they say of the rest


def verified(check, what):
    """The declared and the verified value of a measure, from its sample drawn again."""
    seed = sha256(
        b"jalon.sample.1\x00" + bytes.fromhex(check["seal"]) + bytes.fromhex(check["nonce"])
    ).digest()
    findings = {uid: (outcome, right) for uid, outcome, right, _ in check["findings"]}
    strata = {}
    for uid, stratum, declared in check["population"]:
        strata.setdefault(stratum, {})[uid] = Decimal(declared)
    drawn, declared, value = set(), Decimal(0), Decimal(0)
    for name, things in strata.items():
        ordered = sorted(things, key=lambda uid: sha256(seed + uid.encode()).digest())
        sample = ordered[: check["sizes"].get(name, 0)]
        drawn |= set(sample)
        if missing := [uid for uid in sample if uid not in findings]:
            raise Wrong(f"{what}: {missing[0]} was drawn in the sample of “{name}” and has no finding")
        declared += sum(things.values(), Decimal(0))
        value += extrapolated(things, sample, findings, what, name)
    if strange := sorted(set(findings) - drawn):
        raise Wrong(f"{what}: {strange[0]} has a finding but was not drawn in the sample")
    return declared, value


def extrapolated(things, sample, findings, what, name):
    if not sample:
        raise Wrong(f"{what}: nothing was drawn in “{name}”")
    found = {"accepted": lambda uid: things[uid], "corrected": lambda uid: Decimal(findings[uid][1])}
    before = sum((things[uid] for uid in sample), Decimal(0))
    after = sum((found.get(findings[uid][0], lambda _: Decimal(0))(uid) for uid in sample), Decimal(0))
    accepted = sum(findings[uid][0] == "accepted" for uid in sample)
    rate = Fraction(after) / Fraction(before) if before else Fraction(accepted, len(sample))
    rest = (Fraction(sum(things.values(), Decimal(0))) - Fraction(before)) * min(max(rate, 0), 1)
    with localcontext() as context:
        context.prec = 60
        part = (Decimal(rest.numerator) / rest.denominator).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
    return after + part


# 6. values


STEPS = ("declared", "verified", "validated")
KEPT = Decimal("1e-12")


def recomputed(formula, inputs):
    """An indicator over its measures: a number, or the code of the reason why it has none."""
    if formula in inputs:
        return inputs[formula]
    try:
        return Formula(formula, inputs).value()
    except NotComputable as reason:
        return str(reason)


def all_measured(value, rows, definitions):
    standing = live(rows, value["known_at"], definitions.rejected)
    found = {}
    for name, measure in definitions.indicators[value["indicator"]]["measures"].items():
        try:
            with localcontext(ARITHMETIC):
                found[name] = measured(measure, standing, value, definitions)
        except NotComputable as reason:
            found[name] = str(reason)
    return found


def check_value(value, rows, definitions):
    """One value, and a line that says what was recomputed of it."""
    what = f"{value['indicator']} {value['window'][0]}..{value['window'][1]}"
    what += "" if value["centres"] is None else f" of centre {', '.join(map(str, value['centres']))}"
    definition = definitions.indicators.get(value["indicator"])
    if definition is None or definition["version"] != value["version"]:
        raise Wrong(f"{what}: version {value['version']} of its definition is not in the seal")
    if value["is_declared_only"]:
        return f"{what}: declared {value['declared']} with a document, no row holds it"
    measures = all_measured(value, rows, definitions)
    declared = recomputed(definition["formula"], measures)
    check_declared(what, value, declared)
    check_verified(what, value, definition["formula"], measures)
    shown = [f"{name} {value[name]}" for name in STEPS if value[name] is not None]
    if value["declared"] is None:
        shown.insert(0, f"not computable ({value['reason']})")
    is_decided = value["verified"] is not None and not value["checks"]
    return f"{what}: {', '.join(shown)}{'; verified as decided, without a sample' if is_decided else ''}"


def kept(number):
    """A figure as Jalon keeps it: to the twelfth decimal, half even."""
    if number.as_tuple().exponent >= KEPT.as_tuple().exponent:
        return number
    return number.quantize(KEPT, ROUND_HALF_EVEN, context=Context(prec=10_000))


def check_declared(what, value, declared):
    if value["declared"] is None:
        # a period that was not received has rows all the same: it is not computable for that reason alone
        if isinstance(declared, Decimal) and value["reason"] not in ("not_received", "partly_received"):
            raise Wrong(f"{what}: {shown_number(declared)} from the rows, sealed as {value['reason']}")
    elif not isinstance(declared, Decimal):
        raise Wrong(f"{what}: declared {value['declared']}, not computable from the rows ({declared})")
    elif kept(declared) != kept(Decimal(value["declared"])):
        raise Wrong(f"{what}: declared {value['declared']}, {shown_number(declared)} from the rows")


def check_verified(what, value, formula, measures):
    if not value["checks"]:
        return
    corrected = dict(measures)
    for name, check in value["checks"].items():
        declared, corrected[name] = verified(check, f"{what}, {name}")
        if declared != measures.get(name):
            raise Wrong(
                f"{what}, {name}: the sample is drawn from {declared}, the rows give {measures.get(name)}"
            )
    found = recomputed(formula, corrected)
    if (
        value["verified"] is None
        or not isinstance(found, Decimal)
        or kept(found) != Decimal(value["verified"])
    ):
        raise Wrong(f"{what}: verified {value['verified']}, {shown_number(found)} from the sample")


def shown_number(value):
    if not isinstance(value, Decimal):
        return value
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_definitions(content, manifest):
    for code, (version, wanted) in manifest["definitions"].items():
        one = content["indicators"].get(code)
        if one is None or one["version"] != version:
            raise Wrong(f"version {version} of {code} is not in definitions.json")
        if sha256(canonical(plain(one))).hexdigest() != wanted:
            raise Wrong(f"the definition of {code} was changed since the seal")


def plain(value):
    """JSON as it was written: a Decimal here was a float there."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


# 7. the order of the telling


def verify(path, pinned=None, say=print):
    """Everything, in order; raises Wrong at the first thing that does not hold."""
    files = opened(path)
    key = check_signature(files, pinned)
    manifest = read_json(files["manifest.json"], "manifest.json")
    check_files(files, manifest)
    say(f"Seal of {manifest['subject']}, {manifest['period']}, at moment {manifest['moment']}")
    say(f"  sealed by Jalon {manifest['engine']}, SHA-256 {sha256(files['manifest.json']).hexdigest()}")
    say(f"  signed with the key {key.hex()}{'' if pinned else ' (not pinned: see --public-key)'}")
    rows = read_rows(files, manifest)
    say(f"  {len(rows)} rows, root {manifest['root']}")
    check_digests(files, manifest)
    content = read_json(files["definitions.json"], "definitions.json")
    check_definitions(content, manifest)
    definitions = Definitions(content)
    for value in read_json(files["values.json"], "values.json"):
        say(f"  {check_value(value, rows, definitions)}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Verify the seal of a period without Jalon.")
    parser.add_argument("bundle", type=Path, help="the ZIP that was exported")
    parser.add_argument("--public-key", help="the sealer's key: a PEM file or 64 hexadecimal digits")
    given = parser.parse_args(arguments)
    pinned = None
    if given.public_key:
        try:
            pinned = raw_key(given.public_key)
        except (OSError, ValueError) as error:
            parser.error(f"--public-key: {error}")
    try:
        verify(given.bundle, pinned)
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        return 1
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        print(f"WRONG: the bundle is not built as a seal is: {error!r}")
        return 1
    print("The seal holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
