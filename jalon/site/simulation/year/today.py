"""What the demonstration opens on: work that waits for every role, counted back from the last day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from jalon.contracts import actions as contracts
from jalon.contracts.terms import Undertaking
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.reporting.models import Answer, Question
from jalon.site.simulation.year import committee, halves, paying, vouching
from jalon.site.simulation.year.cast import Cast, at
from jalon.site.simulation.year.vouching import Wrong

PERIOD = "2026-H1"
WITHOUT_RETURN = "CERIC"  # late: its director has it to submit
NOT_DRAWN, HALF_CHECKED, CONTESTS = ("CTIBA", "CTPC"), "CMTC", "CETIA"
FOUND = {"CETIA": Wrong(missing=1, corrected=1), "CTTH": Wrong(rejected=1)}
AMENDED = "CERIC"
NOT_ASKED = ("CMTC", "A2026-1")  # the programme officer may ask for it
WAITING = (("CERIC", "A2026-3"), ("CTPC", "A2026-3"))

REASON = Words(
    "Simulé : une plateforme ouvre plus tôt que prévu.",
    "محاكاة: تفتح منصة قبل موعدها.",
    "Simulated: a platform opens earlier than planned.",
)
AUTHORITY = Words("Comité de suivi (simulé)", "لجنة التتبع (محاكاة)", "Monitoring committee (simulated)")
PLATFORM = Words(
    "Ouvrir la plateforme aux entreprises de la filière (simulé)",
    "فتح المنصة لمقاولات القطاع (محاكاة)",
    "Open the platform to the firms of the sector (simulated)",
)


def acts(end: date) -> Iterator[tuple]:
    yield from vouched()
    yield from amended()
    yield from asked(end)
    yield date(2026, 10, 1), 9, lambda cast, on: paying.accept_plans(cast, (*WAITING, NOT_ASKED), on)
    yield end - timedelta(days=6), 9, lambda cast, on: paying.ask(cast, WAITING, on)
    yield end - timedelta(days=2), 9, call_next
    yield end - timedelta(days=1), 9, fill_agenda


def call_next(cast: Cast, on: date) -> None:
    committee.call(cast, committee.two_weeks_after(on), on)


def fill_agenda(cast: Cast, on: date) -> None:
    committee.prepare(cast, cast.plan.sessions.first(), on)


def vouched() -> Iterator[tuple]:
    """The first half of 2026: verified mostly, one contested, one half checked, one not drawn, one late."""
    yield date(2026, 7, 1), 9, lambda cast, on: vouching.open_all(cast, PERIOD, on)
    yield date(2026, 7, 16), 9, vouching.settle_columns
    submitted = halves.on_time(PERIOD)
    for number, code in enumerate(submitted):
        yield date(2026, 7, 16 + number), 15, halves.handing(code, PERIOD)
    drawn = [code for code in submitted if code not in NOT_DRAWN]
    for code in drawn:
        yield date(2026, 9, 7), 9, halves.drawing(code, PERIOD)
    yield date(2026, 9, 21), 9, half_checked
    for code in drawn:
        if code != HALF_CHECKED:
            yield date(2026, 9, 22), 9, halves.checking(code, PERIOD, FOUND.get(code, vouching.NOTHING))
            yield date(2026, 9, 24), 9, halves.verifying(code, PERIOD)
    yield date(2026, 10, 5), 9, halves.contesting(CONTESTS, PERIOD)
    for code in drawn:
        if code not in (HALF_CHECKED, CONTESTS):
            yield date(2026, 10, 6), 9, halves.settling(code, PERIOD)


def half_checked(cast: Cast, on: date) -> None:
    vouching.check(cast, HALF_CHECKED, PERIOD, on, share=0.5)


def amended() -> Iterator[tuple]:
    """An amendment the committee authorised, which waits for the federation's signature."""
    yield date(2026, 9, 16), 9, draft
    yield date(2026, 10, 15), 9, lambda cast, on: agree(cast, "centre", f"director.{AMENDED}", on)
    yield date(2026, 10, 19), 9, lambda cast, on: agree(cast, "federation", "delegate.FNM", on)
    yield date(2026, 10, 20), 9, submit
    yield date(2026, 10, 27), 9, lambda cast, on: sign(cast, "ministry", "officer", on)
    yield date(2026, 10, 30), 9, lambda cast, on: sign(cast, "centre", f"director.{AMENDED}", on)


def draft(cast: Cast, on: date) -> None:
    contract = cast.contracts[AMENDED]
    terms = life_terms(contract, on)
    promised = Undertaking("centre", "SIM-platform", PLATFORM, date(2026, 12, 15), "simulated")
    terms = replace(terms, undertakings=(*terms.undertakings, promised), effective_from=date(2026, 12, 1))
    said = {"reason": REASON, "authority": AUTHORITY, "by": cast["officer"], "on": on}
    contracts.amend(contract, terms=terms, **said)


def life_terms(contract, on: date):
    from jalon.contracts.queries.terms import terms_in_force

    return terms_in_force(contract, on=on)


def agree(cast: Cast, side: str, office: str, on: date) -> None:
    contracts.agree(cast.contracts[AMENDED], side=side, by=cast[office], on=on)


def submit(cast: Cast, on: date) -> None:
    by = cast.director(AMENDED)
    contracts.submit(cast.contracts[AMENDED], by=by, at=at(on, 11))


def sign(cast: Cast, side: str, office: str, on: date) -> None:
    contracts.sign(cast.contracts[AMENDED], side=side, by=cast[office], at=at(on, 11))


def asked(end: date) -> Iterator[tuple]:
    """One question that was answered, one that waits. No letter leaves a simulated past."""
    yield date(2025, 9, 10), 11, lambda cast, on: ask(cast, "CETEMCO", "2025-H1", "officer", ANSWERED, on)
    yield date(2025, 9, 15), 11, answer
    yield end - timedelta(days=5), 11, lambda cast, on: ask(cast, "CERIC", "2025-H2", "RECTIM", OPEN, on)


ANSWERED = "Simulé : pourquoi les essais baissent-ils en mai ?"
OPEN = "Simulé : combien de ces essais ont porté sur des importations ?"
SAID = "Simulé : un équipement était en étalonnage pendant trois semaines."


def ask(cast: Cast, code: str, period: str, office: str, text: str, on: date) -> None:
    contract, due_on = cast.contracts[code], on + timedelta(days=15)
    payload = {"indicator": "TESTS", "period": period, "due_on": due_on.isoformat()}
    subject = f"contract:{contract.code}"
    with recording("figure.asked", subject=subject, by=cast[office], payload=payload) as record:
        said = {"contract": contract, "indicator": "TESTS", "period": period}
        question = record.keep(Question(**said, text=text, due_on=due_on))
        record.payload["question"] = str(question.uid)


def answer(cast: Cast, on: date) -> None:
    question = Question.objects.get(contract=cast.contracts["CETEMCO"])
    payload = {"question": str(question.uid), "closes": True}
    subject, by = f"contract:{question.contract.code}", cast.director("CETEMCO")
    with recording("figure.answered", subject=subject, by=by, payload=payload) as record:
        record.keep(Answer(question=question, text=SAID, closes=True))
