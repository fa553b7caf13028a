"""The files people fill for the journey from a draft to a payment: a contract's workbook, a centre's rows."""

import csv
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from tests.journeys.small_plan import YEAR

PROMISED, AMOUNT = 100, 100_000  # tests in the year, and dirhams in proportion to them
DONE = (25, 20, 20, 15, 10)  # tests of each row the centre brings: 90, few enough for the whole to be drawn
RULE = "au prorata des résultats"


def three(name: str, text: str) -> dict:
    return {f"{name} ({language})": text for language in ("français", "arabe", "anglais")}


TERMS = {
    "Objectifs": {
        "Code": "O1",
        "Axe": "1 — Axe",
        "Objectif global": "1.1 — Essais d’eau",
        **three("Objectif", "Essais"),
    },
    "Cibles": {
        "Code de l’objectif": "O1",
        "Indicateur": "TESTS — Essais rendus",
        "Forme de la cible": "chaque année son montant",
        YEAR: PROMISED,
        YEAR + 1: PROMISED,
        YEAR + 2: PROMISED,
    },
    "Budget (DH)": {"Ligne de financement": "L1 — Ligne", "Axe (facultatif)": "1 — Axe", YEAR: AMOUNT},
    "Tranches": {
        "Code": "T1",
        **three("Tranche", "Première tranche"),
        "Ligne de financement": "L1 — Ligne",
        "Axe (facultatif)": "1 — Axe",
        "Année": YEAR,
        "Montant (DH)": AMOUNT,
        "Exigible le": date(YEAR + 1, 1, 31),
        "Règle": RULE,
        "Paramètres, un par ligne": 'weights = {"TESTS": "1"}',
    },
}
UNDERTAKINGS = (
    ("Centre", "C1", "Rendre les essais"),
    ("Ministère", "M1", "Verser la tranche"),
    ("Fédération", "F1", "Faire connaître le centre"),
)


def filled(path: Path) -> Path:
    """The workbook of the contract with one objective, one target, one line of money, one tranche."""
    book = load_workbook(path)
    for name, said in TERMS.items():
        write(book[name], 2, said)
    for place, (side, code, text) in enumerate(UNDERTAKINGS, 2):
        said = {"Partie": side, "Code (facultatif)": code, **three("Engagement", text)}
        write(book["Engagements"], place, said)
    book.save(path)
    return path


def write(sheet, line: int, said: dict) -> None:
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, value in said.items():
        sheet.cell(line, columns[name], value)


def rows_of_the_year(path: Path) -> Path:
    """What the centre did in the year, a row for each report."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["external_id", "kind", "on", "quantity", "firm_ice", "origin"])
        for place, quantity in enumerate(DONE, 1):
            day = date(YEAR, 2 * place, 10).isoformat()
            writer.writerow([f"E-{place}", "test.reported", day, quantity, "001561191000066", "local"])
    return path
