"""Context processor: `may`, the permissions of the person reading, for templates.

{% if "evidence.import" in may %} ... {% endif %}
"""

from django.utils.functional import SimpleLazyObject

from jalon.network.access import standing as standing_of


def standing(request):
    return {"may": SimpleLazyObject(lambda: permissions(request))}


def permissions(request) -> frozenset[str]:
    held = getattr(request, "standing", None) or standing_of(request.user)
    return held.permissions()
