"""Tranches of the simulated year: asked for, ordered, paid, justified. The committee approves between."""

from collections.abc import Iterable
from datetime import date

from jalon.fund.actions import accepting, releases
from jalon.fund.models import Release
from jalon.fund.queries.released import Life, lives
from jalon.fund.queries.tranches import Due, dues
from jalon.site.simulation.year.cast import Cast

HELD_BACK = 5  # one part in five waits
STEP = 100_000  # centimes: a part held back is a round sum


def accept_documents(cast: Cast, code: str, on: date, *, but: Iterable[str] = ()) -> None:
    """The documents that tranches ask for are accepted, for all centres but some."""
    for centre, contract in cast.contracts.items():
        if centre not in set(but):
            said = {"document": f"Document simulé : {code}", "by": cast["officer"], "on": on}
            accepting.accept_document(contract, code, **said)


def accept_plans(cast: Cast, tranches: Iterable[tuple[str, str]], on: date) -> None:
    """The work plans that some advances (centre, code) ask for are accepted."""
    for centre, code in tranches:
        plan = f"work-plan-{code.removeprefix('A')}"
        said = {"document": f"Plan de travail simulé {code}", "by": cast["officer"], "on": on}
        accepting.accept_document(cast.contracts[centre], plan, **said)


def ask(cast: Cast, tranches: Iterable[tuple[str, str]], on: date) -> list[Release]:
    """Ask for all that is due of some tranches (centre, code)."""
    return [
        releases.propose_release(cast.contracts[centre], code, by=cast["officer"], on=on)
        for centre, code in tranches
    ]


def ask_in_part(cast: Cast, centre: str, code: str, on: date, *, until: date) -> Release:
    """Ask for a part: the rest is held back until a day."""
    contract = cast.contracts[centre]
    [due] = [one for one in dues(cast.plan, on=on, contracts=[contract]) if one.terms.code == code]
    held = due.amount // HELD_BACK // STEP * STEP
    told = {"hold_back": held, "held_until": until, "by": cast["officer"], "on": on}
    return releases.propose_release(contract, code, **told)


def ask_on_results(cast: Cast, year: int, on: date, *, most: int) -> list[Release]:
    """Ask for what the validated results of a year earned: the largest tranches of each contract."""
    found = [one for one in dues(cast.plan, on=on, contracts=cast.contracts.values()) if earned(one, year)]
    asked: list[Release] = []
    for contract in cast.contracts.values():
        of = sorted((one for one in found if one.contract == contract), key=lambda one: -one.amount)
        asked += ask(cast, [(contract.centre.code, one.terms.code) for one in of[:most]], on)
    return asked


def ask_reopened(cast: Cast, centre: str, code: str, on: date) -> None:
    """The tranche a claw-back will be about is among those that are asked for."""
    if not any(one.release.contract.centre.code == centre for one in standing(cast, "proposed", prefix=code)):
        ask(cast, [(centre, code)], on)


def earned(due: Due, year: int) -> bool:
    return due.terms.code.startswith(f"R{year}-") and due.state == "due"


def standing(cast: Cast, *states: str, prefix: str = "") -> list[Life]:
    """Releases that stand somewhere, by contract and tranche."""
    every = lives(Release.objects.filter(contract__plan=cast.plan, tranche__startswith=prefix))
    found = [life for life in every if life.state in states]
    return sorted(found, key=lambda life: (life.release.contract.code, life.release.tranche))


def order(cast: Cast, on: date, *, but: Iterable[str] = ()) -> None:
    """Order what was approved, but for some centres."""
    for life in standing(cast, "approved"):
        if centre_of(life) not in set(but):
            releases.order(life.release, by=cast["treasurer"], on=on)


def pay(cast: Cast, on: date, *, but: Iterable[str] = ()) -> None:
    for number, life in enumerate(standing(cast, "ordered"), 1):
        if centre_of(life) not in set(but):
            document = f"Virement simulé {on:%Y%m%d}-{number}"
            releases.pay(life.release, document=document, by=cast["accountant"], on=on)


def justify(cast: Cast, on: date, *, prefix: str, but: Iterable[str] = ()) -> None:
    """Centres show what they spent: all of it, or nine tenths where a last bill is missing."""
    for number, life in enumerate(standing(cast, "paid", prefix=prefix), 1):
        centre = centre_of(life)
        if centre in set(but) or not life.to_justify:
            continue
        amount = life.to_justify if number % 4 else life.to_justify * 9 // 10
        document = f"Relevé de dépenses simulé {centre} {life.release.tranche}"
        told = {"document": document, "by": cast.director(centre), "on": on}
        releases.justify(life.release, amount=amount, **told)


def centre_of(life: Life) -> str:
    return life.release.contract.centre.code


def give_back(cast: Cast, on: date) -> None:
    """What was claimed back comes in, where it was."""
    for life in standing(cast, "paid", "justified", "clawed_back"):
        if life.owed:
            part = life.owed // 2
            document = f"Reversement simulé {centre_of(life)}"
            told = {"document": document, "by": cast["accountant"], "on": on}
            releases.give_back(life.release, amount=part, **told)
