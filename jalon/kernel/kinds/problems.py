"""What is wrong with an incoming deed, all of it at once, as values a person can mend."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.kernel.kinds.kind import Kind
from jalon.kernel.kinds.units import unit_code
from jalon.kernel.words import Words

# Sums of thousandths and of centimes fit in 64 bits up to nine thousand rows of the most there is.
MOST = Decimal(10) ** 12
MOST_CENTIMES = 10**15
_THOUSANDTH = Decimal("0.001")

SENTENCES: Mapping[str, Words] = {
    "missing": Words(
        "Cette information est obligatoire pour ce type d'acte.",
        "هذه المعلومة إلزامية لهذا النوع من الأعمال.",
        "This kind of deed needs this.",
    ),
    "missing_one_of": Words(
        "Dites au moins l'un de : {detail}.",
        "املأ واحدا على الأقل من: {detail}.",
        "Say at least one of: {detail}.",
    ),
    "not_a_date": Words(
        "Ce n'est pas une date. Écrivez-la AAAA-MM-JJ.",
        "هذا ليس تاريخا. اكتبه على شكل سنة-شهر-يوم.",
        "This is not a date. Write it YYYY-MM-DD.",
    ),
    "in_the_future": Words(
        "Cette date est à venir. Enregistrez l'acte une fois accompli.",
        "هذا التاريخ لم يحل بعد. سجل العمل بعد إنجازه.",
        "This date is still to come. Record the deed once it is done.",
    ),
    "not_a_number": Words(
        "Ce n'est pas un nombre. Écrivez seulement des chiffres, sans unité.",
        "هذا ليس عددا. اكتب الأرقام فقط دون وحدة.",
        "This is not a number. Write digits only, without a unit.",
    ),
    "not_positive": Words(
        "La quantité doit être positive : le type d'acte porte lui-même le signe.",
        "يجب أن تكون الكمية موجبة: نوع العمل يحمل الإشارة بنفسه.",
        "The quantity must be positive: the kind of deed carries the sign itself.",
    ),
    "is_zero": Words(
        "Une quantité nulle ne dit rien. Supprimez la ligne.",
        "الكمية الصفرية لا تفيد شيئا. احذف السطر.",
        "A quantity of zero says nothing. Remove the line.",
    ),
    "not_one": Words(
        "Chaque ligne de ce type compte pour 1. Faites une ligne par acte.",
        "كل سطر من هذا النوع يحتسب واحدا. اكتب سطرا لكل عمل.",
        "Each line of this kind counts for 1. Write one line a deed.",
    ),
    "too_precise": Words(
        "Trois décimales au plus.", "ثلاثة أرقام بعد الفاصلة على الأكثر.", "Three decimals at most."
    ),
    "too_large": Words(
        "Ce nombre est trop grand. Vérifiez l'unité.",
        "هذا العدد كبير جدا. تحقق من الوحدة.",
        "This number is too large. Check the unit.",
    ),
    "negative_amount": Words(
        "Le montant doit être positif. Pour annuler une facture, enregistrez un avoir (income.credited).",
        "يجب أن يكون المبلغ موجبا. لإلغاء فاتورة سجل إشعارا دائنا (income.credited).",
        "The amount must be positive. To cancel an invoice, record a credit note (income.credited).",
    ),
    "other_unit": Words(
        "L'unité de ce type d'acte est : {detail}. Convertissez la quantité.",
        "وحدة هذا النوع من الأعمال هي: {detail}. حول الكمية.",
        "The unit of this kind of deed is: {detail}. Convert the quantity.",
    ),
    "unknown_attribute": Words(
        "Ce type d'acte ne porte pas cet attribut. Attributs connus : {detail}.",
        "لا يحمل هذا النوع من الأعمال هذه الخاصية. الخصائص المعروفة: {detail}.",
        "This kind of deed does not carry this attribute. Known attributes: {detail}.",
    ),
    "wrong_attribute": Words(
        "Valeur non admise. Attendu : {detail}.",
        "قيمة غير مقبولة. المنتظر: {detail}.",
        "This value is not allowed. Expected: {detail}.",
    ),
}
"""The sentence for each code of a problem; `{detail}` is the problem's own."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend: a code of `SENTENCES`, the field it is about (an attribute is `attributes.NAME`)."""

    code: str
    field: str
    detail: str = ""


def problems(kind: Kind, values: Mapping[str, object], *, today: dt.date | None = None) -> list[Problem]:
    """Everything wrong with a deed of this kind; an empty list when it can be recorded.

    `values` holds, typed and as people say them (before the sign): `on` a date, `quantity` a Decimal,
    `amount` in centimes, `unit`, `identity` and `service` texts, `firm` and `documents` anything true when
    said, `attributes` a mapping. A blank quantity is the kind's default. `today` refuses later days; without
    it none is.
    """
    found: list[Problem] = []
    get = values.get
    on = get("on")
    if type(on) is not dt.date or (today is not None and on > today):
        found.append(_problem_of_day(on))
    quantity = get("quantity")
    if type(quantity) is not Decimal or not _is_plain(kind, quantity):
        found += _problems_of_quantity(kind, quantity)
    amount = get("amount")
    if amount is not None or kind.needs_amount:
        found += _problems_of_amount(amount)
    unit = get("unit")
    if unit and unit != kind.unit and kind.unit:
        found += _problems_of_unit(kind, str(unit))
    if kind.needs_firm and not get("firm"):
        found.append(Problem("missing", "firm"))
    if kind.needs_identity and not get("identity"):
        found.append(Problem("missing", "identity"))
    if kind.needs_document and not get("documents"):
        found.append(Problem("missing", "documents"))
    attributes = get("attributes")
    if attributes or kind.required_attributes:
        found += _problems_of_attributes(kind, attributes or {})
    if kind.needs_one_of:
        found += _problems_of_naming(kind, values)
    return found


def _problem_of_day(on: object) -> Problem:
    if on is None or on == "":
        return Problem("missing", "on")
    return Problem("in_the_future", "on") if type(on) is dt.date else Problem("not_a_date", "on")


def _is_plain(kind: Kind, quantity: Decimal) -> bool:
    """The way almost every quantity is right, told quickly."""
    if kind.countable_only:
        return quantity.is_finite() and quantity == 1
    return quantity.is_finite() and 0 < quantity < MOST and not quantity % _THOUSANDTH


def _problems_of_quantity(kind: Kind, quantity: object) -> list[Problem]:
    if quantity is None or quantity == "":
        return [] if kind.default_quantity is not None else [Problem("missing", "quantity")]
    if not isinstance(quantity, Decimal) or not quantity.is_finite():
        return [Problem("not_a_number", "quantity")]
    return [Problem(code, "quantity") for code in _faults_of_number(kind, quantity)]


def _faults_of_number(kind: Kind, quantity: Decimal) -> list[str]:
    if abs(quantity) >= MOST:
        return ["too_large"]
    faults = []
    if quantity % _THOUSANDTH:
        faults.append("too_precise")
    if quantity < 0 and not kind.allows_negative:
        faults.append("not_positive")
    elif quantity == 0 and not kind.allows_zero:
        faults.append("is_zero")
    elif kind.countable_only and quantity != 1:
        faults.append("not_one")
    return faults


def _problems_of_amount(amount: object) -> list[Problem]:
    if amount is None:
        return [Problem("missing", "amount")]
    if type(amount) is not int:
        return [Problem("not_a_number", "amount")]
    if amount < 0:
        return [Problem("negative_amount", "amount")]
    return [Problem("too_large", "amount")] if amount > MOST_CENTIMES else []


def _problems_of_unit(kind: Kind, unit: str) -> list[Problem]:
    return [] if unit_code(unit) == kind.unit else [Problem("other_unit", "unit", kind.unit)]


def _problems_of_attributes(kind: Kind, attributes: object) -> list[Problem]:
    if not isinstance(attributes, Mapping):
        return [Problem("wrong_attribute", "attributes", "object")]
    found = [
        Problem("missing", f"attributes.{name}")
        for name in kind.required_attributes
        if attributes.get(name) is None
    ]
    for name, value in attributes.items():
        known = kind.attributes.get(name)
        if known is None:
            found.append(
                Problem("unknown_attribute", f"attributes.{name}", ", ".join(kind.attributes) or "-")
            )
        elif value is not None and not known.holds(value):
            expected = ", ".join(known.choices) or known.type
            found.append(Problem("wrong_attribute", f"attributes.{name}", expected))
    return found


def _problems_of_naming(kind: Kind, values: Mapping[str, object]) -> list[Problem]:
    attributes = values.get("attributes")
    said = dict(values)
    if isinstance(attributes, Mapping):
        said |= {f"attributes.{name}": value for name, value in attributes.items()}
    if any(said.get(name) for name in kind.needs_one_of):
        return []
    return [Problem("missing_one_of", kind.needs_one_of[0], ", ".join(kind.needs_one_of))]
