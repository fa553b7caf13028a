"""What everybody reads: campaigns, the products of the makers who consent, one product by its code."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalon.services.models import Campaign, Opinion, Validation
from jalon.services.validation import forms
from jalon.services.validation.queries.files import (
    Listed,
    Standing,
    consenting,
    laboratories_of,
    listed,
    named_in,
    opinions_on,
    published,
    shown_campaigns,
    standings_on,
    unnamed,
)
from jalon.services.validation_words import CAMPAIGN, GROUPS, STANDINGS
from jalon.services.views.asking import today
from jalon.services.views.lists import csv_of

MOST_BYTES = 50 * 2**20
COLUMNS = (
    *("number", "product", "maker", "centre", "specification", "version", "standard"),
    *("verdict", "validated_on", "status", "since", "campaign", "simulated", "address"),
)


@dataclass(frozen=True)
class Row:
    """A product on a public list: its last opinion, and what it is on the day."""

    validation: Validation
    opinion: Opinion
    standing: Standing

    @property
    def words(self) -> str:
        return STANDINGS[self.standing.standing]


def shown_rows(found: Sequence[Listed], day: date) -> list[Row]:
    """Products with the opinion on each; one question."""
    opinions = opinions_on([one for one, _standing in found], day)
    return [Row(one, opinions[one.pk], standing) for one, standing in found]


def asked_day(http) -> date:
    try:
        return min(date.fromisoformat(http.GET.get("day", "")), today())
    except ValueError:
        return today()


def campaign_shown(uid) -> Campaign:
    found = shown_campaigns().filter(uid=uid).first()
    if found is None:
        raise Http404(_("No campaign is at this address."))
    return found


@require_safe
def campaigns(http):
    """The campaigns that are open, and those that were."""
    known = list(shown_campaigns()[:200])
    counts = named_in(known, today())
    found = [(one, CAMPAIGN.state(one.state), counts[one.pk]) for one in known]
    context = {
        "rows": found,
        "open": sum(one.state == "open" for one, _words, _count in found),
        "simulated": any(one.simulated for one, _words, _count in found),
    }
    return render(http, "services/validation/public_campaigns.html", context)


@require_safe
def campaign(http, uid):
    """The products of a campaign, each as it stood on the day; who does not consent is counted, not named."""
    found, day = campaign_shown(uid), asked_day(http)
    rows = shown_rows(listed(found, day), day)
    others = unnamed(found)
    context = {
        "campaign": found,
        "state": CAMPAIGN.state(found.state),
        "rows": rows,
        "others": [(GROUPS[code], others[code]) for code in GROUPS if others.get(code, 0) != 0],
        "clauses": found.version.clauses.all(),
        "laboratories": laboratories_of(found),
        "day": day,
        "is_today": day == today(),
        "simulated": found.simulated,
    }
    return render(http, "services/validation/public_campaign.html", context)


@require_safe
def data(http, uid, form):
    """The same list as a file."""
    if form not in ("csv", "json"):
        raise Http404
    found, day = campaign_shown(uid), asked_day(http)
    rows = rows_of(http, listed(found, day), day)
    if form == "json":
        said = {"campaign": found.code, "day": day.isoformat(), "products": rows}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    return csv_of(rows, COLUMNS, f"{found.code}-{day}.csv")


def rows_of(http, found: Sequence[Listed], day: date) -> list[dict]:
    return [row_of(http, one) for one in shown_rows(found, day)]


def row_of(http, row: Row) -> dict:
    one, standing = row.validation, row.standing
    return {
        "number": one.number,
        "product": one.product,
        "maker": str(one.request.enterprise),
        "centre": one.centre.code,
        "specification": one.version.specification.code,
        "version": one.version.number,
        "standard": one.version.standard,
        "verdict": row.opinion.kind,
        "validated_on": row.opinion.on.isoformat(),
        "status": standing.standing,
        "since": standing.since.isoformat(),
        "campaign": one.campaign.code if one.campaign else "",
        "simulated": one.simulated,
        "address": http.build_absolute_uri(reverse("validation_check", args=[one.uid])),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def validation_check(http, uid):
    """What the code on an opinion opens: number, product, status on the day, and whether a file is it."""
    found, day = published().filter(uid=uid).first(), asked_day(http)
    if found is None:
        raise Http404(_("No opinion on a product was given under this address."))
    form = forms.CheckForm(http.POST or None, http.FILES or None)
    checked = None
    if http.method == "POST" and form.is_valid():
        if form.cleaned_data["file"].size > MOST_BYTES:
            form.add_error("file", _("This file is too large to be an opinion."))
        else:
            checked = compared(found, form.cleaned_data["file"])
    standing = standings_on([found], day).get(found.pk)
    context = {
        "validation": found,
        "standing": standing,
        "words": STANDINGS[standing.standing] if standing else "",
        "day": day,
        "is_today": day == today(),
        "is_named": found.pk in consenting([found.pk]),
        "form": form,
        "checked": checked,
        "simulated": found.simulated,
    }
    page = "services/validation/check.html"
    return render(http, page, context, status=422 if form.errors else 200)


def compared(found: Validation, file) -> str:
    """`current`, `replaced` or `unknown`: whether these very bytes were issued for it. Nothing is kept."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    issued = list(found.opinions.order_by("turn").values_list("issued__document", flat=True))
    if digest.hexdigest() not in issued:
        return "unknown"
    return "current" if issued[-1] == digest.hexdigest() else "replaced"
