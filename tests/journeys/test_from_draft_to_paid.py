"""From the draft of a contract to the money given back, by eight people in eight roles, in a real browser.

One story, told once, on a plan of one centre. Every figure on the way is clicked and opens onto rows whose
foot is the figure; every page of a new kind is judged by axe; nothing leaves the machine.
"""

import json

import pytest

from tests.installation import installation
from tests.journeys import acts, small_plan
from tests.journeys.acts import CONTRACT, EVERYBODY, RETURN, TRANCHE, Story, digits, opens_onto, title
from tests.journeys.conftest import SETTINGS, browser_program, serving
from tests.journeys.small_plan import YEAR
from tests.journeys.visitor import Visitor

BEGIN = """
import json, sys
from datetime import date
from pathlib import Path
from jalon.site.cli.session import set_up_home
set_up_home()
from jalon.site import demo, messages, tables
from jalon.site.database import database
from jalon.site.packs.load import load
folder, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
with database():
    messages.compile_all()
    tables.migrate()
    demo.begin(day)
    load(folder, at=demo.morning(day))
    json.dump({one.role.code: one.password for one in demo.accounts(on=day)}, sys.stdout)
"""


@pytest.fixture(scope="module")
def place():
    """The plan of one centre, where nothing was done yet, with an account a role."""
    browser_program()
    with installation() as found:
        folder = small_plan.written(found.home.parent / "pack")
        done = found.python("-c", BEGIN, str(folder), f"{YEAR}-01-01", **SETTINGS)
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
        visitor.context.set_default_timeout(30_000)
        visitor.signs_in(role, then="/fr/")
        visitor.page.wait_for_url(lambda address: "/account/login/" not in address)
        return visitor

    yield Story(come_in, tmp_path)
    for context in contexts:
        context.close()


def test_a_contract_goes_from_its_draft_to_its_payment_and_to_a_claw_back(story):
    acts.the_committee_has_its_rules(story)
    acts.the_fund_holds_money(story)
    acts.the_contract_is_drafted(story)
    acts.the_parties_agree(story)
    signed = acts.three_parties_sign(story)
    acts.it_enters_into_force(story)

    assert signed == [
        "La version 1 attend une signature : le centre",
        "La version 1 attend une signature : la fédération",
        "EAU : le contrat est signé",
    ]
    page = story("fund_officer", f"{CONTRACT}/money/")
    assert title(page) == "EAU : 0 DH payés sur 0,1 MDH engagés"

    acts.evidence_is_imported(story)
    acts.the_return_is_submitted(story)

    page = story("centre_director", f"{RETURN}/")
    opens_onto(story, "centre_director", value_of(page, "Déclaré"), "90")

    acts.the_sample_is_drawn(story)
    acts.the_sample_is_checked(
        story, {"E-4": "Aucun rapport d’essai.", "E-5": "La même chose comptée deux fois."}
    )
    acts.the_findings_are_closed(story)
    acts.the_centre_contests(story, "E-5", "Ce sont deux essais : voici leurs rapports.")
    acts.the_sample_is_checked(story, {"E-4": "Aucun rapport d’essai."})
    acts.the_findings_are_closed(story)
    acts.the_committee_is_called(story)
    acts.a_point_is_put_on_the_agenda(story, "contestées")
    acts.the_session_opens(story)
    decided = acts.the_committee_decides(
        story, "contestées", "validate_with_reservation", reservation="Joindre les rapports."
    )

    assert "Joindre les rapports." in decided
    page = story("centre_director", f"{RETURN}/")
    assert [digits(value_of(page, name).inner_text()) for name in ("Déclaré", "Vérifié", "Validé")] == [
        "90",
        "75",
        "75",
    ]

    release = acts.the_release_is_proposed(story)

    page = story("programme_officer", release)
    assert title(page) == "75 000,00 DH : proposé"
    link = page.locator("#why .sentence a").first
    assert digits(link.inner_text()) == "75"
    opens_onto(story, "programme_officer", link, "75")

    acts.a_point_is_put_on_the_agenda(story, "débloquer")
    acts.the_committee_decides(story, "débloquer", "approve")
    acts.it_is_ordered_paid_and_justified(story, release, "75000")

    page = story("centre_director", release)
    assert title(page) == "75 000,00 DH : justifié"
    assert page.locator("#entries tbody tr").count() == 4
    opens_onto_entries(story, "centre_director", f"{CONTRACT}/money/", "Justifié", "75000,00")

    acts.a_point_is_put_on_the_agenda(story, "lever la réserve")
    acts.the_committee_decides(story, "lever la réserve", "reopen", reason="Les rapports manquent.")
    acts.the_return_is_submitted(story)
    acts.the_sample_is_drawn(story)
    acts.the_sample_is_checked(story, {"E-5": "Un rapport pour deux essais."})
    acts.the_findings_are_closed(story)
    acts.the_centre_accepts(story)
    acts.a_point_is_put_on_the_agenda(story, "valider la déclaration")
    acts.the_committee_decides(story, "valider la déclaration", "validate")

    page = story("programme_officer", f"{TRANCHE}/")
    assert title(page) == "Le centre doit reverser 10 000,00 DH"

    acts.a_point_is_put_on_the_agenda(story, "trop-perçu")
    acts.the_committee_decides(story, "trop-perçu", "claw_back_due", reason="Dix essais de moins.")
    opens_onto_entries(story, "fund_officer", f"{CONTRACT}/money/", "À rendre", "10000,00")
    acts.takes(story, "accountant", release, "give_back", document="Virement du centre")

    page = story("fund_officer", f"{CONTRACT}/money/")
    assert digits(tile(page, "À rendre").inner_text()) == "0"
    page = story("programme_officer", release)
    link = page.locator("#why .sentence a").first
    opens_onto(story, "programme_officer", link, "75")  # what was decided still opens onto what was known

    assert sorted(story.people) == sorted(EVERYBODY)
    assert story.wrong == []
    assert story.objections == []


def value_of(page, column: str):
    """The value of the indicator in a column of the return."""
    cell = page.locator(f"#figures tbody td[data-label='{column}']").first
    return cell.locator("a").first if cell.locator("a").count() else cell


def tile(page, label: str):
    return page.locator(".tile", has_text=label).first


def opens_onto_entries(story: Story, role: str, path: str, label: str, amount: str) -> None:
    """A sum of the books is clicked: the sum of its entries, and of the lines shown, is that sum."""
    page = story(role, path)
    acts.follows(page, tile(page, label).locator("a").first)
    story.judge(story.people[role])
    assert digits(title(page)) == amount
    assert digits(page.locator("tfoot").inner_text().split("\n")[-1]) == amount
    acts.follows(page, page.locator("main tbody th a").first)
    story.judge(story.people[role])
