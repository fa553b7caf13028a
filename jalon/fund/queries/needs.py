"""What releases wait for from one person: to approve, to order, to pay, to justify."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.contracts.queries import contracts_of
from jalon.fund.models import Release
from jalon.fund.queries.released import lives
from jalon.fund.queries.waiting import Waiting, of_release
from jalon.plan.queries import plan_on
from jalon.ui import formats
from jalon.ui.needs import Asker, Need

WORDS = {
    "proposed": lambda: _("%(centre)s: approve %(amount)s of tranche %(tranche)s"),
    "approved": lambda: _("%(centre)s: order the payment of %(amount)s of tranche %(tranche)s"),
    "ordered": lambda: _("%(centre)s: pay %(amount)s of tranche %(tranche)s"),
    "paid": lambda: _("%(centre)s: justify %(amount)s of tranche %(tranche)s"),
}


def needs(asker: Asker) -> Iterator[Need]:
    """Releases by where they stand, in as many queries whatever their number.

    Requester, approver and payer are three people: who had a part is not asked again.
    """
    plan = plan_on(asker.on)
    if plan is None or not may_any(asker):
        return
    contracts = {one.pk: one for one in contracts_of(plan)}
    for life in lives(Release.objects.filter(contract__in=contracts)):
        if life.is_open or life.to_justify:
            life.release.contract = contracts[life.release.contract_id]
            one = of_release(life)
            if waits_for(one, asker):
                yield need(one)


def may_any(asker: Asker) -> bool:
    return bool({"fund.approve", "fund.pay", "fund.justify"} & asker.standing.permissions())


def waits_for(one: Waiting, asker: Asker) -> bool:
    return asker.user.pk not in one.not_by and asker.standing.can(one.permission, one.contract.centre)


def need(one: Waiting) -> Need:
    said = {"centre": one.contract.centre.code, "tranche": one.tranche}
    said["amount"] = formats.plain_amount(one.amount)
    return Need(
        WORDS[one.state]() % said, reverse("fund:release", args=[one.release.uid]), None, str(_("release"))
    )
