"""A centre brings a year at once: the worker of `jalon serve` checks and records it while the person looks on."""

import csv
from datetime import date, timedelta

from tests.journeys.test_importing import YEAR, brings
from tests.journeys.visitor import number_in

LINES = 20_000
FIGURE = f"/fr/figure/?indicator=TESTS&period={YEAR}&centre=CERIC"


def year_of_tests(path):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["external_id", "kind", "on", "quantity", "firm_ice", "origin", "identity", "service"]
        )
        for place in range(LINES):
            day = date(YEAR, 1, 1) + timedelta(place % 365)
            said = ("001561191000066", "local", f"ESSAI-{place:08}", "Essai de traction sur film")
            writer.writerow([f"AN-{place}", "test.reported", day.isoformat(), 1, *said])
    return path


def waits_for(page, text):
    page.locator("h1", has_text=text).wait_for(timeout=90_000)


def test_a_year_is_imported_by_the_worker_while_the_page_tells_how_far_it_is(visitor, tmp_path):
    page = visitor.signs_in("centre_director", then=FIGURE)
    before = int(number_in(page.locator("h1")))

    brings(visitor, year_of_tests(tmp_path / "annee.csv"))

    assert page.locator("h1", has_text="en cours de vérification").count() == 1
    assert page.locator("#progress .step").count() == 5
    under_way = visitor.where
    visitor.goes_to("/fr/evidence/imports/")  # the page can be left, and found again
    page.locator("main a", has_text="annee.csv").first.click()
    waits_for(page, "lignes seraient enregistrées")
    assert visitor.where.split("?")[0] == under_way.split("?")[0]

    page.locator("main form button", has_text="Enregistrer").click()
    # a quick machine has it recorded before the first second is over
    told = page.locator("#progress progress").or_(page.locator("h1", has_text="Enregistré au moment"))
    told.first.wait_for(timeout=90_000)
    waits_for(page, "Enregistré au moment")

    assert int(number_in(visitor.goes_to(FIGURE).locator("h1"))) == before + LINES
