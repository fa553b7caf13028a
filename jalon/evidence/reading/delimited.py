"""Text files of values: their encoding, their delimiter, their quotes."""

import csv
import io
import re
from collections import Counter

from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.limits import Limits

DELIMITERS = ",;\t|"
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_LONGEST_FIELD = 2**20
_LOOKED_AT = 50


def delimited(content: bytes, limits: Limits) -> list[list[object]]:
    text = decoded(content)
    if not text.strip():
        raise Refusal("empty")
    if "\x00" in text:
        raise Refusal("binary")
    text, told = excel_hint(text)
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[list[object]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=told or delimiter(text), strict=True)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.lines + _LOOKED_AT:
                raise Refusal("too_many_lines", str(limits.lines))
    except csv.Error as error:
        code = "long_cell" if "field limit" in str(error) else "quotes"
        raise Refusal(code, str(reader.line_num)) from error
    return rows


def decoded(content: bytes) -> str:
    """UTF-8 and UTF-16 by their mark or their shape; then the two Windows pages used in the country."""
    if content.startswith(b"\xef\xbb\xbf"):
        return with_encoding(content, "utf-8-sig")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return with_encoding(content, "utf-16")
    unmarked = utf_16_by_shape(content[:2000])
    if unmarked:
        return with_encoding(content, unmarked)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1256" if is_arabic(content) else "cp1252", errors="replace")


def with_encoding(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("encoding", encoding) from error


def utf_16_by_shape(start: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every other place."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half and odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.6 and odd < half * 0.1 else None


def is_arabic(content: bytes) -> bool:
    """Accented letters of French stand alone among plain ones; Arabic letters come in words."""
    runs = [len(run) for run in _HIGH_RUNS.findall(content[:200_000])]
    return sum(length for length in runs if length >= 3) > sum(runs) / 2


def excel_hint(text: str) -> tuple[str, str | None]:
    """Excel reads a first line `sep=;` as an instruction."""
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=[,;\t|]\s*", first):
        return "\n" + rest, first[4]
    return text, None


def delimiter(text: str) -> str:
    """The sign that cuts the first lines into the same number of parts, the most parts first."""
    start = text[:20_000]
    scores = {sign: evenness(start, sign) for sign in DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] > (0, 0) else ","


def evenness(start: str, sign: str) -> tuple[float, int]:
    try:
        rows = [row for row in csv.reader(io.StringIO(start, newline=""), delimiter=sign) if row][:_LOOKED_AT]
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in rows)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return (times / len(rows), width) if width > 1 else (0, 0)
