"""Sheets of indicators that are ready to be read."""

from datetime import date

from jalon.indicators.models import Indicator, IndicatorVersion
from jalon.journal.actions import recording
from jalon.kernel.words import Words

TESTS = {"tests": {"kinds": ["test.reported"], "aggregation": "sum"}}


def sheet(code="TESTS", *, number=1, **fields) -> IndicatorVersion:
    """A version of a sheet, adopted by an act of its own."""
    said = {
        "effective_from": date(2014, 1, 1),
        "name": Words(f"Nom {code}", f"اسم {code}"),
        "definition": Words("Ce qui est compté.", "ما يحتسب."),
        "unit": "tests",
        "unit_name": Words("essais", "اختبارات"),
        "measures": TESTS,
        "formula": "tests",
        "accumulation": "flow",
        "over_centres": "sum",
        "owner": Words("Le réseau", "الشبكة"),
        "source": Words("Journal des preuves", "سجل الأدلة"),
        "axis_code": "1",
        "objective_code": "1.1",
    }
    indicator, _new = Indicator.objects.get_or_create(code=code)
    with recording("indicator.adopted") as record:
        return IndicatorVersion.objects.create(
            indicator=indicator, number=number, event_id=record.event_id, **(said | fields)
        )
