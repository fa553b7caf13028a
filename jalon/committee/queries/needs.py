"""What the committee waits for from one person: come, minute, answer, prove or close, follow up, say why."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.committee.models import Decision, Item, Recommendation, StandingStep
from jalon.committee.queries.decisions import DONE, NONE, followed
from jalon.committee.queries.recommendations import RELATED, Life, lives
from jalon.committee.queries.sessions import seats_called
from jalon.committee.queries.standings import stands
from jalon.contracts.models import Contract
from jalon.network.access import memberships_on
from jalon.ui import formats
from jalon.ui.needs import Asker, Need


def needs(asker: Asker) -> Iterator[Need]:
    """In as many queries whatever the number of sessions, decisions and recommendations."""
    yield from of_sessions(asker)
    own = set(memberships_on(asker.on).filter(user=asker.user).values_list("organisation", flat=True))
    yield from of_recommendations(asker, own)
    yield from of_decisions(asker, own)
    yield from of_ladder(asker)


def of_sessions(asker: Asker) -> Iterator[Need]:
    """Sessions to attend for who has a seat, to open and to minute for who keeps the record."""
    keeps = asker.standing.can("committee.record")
    for life, has_seat in seats_called(asker.user):
        session, said = life.session, {"number": formats.plain_number(life.session.number)}
        href = reverse("committee:session", args=[session.uid])
        if life.state == "called" and life.on >= asker.on and has_seat:
            yield Need(_("Attend session %(number)s of the committee") % said, href, life.on, kind())
        elif life.state == "called" and life.on <= asker.on and keeps:
            yield Need(_("Open or postpone session %(number)s") % said, href, life.on, kind())
        elif life.state == "held" and keeps:
            yield Need(_("Issue the minutes of session %(number)s") % said, href, None, kind())
        elif life.state == "minuted" and has_seat and has_seat.is_chair:
            yield Need(_("Sign the minutes of session %(number)s") % said, href, None, kind())


def kind() -> str:
    return str(_("committee"))


ASKED = {
    "addressed": lambda: _("Reply to recommendation %(code)s of %(evaluation)s"),
    "replied": lambda: _("Do what recommendation %(code)s of %(evaluation)s asks"),
    "acted": lambda: _("Prove what was done about recommendation %(code)s of %(evaluation)s"),
}


def of_recommendations(asker: Asker, own: set[int]) -> Iterator[Need]:
    may = asker.standing.permissions()
    if "evaluation.view" not in may:
        return
    keeps = "committee.record" in may
    closes = keeps or "evaluation.write" in may
    for life in lives(Recommendation.objects.select_related(*RELATED).order_by("evaluation__code", "code")):
        if words := asked_of(life, asker, own, keeps, closes):
            said = {"code": life.asked.code, "evaluation": life.asked.evaluation.code}
            href = reverse("committee:recommendation", args=[life.asked.uid])
            yield Need(words % said, href, life.due_on, str(_("recommendation")))


def asked_of(life: Life, asker: Asker, own: set[int], keeps: bool, closes: bool) -> str:
    """The sentence of what a recommendation waits for from a person, empty when from somebody else."""
    if life.state in ASKED:
        return ASKED[life.state]() if life.addressee and life.addressee.pk in own else ""
    if life.state == "approved" and keeps:
        return _("Address recommendation %(code)s of %(evaluation)s")
    if life.state == "proven" and closes and asker.user.pk not in life.actors:
        return _("Close recommendation %(code)s of %(evaluation)s, or send it back")
    return ""


def of_ladder(asker: Asker) -> Iterator[Need]:
    """Reasons a centre has to give; once given, whoever keeps the agenda puts them to the committee."""
    asked = Q(centre__in=asker.standing.organisations_where("return.submit"))
    keeps = asker.standing.can("committee.call")
    reached = Contract.objects.filter(Q() if keeps else asked).filter(pk__in=on_the_ladder())
    for stand in stands(reached.select_related("centre").order_by("code")):
        if stand.state != "reasons_asked":
            continue
        href = reverse("committee:standing", args=[stand.contract.code])
        said = {"centre": stand.contract.centre.code}
        if not stand.has_answered and asker.standing.can("return.submit", stand.contract.centre):
            words = _("%(centre)s: say why the contract fell behind") % said
            yield Need(words, href, stand.steps[-1].due_on, str(_("contract")))
        elif stand.has_answered and keeps and not is_on_an_agenda(stand.contract):
            words = _("%(centre)s gave its reasons: put them to the committee") % said
            yield Need(words, href, None, str(_("contract")))


def on_the_ladder():
    return StandingStep.objects.values("contract")


def is_on_an_agenda(contract: Contract) -> bool:
    subject = f"standing:{contract.code}"
    return Item.objects.filter(subject=subject, removal=None, decision=None).exists()


def of_decisions(asker: Asker, own: set[int]) -> Iterator[Need]:
    """What decisions ask of an organisation the person holds a role in."""
    if "decision.view" not in asker.standing.permissions():
        return
    rows = Decision.objects.filter(actor__in=own).select_related("item__session", "event__actor")
    for one in followed(rows.order_by("event__number"), asker.on):
        if one.state not in (DONE, NONE):
            said = {"what": one.decision.terms.get("to_do") or formats.plain_words(one.item.title)}
            href = reverse("committee:decision", args=[one.decision.uid])
            words = _("By decision of the committee: %(what)s") % said
            yield Need(words, href, one.decision.due_on, str(_("decision")))
