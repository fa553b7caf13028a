"""Which versions a load writes: what was adopted is never touched, it is amended by the next one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.parts import Part, Words

ADDED, CHANGED, AMENDED = "added", "changed", "amended"


@dataclass(frozen=True)
class Amendment:
    verb: str
    part: Part


def amendments(said: Iterable[Part], kept: Iterable[Part], *, reason: Words) -> Iterator[Amendment]:
    """The versions to write, in order, each with the number it will have.

    A version whose number is new is added. One that says what a kept version of that number or a later one
    says is left alone. One that differs replaces a draft, and otherwise becomes the next version, with its
    own reason or the one given.
    """
    said, kept = list(said), list(kept)
    by_number = {version.number: version for version in kept}
    last = max((version.number for version in (*said, *kept)), default=0)
    for version in said:
        before = by_number.get(version.number)
        if before is None:
            yield Amendment(AMENDED if kept else ADDED, version)
        elif not _is_said_by(version, kept):
            if getattr(before, "status", "") == "draft":
                yield Amendment(CHANGED, version)
                continue
            last += 1
            update = {"number": last, "reason": version.reason or reason}
            yield Amendment(AMENDED, version.model_copy(update=update))


def corrections(said: Iterable[Part], kept: Iterable[Part], *, reason: Words) -> Iterator[Amendment]:
    """The versions to write so that the last one kept says what the last one said does.

    Versions come in the order of their numbers. Unlike a promise, a claim may return to what it said before:
    only what stands now is compared. Versions with a number of their own beyond those kept are added as they
    are; any other difference becomes the next version, with its own reason or the one given.
    """
    said, kept = list(said), list(kept)
    if kept and _content(said[-1]) == _content(kept[-1]):
        return
    last = kept[-1].number if kept else 0
    beyond = [version for version in said if version.number > last]
    if not beyond:
        update = {"number": last + 1, "reason": said[-1].reason or reason}
        beyond = [said[-1].model_copy(update=update)]
    for version in beyond:
        yield Amendment(AMENDED if kept else ADDED, version)


def unsaid(said: Iterable[Part], kept: Iterable[Part]) -> Iterator[Part]:
    """The versions adopted since the last one said, of which nothing is said: they stay in force."""
    said = list(said)
    last = max(version.number for version in said)
    contents = {_content(version) for version in said}
    for version in kept:
        is_adopted = getattr(version, "status", "") not in ("draft", "simulated")
        if is_adopted and version.number > last and _content(version) not in contents:
            yield version


def _is_said_by(version, kept):
    """Whether what is kept already says it, under its number or as an amendment made since."""
    wanted = _content(version)
    return any(_content(one) == wanted for one in kept if one.number >= version.number)


def _content(version):
    return fingerprint(version.model_copy(update={"number": 0, "reason": None}))
