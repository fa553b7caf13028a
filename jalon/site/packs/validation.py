"""Pydantic's errors, said in words with the line they are about."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from jalon.site.packs import parts
from jalon.site.packs.folder import Item
from jalon.site.packs.problems import Problem, did_you_mean, shown

KINDS_OF_VALUE = {
    "string_type": ("text", "Write a text; put it between quotation marks if needed."),
    "int_type": ("a whole number", "Write digits only."),
    "int_parsing": ("a whole number", "Write digits only."),
    "int_from_float": ("a whole number", "Write it without decimals."),
    "decimal_type": ("a number", "Write digits only, with a point for decimals."),
    "decimal_parsing": ("a number", "Write digits only, with a point for decimals."),
    "bool_type": ("true or false", "Write true or false."),
    "bool_parsing": ("true or false", "Write true or false."),
    "date_type": ("a date", "Write it YYYY-MM-DD."),
    "date_parsing": ("a date", "Write it YYYY-MM-DD."),
    "date_from_datetime_parsing": ("a date", "Write it YYYY-MM-DD."),
    "date_from_datetime_inexact": ("a date", "Write it YYYY-MM-DD."),
    "tuple_type": ("a list", "Write [one, two], or one a line after “- ”."),
    "dict_type": ("a group of keys", "Write “key: value” lines, indented."),
    "model_type": ("a group of keys", "Write “key: value” lines, indented."),
    "model_attributes_type": ("a group of keys", "Write “key: value” lines, indented."),
}

# how a text of a form is written, for who does not read patterns
WRITTEN = {
    parts.CODE: "Use unaccented letters and digits, then points, hyphens or underscores; no spaces.",
    parts.NAME: "Use small unaccented letters, digits and underscores, a letter first.",
    parts.CURRENCY: "Use three capital letters, as in MAD.",
    parts.PUBLISHED: "Write YYYY, YYYY-MM or YYYY-MM-DD.",
    parts.ADDRESS: "Begin it with http:// or https://, without spaces.",
    parts.KIND: "Write two words with a point, as in test.reported.",
    parts.KINDS: "Write a kind, as in test.reported, or a family of them, as in certificate.*.",
}


def validated(item: Item) -> tuple[BaseModel | None, list[Problem]]:
    """The part as its model, or everything that keeps it from being one."""
    try:
        return item.section.model.model_validate(item.tree), []
    except ValidationError as error:
        errors = told_once(error.errors(include_url=False))
        return None, [problem for one in errors for problem in _problems(one, item)]


def told_once(errors: list[Any]) -> list[Any]:
    """Without the lists that are too short only because what stands in them is wrong."""
    begun = {one["loc"][:length] for one in errors for length in range(len(one["loc"]))}
    return [one for one in errors if one["type"] != "too_short" or one["loc"] not in begun]


def _problems(error: Any, item: Item) -> Iterator[Problem]:
    place = _place(error["loc"], item, is_missing=error["type"] == "missing")
    if error["type"] == "objections":
        for objection in error["ctx"]["found"]:
            yield item.problem((*place, *objection.place), objection.what, objection.mend)
    else:
        what, mend, of_key = _sentences(error, place, item)
        yield item.problem(place, what, mend, of_key=of_key)


def _place(loc, item, *, is_missing):
    """The error's place without the names pydantic adds for the branches of a union."""
    place = []
    for part in loc:
        if _is_in_file((*place, part), item):
            place.append(part)
    return (*place, loc[-1]) if is_missing else tuple(place)


def _is_in_file(place, item):
    whole = (*item.place, *place)
    return whole in item.page.marks or whole in item.page.keys


def _sentences(error, place, item):
    name = shown(place[-1]) if place else ""
    kind, given = error["type"], error.get("input")
    if kind == "missing":
        return f"“{name}” is missing.", _mend_missing(name), False
    if kind == "extra_forbidden":
        known = _fields(item.section.model, place[:-1])
        return f"“{name}” is not known here.", did_you_mean(name, known) or "Remove it.", True
    if kind in KINDS_OF_VALUE:
        wanted, mend = KINDS_OF_VALUE[kind]
        return f"“{shown(given)}” is not {wanted}.", mend, False
    if kind == "literal_error":
        return f"“{shown(given)}” is not one of the choices.", _choices(error, given), False
    return _limits(error, given)


def _mend_missing(name):
    return "Add the French text: it stands in for the others." if name == "fr" else "Add it."


def _choices(error, given):
    known = [choice.strip(" '") for choice in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
    return did_you_mean(given, known) or f"Known: {', '.join(known)}."


def _limits(error, given):
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        mend = WRITTEN.get(context["pattern"], f"It follows {context['pattern']}.")
        return f"“{shown(given)}” is not written as it should.", mend, False
    if kind == "string_too_long":
        return f"This text is longer than {context['max_length']} letters.", "Shorten it.", False
    if kind in ("string_too_short", "too_short"):
        return "This is empty.", "Fill it, or leave the key out.", False
    message = error["msg"][:1].lower() + error["msg"][1:]
    return f"“{shown(given)}” is refused: {shown(message)}.", "Write a value within these limits.", False


def _fields(model, place):
    """The keys known at a place of a model."""
    for part in place:
        if isinstance(part, int):
            continue
        if not (isinstance(model, type) and issubclass(model, BaseModel)) or part not in model.model_fields:
            continue
        model = _inner(model.model_fields[part].annotation)
    is_part = isinstance(model, type) and issubclass(model, BaseModel)
    return list(model.model_fields) if is_part else []


def _inner(annotation):
    """The part inside Optional, tuple or dict, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_inner(argument) for argument in get_args(annotation))
    return next((part for part in found if part is not None), None)
