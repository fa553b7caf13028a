"""How issued documents and their signatures read on a page."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "contract": _("objective contract"),
    "minutes": _("minutes of a session"),
    "book": _("book of a session"),
    "seal": _("seal of a period"),
    "release": _("release of money"),
    "certificate": _("certificate of conformity"),
}
CAPACITIES = {
    "ministry": _("the ministry"),
    "centre": _("the centre"),
    "federation": _("the federation"),
    "chair": _("the chair"),
    "secretary": _("the secretary"),
}
LEVELS = {
    "simple": _("simple: somebody signed in here; not a qualified signature"),
    "known": _("certificate of an authority this installation trusts"),
    "unknown": _("certificate of an authority unknown here"),
}
PROBLEMS = {
    "changed": _("the document was changed after it was signed"),
    "broken": _("the signature does not match its certificate"),
    "changed_after": _("something was added after it that a signature does not allow"),
    "unreadable": _("the signature cannot be read"),
}


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def capacity_words(capacity: str | None) -> str:
    return str(CAPACITIES.get(capacity or "", capacity or ""))
