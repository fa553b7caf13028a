"""What a reader prefers, for the time of a request."""

from jalon.ui import formats


def preferred_digits(get_response):
    """Figures of an Arabic page are written with the digits the person chose."""

    def middleware(request):
        user = getattr(request, "user", None)
        with formats.digits(getattr(user, "digits", "") or "western"):
            return get_response(request)

    return middleware
