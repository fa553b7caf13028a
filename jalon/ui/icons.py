"""Icons: lucide's, drawn into the page so that they take the colour of the text."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide


@cache  # a drawing, not a figure: the same name is always the same picture
def drawn(name: str, size: int = 18, css: str = "") -> SafeString:
    """`{% icon "target" %}`; hidden from screen readers: the words beside it say it."""
    return mark_safe(  # noqa: S308 - the package's own drawing, and our own attributes
        lucide(name, size=size, aria_hidden="true", focusable="false", **{"class": f"icon {css}".strip()})
    )
