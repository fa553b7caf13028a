"""Context processors."""

from jalon.ui.shell import Shell


def shell(request):
    """`shell` for ui/base.html: the rail, the plans, the languages; computed when read."""
    return {"shell": Shell(request)}
