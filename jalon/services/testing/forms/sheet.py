"""The sheet of results: a grid of lines, typed one under the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from jalon.capacity.models import Equipment
from jalon.evidence.models import Document
from jalon.services.forms.fields import day
from jalon.services.models import Measurement, TestLine
from jalon.services.testing.actions import Entry
from jalon.services.testing.forms.lines import number
from jalon.ui.formats import dotted

TYPED = ("value", "spread", "k", "unit")
DIGEST = RegexValidator(r"^[0-9a-f]{64}$")


class SheetForm(forms.Form):
    """Results of many lines, typed one under the other; a line left blank is not entered.

    The grid is read and written without a field for each cell: a sheet holds two hundred lines.
    """

    tested_on = day(_("Tested on"))
    equipment = forms.ModelMultipleChoiceField(
        label=_("Instruments used"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    control = forms.ChoiceField(label=_("Quality control"), choices=Measurement.Control.choices)
    raw = forms.CharField(
        widget=forms.HiddenInput, required=False, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )

    def __init__(self, data=None, *, lines: Sequence[TestLine], equipment, laid=None, **options):
        super().__init__(data, **options)
        self.fields["equipment"].queryset = equipment
        self.fields["equipment"].label_from_instance = lambda one: dotted(one.code, one.name)
        self.has_equipment = equipment.exists()
        self.rows = [Row.of(one, data, (laid or {}).get(one.pk)) for one in lines]
        self.entries: list[Entry] = []

    def clean(self):
        said = super().clean()
        for row in self.rows:
            try:
                entry = row.entry(said.get("equipment") or (), said.get("control", ""))
            except forms.ValidationError as error:
                row.errors += error.messages
            else:
                self.entries += [entry] if entry else []
        if any(row.errors for row in self.rows):
            raise forms.ValidationError(wrong_lines())
        if not self.errors and not self.entries:
            raise forms.ValidationError(_("No result is written: write at least one."))
        return said

    def refuse(self, by_line: Mapping[int, Sequence[str]]) -> None:
        """Say beside each line why it was refused."""
        for row in self.rows:
            row.errors += by_line.get(row.line.pk, ())
        self.add_error(None, wrong_lines())

    @property
    def turns(self) -> dict[int, int]:
        return {row.line.pk: row.turn for row in self.rows if row.is_written}

    def clean_raw(self) -> str | None:
        """A file that was stored, or none."""
        raw = self.cleaned_data["raw"]
        if raw and not Document.objects.filter(pk=raw).exists():
            raise forms.ValidationError(_("The file of the instrument is not there any more: read it again."))
        return raw or None

    @property
    def top(self):
        names = ("tested_on", "equipment", "control") if self.has_equipment else ("tested_on", "control")
        return [self[name] for name in names]


def wrong_lines() -> str:
    return now_said("Nothing was kept: mend the lines that say what is wrong with them.")


@dataclass
class Row:
    """A line of the sheet as it is typed."""

    line: TestLine
    typed: Mapping[str, str]
    turn: int
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, line: TestLine, data, laid: Mapping[str, str] | None = None) -> "Row":
        if data is None:
            typed = laid or {}
            return cls(line, dict(typed) | {"unit": typed.get("unit") or line.clause.unit}, line.turn)
        typed = {name: data.get(f"{name}-{line.pk}", "").strip() for name in TYPED}
        turn = data.get(f"turn-{line.pk}", "")
        return cls(line, typed, int(turn) if turn.isdecimal() and len(turn) < 9 else -1)

    @property
    def is_written(self) -> bool:
        return any(self.typed.get(name) for name in ("value", "spread", "k"))

    def entry(self, equipment: Sequence[Equipment], control: str) -> Entry | None:
        if not self.is_written:
            return None
        typed = self.typed["value"]
        censored = typed[:1] if typed[:1] in ("<", ">") else ""
        value = typed.lstrip("<> ")
        return Entry(
            self.line,
            number(value) if value else None,
            self.typed["unit"] or self.line.clause.unit,
            uncertainty=number(self.typed["spread"]) if self.typed["spread"] else None,
            k=number(self.typed["k"]) if self.typed["k"] else None,
            censored=censored,
            equipment=tuple(equipment),
            control=control,
        )


class InstrumentFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of the instrument"),
        help_text=_(
            "CSV, XLSX, XLS or ODS: its first row names the columns sample, clause, result, U, k, unit."
        ),
    )
