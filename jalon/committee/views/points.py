"""One point: what members read, who leaves the table, the votes, the decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions import attendance, deciding, effects, votes
from jalon.committee.actions.refusing import Refused
from jalon.committee.forms import DecisionForm, ReasonForm, VoteForm
from jalon.committee.models import Item
from jalon.committee.queries.agenda import Point, points_of
from jalon.committee.queries.ballots import Ballots, ballots_of
from jalon.committee.queries.reading import reading
from jalon.committee.queries.sessions import SECRETARY, Life, Place, life_of, parties
from jalon.committee.sentences import decision_words, explained
from jalon.committee.views.asking import (
    asked_of,
    crumbs,
    item_named,
    refusals_shown,
    refusals_told,
    today,
)
from jalon.kernel.voting import VoteError
from jalon.network.access import requires


@require_safe
@requires("committee.view")
def point(request, uid):
    return shown(request, uid)


def shown(request, uid, **forms):
    """What members read, frozen when it was put on the agenda; then the table, the votes, the decision."""
    asked = asked_of(request)
    item = item_named(uid, asked.known_at)
    life = life_of(item.session, asked.known_at)
    every = points_of(item.session, asked.known_at)
    mine = next(one for one in every if one.item.pk == item.pk)
    ballots = ballots_of(item, life, asked.known_at)
    is_open = life.state == "held" and mine.decision is None and asked.known_at is None
    party = parties(life, request.user)
    offered = effects.effects_of(item) if is_open else []
    motion = request.GET.get("motion") or motion_of(mine)
    context = asked.context() | {
        "item": item,
        "session": item.session,
        "life": life,
        "point": mine,
        "before": neighbour(every, mine.number - 1),
        "after": neighbour(every, mine.number + 1),
        "reading": reading(item),
        "proposed": decision_words(item.kind, item.proposal.get("verb", "note")),
        "decided": decision_words(item.kind, mine.decision.verb) if mine.decision else "",
        "ballots": ballots,
        "members": members(ballots, motion),
        "motion": motion,
        "motion_words": decision_words(item.kind, motion),
        "motions": [(one.verb, decision_words(item.kind, one.verb)) for one in offered if one.take],
        "results": results(item, ballots),
        "mine": ballots.table.of(request.user),
        "asked_to_leave": asks(ballots, request.user),
        "withdrawal_form": ReasonForm(),
        "is_open": is_open,
        "is_secretary": SECRETARY in party,
        "may_decide": is_open and bool(party),
        "votes_for": represented_by(ballots, request.user) if is_open else [],
        "form": decision_form(item) if is_open and party else None,
        "simulated": item.simulated,
        "crumbs": crumbs(request, item.session, (_("Point %(number)s") % {"number": mine.number}, "")),
    }
    return render(request, "committee/point.html", context | forms, status=422 if forms else 200)


def motion_of(point: Point) -> str:
    """What was voted on to decide a point; before that, what is proposed."""
    taken = point.decision
    if taken is None:
        return point.item.proposal.get("verb", "note")
    return taken.terms.get("motion") or taken.verb


def neighbour(points, number: int):
    return next((one for one in points if one.number == number), None)


def members(ballots: Ballots, motion: str) -> list[dict]:
    """Each member with where they stand on this point."""
    cast = ballots.of(motion)
    return [
        {
            "place": place,
            "withdrawn": ballots.withdrawn.get(place.seat.person_id),
            "stayed": ballots.stayed.get(place.seat.person_id),
            "is_judge": place.seat.person_id in ballots.judges,
            "is_there": ballots.is_there(place),
            "in_conflict": place in ballots.conflicts,
            "vote": cast.get(place.seat.person_id),
            "form": VoteForm(initial={"choice": chosen(cast, place)}, prefix=place.key),
        }
        for place in ballots.table.places
    ]


def chosen(cast, place: Place) -> str:
    vote = cast.get(place.seat.person_id)
    return vote.choice if vote else ""


def results(item: Item, ballots: Ballots) -> list[dict]:
    """What the votes say of each thing that was voted on."""
    found = []
    for motion in ballots.motions:
        try:
            outcome = ballots.outcome(motion)
        except VoteError:
            continue
        words = decision_words(item.kind, motion)
        found.append({"words": words, "outcome": outcome, "lines": explained(outcome.explanation)})
    return found


def asks(ballots: Ballots, person) -> bool:
    """Whether the person is a member in conflict who has not answered."""
    answered = {*ballots.withdrawn, *ballots.stayed}
    return any(place.seat.person_id == person.pk for place in ballots.conflicts) and person.pk not in answered


def represented_by(ballots: Ballots, person) -> list[Place]:
    """Whose vote the person may cast: their own, and those of the members they represent."""
    return [
        place
        for place in ballots.table.voters
        if ballots.is_there(place)
        and not ballots.is_out(place)
        and person.pk in (place.seat.person_id, place.representative.pk if place.representative else None)
    ]


def decision_form(item: Item, data=None, files=None) -> DecisionForm:
    offered = effects.effects_of(item)
    asked = {name for effect in offered for name in effect.asks}
    proposed = item.proposal.get("verb", "note")
    verbs = [effect.verb for effect in offered]
    initial = {"verb": proposed if proposed in verbs else verbs[0]}
    return DecisionForm(data, files, item=item, verbs=verbs, asks=asked, initial=initial)


@require_POST
@requires("committee.vote")
def withdrawal(request, uid):
    """Leave the table for this point, or say why one stays; the secretary records it for a member."""
    item = item_named(uid)
    form = ReasonForm(request.POST)
    person = member_named(item, request) or request.user
    if form.is_valid():
        with refusals_shown(form):
            act = attendance.stay if request.POST.get("answer") == "stay" else attendance.withdraw
            act(item, person=person, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("committee:point", item.uid)
    return shown(request, uid, withdrawal_form=form)


def member_named(item: Item, request):
    key = request.POST.get("member", "")
    table = ballots_of(item, life_of(item.session)).table
    return next((place.person for place in table.places if place.key == key), None)


@require_POST
@requires("committee.vote")
def ballot(request, uid):
    """Cast votes: one's own, those of members one represents, or all of them as the secretary."""
    item = item_named(uid)
    life = life_of(item.session)
    motion = request.POST.get("motion", "")
    with refusals_told(request):
        if effects.effect_named(item, motion) is None:
            raise Refused("unknown_verb")
        for place, choice in changed(item, life, motion, request):
            votes.vote(item, person=place.person, choice=choice, motion=motion, by=request.user)
    return redirect(f"{request.path.removesuffix('votes/')}?motion={motion}#votes")


def changed(item: Item, life: Life, motion: str, request):
    """The ballots of the form that are not as they were."""
    ballots = ballots_of(item, life)
    cast = ballots.of(motion)
    for place in ballots.table.voters:
        form = VoteForm(request.POST, prefix=place.key)
        if form.is_valid() and form.cleaned_data["choice"] not in ("", chosen(cast, place)):
            yield place, form.cleaned_data["choice"]


@require_POST
@requires("committee.vote")
def decision(request, uid):
    """Take the decision: what it says happens at once, or it is not taken."""
    item = item_named(uid)
    form = decision_form(item, request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown(form):
            taken = deciding.decide(
                item,
                said["verb"],
                by=request.user,
                on=today(),
                by_consensus=said["by_consensus"],
                reason=said["reason"],
                reservation=said.get("reservation", ""),
                terms=form.terms(),
                files=form.attached(),
                follow_up=deciding.FollowUpAsked(said["to_do"], said["actor"], said["due_on"]),
            )
            words = decision_words(item.kind, taken.verb)
            messages.success(request, _("Decided: %(what)s") % {"what": words})
            return redirect("committee:point", item.uid)
    return shown(request, uid, form=form)
