from django.shortcuts import redirect
from django.utils.translation import get_language


def front(request):
    """The address without a language leads to the person's own."""
    return redirect(f"/{get_language()}/")
