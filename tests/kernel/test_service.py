from datetime import date

import pytest

from jalon.kernel.kinds import Kind
from jalon.kernel.service import Service, derived, in_force, recognised
from jalon.kernel.words import Words, fold

NAME = Words("Élaboration de normes", "إعداد المواصفات", "Development of standards")
FIRST = Service("standards", NAME, date(2022, 1, 1), axis="2", kinds=("standard.*",))
LATER = Service("standards", Words("Normes"), date(2024, 1, 1), axis="3", general_interest=False)
KIND = Kind("standard.published", Words("Norme"), axis="9", funding_line="L9", general_interest=True)


@pytest.mark.parametrize(
    ("on", "found"),
    (
        (date(2021, 12, 31), None),
        (date(2022, 1, 1), FIRST),
        (date(2023, 12, 31), FIRST),
        (date(2024, 1, 1), LATER),
    ),
)
def test_the_version_of_a_day_is_the_last_with_effect_by_then(on, found):
    assert in_force((FIRST, LATER), on) == found


def test_what_the_source_says_goes_before_the_service_and_the_service_before_the_kind():
    assert derived("axis", "1", LATER, KIND) == "1"
    assert derived("axis", "", LATER, KIND) == "3"
    assert derived("funding_line", "", LATER, KIND) == "L9"
    assert derived("axis", "", None, KIND) == "9"


def test_no_is_an_answer_and_unknown_is_none():
    assert derived("general_interest", None, LATER, KIND) is False
    assert derived("general_interest", False, None, KIND) is False
    assert derived("high_value", None, LATER, KIND) is None


@pytest.mark.parametrize("text", ("standards", "elaboration de NORMES", "إعداد المواصفات", "normes"))
def test_a_service_is_known_by_its_code_and_its_words_in_any_version(text):
    assert recognised({"standards": (FIRST, LATER)})[fold(text)] == "standards"


def test_a_service_without_kinds_leaves_any_deed():
    assert FIRST.leaves("standard.published") and not FIRST.leaves("test.reported")
    assert LATER.leaves("test.reported")
