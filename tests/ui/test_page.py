"""The page of components, in the three languages, and the pages of errors."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

import jalon.ui
from jalon.ui.finders import FONTS, FontFinder
from jalon.ui.samples import everything

UI = Path(jalon.ui.__file__).parent


@pytest.fixture(params=["fr", "ar", "en"])
def language(request):
    with override(request.param):
        yield request.param


@pytest.fixture
def page(language, settings):
    settings.JALON_RAIL = settings.JALON_PLANS = None
    settings.ROOT_URLCONF = "tests.ui.addresses_of_ui"
    request = RequestFactory().get(f"/{language}/ui/")
    return render_to_string("ui/components.html", everything(request, on=date(2026, 9, 30)), request)


def test_the_page_is_in_its_language_and_direction(page, language):
    direction = "rtl" if language == "ar" else "ltr"

    assert f'<html lang="{language}" dir="{direction}">' in page


def test_nothing_in_the_page_needs_a_looser_policy(page):
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"<style", page)
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"javascript:", page)


def test_every_address_of_the_page_is_on_this_machine(page):
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page)


def test_the_page_has_its_landmarks_and_a_way_past_them(page):
    assert page.index('href="#content"') < page.index("<header")
    assert '<main id="content"' in page
    assert page.count("<h1>") == 1
    assert "<footer" in page


def test_every_field_has_a_label(page):
    fields = re.findall(
        r'<(?:input|select|textarea)(?![^>]*type="(?:hidden|radio|checkbox)")[^>]*\sid="([^"]+)"', page
    )

    assert fields
    assert not [one for one in fields if f'for="{one}"' not in page]


def test_every_drawing_is_named_or_hidden(page):
    drawings = re.findall(r"<svg[^>]*>", page)
    silent = [one for one in drawings if "aria-" not in one and 'direction="ltr"' not in one]

    assert drawings
    assert not silent


def test_simulated_data_say_so_at_the_top(page):
    assert 'class="simulated-band"' in page


def test_the_language_links_keep_the_page(page):
    addresses = re.search(r'<nav class="languages".*?</nav>', page, re.DOTALL)[0]

    assert all(f'href="/{code}/ui/"' in addresses for code in ("fr", "ar", "en"))


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html", "ui/lockout.html"]
)
def test_a_page_of_error_needs_nothing_to_be_shown(name, language, settings):
    settings.ROOT_URLCONF = "tests.ui.addresses_of_ui"

    html = render_to_string(name)

    assert "<h1>" in html
    assert len(re.sub(r"<[^>]+>", "", html.partition("error-page")[2])) > 60


def test_scripts_are_few():
    lines = [line for file in UI.glob("static/ui/js/*.js") for line in file.read_text("utf-8").splitlines()]

    assert len(lines) < 200


def test_scripts_of_the_page_exist(page):
    for address in re.findall(r'<script src="/?static/([^"]+)"', page):
        assert finders.find(address), address


@pytest.mark.parametrize("name", FONTS)
def test_fonts_come_from_their_packages(name):
    finder = FontFinder()

    assert Path(finder.find(name)).stat().st_size > 100_000
    assert finder.find(name, find_all=True) == [finder.find(name)]
    assert name in dict(finder.list(None))


def test_a_file_that_is_not_a_font_is_not_found():
    assert FontFinder().find("fonts/../settings.py") is None


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_of_components_is_served(client, language):
    with override(language):
        response = client.get(reverse("ui:components"))

    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]
