"""Numbers inside sentences go through the formats too, or an Arabic reader sees two kinds of digits on a page."""

import ast
import re
from pathlib import Path

import pytest

import jalon

PACKAGE = Path(jalon.__file__).parent
SENTENCE = re.compile(
    r"{% blocktrans(?:late)? (?P<head>[^%]*)%}(?P<body>.*?){% endblocktrans(?:late)? %}", re.S
)
COUNTER = re.compile(r"\bcount (\w+)=")
BARE = re.compile(r"\b(?:number|total|some|all|more|year|before)=[\w.]+(?=[ %]|$)")


def templates():
    return [path for path in sorted(PACKAGE.rglob("*.html")) if "{% blocktrans" in path.read_text()]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_number_in_a_sentence_of_a_template_is_formatted(path):
    sentences = [found.groupdict() for found in SENTENCE.finditer(path.read_text(encoding="utf-8"))]

    bare = [sentence["head"] for sentence in sentences if is_bare(**sentence)]

    assert not bare, f"{path.name}: give a sentence its numbers as `with some=count|number`"


def is_bare(head, body):
    counters = COUNTER.findall(head)
    return any(f"{{{{ {name} }}}}" in body for name in counters) or BARE.search(head)


@pytest.mark.parametrize(
    ("head", "body", "answer"),
    [
        ("count counter=found ", "{{ counter }} row", True),
        ("with number=version.number ", "version {{ number }}", True),
        ("count counter=found with some=found|number ", "{{ some }} row", False),
    ],
)
def test_bare_numbers_are_seen(head, body, answer):
    assert bool(is_bare(head, body)) is answer


def test_no_sentence_of_the_code_writes_a_number_by_itself():
    written = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for text in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if re.search(r"%\(\w+\)[di]", text)
    ]

    assert not written, "write %(name)s and give it formats.plain_number(...)"


def sentences(tree):
    """The texts given to gettext and its sisters."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [
        call for call in calls if getattr(call.func, "id", "") in ("_", "gettext", "ngettext", "gettext_lazy")
    ]
    for call in named:
        yield from (
            one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )


def test_a_sentence_with_a_count_is_given_it_formatted():
    bare = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if is_counted(node) and any(is_bare_value(value) for value in node.right.values)
    ]

    assert not bare, "formats.plain_number(...) what follows ngettext"


def is_counted(node):
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and isinstance(node.left, ast.Call)
        and getattr(node.left.func, "id", "") == "ngettext"
        and isinstance(node.right, ast.Dict)
    )


def is_bare_value(value):
    return isinstance(value, ast.Name) or (
        isinstance(value, ast.Call) and getattr(value.func, "id", "") == "len"
    )
