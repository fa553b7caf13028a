"""Sharings on pages and in workbooks: described, read, changed, compared, proposed; nothing typed is trusted."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from jalon.fund import sharing_book
from jalon.fund.actions import allocating
from jalon.fund.models import Proposal, Scenario
from jalon.fund.sharing_sentences import SENTENCES, WRONG, lines, said, wrong
from jalon.fund.solving import highs
from jalon.kernel.allocation import Candidate, Fairness, Limit, Problem, allocate, explain
from jalon.kernel.sentences import Sentence
from jalon.kernel.words import Words
from tests import queue
from tests.factories.contracts import contract_version
from tests.factories.network import holder
from tests.factories.results import sheet, version
from tests.fund.test_allocating import M, asked, described

pytestmark = pytest.mark.django_db

URL = "/en/fund/sharings/"


@pytest.fixture
def officer(client):
    client.force_login(holder("programme_officer"))
    return client


def everything() -> Problem:
    """A problem with every rule a workbook can say."""
    candidates = [
        Candidate(
            "lab", 9 * M, is_whole=True, results={"TESTS": Decimal("10.5")}, tags={"centre": "A", "line": "1"}
        ),
        Candidate("course", 123_456, 456, results={"HOURS": Decimal(3)}, tags={"axis": "2"}, needs=("lab",)),
    ]
    return Problem(
        10 * M,
        candidates,
        {"TESTS": Decimal("0.5"), "HOURS": Decimal(2)},
        [Limit("line", "1", at_least=5, at_most=9 * M)],
        Fairness("centre", least=Fraction(1, 4), spread=Fraction(5, 2), is_max_min=True),
        spend_at_least=100,
    )


def book(**sheets) -> bytes:
    """An XLSX of sheets by name, each a list of rows."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return content.getvalue()


RULES = [["Envelope (DH)", 1000]]
HEAD = ["Code", "Asked (DH)", "At least (DH)", "All or nothing", "Needs", ":TESTS"]


def read(*rows, rules=RULES, **more):
    return sharing_book.read(sharing_book.opened(book(Sharing=rules, Candidates=[HEAD, *rows], **more)))


# words


def test_a_result_is_said_in_the_unit_of_its_indicator():
    names = {"TURNOVER": Words("CA", "", "Turnover"), "sheet:TURNOVER": sheet("TURNOVER", unit="MAD")}

    text = said(Sentence("allocation.result", {"result": "TURNOVER", "value": Decimal(4_000_000)}), names)

    assert "4 MDH" in text.replace("\u202f", " ").replace("\xa0", " ")


# workbooks


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_workbook_says_again_what_was_asked(language):
    content = sharing_book.as_problem(everything(), {"lab": "=Labo"}, language=language)

    said = sharing_book.read(sharing_book.opened(content))

    assert said.problems == []
    assert said.problem == everything()
    assert said.names == {"lab": "=Labo"}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "beaucoup"]], "not_a_number"),
        ([["a", -5]], "negative"),
        ([["a", ""]], "required"),
        ([["a", 10], ["a", 20]], "twice"),
        ([["a", 10, 20]], "floor_over_cap"),
        ([["a", 10, 5, "yes"]], "floor_of_whole"),
        ([["a", 10, "", "peut-être"]], "not_yes_no"),
        ([["a", 10, "", "", "b"]], "needs_unknown"),
        ([["a", "10.123"]], "too_precise"),
        ([], "no_candidate"),
    ],
)
def test_what_is_wrong_in_a_workbook_is_named_with_its_cell(rows, code):
    said = read(*rows)

    assert said.problem is None
    assert code in [problem.code for problem in said.problems]
    assert all(wrong(problem).text for problem in said.problems)


def test_everything_wrong_is_told_at_once():
    said = read(["a", "x"], ["b", -1], ["", 5])

    assert len(said.problems) == 3


def test_a_limit_nobody_is_under_is_told():
    limits = [["On", "Value", "At most (DH)"], ["line", "9", 10]]

    assert [problem.code for problem in read(["a", 10], Limits=limits).problems] == ["nobody_carries"]


def test_every_problem_of_a_cell_has_its_words():
    import inspect
    import re

    from jalon.fund.sharing_book import reading

    codes = set(re.findall(r'(?:Fault\(|self\.wrong\([^,]+, )"([a-z_]+)"', inspect.getsource(reading)))

    assert codes <= WRONG.keys()


# words


def test_every_sentence_of_the_kernel_has_its_words():
    import inspect
    import re

    from jalon.kernel.allocation import blocking, comparing, explaining

    source = "".join(map(inspect.getsource, (blocking, comparing, explaining)))
    keys = set(re.findall(r'"(allocation\.[a-z_]+)"', source)) - {"allocation.fair", "allocation.limit"}

    assert keys <= SENTENCES.keys()


def test_an_explanation_reads_without_a_hole():
    answer = allocate(everything(), highs)

    told = [text for _depth, text in lines(explain(answer), {})]

    assert told
    assert not any("%(" in text or "None" in text for text in told)


# pages


def test_the_contracts_are_shared_out_of_an_envelope_that_is_too_small(officer):
    held = contract_version().contract

    answer = officer.post(
        f"{URL}new/?plan={held.plan.code}&on=2024-06-01", {"name": "Moins", "envelope": "600 000"}
    )

    scenario = Scenario.objects.get()
    page = officer.get(answer["Location"]).content.decode()
    assert scenario.sharing.solution["shares"] == {f"{held.code}.1": 600_000_00}
    assert "600 points" in page
    assert "no sharing within these rules brings more" in page


def test_a_workbook_is_described_and_answered(officer):
    plan = version().plan
    content = sharing_book.as_problem(asked(), {}, language="fr")

    answer = officer.post(
        f"{URL}new/?plan={plan.code}", {"name": "Projets", "file": SimpleUploadedFile("p.xlsx", content)}
    )

    page = officer.get(answer["Location"]).content.decode()
    assert "125 points" in page
    assert "Gets all it asks" in page


def test_a_workbook_with_errors_keeps_nothing_and_what_was_typed(officer):
    plan = version().plan
    content = book(Sharing=RULES, Candidates=[HEAD, ["a", "x"]])

    answer = officer.post(
        f"{URL}new/?plan={plan.code}", {"name": "Projets", "file": SimpleUploadedFile("p.xlsx", content)}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Candidates B2" in page
    assert 'value="Projets"' in page
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook"])
def test_what_is_no_workbook_is_refused_with_a_sentence(officer, content):
    plan = version().plan

    answer = officer.post(
        f"{URL}new/?plan={plan.code}", {"name": "Projets", "file": SimpleUploadedFile("p.xlsx", content)}
    )

    assert answer.status_code == 422
    assert not Scenario.objects.exists()


def test_rules_that_block_are_named_on_the_page(officer):
    scenario = described(
        asked(limits=[Limit("centre", "A", at_least=9 * M), Limit("centre", "B", at_least=9 * M)])
    )
    allocating.answer(scenario, by=None)

    page = officer.get(f"{URL}{scenario.uid}/").content.decode()

    assert "3 rules block each other" in page
    assert "A (centre): at least" in page


def test_a_variation_is_another_sharing_that_can_be_set_beside(officer):
    first = described()
    allocating.answer(first, by=None)
    form = officer.get(f"{URL}{first.uid}/variation/").context["form"]
    typed = {name: field.initial if field.initial is not None else "" for name, field in form.fields.items()}
    typed |= {name: value for name, value in form.initial.items() if value not in (None, False)}

    answer = officer.post(f"{URL}{first.uid}/variation/", typed | {"name": "Plus", "envelope": "18000000"})

    second = Scenario.objects.latest("pk")
    assert answer["Location"].endswith(f"{second.uid}/")
    assert second.based_on == first
    page = officer.get(f"{URL}comparison/?a={first.uid}&b={second.uid}").content.decode()
    assert "1 candidate gets something else" in page


def test_it_is_put_to_the_committee_from_its_page(officer):
    scenario = described()
    allocating.answer(scenario, by=None)

    officer.post(f"{URL}{scenario.uid}/proposal/", {"reason": "La plus juste"})

    assert Proposal.objects.get().sharing.scenario == scenario
    assert "before the committee" in officer.get(f"{URL}{scenario.uid}/").content.decode()


def test_the_committee_sees_only_what_was_put_to_it(client):
    kept, shown = described(), described()
    for scenario in (kept, shown):
        allocating.answer(scenario, by=None)
    allocating.propose(shown, reason="Oui", by=holder("fund_officer"), on=date(2024, 6, 1))
    client.force_login(holder("committee_member"))

    assert client.get(f"{URL}{shown.uid}/").status_code == 200
    assert client.get(f"{URL}{kept.uid}/").status_code == 404
    assert client.post(f"{URL}{shown.uid}/proposal/", {"reason": "Moi"}).status_code == 403


def test_the_shares_are_downloaded_in_dirhams_with_their_reasons(officer):
    scenario = described()
    allocating.answer(scenario, by=None)

    content = officer.get(f"{URL}{scenario.uid}/shares.xlsx").content

    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [(row[0], row[6]) for row in rows[1:]] == [("A", 10_000_000.0), ("B", 5_000_000.0)]


def test_a_search_under_way_says_how_far_it_is(officer):
    scenario = described()
    allocating.search(scenario)

    page = officer.get(f"{URL}{scenario.uid}/").content.decode()
    part = officer.get(f"{URL}{scenario.uid}/", headers={"HX-Request": "true"}).content.decode()

    assert "being looked for" in page
    assert "waits for the worker" in part
    assert "<html" not in part


def test_a_search_the_worker_gave_up_is_asked_again(officer):
    scenario = described()
    before = officer.get(f"{URL}{scenario.uid}/").content.decode()

    officer.post(f"{URL}{scenario.uid}/search/")

    assert "stopped before its end" in before
    assert queue.waiting() == ["fund.share"]
    assert queue.do_all() == 1
    assert "125 points" in officer.get(f"{URL}{scenario.uid}/").content.decode()


@pytest.mark.parametrize(("page", "budget"), [("", 16), ("{uid}/", 20)])
def test_the_pages_cost_a_constant_number_of_queries(officer, page, budget):
    first = described()
    allocating.answer(first, by=None)
    few = queries(officer, page.format(uid=first.uid))
    for _time in range(3):
        allocating.answer(described(plan=first.plan), by=None)

    assert queries(officer, page.format(uid=first.uid)) == few <= budget


def queries(client, page) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{URL}{page}").status_code == 200
    return len(captured)
