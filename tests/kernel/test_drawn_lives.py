"""The page of lives says what the tables say."""

from pathlib import Path

from jalon.kernel.states import MACHINES, REQUEST
from jalon.kernel.states.drawing import diagram, document, row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "lives.md"


def test_the_page_of_lives_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == document(MACHINES), "run `make lives`"


def test_a_diagram_has_an_arrow_a_line_a_beginning_and_its_ends():
    drawn = diagram(REQUEST)

    assert drawn.count("-->") == len(REQUEST.transitions) + 1 + len(REQUEST.final)
    assert "    quoted --> accepted: accept\n" in drawn


def test_a_row_says_what_must_hold_and_what_it_leaves():
    (line,) = [one for one in REQUEST.transitions if one.verb == "deliver"]

    assert row(line) == (
        "| in progress | deliver | delivered | technical lead, authoriser | deliverable final | `service.delivered` |"
    )
