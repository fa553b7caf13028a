"""A centre brings its evidence: a file with errors, mended, brought again, and the figure that moves."""

import re
from datetime import date

import xlsxwriter

from tests.journeys.visitor import number_in

YEAR = date.today().year - 1
FIGURE = f"/fr/figure/?indicator=TESTS&period={YEAR}&centre=CERIC"
HEADERS = ("external_id", "kind", "on", "quantity", "firm_ice", "origin")
RIGHT = [
    ("J-1", "test.reported", date(YEAR, 3, 15), 5, "001561191000066", "import"),
    ("J-2", "test.reported", date(YEAR, 3, 16), 20, "002136093000040", "local"),
    ("J-3", "test.reported", date(YEAR, 4, 2), 100, "001561191000066", "=1+1"),
]
WRONG = [
    RIGHT[0],
    ("J-2", "test.reporte", *RIGHT[1][2:]),
    ("J-3", "test.reported", f"31/02/{YEAR}", "cent", "001561191000065", "import"),
]
MENDED = [*RIGHT[:2], (*RIGHT[2][:5], "import")]


def workbook(path, rows):
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        sheet = book.add_worksheet("Essais")
        sheet.write_row(0, 0, HEADERS)
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                write = sheet.write_datetime if isinstance(value, date) else sheet.write
                write(place, column, value)
    return path


def brings(visitor, path):
    """The file on the page of imports, as far as what it would change."""
    page = visitor.goes_to("/fr/evidence/imports/")
    page.locator("input[type=file]").first.set_input_files(path)
    return visitor.sends()


def test_a_file_with_errors_is_mended_and_the_figure_moves(visitor, tmp_path):
    page = visitor.signs_in("centre_director", then=FIGURE)
    before = int(number_in(page.locator("h1")))
    moment = re.search(r"\d+", page.locator("dd", has_text="moment").inner_text())[0]

    brings(visitor, workbook(tmp_path / "essais.xlsx", WRONG))

    said = page.locator("#errors tbody tr").all_inner_texts()
    assert [re.search(r"[A-F]\d+", row)[0] for row in said] == ["B3", "C4", "D4", "E4"]
    assert all("Essais" in row for row in said)
    assert "test.reporte" in said[0] and f"31/02/{YEAR}" in said[1] and "cent" in said[2]
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert int(number_in(visitor.goes_to(FIGURE).locator("h1"))) == before

    brings(visitor, workbook(tmp_path / "essais.xlsx", MENDED))

    assert page.locator("#errors").count() == 0
    assert int(number_in(visitor.goes_to(FIGURE).locator("h1"))) == before  # a preview records nothing
    page.go_back()
    visitor.sends()
    assert int(number_in(visitor.goes_to(FIGURE).locator("h1"))) == before + 125
    assert page.locator("#rows tbody tr", has_text="J-3").count() == 1

    page.locator(".toolbar input[name=known_at]").fill(moment)
    page.locator(".toolbar button").click()
    page.wait_for_load_state()
    assert f"known_at={moment}" in visitor.where
    assert int(number_in(page.locator("h1"))) == before


def test_the_same_file_again_changes_nothing_and_a_corrected_line_replaces_the_first(visitor, tmp_path):
    page = visitor.signs_in("centre_staff", then=FIGURE)
    line = ("K-1", "test.reported", date(YEAR, 5, 4), 7, "001561191000066", "local")
    brings(visitor, workbook(tmp_path / "mai.xlsx", [line]))
    visitor.sends()
    after = int(number_in(visitor.goes_to(FIGURE).locator("h1")))

    brings(visitor, tmp_path / "mai.xlsx")
    assert page.locator(".tile-value").all_inner_texts() == ["0", "1", "0", "0", "0"]

    brings(visitor, workbook(tmp_path / "mai.xlsx", [(*line[:3], 10, *line[4:])]))
    assert page.locator(".tile-value").all_inner_texts() == ["0", "0", "1", "0", "0"]
    visitor.sends()
    assert int(number_in(visitor.goes_to(FIGURE).locator("h1"))) == after + 3


def test_a_file_that_is_no_table_is_refused_with_what_to_do(visitor, tmp_path):
    page = visitor.signs_in("centre_staff", then="/fr/evidence/imports/")
    (tmp_path / "faux.xlsx").write_bytes(b"PK\x03\x04 nothing of a workbook")

    brings(visitor, tmp_path / "faux.xlsx")

    assert page.locator(".notice").count() == 1
    assert page.locator("main form button", has_text="Enregistrer").count() == 0
