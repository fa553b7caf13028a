import datetime as dt
import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from jalon.evidence.actions import correct, store_document
from jalon.evidence.actions import reverse as reverse_row
from jalon.evidence.models import Evidence, Import, Mapping, Receipt
from jalon.journal.queries import latest
from jalon.network.actions import consult
from tests.evidence.files import csv_file, line, xlsx_file
from tests.evidence.making import DAY, deed, firm, recorded
from tests.factories.network import CentreFactory, MinistryFactory, holder

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def where():
    return CentreFactory(code="CETIA")


def address(name, *args, language="fr", **query):
    with translation.override(language):
        found = reverse(f"evidence:{name}", args=args)
    return found + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


PAGES = ("journal", "kinds", "received_to", "import", "template")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_a_centre_and_writes_nothing(readonly_client, where, page, language):
    recorded(where, deed(identity=HOSTILE, enterprise=firm(name=HOSTILE)))
    readonly_client.force_login(holder("centre_director", where))
    before = latest()

    response = readonly_client.get(address(page, language=language))

    assert response.status_code == 200
    assert latest() == before
    if page != "template":
        assert HOSTILE not in response.content.decode()
        assert f'lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_journal_says_in_its_title_how_many_rows_there_are(client, where, language):
    recorded(where, deed("A"), deed("B"))
    client.force_login(holder("centre_staff", where))

    said = words(client.get(address("journal", language=language)))

    assert {"fr": "2 lignes de preuve", "ar": "سطر"}[language] in said


def test_a_centre_reads_its_own_rows_whole_and_no_other(client, where):
    other = CentreFactory()
    recorded(where, deed("MINE-1", enterprise=firm(), amount=123450))
    recorded(other, deed("OTHER-1"))
    client.force_login(holder("centre_staff", where))

    said = words(client.get(address("journal")))

    assert "MINE-1" in said and "Conserves du Souss" in said and "1 234,50" in said.replace("\u202f", " ")
    assert "OTHER-1" not in said


def test_the_ministry_reads_masked_rows(client, where):
    (row,) = recorded(
        where,
        deed("MINE-1", enterprise=firm(), amount=123450, identity="CERT-7", attributes={"conform": True}),
    )
    client.force_login(holder("programme_officer"))

    for page in (address("journal"), address("row", row.uid)):
        said = words(client.get(page))
        for hidden in ("MINE-1", "Conserves", "CERT-7", "05/03/2024", "5 mars", "1 234", "234,50"):
            assert hidden not in said
        assert "mars 2024" in said
        assert re.search(r"F-[0-9A-F]{4}-[0-9A-F]{4}", said)


def test_a_federation_reads_no_row(client, where):
    (row,) = recorded(where, deed())
    client.force_login(holder("federation_delegate"))

    shown = words(client.get(address("journal")))
    assert "Vous lisez les chiffres ; d’autres lisent les lignes qui les fondent" in shown
    assert row.external_id not in shown
    assert client.get(address("row", row.uid)).status_code == 404


def test_an_auditor_reads_rows_whole_once_it_is_written_in_the_journal(client, where):
    (row,) = recorded(where, deed("MINE-1"))
    auditor = holder("auditor")
    client.force_login(auditor)
    assert "MINE-1" not in words(client.get(address("row", row.uid)))

    consult(where, reason="sample", on=dt.date.today(), by=auditor)

    assert "MINE-1" in words(client.get(address("row", row.uid)))


def test_the_list_is_filtered_and_cut_into_pages(client, where):
    recorded(where, *(deed(f"T-{n:03}", on=dt.date(2024, 1, 1) + dt.timedelta(n)) for n in range(60)))
    recorded(where, deed("S", "sample.received"))
    client.force_login(holder("centre_staff", where))

    first = client.get(address("journal", kind="test.reported")).content.decode()
    older = client.get(
        re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    ).content.decode()
    newer = client.get(
        re.search(r'rel="prev" href="([^"]+)"', older).group(1).replace("&amp;", "&")
    ).content.decode()

    listed = [re.findall(r"T-\d{3}", page) for page in (first, older, newer)]
    assert listed[0] == [f"T-{n:03}" for n in range(59, 9, -1)]
    assert listed[1] == [f"T-{n:03}" for n in range(9, -1, -1)]
    assert listed[2] == listed[0]
    assert (
        re.findall(r"T-\d{3}", client.get(address("journal", period="2024-01", sort="on")).content.decode())[
            0
        ]
        == "T-000"
    )


def test_the_list_is_read_as_it_was_known(client, where):
    (row,) = recorded(where, deed("T-1"))
    before = latest()
    reverse_row(row, by=None, reason="wrong")
    client.force_login(holder("centre_staff", where))

    assert "1 ligne de preuve" in words(client.get(address("journal", known_at=before)))
    assert "2 lignes de preuve" in words(client.get(address("journal")))


@pytest.mark.parametrize(
    "query",
    ["on=never", "known_at=never", "period=never", "kind=x&centre=x&before=x&sort=x", "known_at=999999"],
)
def test_a_strange_query_is_told_and_never_breaks(client, where, query):
    client.force_login(holder("centre_staff", where))

    assert client.get(f"{address('journal')}?{query}").status_code == 200


def test_the_number_of_queries_does_not_depend_on_the_rows(client, where, django_assert_max_num_queries):
    client.force_login(holder("centre_staff", where))
    recorded(where, deed("A", enterprise=firm()))
    with django_assert_max_num_queries(30) as one:
        client.get(address("journal"))
    recorded(where, *(deed(f"T-{n}") for n in range(40)))

    with django_assert_max_num_queries(len(one)):
        client.get(address("journal"))


def test_a_row_shows_its_corrections_and_its_documents(client, where):
    sha256 = store_document(b"report", name="PV 7.pdf", centre=where)
    (row,) = recorded(where, deed("A", documents=(sha256,)))
    again = correct(row, by=None, reason="recount", quantity=Decimal(5))
    client.force_login(holder("centre_staff", where))

    page = client.get(address("row", again.uid))

    assert "PV 7.pdf" in words(page) and "recount" in words(page)
    assert bytes(again.hash).hex() in page.content.decode().replace("<wbr>", "")
    assert page.content.decode().count('aria-current="true"') >= 1


def test_a_row_is_cancelled_with_a_reason_after_saying_what_happens(client, where):
    (row,) = recorded(where, deed("A"))
    client.force_login(holder("centre_staff", where))
    assert "A" in words(client.get(address("reversal", row.uid)))

    refused = client.post(address("reversal", row.uid), {"reason": ""})
    assert refused.status_code == 422 and not Evidence.objects.exclude(reverses=None).exists()
    done = client.post(address("reversal", row.uid), {"reason": "typed twice"})

    assert done.status_code == 302
    assert Evidence.objects.get(reverses=row).event.payload["reason"] == "typed twice"
    assert client.post(address("reversal", row.uid), {"reason": "again"}).status_code == 422


def test_a_row_of_another_centre_cannot_be_cancelled(client, where):
    (row,) = recorded(where, deed("A"))
    client.force_login(holder("centre_staff"))

    assert client.post(address("reversal", row.uid), {"reason": "x"}).status_code == 404
    client.force_login(holder("programme_officer"))
    assert client.post(address("reversal", row.uid), {"reason": "x"}).status_code == 403


def test_a_document_is_saved_and_never_run(client, where):
    sha256 = store_document(b"<html><script>alert(1)</script>", name="note.html", centre=where)
    client.force_login(holder("centre_staff", where))

    response = client.get(address("document", sha256))

    assert b"".join(response.streaming_content).startswith(b"<html>")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("role", ["programme_officer", "centre_staff", "auditor", "verifier"])
def test_a_document_stays_with_its_centre(client, where, role):
    sha256 = store_document(b"x", name="x.pdf", centre=where)
    client.force_login(holder(role))

    assert client.get(address("document", sha256)).status_code == 404


def test_a_document_joined_to_a_row_is_found_by_the_row(client, where):
    sha256 = store_document(b"x")
    recorded(where, deed(documents=(sha256,)))
    client.force_login(holder("centre_staff", where))

    assert client.get(address("document", sha256)).status_code == 200


def test_a_director_attests_up_to_which_day_everything_is_there(client, where):
    client.force_login(holder("centre_director", where))

    future = client.post(
        address("received_to"), {"centre": where.pk, "day": dt.date.today() + dt.timedelta(1)}
    )
    done = client.post(address("received_to"), {"centre": where.pk, "day": "2024-03-31"})

    assert (future.status_code, done.status_code) == (422, 302)
    assert Receipt.objects.get().received_to == dt.date(2024, 3, 31)
    assert "31 mars 2024" in words(client.get(address("received_to")))


def test_nobody_attests_for_another_centre(client, where):
    for role in ("centre_director", "programme_officer", "centre_staff"):
        client.force_login(holder(role))
        client.post(address("received_to"), {"centre": where.pk, "day": "2024-03-31"})

    assert not Receipt.objects.exists()


def uploaded(client, where, path, **said):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    response = client.post(address("import"), {"centre": where.pk, "file": file} | said)
    assert response.status_code == 302, words(response)
    return Import.objects.order_by("-pk").first()


def test_a_file_is_previewed_then_recorded_then_known_again(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    made = xlsx_file(tmp_path / "mars.xlsx", line("A", on=DAY), line("B", on=DAY, identity=HOSTILE))

    import_ = uploaded(client, where, made)
    preview = client.get(address("import_report", import_.uid))
    assert not Evidence.objects.exists()
    assert "2 lignes seraient enregistrées" in words(preview)
    client.post(address("import_recording", import_.uid))

    import_.refresh_from_db()
    assert import_.state == "recorded" and Evidence.objects.count() == 2
    assert f"moment {import_.event.number}" in words(client.get(address("import_report", import_.uid)))
    again = uploaded(client, where, made)
    assert "ne change rien" in words(client.get(address("import_report", again.uid)))
    assert client.post(address("import_recording", import_.uid), follow=True).status_code == 200
    assert Evidence.objects.count() == 2


def test_errors_are_shown_with_place_reason_and_mend_and_as_a_sheet(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    made = xlsx_file(
        tmp_path / "mars.xlsx", line("A", on=DAY, quantity="=1+1"), line("B", on=DAY), title="Essais"
    )

    import_ = uploaded(client, where, made)
    said = words(client.get(address("import_report", import_.uid)))
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(address("import_errors", import_.uid)).content)
    ).active

    assert "1 ligne à corriger" in said and "Essais" in said and "D2" in said and "=1+1" in said
    (cells,) = list(sheet.iter_rows(min_row=2, values_only=True))
    assert cells[:4] == ("Essais", "D2", "quantity", "'=1+1") and cells[4] and cells[5]
    assert not Evidence.objects.exists()
    client.post(address("import_recording", import_.uid), {"lines": "good"})
    assert [row.external_id for row in Evidence.objects.all()] == ["B"]


def test_what_changes_is_told_in_words_and_firms_by_their_names(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    before = line("A", firm_name="Conserves du Souss", origin="local", high_value="non")
    first = uploaded(client, where, csv_file(tmp_path / "f.csv", before))
    client.post(address("import_recording", first.uid))
    after = before | {"firm_name": "Tanneries du Sebou", "origin": "import", "high_value": "oui"}

    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv", after | {"on": "2024-03-06"}))
    said = words(client.get(address("import_report", import_.uid)))

    assert "Entreprise : avant : Conserves du Souss maintenant : Tanneries du Sebou" in said
    assert "Origine : avant : locale maintenant : importé" in said
    assert "Forte valeur ajoutée : avant : non maintenant : oui" in said
    assert "Date : avant : 2024-03-05 maintenant : 2024-03-06" in said


def test_the_sheet_of_errors_says_how_many_it_does_not_list(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv", *(line(n, kind="?") for n in "ABC")))
    import_.report["problems"] = import_.report["problems"][:2]
    import_.save()

    answer = client.get(address("import_errors", import_.uid))
    last = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))[-1]

    assert last[4].startswith("1 autre erreur")


def test_a_file_without_lines_is_not_called_recorded(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv"))

    said = words(client.get(address("import_report", import_.uid)))

    assert "aucune ligne" in said and "déjà enregistré" not in said


def test_nothing_is_recorded_while_there_are_errors(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv", line("A"), line("B", quantity="x")))

    client.post(address("import_recording", import_.uid))

    assert not Evidence.objects.exists()


def test_own_columns_and_words_are_told_on_a_page_and_kept(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    said = [{"Réf. labo": "A", "Fait le": "05/03/2024", "Analyse": "Dosage", "Nb": 4, "Mot": "x"}]
    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv", *said))
    assert "ne peut pas être lu" in words(client.get(address("import_report", import_.uid)))

    page = address("import_columns", import_.uid)
    chosen = ["external_id", "on", "kind", "quantity", "-"]
    answers = {f"column_{place}": name for place, name in enumerate(chosen)}
    assert client.get(page).status_code == 200
    client.post(page, answers)
    assert "Dosage" in words(client.get(page))
    client.post(page, answers | {"word_0": "test.reported"})
    client.post(address("import_recording", import_.uid))

    assert Evidence.objects.get().kind == "test.reported"
    assert Mapping.objects.get().centre == where
    later = uploaded(client, where, csv_file(tmp_path / "g.csv", said[0] | {"Réf. labo": "B"}))
    assert later.report["new"] == 1


def test_one_column_is_not_told_twice(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv", {"a": 1, "b": 2}))

    response = client.post(address("import_columns", import_.uid), {"column_0": "on", "column_1": "on"})

    assert response.status_code == 422 and not Mapping.objects.exists()


def test_documents_are_attached_with_the_file_that_names_them(client, where, tmp_path):
    client.force_login(holder("centre_staff", where))
    made = csv_file(tmp_path / "f.csv", line("A", document="pv.pdf"))

    import_ = uploaded(client, where, made, documents=[SimpleUploadedFile("pv.pdf", b"%PDF-1.7")])

    assert import_.report["problems"] == [] and import_.report["new"] == 1


@pytest.mark.parametrize("page", ["import_report", "import_columns", "import_errors"])
def test_the_imports_of_another_centre_are_not_found(client, where, tmp_path, page):
    client.force_login(holder("centre_staff", where))
    import_ = uploaded(client, where, csv_file(tmp_path / "f.csv", line()))

    client.force_login(holder("centre_staff"))
    assert client.get(address(page, import_.uid)).status_code == 404
    client.force_login(holder("programme_officer"))
    assert client.get(address(page, import_.uid)).status_code == 403


def test_nobody_imports_for_another_centre(client, where, tmp_path):
    client.force_login(holder("centre_staff"))
    file = SimpleUploadedFile("f.csv", csv_file(tmp_path / "f.csv", line()).read_bytes())

    assert client.post(address("import"), {"centre": where.pk, "file": file}).status_code == 422
    assert not Import.objects.exists()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_template_can_be_filled_and_imported(client, where, tmp_path, language):
    client.force_login(holder("centre_staff", where))
    book = openpyxl.load_workbook(io.BytesIO(client.get(address("template", language=language)).content))
    sheet, lists, help_sheet = book.worksheets
    assert lists.sheet_state == "hidden" and len(sheet.data_validations.dataValidation) >= 5
    assert [cell.value is not None for cell in help_sheet[3]] == [True] * 4

    values = {0: "A", 1: lists["A1"].value, 2: DAY, 3: 2}
    for place, value in values.items():
        sheet.cell(2, place + 1, value)
    book.save(tmp_path / "filled.xlsx")
    import_ = uploaded(client, where, tmp_path / "filled.xlsx")

    assert (import_.report["new"], import_.report["problems"]) == (1, [])


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_person_takes_away_what_they_may_see(client, where, form):
    recorded(where, deed("MINE-1", enterprise=firm(), amount=5))
    recorded(CentreFactory(), deed("OTHER-1"))
    client.force_login(holder("centre_staff", where))

    response = client.get(address("export", format=form))

    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    if form in ("csv", "jsonl"):
        assert b"MINE-1" in content and b"OTHER-1" not in content


def test_the_ministry_takes_away_masked_rows(client, where):
    recorded(where, deed("MINE-1", enterprise=firm(), amount=5))
    client.force_login(holder("programme_officer", MinistryFactory()))

    content = b"".join(client.get(address("export", format="csv")).streaming_content).decode()

    assert "2024-03-01" in content and "F-" in content
    for hidden in ("MINE-1", "Conserves", "001561191000066", "2024-03-05", "0.05"):
        assert hidden not in content
