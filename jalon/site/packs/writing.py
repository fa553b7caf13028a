"""Parts as YAML, the same bytes for the same parts, read back by `reading.py` to the same values."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from jalon.site.packs.fingerprint import settled
from jalon.site.packs.parts import Part
from jalon.site.packs.reading import BOOLEANS, NOTHING, POINTED, WHOLE

MEANING = ": ", " #"
STEP = "  "


def sheet(part: Part) -> str:
    """A file that holds one part."""
    return "\n".join(_mapping(settled(part), "")) + "\n"


def sheets(parts: Iterable[Part]) -> str:
    """A file that holds a list of parts, parted by blank lines."""
    return "\n\n".join("\n".join(_listed(settled(part), "")) for part in parts) + "\n"


def _mapping(values: dict, indent: str) -> Iterator[str]:
    for key, value in values.items():
        name = f"{indent}{_text(str(key))}:"
        if isinstance(value, dict) and value:
            yield name
            yield from _mapping(value, indent + STEP)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield name
            for item in value:
                yield from _listed(item, indent + STEP)
        else:
            yield f"{name} {_scalar(value)}".rstrip()


def _listed(values: dict, indent: str) -> Iterator[str]:
    first, *rest = _mapping(values, indent + STEP)
    yield f"{indent}- {first.lstrip(' ')}"
    yield from rest


def _scalar(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_in_brackets(item) for item in value)}]"
    return "{}" if isinstance(value, dict) else _text(value)


def _in_brackets(value) -> str:
    is_plain = (
        isinstance(value, str) and value.replace(".", "a").replace("_", "a").isalnum() and value.isascii()
    )
    is_plain = is_plain and _is_bare(value)
    return value if is_plain else _quoted(value) if isinstance(value, str) else _scalar(value)


def _text(text: str) -> str:
    return text if _is_bare(text) else _quoted(text)


def _is_bare(text: str) -> bool:
    """Whether the text can stand without quotation marks and still be read as this very text."""
    if text in NOTHING or text in BOOLEANS or WHOLE.match(text) or POINTED.match(text):
        return False
    if not text[0].isalpha() or text != text.strip() or text.endswith(":"):
        return False
    return text.isprintable() and not any(sign in text for sign in MEANING)


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[letter]
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
