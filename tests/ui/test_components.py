"""Components as people meet them: by eye, by ear, without scripts and by keyboard."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from jalon.kernel.reasons import REASONS, NotComputable
from jalon.kernel.words import Words
from jalon.ui.marks import STATUSES, VOUCHED, reason_words
from jalon.ui.shell import Entry, with_current


def rendered(source: str, address: str = "/fr/plan/", **values) -> str:
    context = Context({"request": RequestFactory().get(address), **values})
    return Template("{% load ui charts formats %}" + source).render(context)


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class Person(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    note = forms.CharField(label="Note", required=False)


# marks


@pytest.mark.parametrize("code", STATUSES)
def test_a_status_has_a_shape_a_word_and_a_colour(code):
    with override("en"):
        html = rendered("{% status code %}", code=code)
        word = str(STATUSES[code].word)

    assert STATUSES[code].shape in html
    assert word in words_of(html)
    assert f"status-{code.replace('_', '-')}" in html


def test_no_two_statuses_share_a_shape_or_a_word():
    assert len({mark.shape for mark in STATUSES.values()}) == len(STATUSES) == 5
    assert len({str(mark.word) for mark in STATUSES.values()}) == 5


def test_a_status_without_its_word_still_says_it_to_who_cannot_see():
    with override("en"):
        html = rendered("{% status 'late' word=False %}")

    assert '<span class="visually-hidden">late</span>' in html


def test_an_unheard_of_status_is_not_computable():
    with override("en"):
        assert words_of(rendered("{% status 'excellent' %}")) == "○ not computable"


@pytest.mark.parametrize("code", VOUCHED)
def test_each_degree_of_trust_has_its_own_mark(code):
    with override("en"):
        assert words_of(rendered("{% vouched code %}", code=code)) == str(VOUCHED[code].word)


def test_a_change_shows_the_old_struck_and_the_new_underlined():
    html = rendered("{% diff '2022-2025' '2023-2026' %}")

    assert re.search(r"<del>.*2022-2025</del> <ins>.*2023-2026</ins>", html)
    assert rendered("{% diff 'same' 'same' %}") == "same"


# figures


def test_a_figure_is_a_link():
    assert rendered("{% figure 1234 href='/x/' %}") == '<a class="figure" href="/x/">1\u202f234</a>'


def test_zero_is_a_figure():
    assert ">0</a>" in rendered(
        "{% figure cell href='/x/' %}", cell=SimpleNamespace(value=0, reason="no_rows")
    )


@pytest.mark.parametrize("reason", REASONS)
def test_a_figure_that_cannot_be_computed_says_why(reason):
    cell = SimpleNamespace(value=None, reason=NotComputable(reason, "TESTS"))
    with override("fr"):
        html = rendered("{% figure cell href='/x/' %}", cell=cell)

    assert words_of(html) == f"○ {NotComputable(reason, 'TESTS').sentence('fr')}".replace("'", "&#x27;")
    assert 'href="/x/"' in html


def test_a_reason_is_said_in_the_language_of_the_page():
    with override("ar"):
        assert reason_words("not_received") == REASONS["not_received"].ar
        assert reason_words("a sentence of its own") == "a sentence of its own"


def test_a_figure_has_the_unit_of_its_cell_unless_told_otherwise():
    cell = {"value": 39.8, "unit": "%", "href": "/x/"}
    with override("fr"):
        assert words_of(rendered("{% figure cell %}", cell=cell)) == "39,8 %"
        assert words_of(rendered("{% figure cell unit='' %}", cell=cell)) == "39,8"
        assert words_of(rendered("{% figure 25000000000 kind='million' %}")) == "250 MDH"


def test_what_a_source_wrote_is_never_markup():
    cell = {"value": None, "reason": "<img src=x onerror=alert(1)>"}

    assert "<img" not in rendered("{% figure cell %}", cell=cell)
    assert "<img" not in rendered("{% panel title %}x{% endpanel %}", title="<img>")
    assert "<img" not in rendered("{% table title %}{% endtable %}", title='"><img>')


def test_data_are_received_up_to_the_day_of_the_last_centre():
    early, late = date(2026, 7, 28), date(2026, 9, 28)
    with override("en"):
        assert (
            rendered("{% received centres %}", centres=[("A", late), ("B", early)])
            == "received to 28 Jul 2026, 2 centres"
        )
        assert rendered("{% received centres %}", centres=[("A", late)]) == "received to 28 Sep 2026"
        assert (
            rendered("{% received centres %}", centres=[("A", late), ("B", None)])
            == "1 of 2 centres has sent nothing"
        )
        assert rendered("{% received centres %}", centres=[("A", None)]) == "nothing received"


# tables and lists


def test_a_heading_sorts_one_way_then_the_other():
    first = rendered("{% column 'Actual' sort='actual' %}", "/fr/plan/?on=2025-01-01")
    second = rendered("{% column 'Actual' sort='actual' %}", "/fr/plan/?sort=actual")
    third = rendered("{% column 'Actual' sort='actual' %}", "/fr/plan/?sort=-actual")

    assert "aria-sort" not in first
    assert 'href="/fr/plan/?on=2025-01-01&amp;sort=actual"' in first
    assert 'aria-sort="ascending"' in second
    assert 'href="/fr/plan/?sort=-actual"' in second
    assert 'aria-sort="descending"' in third


def test_a_table_has_a_caption_and_its_cells_their_column():
    html = rendered(
        "{% table 'Targets' %}<tr>{% cell 'Target' numeric=True %}3{% endcell %}</tr>{% endtable %}"
    )

    assert re.search(r"<caption[^>]*>Targets</caption>", html)
    assert '<td data-label="Target" class="numeric">3</td>' in html


def test_a_short_list_has_no_pager_and_a_long_one_keeps_its_filters():
    page = Paginator(range(95), 10).get_page(2)
    html = rendered("{% pager page %}", "/fr/firms/?q=acier&page=2", page=page)

    assert 'href="/fr/firms/?q=acier&amp;page=3"' in html
    assert 'href="/fr/firms/?q=acier&amp;page=1"' in html
    assert rendered("{% pager page %}", page=Paginator([1], 10).get_page(1)).strip() == ""


def test_a_list_by_key_goes_both_ways():
    html = rendered("{% pager page %}", "/fr/evidence/?before=90", page=SimpleNamespace(newer=90, older=80))

    assert 'href="/fr/evidence/?before=80"' in html
    assert 'href="/fr/evidence/?after=90"' in html


def test_a_tab_knows_its_page():
    html = rendered(
        "{% tabs items %}", "/fr/plan/", items=[("Terms", "/fr/plan/?on=1"), ("Results", "/fr/results/")]
    )

    assert html.count("aria-current") == 1
    assert '<a href="/fr/plan/?on=1" aria-current="page">Terms' in html


def test_a_trail_ends_where_the_reader_is():
    html = rendered("{% breadcrumbs 'Plan' '/fr/' 'Axis 1' %}")

    assert '<a href="/fr/">Plan</a>' in html
    assert '<span aria-current="page">Axis 1</span>' in html


def test_the_section_with_the_longest_path_is_the_current_one():
    plan = Entry("Plan", "/fr/", covers=("/fr", "/fr/axes/"), beside=("/fr/advice/",))
    entries = [plan, Entry("Contracts", "/fr/contracts/"), Entry("Firms", "/fr/firms/?x=1")]

    assert [one.is_current for one in with_current(entries, "/fr/contracts/12/")] == [False, True, False]
    assert [one.is_current for one in with_current(entries, "/fr/firms/")] == [False, False, True]
    for path, is_current in (("", True), ("axes/1/", True), ("advice/", True), ("x/", False)):
        assert [one.is_current for one in with_current(entries, f"/fr/{path}")] == [is_current, False, False]


# forms


def test_errors_are_in_place_and_in_a_summary_with_links():
    html = rendered("{% form form %}", form=Person({"note": "kept"}))

    assert re.search(r'<a href="#id_name">Name\s: ', html)  # a no-break space, in French
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="kept"' in html


def test_every_link_of_a_summary_leads_somewhere():
    html = rendered("{% form form %}", form=Person({}))

    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))


def test_no_identifier_of_a_form_is_used_twice():
    ids = re.findall(r' id="([^"]+)"', rendered("{% form form %}", form=Person({})))

    assert sorted(ids) == sorted(set(ids))


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in rendered("{% form form %}", form=Person())


def test_fields_are_told_optional_rather_than_required():
    with override("en"):
        html = rendered("{% form form %}", form=Person())

    assert words_of(html).count("(optional)") == 1


def test_a_filter_keeps_the_rest_of_the_query():
    html = rendered("{% filters form %}", "/fr/x/?on=2025-01-01&name=old&page=3", form=Person())

    assert '<input type="hidden" name="on" value="2025-01-01">' in html
    assert 'type="hidden" name="name"' not in html
    assert 'name="page"' not in html


def test_long_work_is_asked_again_only_while_it_runs():
    assert 'hx-get="/fr/work/"' in rendered("{% work 4 10 'Rows' '/fr/work/' %}")
    assert "hx-get" not in rendered("{% work 10 10 'Rows' '/fr/work/' %}")
    with override("fr"):
        assert 'max="10000" value="4120"' in rendered("{% work 4120 10000 'Rows' %}")


def test_a_term_is_said_in_the_language_of_the_page():
    term = Words("les lignes entières", "السطور كاملة", "whole rows")

    with override("ar"):
        html = rendered("{% definition term %}…{% enddefinition %}", term=term)

    assert "<dt>السطور كاملة</dt>" in html
