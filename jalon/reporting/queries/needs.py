"""What returns wait for from one person: to submit, to verify, to answer, to bring; questions on figures."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract
from jalon.indicators.queries import all_sheets, in_force
from jalon.kernel.calendar import add_working_days
from jalon.plan.models import Plan
from jalon.reporting.models import Question, Sample
from jalon.reporting.queries.asked import open_ones, questions_seen
from jalon.reporting.queries.calendar import Due, calendars_of, chosen, due, holidays, weekend_of
from jalon.reporting.queries.returns import Life
from jalon.ui import formats
from jalon.ui.needs import Asker, Need

TO_SUBMIT = ("late", "escalated", "soon")


def needs(asker: Asker) -> Iterator[Need]:
    """Of every plan that has contracts, in as many queries a plan whatever the number of returns."""
    if "return.view" not in asker.standing.permissions():
        return
    seen = asker.standing.organisations_where("return.view")
    by_plan: dict[Plan, list[Contract]] = {}
    for one in Contract.objects.filter(centre__in=seen).select_related("centre", "plan").order_by("code"):
        by_plan.setdefault(one.plan, []).append(one)
    for plan, contracts in by_plan.items():
        yield from of_plan(plan, contracts, asker)


def of_plan(plan: Plan, contracts: list[Contract], asker: Asker) -> Iterator[Need]:
    may = May(asker, contracts)
    owed = due(plan, on=asker.on, contracts=contracts)
    last_days = answer_days(plan, owed)
    drawn = drawn_by(owed)
    for one in owed:
        yield from of_return(one, may, last_days, drawn)
    yield from of_questions(contracts, may, asker)


class May:
    """What the person may do of each contract, asked once of their roles."""

    VERBS = ("return.submit", "return.reply", "return.write", "return.verify", "return.bring", "figure.ask")

    def __init__(self, asker: Asker, contracts: list[Contract]):
        self.user = asker.user
        self.held = {
            verb: {one.pk for one in contracts if asker.standing.can(verb, one.centre)} for verb in self.VERBS
        }

    def __call__(self, verb: str, contract: Contract) -> bool:
        return contract.pk in self.held[verb]


def of_return(one: Due, may: May, last_days: dict, drawn: dict) -> Iterator[Need]:
    """The verb that waits in the state of a return, for whoever may do it."""
    contract, state = one.contract, one.state
    if one.standing in TO_SUBMIT and may("return.submit", contract):
        yield need(one, _("%(centre)s: submit the return of %(period)s"), "reporting:return", one.due_on)
    elif state == "submitted" and may("return.verify", contract):
        yield need(one, _("%(centre)s: draw the sample of %(period)s"), "reporting:sample")
    elif state in ("under_verification", "contested") and is_mine(one, may, drawn):
        words = {
            "under_verification": _("%(centre)s: check the sample of %(period)s"),
            "contested": _("%(centre)s: consider what the centre answers about %(period)s"),
        }
        yield need(one, words[state], "reporting:sample")
    elif state == "verified" and (may("return.bring", contract) or may("return.reply", contract)):
        day = last_days.get(one.report.pk)
        if may("return.reply", contract) and (day is None or day >= one.on):
            yield need(one, _("%(centre)s: answer the findings on %(period)s"), "reporting:sample", day)
        if may("return.bring", contract) and day is not None and day < one.on:
            yield need(
                one, _("%(centre)s: bring the return of %(period)s before the committee"), "reporting:return"
            )


def is_mine(one: Due, may: May, drawn: dict) -> bool:
    """A sample is checked by whoever drew it."""
    drawer = drawn.get(one.report.pk)
    return may("return.verify", one.contract) and drawer in (None, may.user.pk)


def need(one: Due, words: str, page: str, day=None) -> Need:
    said = {"centre": one.contract.centre.code, "period": formats.plain_period(one.period)}
    href = reverse(page, args=[one.contract.code, one.period.code])
    return Need(words % said, href, day, str(_("return")))


def answer_days(plan, owed: list[Due]) -> dict:
    """The last day to answer the findings of each verified return, by its key."""
    kept, off = calendars_of(plan), holidays()
    found = {}
    for one in owed:
        if one.life and one.state == "verified" and (begun := verified_on(one.life)):
            calendar = chosen(kept, plan, begun)
            found[one.report.pk] = add_working_days(begun, calendar.answer_days, off, weekend_of(calendar))
    return found


def verified_on(life: Life):
    since = life.submission.event.number if life.submission else 0
    return next((s.on for s in life.steps if s.verb == "verify" and s.event.number > since), None)


def drawn_by(owed: list[Due]) -> dict[int, int]:
    """Who drew the last sample of each return, by the key of the return."""
    reports = [one.report for one in owed if one.report]
    rows = Sample.objects.filter(report__in=reports).order_by("event__number")
    return dict(rows.values_list("report", "verifier"))


def of_questions(contracts: list[Contract], may: May, asker: Asker) -> Iterator[Need]:
    """Questions the centre answers, and answers whoever asked reads."""
    waiting = [one for one in open_ones(questions_seen(contracts)) if waits_for(one, may, asker)]
    sheets = in_force(all_sheets(brief=True), asker.on) if waiting else {}
    for question in waiting:
        words = (
            _("%(centre)s answered your question about %(indicator)s")
            if question.last_by_centre
            else _("%(centre)s: answer the question about %(indicator)s")
        )
        sheet = sheets.get(question.indicator)
        asked = formats.plain_words(sheet.name) if sheet else question.indicator
        said = {"centre": question.contract.centre.code, "indicator": asked}
        href = reverse("reporting:question", args=[question.uid])
        yield Need(words % said, href, question.due_on, str(_("question")))


def waits_for(question: Question, may: May, asker: Asker) -> bool:
    """Whether the next step is the person's: an answer to read for who asked, to write for the centre."""
    is_author = question.event.actor_id == asker.user.pk
    return is_author if question.last_by_centre else not is_author and may("return.write", question.contract)
