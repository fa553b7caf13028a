"""Small values on their way in and out of the database, which has no null texts."""

from decimal import Decimal

from jalon.kernel import money, words
from jalon.site.packs.parts import Words


def kept_words(said: Words | None) -> words.Words:
    return said.plain() if said else words.Words(fr="")


def said_words(kept: words.Words) -> Words | None:
    return Words.model_construct(fr=kept.fr, ar=kept.ar, en=kept.en) if kept.fr else None


def kept_centimes(said: Decimal | None) -> int | None:
    return None if said is None else money.centimes(said)


def said_dirhams(kept: int | None) -> Decimal | None:
    return None if kept is None else plain_number(money.dirhams(kept))


def plain_number(kept: Decimal | None) -> Decimal | None:
    """Without the zeros a column adds: 165.000 was written 165."""
    if kept is None:
        return None
    whole = kept.to_integral_value()
    return whole if whole == kept else kept.normalize()
