"""The formats as filters (one value) and tags (two): `{{ cell.value|number }}`, `{% year_range a b %}`."""

from django import template

from jalon.ui import formats

register = template.Library()

FIGURES = ("number", "exact", "signed", "amount", "million", "percent", "signed_percent", "quantity")
DATES = ("day", "day_short", "month", "period", "period_short", "moment", "dated")
PLAIN = (
    "number",
    "exact",
    "amount",
    "million",
    "percent",
    "signed_percent",
    "day",
    "moment",
    "period",
    "words",
)

for name in (*FIGURES, *DATES, "words", *(f"plain_{plain}" for plain in PLAIN)):
    register.filter(name, getattr(formats, name))

register.filter("in_digits", formats.in_digits)
register.simple_tag(formats.dot, name="dot")
register.simple_tag(formats.year_range, name="year_range")
register.simple_tag(formats.day_range, name="day_range")
