"""A statement of conformity in sentences, its numbers as the reader writes them."""

from decimal import Decimal

from jalon.kernel import conformity
from jalon.kernel.sentences import Sentence
from jalon.ui import formats


def in_full(number: Decimal) -> str:
    """Every digit of a limit or an uncertainty, without the zeros that only its column holds."""
    return formats.plain_exact(number.normalize())


def sentences_of(stated: conformity.Statement) -> list[Sentence]:
    told = conformity.explanation(stated, formats.plain_exact)
    return [one for _depth, one in told.walk()]


def written(sentence: Sentence, language: str) -> str:
    return conformity.write(sentence, language, told)


def told(kind: str, value) -> str:
    if kind == "share":
        sign, near = conformity.likely(value)
        return f"{sign} {formats.plain_percent(near, 3)}".strip()
    return formats.plain_exact(value) if isinstance(value, Decimal) else str(value)
