"""The bounds of a payment rule and its conditions in a cell: one a line, read back to the same data."""

import json
from collections.abc import Iterable
from typing import Any

SIMPLE = ("document", "undertaking")


class Unreadable(ValueError):
    """A line that says no bound or no condition; its text is the argument."""


def bounds_written(rule: dict[str, Any]) -> str:
    """`at_least = 0.85` a line, without the rule's own name."""
    said = {name: value for name, value in rule.items() if name != "rule"}
    return "\n".join(f"{name} = {value_written(value)}" for name, value in said.items())


def value_written(value: Any) -> str:
    """A text stands bare when it is read back as this very text."""
    if isinstance(value, str) and value and value == value.strip() and value_read(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


def bounds_read(name: str, text: str) -> dict[str, Any]:
    """The data of a rule. Raises Unreadable with the line."""
    rule: dict[str, Any] = {"rule": name}
    for line in lines(text):
        key, equals, value = line.partition("=")
        if not equals or not key.strip():
            raise Unreadable(line)
        rule[key.strip()] = value_read(value.strip())
    return rule


def value_read(text: str) -> Any:
    """JSON where it is JSON; a number that is not whole stays as it was typed."""
    if "," in text and text.replace(",", "", 1).lstrip("-").isdigit():
        text = text.replace(",", ".")
    try:
        return json.loads(text, parse_float=str)
    except ValueError:
        return text


def conditions_written(conditions: Iterable[dict[str, Any]]) -> str:
    return "\n".join(map(condition_written, conditions))


def condition_written(one: dict[str, Any]) -> str:
    kind, code, share = one.get("kind"), one.get("code"), one.get("at_least")
    if one == {"kind": kind, "code": code} and kind in SIMPLE and is_word(code):
        return f"{kind} {code}"
    if one == {"kind": "justified", "at_least": share} and isinstance(share, str) and is_word(share):
        return f"justified {share}"
    return json.dumps(one, ensure_ascii=False)


def is_word(text: object) -> bool:
    return isinstance(text, str) and bool(text) and not any(sign.isspace() for sign in text)


def conditions_read(text: str) -> tuple[dict[str, Any], ...]:
    """Raises Unreadable with the line."""
    return tuple(map(condition_read, lines(text)))


def condition_read(line: str) -> dict[str, Any]:
    if line.startswith("{"):
        try:
            return json.loads(line, parse_float=str)
        except ValueError as error:
            raise Unreadable(line) from error
    kind, _space, said = line.partition(" ")
    if kind == "justified" and is_word(said.strip()):
        return {"kind": kind, "at_least": said.strip()}
    if kind in SIMPLE and is_word(said.strip()):
        return {"kind": kind, "code": said.strip()}
    raise Unreadable(line)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
