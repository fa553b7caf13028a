"""Specifications of products: the list, and a new one or its next version."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network.access import requires
from jalon.services.models import SpecificationVersion
from jalon.services.testing.actions import specify
from jalon.services.testing.forms.lines import SpecificationForm
from jalon.services.testing.views.asking import work_trail


@require_safe
@requires("work.view")
def specifications(http):
    """What the products of the person's centres are tested against, the last version of each."""
    seen = SpecificationVersion.objects.filter(
        specification__centre__in=http.standing.organisations_where("work.view")
    )
    last = seen.order_by("specification_id", "-number").distinct("specification_id").values("pk")
    found = SpecificationVersion.objects.filter(pk__in=last).select_related("specification__centre")
    context = {
        "versions": found.prefetch_related("clauses", "sampling").order_by("specification__code"),
        "may_write": http.standing.can("work.lead"),
        "crumbs": work_trail((_("Specifications"), "")),
    }
    return render(http, "services/testing/specifications.html", context)


@requires("work.lead")
def new_specification(http):
    centres = http.standing.organisations_where("work.lead").filter(kind="centre")
    form = SpecificationForm(http.POST or None, centres=centres, initial={"centre": centres.first()})
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        named = {name: said[name] for name in ("code", "standard", "family", "sampling")}
        try:
            specify(said["centre"], said["clauses"], title=form.title, by=http.user, **named)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(http, _("The specification is written."))
            return redirect("services:specifications")
    context = {"form": form, "crumbs": work_trail((_("New specification"), ""))}
    return render(
        http, "services/testing/specification_form.html", context, status=422 if form.errors else 200
    )
