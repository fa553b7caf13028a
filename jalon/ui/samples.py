"""What the page of components shows. Invented, and marked as simulated there."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

AXES = (
    (
        {"fr": "Projets d'investissement", "ar": "مشاريع الاستثمار", "en": "Investment projects"},
        (0.71, 0.82, "on_track"),
    ),
    (
        {"fr": "Certification et normes", "ar": "الإشهاد والمواصفات", "en": "Certification and standards"},
        (0.93, 0.82, "ahead"),
    ),
    (
        {"fr": "Compétences des centres", "ar": "كفاءات المراكز", "en": "The centres' skills"},
        (0.52, 0.82, "late"),
    ),
    (
        {"fr": "Mission d'intérêt général", "ar": "مهمة المصلحة العامة", "en": "General-interest mission"},
        (0.74, 0.82, "watch"),
    ),
    ({"fr": "Nouvelles plateformes"}, (None, 0.82, "not_computable")),
)

CENTRES = (
    ("CETEMCO", (8, 9, 11, 12, 14, 15, 17), "on_track"),
    ("CERIMME", (6, 7, 7, None, None, 9, 10), "watch"),
    ("CTTH", (9, 9, 10, 12, 12, 14, 16), "on_track"),
    ("CETIEV", (12, 14, 17, 19, 22, 25, 27), "ahead"),
    ("CETIA", (None, None, 3, 4, 4, 6, 6), "late"),
    ("CTPC", (4, 5, 5, 6, 6, 7, 8), "on_track"),
)

REGIONS = {
    "MA-01": 212,
    "MA-02": 64,
    "MA-03": 148,
    "MA-04": 231,
    "MA-05": 58,
    "MA-06": 1104,
    "MA-07": 139,
    "MA-08": None,
    "MA-09": 121,
    "MA-10": 7,
    "MA-11": 0,
    "MA-12": 3,
}


MONEY = (
    ("line-0", "committed", 62),
    ("line-0", "free", 13),
    ("line-1", "committed", 55),
    ("line-1", "free", 20),
    ("line-2", "committed", 70),
    ("line-2", "free", 30),
    ("committed", "paid", 121),
    ("committed", "due", 66),
)


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name of the indicator"), help_text=_("As the contract writes it."))
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", "—"), ("test", _("tests")), ("%", "%")])
    baseline = forms.DecimalField(label=_("Baseline"), required=False)
    day = forms.DateField(
        label=_("Date of the baseline"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    shape = forms.ChoiceField(
        label=_("Shape of the target"),
        widget=forms.RadioSelect,
        choices=[("growth", _("growth over the baseline")), ("level", _("a level to reach"))],
    )
    note = forms.CharField(label=_("Why"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("The three parties agreed on it"))


class SampleFilter(forms.Form):
    centre = forms.ChoiceField(label=_("Centre"), required=False, choices=[("", _("all")), ("CTTH", "CTTH")])
    kind = forms.CharField(label=_("Kind"), required=False)


class SampleFile(forms.Form):
    file = forms.FileField(label=_("A centre's file"), help_text=_("XLSX, XLS, ODS or CSV."))


def everything(request, on: date) -> dict:
    """The context of ui/components.html."""
    return {
        "on": on,
        "simulated": True,
        "received_to": [(centre[0], date(2026, 9 - index % 3, 28)) for index, centre in enumerate(CENTRES)],
        "crumbs": [("Jalon", "/"), (_("Components"), "")],
        **figures(),
        **charts(request.path),
        "blank": SampleForm(),
        "wrong": SampleForm({"baseline": "12,345.6.7", "name": ""}),
        "filter": SampleFilter(request.GET or None),
        "upload": SampleFile(),
        "page": Paginator(range(95), 10).get_page(request.GET.get("page")),
        "tabs": [
            (_("Terms"), request.path),
            (_("Results"), "#results", 12),
            (_("Returns"), "#returns"),
            (_("Money"), "#money"),
        ],
        "steps": [
            (_("Read the file"), "done", "CTTH-2026-09.xlsx"),
            (_("Check the rows"), "now", ""),
            (_("Record them"), "todo", ""),
        ],
    }


def figures() -> dict:
    return {
        "statuses": ["ahead", "on_track", "watch", "late", "not_computable"],
        "degrees": ["live", "declared", "verified", "validated"],
        "cell": SimpleNamespace(value=14512, unit="", status="on_track", reason="", simulated=True),
        "missing": SimpleNamespace(
            value=None, unit="%", status="not_computable", reason="baseline_not_published"
        ),
        "untranslated": {"fr": "Taux d'encadrement"},
        "first_day": date(2022, 6, 7),
        "targets": [
            {"label": words, "share": share, "expected": expected, "status": status}
            for words, (share, expected, status) in AXES
        ],
    }


def charts(path: str) -> dict:
    return {
        "spark": [120, 141, 150, None, None, 188, 204, 231],
        "bar_rows": [
            {"label": name, "value": values[-1], "href": f"{path}#{name}", "status": status, "target": 15}
            for name, values, status in CENTRES
        ],
        "multiples": [
            {"label": name, "values": values, "href": f"{path}#{name}", "status": status, "target": 20}
            for name, values, status in CENTRES
        ],
        "stack_rows": [stack(words, index, path) for index, (words, _values) in enumerate(AXES)],
        "regions": [
            {"code": code, "value": value, "href": f"{path}?region={code}"} for code, value in REGIONS.items()
        ],
        "series": series(path),
        "flow": flow(path),
    }


def stack(words, index: int, path: str) -> dict:
    counts = (("ahead", 3 - index % 3), ("on_track", 8 - index), ("watch", index), ("late", index % 2))
    parts = [{"status": code, "value": count, "href": f"{path}?status={code}"} for code, count in counts]
    return {"label": words, "parts": parts, "href": path}


def series(path: str) -> dict:
    quarters = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025, 2026) for quarter in (1, 2, 3, 4)]
    actual = (310, 342, 335, 380, 402, 431, None, None, 455, 471, 498, 520, 534, 551, 549, None)
    return {
        "points": [
            {"period": code, "value": value, "href": f"{path}?period={code}", "partial": code == "2026-Q3"}
            for code, value in zip(quarters, actual, strict=True)
        ],
        "trajectory": [300 + 18 * index for index in range(1, 17)],
        "target": 600,
        "baseline": 300,
    }


def flow(path: str) -> dict:
    lines = (
        {"fr": "Services d'innovation", "ar": "خدمات الابتكار", "en": "Innovation services"},
        {"fr": "Normes et certification", "ar": "المواصفات والإشهاد", "en": "Standards and certification"},
        {"fr": "Laboratoires et plateformes", "ar": "المختبرات والمنصات", "en": "Laboratories and platforms"},
    )
    names = {f"line-{index}": words for index, words in enumerate(lines)}
    stages = {
        "committed": _("committed"),
        "free": _("not committed yet"),
        "paid": _("paid"),
        "due": _("to be paid"),
    }
    return {
        "names": {**names, **stages},
        "columns": [list(names), ["committed", "free"], ["paid", "due"]],
        "links": [{"from": source, "to": end, "value": value, "href": path} for source, end, value in MONEY],
    }
