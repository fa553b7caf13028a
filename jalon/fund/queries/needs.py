"""What the fund waits for from one person: to ask for what is due, approve, order, pay, justify, cash in."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.contracts.queries import contracts_of
from jalon.fund.models import Release
from jalon.fund.queries.released import lives
from jalon.fund.queries.waiting import PERMISSIONS, Waiting, all_waiting, of_release
from jalon.plan.models import Plan
from jalon.ui import formats
from jalon.ui.needs import Asker, Need

WORDS = {
    "due": lambda: _("%(centre)s: ask for %(amount)s of tranche %(tranche)s, which is due"),
    "to_claw_back": lambda: _("%(centre)s: claim back %(amount)s of tranche %(tranche)s"),
    "proposed": lambda: _("%(centre)s: approve %(amount)s of tranche %(tranche)s"),
    "approved": lambda: _("%(centre)s: order the payment of %(amount)s of tranche %(tranche)s"),
    "ordered": lambda: _("%(centre)s: pay %(amount)s of tranche %(tranche)s"),
    "paid": lambda: _("%(centre)s: justify %(amount)s of tranche %(tranche)s"),
    "owed": lambda: _("%(centre)s: record the %(amount)s it gives back of tranche %(tranche)s"),
}


def needs(asker: Asker) -> Iterator[Need]:
    """The lines of the page of what waits, of every plan that has contracts, in as many queries a plan.

    Requester, approver and payer are three people: who had a part is not asked again.
    """
    may = asker.standing.permissions()
    if not may & set(PERMISSIONS.values()):
        return
    for plan in Plan.objects.filter(contracts__isnull=False).distinct().order_by("code"):
        found = of_releases(plan)
        if may & {PERMISSIONS["due"], PERMISSIONS["to_claw_back"]}:  # else no tranche is reckoned
            found += [one for one in all_waiting(plan, asker.on) if one.release is None]
        yield from (need(one) for one in found if waits_for(one, asker))


def of_releases(plan: Plan) -> list[Waiting]:
    contracts = {one.pk: one for one in contracts_of(plan)}
    found = lives(Release.objects.filter(contract__in=contracts))
    for life in found:
        life.release.contract = contracts[life.release.contract_id]
    return [one for life in found for one in of_release(life)]


def waits_for(one: Waiting, asker: Asker) -> bool:
    return asker.user.pk not in one.not_by and asker.standing.can(one.permission, one.contract.centre)


def need(one: Waiting) -> Need:
    said = {"centre": one.contract.centre.code, "tranche": one.tranche}
    said["amount"] = formats.plain_amount(one.amount)
    place = ("fund:release", [one.release.uid]) if one.release else tranche_page(one)
    return Need(WORDS[one.state]() % said, reverse(place[0], args=place[1]), None, str(_("release")))


def tranche_page(one: Waiting) -> tuple[str, list[str]]:
    return "fund:tranche", [one.contract.code, one.tranche]
