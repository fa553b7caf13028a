"""How figures, money, dates and words read in French, Arabic and English.

Each format exists twice: `plain_x` is text for spreadsheets, documents, SVG and the terminal; `x` is the same
for a page, isolated in Arabic so that signs, groups and ranges keep their order.
"""

from jalon.ui.formats.dates import (
    plain_day,
    plain_day_range,
    plain_day_short,
    plain_moment,
    plain_month,
    plain_period,
    plain_period_short,
    plain_year_range,
)
from jalon.ui.formats.markup import (
    amount,
    day,
    day_range,
    day_short,
    isolated,
    million,
    moment,
    month,
    number,
    percent,
    period,
    period_short,
    quantity,
    signed,
    signed_percent,
    unknown,
    words,
    year_range,
)
from jalon.ui.formats.numbers import (
    plain_amount,
    plain_million,
    plain_number,
    plain_percent,
    plain_quantity,
    plain_signed,
    plain_signed_percent,
)
from jalon.ui.formats.reading import digits, in_digits, isolate, language_of
from jalon.ui.formats.texts import plain_words, spoken

__all__ = [
    "amount",
    "day",
    "day_range",
    "day_short",
    "digits",
    "in_digits",
    "isolate",
    "isolated",
    "language_of",
    "million",
    "moment",
    "month",
    "number",
    "percent",
    "period",
    "period_short",
    "plain_amount",
    "plain_day",
    "plain_day_range",
    "plain_day_short",
    "plain_million",
    "plain_moment",
    "plain_month",
    "plain_number",
    "plain_percent",
    "plain_period",
    "plain_period_short",
    "plain_quantity",
    "plain_signed",
    "plain_signed_percent",
    "plain_words",
    "plain_year_range",
    "quantity",
    "signed",
    "signed_percent",
    "spoken",
    "unknown",
    "words",
    "year_range",
]
