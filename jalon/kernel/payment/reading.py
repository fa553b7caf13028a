"""Reads the data of rules, and says everything that is wrong with them at once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from jalon.kernel.words import Words

SENTENCES: Final[Mapping[str, Words]] = {
    "unknown_rule": Words(
        "Aucune règle ne s'appelle ainsi. Règles connues : {detail}.",
        "لا توجد قاعدة بهذا الاسم. القواعد المعروفة: {detail}.",
        "No rule has this name. Known rules: {detail}.",
    ),
    "unknown_field": Words(
        "La règle ne connaît pas ce champ. Champs connus : {detail}.",
        "لا تعرف القاعدة هذا الحقل. الحقول المعروفة: {detail}.",
        "The rule does not know this field. Known fields: {detail}.",
    ),
    "missing": Words("Ce champ est obligatoire.", "هذا الحقل إلزامي.", "This field is needed."),
    "not_a_number": Words(
        "Ce n'est pas un nombre : écrivez des chiffres, avec un point.",
        "هذا ليس عددا: اكتب أرقاما مع نقطة.",
        "This is not a number: write digits, with a point.",
    ),
    "not_a_rate": Words(
        "Une part se donne entre 0 et 1 : 0.85 pour 85 %.",
        "تكتب الحصة بين 0 و 1: 0.85 تعني 85 %.",
        "A share is given between 0 and 1: 0.85 for 85 %.",
    ),
    "not_positive": Words(
        "Ce nombre doit être positif.", "يجب أن يكون العدد موجبا.", "This number must be positive."
    ),
    "not_centimes": Words(
        "Un montant est un nombre entier de centimes, non négatif.",
        "المبلغ عدد صحيح غير سالب من السنتيمات.",
        "An amount is a whole number of centimes, not negative.",
    ),
    "not_a_count": Words("Écrivez un nombre entier.", "اكتب عددا صحيحا.", "Write a whole number."),
    "not_a_date": Words(
        "Ce n'est pas une date. Écrivez-la AAAA-MM-JJ.",
        "هذا ليس تاريخا. اكتبه على شكل سنة-شهر-يوم.",
        "This is not a date. Write it YYYY-MM-DD.",
    ),
    "not_a_flag": Words("Répondez par oui ou par non.", "أجب بنعم أو لا.", "Answer yes or no."),
    "not_a_text": Words("Un texte est attendu.", "المنتظر نص.", "A text is expected."),
    "not_codes": Words(
        "Une liste de codes est attendue.", "المنتظر لائحة رموز.", "A list of codes is expected."
    ),
    "not_a_table": Words(
        "Un barème est une liste de couples : à partir de, part.",
        "السلم لائحة أزواج: ابتداء من، الحصة.",
        "A table is a list of pairs: from, share.",
    ),
    "not_one_of": Words("Valeurs admises : {detail}.", "القيم المقبولة: {detail}.", "Allowed: {detail}."),
    "bounds_cross": Words(
        "Les seuils se croisent : celui-ci doit rester sous {detail}.",
        "العتبات متقاطعة: يجب أن تبقى هذه دون {detail}.",
        "The bounds cross: this one stays below {detail}.",
    ),
    "table_not_falling": Words(
        "Le barème descend : chaque seuil plus bas que le précédent, et sans part plus favorable.",
        "السلم تنازلي: كل عتبة أدنى من سابقتها، دون حصة أفضل.",
        "The table goes down: each bound below the one before, with no better share.",
    ),
    "twice": Words(
        "Ce code est écrit deux fois : {detail}.",
        "هذا الرمز مكتوب مرتين: {detail}.",
        "This code is written twice: {detail}.",
    ),
    "empty": Words("Donnez-en au moins un.", "اذكر واحدا على الأقل.", "Give at least one."),
    "formula": Words(
        "La formule ne se lit pas : {detail}",
        "لا يمكن قراءة الصيغة: {detail}",
        "The formula cannot be read: {detail}",
    ),
    "not_a_rule": Words("Une règle est un objet.", "القاعدة كائن.", "A rule is an object."),
}
"""The sentence of each code; `{detail}` is the problem's own."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in the data of a rule: a code of `SENTENCES`, the field, a detail."""

    code: str
    field: str = ""
    detail: str = ""


class RuleError(ValueError):
    """Data that make no rule; `problems` says all that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field or 'rule'}: {p.code} {p.detail}".rstrip() for p in problems))


class Bad(ValueError):
    """A value that is not what its field expects."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


Read = Callable[[Any], Any]


def number(value: Any) -> Decimal:
    """A decimal; a float counts for what it prints as."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Bad("not_a_number")
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise Bad("not_a_number") from error
    if not found.is_finite() or abs(found.adjusted()) > 15:
        raise Bad("not_a_number")
    return found


def share(value: Any) -> Decimal:
    found = number(value)
    if not 0 <= found <= 1:
        raise Bad("not_a_rate")
    return found


def positive(value: Any) -> Decimal:
    found = number(value)
    if found <= 0:
        raise Bad("not_positive")
    return found


def not_negative(value: Any) -> Decimal:
    found = number(value)
    if found < 0:
        raise Bad("not_positive")
    return found


def centimes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise Bad("not_centimes")
    return value


def count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1000:
        raise Bad("not_a_count")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Bad("not_a_flag")
    return value


def day(value: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Bad("not_a_date") from error


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Bad("not_a_text")
    if not value.strip():
        raise Bad("missing")
    return value


def codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
        raise Bad("not_codes")
    if twice := [one for one in dict.fromkeys(value) if list(value).count(one) > 1]:
        raise Bad("twice", ", ".join(twice))
    return tuple(value)


def some_codes(value: Any) -> tuple[str, ...]:
    return codes(value) or _refuse("empty")


def bands(value: Any) -> tuple[tuple[Decimal, Decimal], ...]:
    """A table from the highest bound down: pairs of a bound and a share."""
    try:
        return tuple((number(at_least), share(part)) for at_least, part in value)
    except (TypeError, ValueError) as error:
        raise error if isinstance(error, Bad) else Bad("not_a_table") from error


def weights(value: Any) -> dict[str, Decimal]:
    if not isinstance(value, Mapping) or not all(isinstance(one, str) and one for one in value):
        raise Bad("not_codes")
    return {code: positive(weight) for code, weight in value.items()} or _refuse("empty")


def numbers(value: Any) -> dict[str, Decimal]:
    if not isinstance(value, Mapping) or not all(isinstance(one, str) and one for one in value):
        raise Bad("not_codes")
    return {code: number(one) for code, one in value.items()}


def one_of(*allowed: str) -> Read:
    def read(value: Any) -> str:
        return value if value in allowed else _refuse("not_one_of", ", ".join(allowed))

    return read


def or_none(read: Read) -> Read:
    """The same, for a field that may be left out by writing null."""
    return lambda value: None if value is None else read(value)


def _refuse(code: str, detail: str = "") -> Any:
    raise Bad(code, detail)


def nested(data: Any, readers: Mapping[str, Read], needed: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of an object inside a rule. Raises RuleError with everything that is wrong in it."""
    if not isinstance(data, Mapping):
        raise Bad("not_a_rule")
    values, found = fields_read(data, readers, needed)
    if found:
        raise RuleError(found)
    return values


def fields_read(
    data: Mapping[str, Any], readers: Mapping[str, Read], needed: Sequence[str], prefix: str = ""
) -> tuple[dict[str, Any], list[Problem]]:
    """The fields that could be read, and everything wrong with the others."""
    known = ", ".join(readers)
    found = [Problem("unknown_field", prefix + name, known) for name in data if name not in readers]
    found += [Problem("missing", prefix + name) for name in needed if name not in data]
    values: dict[str, Any] = {}
    for name in readers:
        if name in data:
            try:
                values[name] = readers[name](data[name])
            except Bad as bad:
                found.append(Problem(bad.code, prefix + name, bad.detail))
            except RuleError as inside:
                found += [Problem(p.code, f"{prefix}{name}.{p.field}", p.detail) for p in inside.problems]
    return values, found


def written(value: Any) -> Any:
    """A field as JSON can hold it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: written(one) for key, one in value.items()}
    return [written(one) for one in value] if isinstance(value, tuple) else value
