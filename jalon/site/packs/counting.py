"""indicators/*.yaml, kinds.yaml and services.yaml: what is recorded, and how it is counted."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jalon.kernel import kinds
from jalon.kernel.measures.measure import AGGREGATIONS, ATTRIBUTE, NUMBERS
from jalon.site.packs.parts import KIND, KINDS, Code, LongCode, Name, Objection, Part, Text, Words
from jalon.site.packs.promises import Shape

Aggregation = Literal["count", "sum", "distinct", "stock", "in_force", "mean", "last", "max", "min"]
Operator = Literal["=", "!=", "in", "not_in", "<", "<=", ">", ">=", "is_null", "not_null"]
Dimension = Literal[
    "axis", "funding_line", "service", "sector", "ecosystem", "region", "firm_size", "origin",
    "general_interest", "high_value", "campaign",
]  # fmt: skip
LISTED = ("in", "not_in")
ALONE = ("is_null", "not_null")

Single = bool | int | Decimal | str
Pattern = Annotated[
    str,
    StringConstraints(pattern=KINDS, max_length=60),
    Field(description="A kind, or a family of them as in certificate.*"),
]
KindCode = Annotated[str, StringConstraints(pattern=KIND, max_length=60)]


class Condition(Part):
    """A dimension of the rows, or `attributes.NAME`, compared with a value."""

    field: Annotated[str, Field(pattern=r"^(attributes\.)?[a-z][a-z0-9_]*$", max_length=60)]
    operator: Operator = "="
    value: Single | tuple[Single, ...] | None = None

    def objections(self) -> Iterator[Objection]:
        if self.operator in LISTED and not isinstance(self.value, tuple):
            yield Objection(("operator",), f"“{self.operator}” needs a list.", "As in value: [micro, small].")
        values = self.value if isinstance(self.value, tuple) else (self.value,)
        if any(isinstance(one, Decimal) and exact(float(one)) != one for one in values):
            yield Objection(("value",), "This number has too many digits.", "Write at most fifteen.")
        if self.operator in ALONE and self.value is not None:
            yield Objection(("value",), f"“{self.operator}” takes no value.", "Remove it.")
        if self.operator not in LISTED and isinstance(self.value, tuple):
            yield Objection(("value",), f"“{self.operator}” takes one value.", "Use “in”, or a single value.")
        if self.operator not in (*LISTED, *ALONE) and self.value is None:
            yield Objection(("operator",), f"“{self.operator}” needs a value.", "Add it, or use “is_null”.")

    def terms(self) -> list:
        """As the indicator's sheet keeps it: [field, operator, value]."""
        if self.operator in ALONE:
            return [self.field, self.operator, None]
        several = isinstance(self.value, tuple)
        return [
            self.field,
            self.operator,
            [_json(one) for one in self.value] if several else _json(self.value),
        ]


def exact(value: float) -> Decimal:
    """A number of a condition, read back from JSON."""
    return Decimal(repr(value))


def _json(value):
    return float(value) if isinstance(value, Decimal) else value


class Measure(Part):
    """From rows to a number. What is left out of `of` and `over_centres` is the aggregation's natural one."""

    kinds: tuple[Pattern, ...] = Field(min_length=1)
    aggregation: Aggregation
    of: str = Field("", pattern=r"^([a-z]+|attributes\.[a-z][a-z0-9_]*)?$", max_length=60)
    where: tuple[Condition, ...] = ()
    over_centres: Literal["", "sum", "distinct", "max", "min", "none"] = ""

    def objections(self) -> Iterator[Objection]:
        rule = AGGREGATIONS[self.aggregation]
        takes_attributes = rule.of == NUMBERS and self.of.startswith(ATTRIBUTE)
        if self.of and self.of not in rule.of and not takes_attributes:
            what = f"“{self.aggregation}” is not taken of “{self.of}”."
            yield Objection(("of",), what, f"One of {', '.join(rule.of)}.")
        if self.over_centres and self.over_centres not in rule.over_centres:
            what = f"“{self.aggregation}” is not consolidated by “{self.over_centres}”."
            yield Objection(("over_centres",), what, f"One of {', '.join(rule.over_centres)}.")
        if len(set(self.kinds)) < len(self.kinds):
            yield Objection(("kinds",), "A kind is named twice.", "Name each once.")

    def terms(self) -> dict:
        """As the indicator's sheet keeps it; what is left to the aggregation is left out."""
        said = {"kinds": list(self.kinds), "aggregation": self.aggregation}
        said |= {"of": self.of} if self.of else {}
        said |= {"where": [condition.terms() for condition in self.where]} if self.where else {}
        return said | ({"over_centres": self.over_centres} if self.over_centres else {})


class Indicator(Part):
    """The sheet of an indicator: what it says, how it is computed, and its limits."""

    code: LongCode
    number: int = Field(1, ge=1, le=999, description="Version of the sheet.")
    effective_from: date
    name: Words
    definition: Words
    unit: str = Field(min_length=1, max_length=40)
    unit_name: Words
    measures: dict[Name, Measure] = Field(min_length=1)
    formula: Text
    accumulation: Literal["flow", "stock", "level"]
    over_centres: Literal["sum", "ratio", "distinct", "max", "none"]
    direction: Literal["increase", "decrease", "maintain"] = "increase"
    shape: Shape = "per_period"
    decimals: int = Field(0, ge=0, le=6)
    source: Words | None = None
    method: Words | None = None
    limits: Words | None = None
    owner: Words | None = None
    disaggregation: tuple[Dimension, ...] = ()
    axis: Code | None = None
    objective: Code | None = None
    declared: bool = Field(False, description="Declared by the centre as a level, not counted from deeds.")
    reason: Words | None = None

    def objections(self) -> Iterator[Objection]:
        if self.number > 1 and not self.reason:
            yield Objection(("number",), "A later version says not why.", "Add “reason”.")


class Service(Part):
    """A service the centres offer, and what its deeds are counted under when their line does not say it."""

    code: LongCode
    number: int = Field(1, ge=1, le=999, description="Version of the service.")
    effective_from: date
    name: Words
    axis: Code | None = None
    funding_line: Code | None = None
    general_interest: bool | None = None
    high_value: bool | None = None
    kinds: tuple[Pattern, ...] = Field((), description="The deeds it leaves, when only some.")
    source: Text | None = None
    reason: Words | None = None

    def objections(self) -> Iterator[Objection]:
        if self.number > 1 and not self.reason:
            yield Objection(("number",), "A later version says not why.", "Add “reason”.")
        if len(set(self.kinds)) < len(self.kinds):
            yield Objection(("kinds",), "A kind is named twice.", "Name each once.")


class Attribute(Part):
    """A thing the rows of a kind may say of themselves."""

    type: Literal["bool", "decimal", "text", "choice", "date"]
    name: Words
    choices: dict[Name, Words] | None = None
    required: bool = False

    def objections(self) -> Iterator[Objection]:
        if (self.type == "choice") != bool(self.choices):
            yield Objection(("type",), "A choice has choices, nothing else has.", "Add or remove “choices”.")

    def plain(self) -> kinds.Attribute:
        choices = {code: words.plain() for code, words in (self.choices or {}).items()}
        return kinds.Attribute(self.type, self.name.plain(), choices, self.required)


class Kind(Part):
    """A kind of deed beyond the catalogue of Jalon."""

    code: KindCode
    name: Words
    unit: str = Field("", max_length=20)
    sign: Literal[1, -1] = 1
    needs_firm: bool = False
    needs_document: bool = False
    needs_amount: bool = False
    needs_identity: bool = False
    needs_one_of: tuple[str, ...] = ()
    countable_only: bool = False
    allows_zero: bool = False
    allows_negative: bool = False
    default_quantity: Decimal | None = Field(None, gt=0, max_digits=18, decimal_places=3)
    attributes: dict[Name, Attribute] = Field(default_factory=dict)
    opens: bool | None = Field(None, description="True puts an identity in force, false ends it.")
    axis: str = Field("", max_length=40)
    funding_line: str = Field("", max_length=40)
    general_interest: bool | None = None
    high_value: bool | None = None

    def objections(self) -> Iterator[Objection]:
        if self.opens is not None and not self.needs_identity:
            yield Objection(("opens",), "A status is of an identity.", "Add “needs_identity: true”.")

    def plain(self) -> kinds.Kind:
        """The kernel's own kind."""
        said = {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name not in ("name", "attributes")
        }
        attributes = {name: attribute.plain() for name, attribute in self.attributes.items()}
        return kinds.Kind(words=self.name.plain(), attributes=attributes, **said)
