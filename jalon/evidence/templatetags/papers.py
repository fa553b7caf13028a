"""Words of issued documents and their signatures."""

from django import template

from jalon.evidence.showing import LEVELS, PROBLEMS, capacity_words, kind_words

register = template.Library()
register.filter("capacity", capacity_words)
register.filter("paper_kind", kind_words)


@register.filter
def level(code) -> str:
    return str(LEVELS.get(str(code), code))


@register.filter
def signature_problem(code) -> str:
    return str(PROBLEMS.get(str(code), code))
