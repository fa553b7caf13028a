"""What `check` finds, where, and what it says to do."""

import pytest

from jalon.site.packs.check import check, checked
from tests.site.packs.folders import line_of, written

PLAN = "plans/P.yaml"
SERVICES = "services.yaml"
SHEETS = "indicators/all.yaml"
CONTRACT = "contracts/c1.yaml"
ACTORS = "organisations.yaml"

# file, old, new, the line's text, what is said, what is offered
MISTAKES = [
    (ACTORS, "region: R1", "region: R2", "region: R2", "There is no region “R2”", "R1"),
    (ACTORS, "federation: FED", "federation: FDE", "FDE", "no organisation “FDE”", "FED"),
    (ACTORS, "federation: FED", "federation: MIN", "federation: MIN", "is a ministry, not a federation", ""),
    (ACTORS, "kind: centre", "kind: center", "kind: center", "not one of the choices", "“centre”"),
    (ACTORS, "{fr: Centre, ar", "{ar", "{ar: مركز", "“fr” is missing", "French"),
    (ACTORS, "region: R1", "regoin: R1", "regoin", "“regoin” is not known here", "“region”"),
    (ACTORS, "code: C1", "code: FED # again", "# again", "already on line", "its own code"),
    (PLAN, "2026-12-31", "2023-12-31", "ends_on", "is before starts_on 2024-01-01", "in order"),
    (PLAN, "2024-01-01\n", "2024-13-01\n", "effective_from", "is not a date", "YYYY-MM-DD"),
    (PLAN, "envelope: 400", "envelope: 1400", "funding_lines", "add up to 1400, above", "Lower"),
    (PLAN, "envelope: 400", "envelope: lots", "lots", "“lots” is not a number", "digits"),
    (PLAN, "envelope: 400", "envelope: 4.001", "4.001", "refused", ""),
    (PLAN, "indicator: TESTS, shape", "indicator: TEST, shape", "TEST,", "no indicator “TEST”", "“TESTS”"),
    (PLAN, "year: 2026", "year: 2029", "2029", "2029 is outside 2024-2026", "the period"),
    (PLAN, 'objective: "1.1"', 'objective: "1.9"', '"1.9"', "no global objective “1.9”", "1.1"),
    (PLAN, 'axis: "1"', 'axis: "2"', 'axis: "2"', "no axis “2”", "1"),
    (PLAN, "value: 100, on: 2023-12-31", "value: 100", "value: 100", "has no “on”", "date"),
    (PLAN, "value: 100, on", "value: 0, on", "growth", "cannot grow from a baseline of zero", "level"),
    (PLAN, "value: 100, on: 2023-12-31, source: test", "value: null", "value: null", "says not why", "reason"),
    (SHEETS, "test.reported", "test.reportd", "test.reportd", "No kind is called", "“test.reported”"),
    (SHEETS, "formula: tests", "formula: tests +", "formula", "Character", ""),
    (SHEETS, "formula: tests", "formula: essais", "formula", "“essais” is not a measure", "tests"),
    (SHEETS, "formula: tests", "formula: 1", "tests: {", "does not use “tests”", "remove"),
    (SHEETS, "sum}", "total}", "total}", "not one of the choices", "Known:"),
    (SHEETS, "sum}", "sum, of: identity}", "of: identity", "not taken of “identity”", "quantity"),
    (SHEETS, "sum}", "sum, where: [{field: orign, value: a}]}", "orign", "No dimension", "“origin”"),
    (SHEETS, "sum}", "sum, where: [{field: attributes.conforme, value: true}]}", "conforme", "carries", "conform"),
    (SHEETS, "sum}", "sum, where: [{field: origin, operator: in, value: a}]}", "operator: in", "needs a list", ""),
    (CONTRACT, "centre: C1", "centre: FED", "centre: FED", "is a federation, not a centre", "centre"),
    (CONTRACT, "plan: P", "plan: Q", "plan: Q", "There is no plan “Q”", ""),
    (CONTRACT, "2026-12-31", "2027-12-31", "2027", "outside the plan P", "inside"),
    (CONTRACT, "shape: per_period", "shape: growth", "growth", "not published", "Say the baseline"),
    (CONTRACT, "funding_line: L1", "funding_line: L2", "L2", "no funding line “L2”", "L1"),
    (CONTRACT, "signed_on: 2024-02-01\n", "place: {fr: a}\n", "status", "a day of signature", "signed_on"),
    (CONTRACT, "ministry, organisation: MIN", "ministry, organisation: FED", "ministry", "is a federation, not", "ministry"),
    (CONTRACT, "side: centre, organisation: C1", "side: centre, organisation: C2", "side: centre", "of “C1”", "Name “C1”"),
    (CONTRACT, "organisation: FED", "organisation: 12", "organisation: 12", "no organisation “12”", ""),
    ("claims.yaml", "source: test", "number: 2\n  source: test", "number: 2", "says not why", "reason"),
    (SERVICES, 'axis: "1"', 'axis: "9"', 'axis: "9"', "no axis “9”", "1"),
    (SERVICES, "funding_line: L1", "funding_line: L9", "L9", "no funding line “L9”", "L1"),
    (SERVICES, "test.reported", "test.reportd", "test.reportd", "No kind is called", "“test.reported”"),
    (SERVICES, "en: Audits", "en: testing", "en: testing", "already names the service “testing”", "of its own"),
        (SERVICES, "general_interest: true", "general_interest: often", "often", "not true or false", "true or false"),
    ("claims.yaml", "source: test", "url: https://a.ma", "code: c1", "“source” is missing", "Add"),
    ("claims.yaml", "source: test", "source: test\n  url: www.a.ma", "url", "not written as it should", "https://"),
    ("pack.yaml", 'version: "1"', 'version: "1"\ntime_zone: Casablanca', "time_zone", "No time zone", "Africa"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "at", "says", "offers"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_its_mend(tmp_path, file, old, new, at, says, offers):
    folder = written(tmp_path, edits=[(file, old, new)])

    problems = [one for one in check(folder) if one.is_error and says in one.what]

    assert problems, check(folder)
    assert (problems[0].file, problems[0].line) == (file, line_of(folder, file, at))
    assert offers in problems[0].mend


def test_a_right_pack_has_no_problem(tmp_path):
    result = checked(written(tmp_path))

    assert result.problems == []
    assert result.folder.pack.code == "small"


def test_every_mistake_is_found_in_one_go(tmp_path):
    folder = written(tmp_path, edits=[mistake[:3] for mistake in MISTAKES if mistake[0] != PLAN][::4])

    says = [mistake[4] for mistake in MISTAKES if mistake[0] != PLAN][::4]

    found = check(folder)
    assert [said for said in says if not any(said in one.what for one in found)] == []


def test_a_mistake_in_one_part_does_not_make_references_to_it_look_wrong(tmp_path):
    folder = written(tmp_path, edits=[(SHEETS, "accumulation: flow", "accumulation: flows")])

    errors = [one for one in check(folder) if one.is_error]

    assert [one.where for one in errors] == ["[1].accumulation"]


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (CONTRACT, "signed_on: 2024-02-01\n", "place: {fr: a, ar: b, en: c}\n", "versions[1].status"),
        (ACTORS, "kind: centre", "kind: center", "[3].kind"),
    ],
)
def test_a_mistake_is_told_once(tmp_path, file, old, new, where):
    errors = [one for one in check(written(tmp_path, edits=[(file, old, new)])) if one.is_error]

    assert [one.where for one in errors] == [where]


def test_what_a_file_that_cannot_be_read_declares_is_not_called_missing(tmp_path):
    broken = {"organisations.yaml": "\t- x", "regions.yaml": "code: R1", PLAN: b"\xff"}
    folder = written(tmp_path, files=broken)

    assert {problem.file for problem in check(folder) if problem.is_error} == broken.keys()


def test_growth_over_an_unpublished_baseline_is_a_note_in_a_plan(tmp_path):
    unknown = "value: null, reason: not published"
    folder = written(tmp_path, edits=[(PLAN, "value: 100, on: 2023-12-31, source: test", unknown)])

    result = checked(folder)

    assert [one.severity for one in result.problems] == ["note"]
    assert result.folder is not None


def test_a_missing_arabic_text_is_a_note(tmp_path):
    folder = written(tmp_path, edits=[(ACTORS, ", ar: مركز", "")])

    (problem,) = check(folder)

    assert problem.severity == "note"
    assert problem.line == line_of(folder, ACTORS, "fr: Centre")


def test_a_language_the_pack_does_not_speak_is_not_missed(tmp_path):
    edits = [(ACTORS, ", ar: مركز", ""), ("pack.yaml", 'version: "1"', 'version: "1"\nlanguages: [fr, en]')]

    assert check(written(tmp_path, edits=edits)) == []


def test_plans_that_follow_each_other_in_a_circle_are_refused(tmp_path):
    folder = written(tmp_path, edits=[(PLAN, "code: P\n", "code: P\nprevious: Q\n")])
    other = (folder / PLAN).read_text().replace("code: P\nprevious: Q", "code: Q\nprevious: P")
    (folder / "plans/Q.yaml").write_text(other)

    assert {one.file for one in check(folder) if "circle" in one.what} == {PLAN, "plans/Q.yaml"}


def test_a_kind_of_the_catalogue_cannot_be_redefined(tmp_path):
    kind = "- code: test.reported\n  name: {fr: Essai, ar: اختبار, en: Test}\n"

    (problem,) = check(written(tmp_path, files={"kinds.yaml": kind}))

    assert "catalogue" in problem.what


def test_a_pack_may_count_a_kind_of_its_own(tmp_path):
    kind = "- code: visit.made\n  name: {fr: Visite, ar: زيارة, en: Visit}\n  unit: visits\n"
    folder = written(tmp_path, files={"kinds.yaml": kind}, edits=[(SHEETS, "test.reported", "visit.made")])

    assert check(folder) == []


def test_a_file_that_is_no_part_of_a_pack_is_named(tmp_path):
    folder = written(tmp_path, files={"region.yaml": "[]"})

    (problem,) = check(folder)

    assert (problem.file, problem.mend) == ("region.yaml", "Did you mean “regions.yaml”?")


@pytest.mark.parametrize("name", ["contracts/2024/c2.yaml", "contracts/c2.YAML", "a/b/c/d.yml"])
def test_a_file_that_would_not_be_read_is_named(tmp_path, name):
    (problem,) = check(written(tmp_path, files={name: "code: K2"}))

    assert (problem.file, problem.is_error) == (name, True)


@pytest.mark.parametrize("name", ["nowhere", "pack.yaml"])
def test_what_is_not_a_folder_is_said(tmp_path, name):
    (problem,) = check(written(tmp_path) / name)

    assert "no such folder" in problem.what


def test_an_empty_folder_says_what_to_write(tmp_path):
    (problem,) = check(tmp_path)

    assert problem.file == "pack.yaml"
    assert "missing" in problem.what


@pytest.mark.parametrize(
    "formula", ["(" * 15_000, "-" * 15_000 + "tests", "tests" + "+1" * 50_000, "t" * 10_000]
)
def test_a_hostile_formula_is_a_problem_like_another(tmp_path, formula):
    folder = written(tmp_path, edits=[(SHEETS, "formula: tests", f"formula: '{formula}'")])

    assert any(one.where.startswith("[1]") and one.is_error for one in check(folder))
