"""What templates say of recommendations."""

from datetime import date

from django import template

from jalon.committee.queries.recommendations import Life
from jalon.committee.sentences import STATES_OF_ADVICE
from jalon.ui.formats import dotted

register = template.Library()


@register.filter
def state_of_advice(life: Life) -> str:
    return str(STATES_OF_ADVICE[life.state])


@register.simple_tag
def late_on(life: Life, on: date) -> bool:
    return life.is_late(on)


@register.filter
def place(led_to: str) -> str:
    """axis:PLAN/CODE as people read it."""
    plan, _slash, code = led_to.partition(":")[2].partition("/")
    return dotted(plan, code)
