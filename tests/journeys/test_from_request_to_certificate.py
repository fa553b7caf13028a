"""From a firm's request for masks to a certificate anybody checks, and to the contract it counts for.

One story in a real browser: the firm asks on its portal, the centre quotes, tests, reports, validates and
certifies; the plan's figures move and open onto that very request; then a certificate is withdrawn.
"""

import json
from datetime import date, timedelta

import pytest

from tests.installation import installation
from tests.journeys import work_acts as acts
from tests.journeys.acts import Story, follows, title
from tests.journeys.conftest import SETTINGS, browser_program, serving
from tests.journeys.visitor import Visitor

BEGIN = """
import json, sys
from pathlib import Path
from jalon.site.cli.session import set_up_home
set_up_home()
from tests.journeys.work_world import begin
json.dump(begin(Path(sys.argv[1])), sys.stdout)
"""
PATIENCE = 60_000  # milliseconds: a slow machine is not a wrong answer


@pytest.fixture(scope="module")
def place():
    """The centre before its first request, with the password of each account."""
    browser_program()
    with installation() as found:
        done = found.python("-c", BEGIN, str(found.home.parent / "pack"), **SETTINGS)
        assert done.returncode == 0, done.stderr
        yield found, json.loads(done.stdout)


@pytest.fixture(scope="module")
def served(place):
    found, _accounts = place
    with serving(found) as address:
        yield address


@pytest.fixture
def story(place, served, browser, tmp_path):
    found, accounts = place
    contexts = []

    def come_in(role: str) -> Visitor:
        contexts.append(browser.new_context(reduced_motion="reduce", locale="fr-FR"))
        visitor = Visitor(contexts[-1], served, accounts, found)
        visitor.context.set_default_timeout(PATIENCE)
        visitor.signs_in(role, then="/fr/people/preferences/")
        visitor.page.wait_for_url(lambda address: "/account/login/" not in address)
        return visitor

    yield Story(come_in, tmp_path)
    for context in contexts:
        context.close()


def test_a_mask_goes_from_its_request_to_a_certificate_that_counts_until_it_is_withdrawn(story):
    assert acts.on_the_contract(story) == ["0", "0", "0"]
    assert acts.on_the_state_page(story) == "0"
    assert acts.expected_of_the_tranche(story).startswith("0,00 DH sur 100 000,00 DH")

    # the firm asks, the centre answers
    acts.a_campaign_is_opened(story)
    asked = acts.the_firm_finds_the_service_and_asks(story)
    request = acts.at_the_centre(asked)
    acts.the_centre_answers_with_a_quote(story, request)
    refused = acts.a_stale_page_is_refused(story, asked)
    acts.the_firm_accepts(story, asked)
    acts.the_work_begins(story, request)

    assert "relisez, puis décidez" in refused

    # the laboratory, under the four-way rule agreed
    file = acts.a_file_is_opened(story, request)
    acts.a_sample_comes(story, request)
    acts.two_tests_are_ordered_and_given(story, request)
    acts.its_plan_rests_on_the_tests(story, file)
    instruments = acts.the_analyst_enters(story, {"5.2.2": "42", "5.2.3": "68"})
    acts.others_verify_and_authorise(story)
    first = acts.a_report_is_issued(story, request)

    assert [said.split()[0] for said in instruments] == ["PD-01"]  # the other one is out of its calibration
    assert acts.verdicts_of(story, request) == ["Conforme", "Conforme sous condition"]
    assert title(story("programme_officer", first)).endswith("émis")

    # an amended report replaces the first one, for whoever checks its code
    acts.a_test_is_done_again(story, request, "5.2.3", "67.5")
    amended = {"replaces": "R00001", "changes": "Le deuxième essai est refait"}
    last = acts.a_report_is_issued(story, request, **amended)

    assert "remplacé" in title(story("programme_officer", first))
    page = story("programme_officer", last)
    assert title(page).endswith("émis")
    report = acts.number_of(page)
    assert acts.counted(story, "TESTS") == "2"  # a test done again is the same test

    # the product, the certificate, the end of the order
    public = acts.it_is_found_favourable(story, file, asked)
    certificate = acts.the_product_is_certified(story, request, report)
    register = acts.on_the_register(story, certificate)
    acts.the_order_is_invoiced(story, request)
    acts.the_firm_is_satisfied(story, asked)

    assert title(story("programme_officer", public)).endswith("validé")
    page = story("programme_officer", "/fr/campaigns/")
    follows(page, page.locator("main tbody a").first)
    story.judge(story.people["programme_officer"])
    assert "Masque M-95" in page.locator("main tbody").inner_text()
    assert title(story("programme_officer", register)).endswith("en vigueur")
    assert acts.counted(story, "INCOME") == "8000"

    # what it is for the plan, down to that very request
    assert acts.on_the_contract(story) == ["2", "1", "1"]
    assert acts.on_the_state_page(story) == "1"
    assert acts.expected_of_the_tranche(story).startswith("33 333,33 DH sur 100 000,00 DH")
    for code in ("TESTS", "PRODUCTS", "CERTIFICATES", "INCOME"):
        page = acts.behind_the_figure(story, "centre_director", code)
        follows(page, page.locator("main dd a[href*='/work/requests/']"))
        assert acts.here(page) == request
    page = acts.behind_the_figure(story, "programme_officer", "TESTS")
    assert page.locator("main a[href*='/work/requests/']").count() == 0

    # the certificate is withdrawn: from today on, and nothing before
    moment, yesterday = acts.moment_of(story, "CERTIFICATES"), date.today() - timedelta(days=1)
    acts.it_is_withdrawn(story, certificate)

    assert "retiré" in title(story("programme_officer", register))
    assert acts.counted(story, "CERTIFICATES") == "0"
    assert acts.counted(story, "CERTIFICATES", moment=moment) == "1"
    assert acts.counted(story, "CERTIFICATES", day=yesterday) == "0"
    assert acts.counted(story, "TESTS") == "2"
    assert acts.on_the_state_page(story) == "0"
    assert acts.expected_of_the_tranche(story).startswith("0,00 DH sur 100 000,00 DH")

    assert story.wrong == []
    assert story.objections == []
