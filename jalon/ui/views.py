"""The page that shows every component and chart, in whichever language it is asked."""

from datetime import date

from django.shortcuts import render

from jalon.ui import samples


def components(request):
    return render(request, "ui/components.html", samples.everything(request, on=date(2026, 9, 30)))
