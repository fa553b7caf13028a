"""Declare a level that no row counts, with its document: it becomes evidence."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jalon.evidence.actions import DeedError
from jalon.network.access import requires
from jalon.reporting import actions
from jalon.reporting.actions.remarks import declare_level
from jalon.reporting.forms.returns import LevelForm
from jalon.reporting.queries.sheet import sheet_of
from jalon.reporting.views.asking import contracts_seen, crumbs, period_of, today
from jalon.ui import addresses, formats


@requires("return.write")
def level(request, code, period, indicator):
    """The one number a centre types: with the document it stands on."""
    found = get_object_or_404(contracts_seen(request.standing, "return.write"), code=code)
    span = period_of(found, period)
    sheet = sheet_of(found, span)
    row = next((one for one in sheet.rows if one.indicator == indicator), None) if sheet else None
    if row is None or not row.is_declared_only or span.start > today():
        raise Http404(_("The evidence counts this indicator: nobody types it."))
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LevelForm(*bound, period=span, today=today())
    if bound and form.is_valid() and declared(request, found, span, row, form):
        return redirect(addresses.at(request, "reporting:return", code, period))
    up = addresses.at(request, "reporting:return", code, period)
    context = {"form": form, "row": row, "contract": found, "period": span, "up": up}
    context["crumbs"] = crumbs(request, found, (formats.plain_period(span), up), (row.cell.sheet.name, ""))
    return render(request, "reporting/level.html", context, status=422 if form.errors else 200)


def declared(request, contract, period, row, form: LevelForm) -> bool:
    said = form.cleaned_data
    try:
        declare_level(
            contract,
            period,
            row.cell.sheet,
            value=said["value"],
            day=said["day"],
            file=said["document"],
            name=said["document"].name,
            by=request.user,
            on=today(),
            seconds=form.seconds,
        )
    except actions.Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    except DeedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The level is recorded as evidence, with its document."))
    return True
