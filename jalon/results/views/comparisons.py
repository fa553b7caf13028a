"""Centres beside each other, plans beside each other."""

from django.http import Http404

from jalon.network.access import requires


@requires("plan.view")
def centres(request):
    raise Http404


@requires("plan.view")
def plans(request):
    raise Http404
