"""YAML in: plain values with their places, and nothing a hostile file can do."""

import time
from decimal import Decimal

import pytest

from jalon.site.packs.check import check
from jalon.site.packs.reading import DEEPEST, LARGEST_FILE, read
from tests.site.packs.folders import written


@pytest.fixture
def page(tmp_path):
    def of(content):
        path = tmp_path / "page.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, "page.yaml")

    return of


def test_every_value_and_key_has_its_line_and_column(page):
    read_page = page("a: 1\nlist:\n  - b: deux\n    c: [x, y]\n")

    assert read_page.tree == {"a": 1, "list": [{"b": "deux", "c": ["x", "y"]}]}
    assert read_page.mark(("list", 0, "b")) == (3, 8)
    assert read_page.mark(("list", 0, "b"), of_key=True) == (3, 5)
    assert read_page.mark(("list", 0, "c", 1)) == (4, 12)
    assert read_page.mark(("list",)) == (2, 1)


def test_a_missing_value_is_placed_at_what_should_hold_it(page):
    assert page("a:\n  b: 1\n").mark(("a", "nowhere", "deeper")) == (1, 1)


@pytest.mark.parametrize(
    ("written_as", "value"),
    [
        ("no", "no"),
        ("06", "06"),
        ("001561191000066", "001561191000066"),
        ("2022-06-07", "2022-06-07"),
        ("1e400", "1e400"),
        ("12", 12),
        ("-3.50", Decimal("-3.50")),
        ('"12"', "12"),
        ("~", None),
        ("", None),
        ("true", True),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
    ],
)
def test_only_null_booleans_and_plain_numbers_are_not_text(page, written_as, value):
    found = page(f"a: {written_as}").tree["a"]

    assert (found, type(found)) == (value, type(value))


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
HOSTILE = [
    (BOMB, 1, "Anchors"),
    ("a: *b\n", 1, "Anchors"),
    ("x: 1\ny: !!python/object/apply:os.system [ls]\n", 2, "tag"),
    ("x: !!python/name:os.system\n", 1, "tag"),
    ("x: !include /etc/passwd\n", 1, "tag"),
    ("a:\n\tb: 1\n", 2, "YAML"),
    ("a: 1\na: 2\n", 2, "already written on line 1"),
    ("a: 1\n---\nb: 2\n", 2, "second document"),
    ("a: " + "[" * 5000, 1, "Nested"),
    ("{" * 50_000, 1, ""),
    ("a: [1, 2\n", 2, "YAML"),
    ("a: b: c\n", 1, "YAML"),
    ('a: "\\0"\n', 1, "control character"),
    ('a: "\\ud800"\n', 1, ""),
    (b"ok: 1\na: \xff\xfe\n", 2, "not UTF-8"),
    ("a: caf\u00e9".encode("utf-16"), 1, "not UTF-8"),
    (b"a: \x00\x01\n", 1, "not YAML"),
    ("? [a, b]\n: 1\n", 1, "single word"),
    ("%YAML 9.9\n---\na: 1\n", 1, ""),
    ("<<: {a: 1}\n", 1, None),
]


@pytest.mark.parametrize(("content", "line", "says"), HOSTILE)
def test_a_hostile_file_gives_a_clear_problem(page, content, line, says):
    found = page(content).problems

    if says is None:
        assert found == []
    else:
        assert says in found[0].what
        assert found[0].line == line


@pytest.mark.parametrize("content", [content for content, _, _ in HOSTILE])
def test_a_hostile_file_never_stops_the_check_of_the_others(tmp_path, content):
    folder = written(
        tmp_path, files={"regions.yaml": content}, edits=[("claims.yaml", "value: 10", "value: x")]
    )

    problems = check(folder)

    assert any(one.file == "regions.yaml" for one in problems)
    assert any("“x” is not a number" in one.what for one in problems)


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    folder = written(tmp_path)
    with (folder / "claims.yaml").open("wb") as huge:
        huge.truncate(100_000_000)

    started = time.monotonic()
    problems = check(folder)

    assert "larger than" in problems[0].what
    assert time.monotonic() - started < 5


def test_the_largest_file_accepted_is_read_in_a_bounded_time(page):
    line = "- {code: a, name: {fr: b}}\n"

    started = time.monotonic()
    read_page = page(line * (LARGEST_FILE // len(line)))

    assert not read_page.problems
    assert time.monotonic() - started < 60


def test_a_file_with_no_end_of_mistakes_is_checked_in_a_bounded_time(tmp_path):
    claim = "- {code: c%d, topic: t, topic_name: {fr: a}, statement: {fr: b}, plan: Q%d, source: s}\n"
    folder = written(tmp_path, files={"claims.yaml": "".join(claim % (n, n) for n in range(8000))})

    started = time.monotonic()
    problems = check(folder)

    assert "more" in problems[-1].what
    assert time.monotonic() - started < 60


def test_a_link_out_of_the_pack_is_not_followed(tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("- code: s3cret\n")
    folder = written(tmp_path / "pack")
    (folder / "claims.yaml").unlink()
    (folder / "claims.yaml").symlink_to(secret)

    problems = check(folder)

    assert [one.file for one in problems] == ["claims.yaml"]
    assert "s3cret" not in str(problems)


def test_a_pipe_in_the_place_of_a_file_does_not_hang(tmp_path):
    import os

    folder = written(tmp_path)
    (folder / "claims.yaml").unlink()
    os.mkfifo(folder / "claims.yaml")

    assert "plain file" in check(folder)[0].what


@pytest.mark.parametrize("content", ["", "# nothing\n", "[]", "null\n"])
def test_an_empty_list_file_is_an_empty_section(tmp_path, content):
    assert check(written(tmp_path, files={"claims.yaml": content})) == []


@pytest.mark.parametrize("content", ["", "just text", "[]", "3"])
def test_a_plan_that_is_no_plan_is_said(tmp_path, content):
    assert any(
        one.file == "plans/P.yaml" for one in check(written(tmp_path, files={"plans/P.yaml": content}))
    )


def test_a_list_that_is_a_mapping_is_said(tmp_path):
    (problem,) = check(written(tmp_path, files={"claims.yaml": "code: c1\n"}))

    assert "holds a list" in problem.what


def test_shown_values_cannot_forge_lines_of_a_terminal(page):
    (problem,) = page('"\\e[2Jx": 1\n"\\e[2Jx": 2\n').problems[:1]

    assert "\x1b" not in str(problem)


def test_nesting_is_bounded(page):
    assert page("[" * DEEPEST + "]" * DEEPEST).problems == []
    assert page("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).problems
