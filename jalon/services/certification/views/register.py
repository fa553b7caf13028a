"""The register of certificates, open to everybody: search, a day, a certificate, and a file to compare."""

import hashlib
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalon.kernel.certificates import AFTER, status_at
from jalon.services.certification import forms
from jalon.services.certification.queries import happened, issuers, registered, terms_of
from jalon.services.certification_words import CERTIFICATE, STANDINGS
from jalon.services.models import Certificate
from jalon.services.views.asking import today
from jalon.services.views.lists import csv_of

AT_ONCE = 50
MOST_AT_ONCE = 5000  # of a file
MOST_BYTES = 50 * 2**20
COLUMNS = (
    *("number", "holder", "product", "scheme", "standards", "centre", "decided_by", "scope"),
    *("status", "since", "valid_until", "simulated", "address"),
)


def asked_day(http) -> date:
    try:
        return date.fromisoformat(http.GET.get("day", ""))
    except ValueError:
        return today()


def with_status(certificates, day) -> list:
    """Each with its status on the day; those not issued yet that day are left out."""
    found = list(certificates)
    told = happened(found)
    pairs = ((one, status_at(told[one.pk], day)) for one in found)
    return [(one, status) for one, status in pairs if status]


def asked_words(http) -> tuple[str, str]:
    """The words searched, and the code of the centre asked for."""
    return http.GET.get("q", "").strip()[:100], http.GET.get("centre", "").strip()[:40]


@require_safe
def certificates(http):
    """The certificates that answer a search, each as it stood on the day."""
    (search, centre), day = asked_words(http), asked_day(http)
    page = Paginator(registered(search, centre), AT_ONCE).get_page(http.GET.get("page"))
    rows = [(one, status, STANDINGS[status.standing]) for one, status in with_status(page, day)]
    context = {
        "page": page,
        "rows": rows,
        "total": page.paginator.count,
        "search": search,
        "centre": centre,
        "centres": issuers(),
        "day": day,
        "simulated": any(one.simulated for one, _status, _words in rows),
    }
    return render(http, "services/certification/register.html", context)


@require_safe
def data(http, form):
    """The same rows as a file."""
    if form not in ("csv", "json"):
        raise Http404
    day = asked_day(http)
    found = registered(*asked_words(http))[:MOST_AT_ONCE]
    rows = [row_of(http, one, status) for one, status in with_status(found, day)]
    if form == "json":
        said = {"day": day.isoformat(), "certificates": rows}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    return csv_of(rows, COLUMNS, f"certificates-{day}.csv")


def row_of(http, one: Certificate, status) -> dict:
    application = one.application
    version = application.version
    return {
        "number": one.number,
        "holder": str(application.request.enterprise),
        "product": application.product,
        "scheme": version.name.fr,
        "standards": list(version.standards),
        "centre": one.centre.code,
        "decided_by": version.body or one.centre.code,
        "scope": list(status.scope),
        "status": status.standing,
        "since": status.since.isoformat(),
        "valid_until": status.valid_until.isoformat() if status.valid_until else "",
        "simulated": one.simulated,
        "address": http.build_absolute_uri(reverse("register:certificate", args=[one.uid])),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def certificate(http, uid):
    """What the code on the paper opens: content, status, and whether a file is the one issued."""
    found = registered().filter(uid=uid).first()
    if found is None:
        raise Http404(_("No certificate of the register is at this address."))
    form = forms.CheckForm(http.POST or None, http.FILES or None)
    checked = None
    if http.method == "POST" and form.is_valid():
        if form.cleaned_data["file"].size > MOST_BYTES:
            form.add_error("file", _("This file is too large to be a certificate."))
        else:
            checked = compared(found, form.cleaned_data["file"])
    day = asked_day(http)
    status = status_at(happened([found])[found.pk], day)
    context = {
        "certificate": found,
        "application": found.application,
        "version": found.application.version,
        "status": status,
        "standing": STANDINGS[status.standing] if status else "",
        "day": day,
        "is_today": day == today(),
        "terms": terms_of(found),
        "events": [
            (one.on, CERTIFICATE.done[one.verb]) for one in happened([found])[found.pk] if one.verb in AFTER
        ],
        "form": form,
        "checked": checked,
        "simulated": found.simulated,
    }
    page = "services/certification/registered.html"
    return render(http, page, context, status=422 if form.errors else 200)


def compared(found: Certificate, file) -> str:
    """`current`, `replaced` or `unknown`: whether these very bytes were issued for it. Nothing is kept."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    issued = list(found.terms.order_by("turn").values_list("issued__document", flat=True))
    if digest.hexdigest() not in issued:
        return "unknown"
    return "current" if issued[-1] == digest.hexdigest() else "replaced"
