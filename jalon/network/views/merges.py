from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network import actions, queries
from jalon.network.access import requires
from jalon.network.forms.firms import MergeForm
from jalon.network.views.asking import page_of, refusals_shown


@require_safe
@requires("firm.merge")
def duplicates(request):
    pairs = queries.likely_duplicates(request.standing)
    crumbs = [(_("Firms"), reverse("network:firms")), (_("Likely duplicates"), "")]
    return render(request, "network/duplicates.html", {"page": page_of(request, pairs), "crumbs": crumbs})


@requires("firm.merge")
def merge(request, absorbed, kept):
    """Two records side by side; POST merges the first into the second."""
    one, other = chosen(request, absorbed, kept)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.merge_firms(one, other, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The two records count as one firm from now on."))
            return redirect("network:firm", other.uid)
    context = {
        "form": form,
        "absorbed": one,
        "kept": other,
        "sides": [side(one), side(other)],
        "may_swap": absorbable(request).filter(pk=other.pk).exists()
        and not (other.number and not one.number),
        "crumbs": [(_("Firms"), reverse("network:firms")), (_("Merge"), "")],
    }
    return render(request, "network/merge.html", context)


def absorbable(request):
    return queries.firms_absorbable_by(request.standing)


def chosen(request, absorbed, kept):
    if absorbed == kept:
        raise Http404
    one = get_object_or_404(absorbable(request), uid=absorbed)
    visible = queries.firms_visible_to(request.standing).filter(kept=None)
    return one, get_object_or_404(visible, uid=kept)


def side(firm) -> dict:
    return {
        "firm": firm,
        "establishments": firm.establishments.all(),
        "profiles": firm.profiles.select_related("sector", "region"),
        "absorbed": firm.absorbed.all(),
    }
