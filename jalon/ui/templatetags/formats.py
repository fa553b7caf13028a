"""The formats as filters (one value) and tags (a range): `{{ cell.value|number }}`, `{% year_range a b %}`."""

from django import template

from jalon.ui import formats

register = template.Library()

for name in (
    "number signed amount million percent signed_percent quantity day day_short month period period_short moment words"
).split():
    register.filter(name, getattr(formats, name))

for (
    name
) in "plain_number plain_amount plain_million plain_percent plain_day plain_period plain_words".split():
    register.filter(name, getattr(formats, name))

register.simple_tag(formats.year_range, name="year_range")
register.simple_tag(formats.day_range, name="day_range")
