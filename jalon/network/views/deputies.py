"""Deputies: who stands in for whom, from when to when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.network import actions
from jalon.network.access import memberships_on, requires
from jalon.network.forms.deputies import DeputyForm
from jalon.network.models import Membership
from jalon.network.roles import ROLES
from jalon.network.views.asking import refusals_shown, today


@requires("deputy.name")
def deputies(request):
    """The person's own deputies, and the form that names one."""
    own = own_roles(request.user)
    first = {"starts_on": today(), "membership": own.first()}
    form = DeputyForm(request.POST or None, own=own, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.name_deputy(form.cleaned_data["membership"], by=request.user, on=today(), **form.said())
            messages.success(request, _("Your deputy is named; the journal says for whom they act."))
            return redirect("network:deputies")
    mine = Membership.objects.filter(
        Q(deputy_for=request.user) | Q(user=request.user, deputy_for__isnull=False)
    )
    context = {
        "form": form,
        "deputies": mine.select_related("user", "deputy_for", "organisation").order_by("-starts_on", "-pk"),
        "today": today(),
        "crumbs": [(_("People"), reverse("network:people")), (_("Deputies"), "")],
    }
    return render(request, "network/deputies.html", context, status=422 if form.errors else 200)


def own_roles(user):
    """The roles the person holds themselves today and may have somebody stand in for."""
    may = [code for code, role in ROLES.items() if "deputy.name" in role.allows]
    own = memberships_on(today()).filter(user=user, role__in=may, deputy_for=None)
    return own.select_related("organisation")


@require_POST
@requires("deputy.name")
def deputy_end(request, key):
    """From today on the deputy no longer stands in."""
    named = get_object_or_404(Membership, pk=key, deputy_for=request.user)
    try:
        actions.end_role(named, on=today(), by=request.user)
        messages.success(request, _("Your deputy no longer stands in for you."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("network:deputies")
