"""Files that are huge, broken, locked or meant to harm: a clear refusal, in bounded time and memory."""

import datetime as dt
import time
import zipfile

import pytest

from jalon.evidence.imports import import_file, sentences
from jalon.evidence.models import Evidence
from jalon.evidence.reading.cells import unguarded
from jalon.evidence.reading.limits import Limits
from tests.evidence.files import csv_file, far_cell_file, line, xlsx_file
from tests.evidence.making import DAY

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 30)
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "''", "'", "=HYPERLINK(\"http://x\")", "＝1",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE evidence_evidence; --",
    "{{ 7*7 }}", "{% load x %}", "%s %d %(x)s", "${jndi:ldap://x}", "../../etc/passwd", "C:\\con\\nul",
    "تجربة ‏RTL‮evil", "田中さんにあげて下さい", "🏳️‍🌈👩‍👩‍👧", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "a\tb", "a\nb", "a\r\nb", "\\", "\\N", "\\.", "\\x41",
    "NULL", "null", "None", "nan", "inf", "true", "1e309", "0x10", "_x000D_", "ÅÍÎÏ˝ÓÔÒÚÆ☃", "\u200bzero\u200b",
    "a;b,c\td|e", '"', '""', "ﷺ", "\ufeff x", "e\u0301 et é", "\x7f", "\x1b[31m",
]  # fmt: skip


def refused(path, where, code, limits=None):
    began = time.monotonic()
    report = import_file(path, centre=where, by=None, on=TODAY, limits=limits)
    assert report.refusal == code, report
    assert all(sentences.refusal(report.refusal, report.detail))
    assert not Evidence.objects.exists()
    assert time.monotonic() - began < 30
    return report


@pytest.mark.parametrize("form", [csv_file, xlsx_file])
def test_hostile_texts_come_in_as_they_are(tmp_path, where, form):
    said = [line(f"T-{n}", identity=text) for n, text in enumerate(HOSTILE) if text.strip() == text]

    report = import_file(form(tmp_path / "f", *said), centre=where, by=None, on=TODAY)

    assert report.recorded, report.problems
    kept = dict(Evidence.objects.values_list("external_id", "identity"))
    for each in said:
        assert kept[each["external_id"]] == unguarded(each["identity"])


def test_a_sign_that_is_no_text_is_refused(tmp_path, where):
    made = tmp_path / "f.csv"
    made.write_bytes(b"external_id,kind,on,quantity,identity\nA,test.reported,2024-03-05,1,a\x00b\n")

    refused(made, where, "binary")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"   \r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n...", "other_type"),
        (b"\x89PNG\r\n\x1a\n....", "other_type"),
        (b"<html><table><tr><td>external_id</td></tr></table></html>", "other_type"),
        (b"\x7fELF\x02\x01", "other_type"),
        (b"PK\x03\x04 this is no archive", "unreadable"),
        (CFB + b"\x00" * 600, "unreadable"),
        (CFB + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 900, "encrypted"),
        (b'external_id,kind,on\n"A,test.reported,2024-03-05\n', "quotes"),
        (b"\xff\xfee\x00x\x00\xd8", "encoding"),
        (b"just words", "no_columns"),
        (b"\x00" * 5000, "binary"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(tmp_path, where, content, code):
    made = tmp_path / "f.xlsx"
    made.write_bytes(content)

    refused(made, where, code)


def test_a_cell_of_millions_of_signs_is_not_called_an_open_quote(tmp_path, where):
    made = csv_file(tmp_path / "f.csv", line("A", identity="x" * 1_100_000))

    refused(made, where, "long_cell")


def test_an_archive_that_is_no_workbook_is_refused(tmp_path, where):
    with zipfile.ZipFile(tmp_path / "f.xlsx", "w") as packed:
        packed.writestr("secret.txt", "x")

    refused(tmp_path / "f.xlsx", where, "other_type")


def test_a_file_beyond_the_size_is_refused_before_it_is_read(tmp_path, where):
    made = csv_file(tmp_path / "f.csv", *(line(f"T-{n}") for n in range(1000)))

    refused(made, where, "too_large", Limits(file_bytes=10_000))


def test_more_lines_than_allowed_are_refused(tmp_path, where):
    for form in (csv_file, xlsx_file):
        made = form(tmp_path / "f", *(line(f"T-{n}") for n in range(200)))
        refused(made, where, "too_many_lines", Limits(lines=100))


def test_an_archive_that_unpacks_into_gigabytes_is_refused(tmp_path, where):
    xlsx_file(tmp_path / "f.xlsx", line(on=DAY))
    with zipfile.ZipFile(tmp_path / "f.xlsx", "a", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("xl/media/image1.png", "w") as part:
            for _ in range(40):
                part.write(b"\x00" * 2**20)

    refused(tmp_path / "f.xlsx", where, "bomb", Limits(unpacked_bytes=30 * 2**20))


def test_a_cell_far_away_from_the_others_is_refused_in_little_memory(tmp_path, where):
    made = far_cell_file(tmp_path / "f.xlsx")

    refused(made, where, "too_heavy", Limits(memory_bytes=2**30))


def test_a_reader_that_takes_too_long_is_ended(tmp_path, where):
    made = csv_file(tmp_path / "f.csv", *(line(f"T-{n}") for n in range(60_000)))

    refused(made, where, "too_slow", Limits(wait=0.3))


def test_a_hundred_thousand_empty_rows_are_no_lines(tmp_path, where):
    made = tmp_path / "f.csv"
    made.write_text("external_id,kind,on,quantity\nA,test.reported,2024-03-05,1\n" + ",,,\n" * 100_000)

    report = import_file(made, centre=where, by=None, on=TODAY)

    assert (report.lines, report.recorded) == (1, True)


def test_every_refusal_problem_and_warning_has_its_sentences():
    said = {"detail": "X", "code": "", "field": ""}
    assert all(all(sentences.problem(said | {"code": code})) for code in sentences.PROBLEMS)
    assert all(sentences.warning(said | {"code": code}) for code in sentences.WARNINGS)
    assert all(all(sentences.refusal(code, "X")) for code in sentences.REFUSALS)
