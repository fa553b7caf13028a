"""Somebody signs in and reads where the plan stands, in three languages, down to the rows of a figure."""

import re
from datetime import date

from tests.journeys.visitor import number_in, numbers_as_seen, overflow

YEAR = date.today().year
FIGURE = f"/fr/figure/?indicator=TESTS&period={YEAR - 1}&centre=CTTH"


def test_an_officer_signs_in_and_reads_the_state_of_the_plan(visitor):
    page = visitor.signs_in("programme_officer")

    assert visitor.where == "/fr/"
    assert page.locator("html").get_attribute("dir") == "ltr"
    assert "250 MDH" in page.locator("main").inner_text().replace("\xa0", " ").replace("\u202f", " ")
    assert page.locator("main a[href*='/axes/']").count() >= 5
    assert page.locator(".simulated-mark").count() > 0


def test_the_three_languages_show_the_same_page(visitor):
    page = visitor.signs_in("coordinator", then=f"/fr/indicators/TESTS/?on={YEAR}-01-31")
    figures = numbers_of(page)

    for language, direction in (("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")):
        page.locator(f".languages a[lang={language}]").click()
        page.wait_for_load_state()

        assert visitor.where == f"/{language}/indicators/TESTS/?on={YEAR}-01-31"
        assert page.locator("html").get_attribute("dir") == direction
        assert page.locator("html").get_attribute("lang") == language
        assert numbers_of(page) == figures


def numbers_of(page) -> list[str]:
    texts = page.locator("main a.figure").all_inner_texts()
    return ["".join(re.findall(r"\d|[.,](?=\d)", text)).replace(",", ".") for text in texts]


def test_in_arabic_the_page_is_mirrored_and_no_number_is_reversed(visitor):
    visitor.signs_in("programme_officer")
    page = visitor.goes_to("/ar/")
    rail, content = page.locator("nav.rail").bounding_box(), page.locator("main").bounding_box()

    seen = numbers_as_seen(page) + numbers_as_seen(visitor.goes_to("/ar/plan/"))

    assert rail["x"] > content["x"]  # the sections stand at the right
    assert [pair for pair in seen if pair[0] != pair[1]] == []
    assert any("\u202f" in written for written, _seen in seen)
    assert any(written in ("2023-2026", "2022-2025") for written, _seen in seen)


def test_a_figure_opens_its_rows_beside_the_page_and_on_a_page_of_its_own(visitor):
    page = visitor.signs_in("centre_director", then="/fr/")
    link = page.locator("main a.figure[href*='/figure/']").first
    address, shown = link.get_attribute("href"), link.inner_text()

    link.click()
    panel = page.locator("dialog#panel")
    panel.locator(".foot-line").wait_for()
    assert shown in panel.locator("h1").inner_text()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert link.evaluate("link => link === document.activeElement")

    visitor.goes_to(address)
    assert shown in page.locator("h1").inner_text()
    assert page.locator("#rows tbody tr").count() > 0


def test_the_foot_of_the_rows_is_the_figure(visitor):
    # of this year: another journey brings many rows to the year before
    figure = f"/fr/figure/?indicator=TESTS&period={YEAR}&centre=CERIC"
    page = visitor.signs_in("centre_director", then=figure)

    rows, foot = page.locator(".foot-line strong").inner_text().split(":")
    assert foot.strip().replace("\u202f", "") == number_in(page.locator("h1"))
    assert "égal au chiffre" in page.locator(".foot-line").inner_text()

    added, counted = 0, 0
    while True:
        added, counted = added + sum(quantities(page)), counted + len(quantities(page))
        if not (older := page.locator(".pager a[rel=next]")).count():
            break
        older.click()
        page.wait_for_load_state()
    assert (str(added), str(counted)) == (number_in(page.locator("h1")), re.search(r"\d+", rows)[0])


def quantities(page) -> list[int]:
    cells = page.locator("#rows tbody td[data-label='Quantité']").all_inner_texts()
    return [int(re.match(r"[\d\u202f]+", text)[0].replace("\u202f", "")) for text in cells]


def test_on_a_phone_the_sections_are_below_and_tables_become_cards(phone):
    page = phone.signs_in("programme_officer")
    rail = page.locator("nav.rail").bounding_box()

    assert rail["y"] + rail["height"] >= 840
    for path in ("/fr/", "/ar/", "/fr/contracts/", "/ar/indicators/TESTS/", FIGURE):
        phone.goes_to(path)
        assert overflow(page) <= 0, path
    menu = page.locator(".person-menu")
    menu.locator("summary").click()
    for entry in menu.locator("li").all():
        assert entry.bounding_box()["x"] >= 0
    row = page.locator("#rows tbody tr").first
    assert row.locator("td").nth(1).bounding_box()["y"] > row.locator("td,th").first.bounding_box()["y"]
