"""What a reader prefers, for the time of a request; what cannot be an address."""

from django.http import Http404

from jalon.ui import formats


def preferred_digits(get_response):
    """Figures of an Arabic page are written with the digits the person chose."""

    def middleware(request):
        user = getattr(request, "user", None)
        with formats.digits(getattr(user, "digits", "") or "western"):
            return get_response(request)

    return middleware


def real_addresses(get_response):
    """Nothing has an address with a null character, and PostgreSQL refuses to look for it."""

    def answer(request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return answer
