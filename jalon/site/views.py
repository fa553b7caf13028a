from django.shortcuts import redirect
from django.utils.translation import get_language


def front(request):
    """The address without a language leads to the person's own."""
    language = request.user.language if request.user.is_authenticated else get_language()
    return redirect(f"/{language}/")
