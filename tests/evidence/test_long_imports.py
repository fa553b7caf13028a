"""Imports too long for a request: left to the worker, followed, left, interrupted, never recorded twice."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.exceptions import JobAborted

from jalon.evidence.imports import asking, import_file, weighing
from jalon.evidence.models import Evidence, Import, Work
from jalon.evidence.reading.writing import BATCH
from jalon.evidence.rows import row_digest
from jalon.journal.models import Event
from jalon.site import working
from tests import queue
from tests.evidence.files import csv_file, line, xlsx_file
from tests.evidence.making import DAY
from tests.evidence.test_pages import address, words
from tests.factories.network import CentreFactory, holder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_file_is_long(settings, tmp_path, monkeypatch):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setattr(weighing, "LONG_TEXT", 10)
    monkeypatch.setattr(weighing, "LONG_UNPACKED", 10)


@pytest.fixture
def where():
    return CentreFactory(code="CETIA")


@pytest.fixture
def staff(client, where):
    person = holder("centre_staff", where)
    client.force_login(person)
    return person


def brought(client, where, path):
    response = client.post(
        address("import"), {"centre": where.pk, "file": SimpleUploadedFile(path.name, path.read_bytes())}
    )
    assert response.status_code == 302
    return Import.objects.order_by("-pk").first()


def two_lines(tmp_path, **said):
    return csv_file(tmp_path / "mars.csv", line("A"), line("B", **said))


def previewed(client, where, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))
    queue.do_all()
    import_.refresh_from_db()
    return import_


def asks(client, name, import_, **said):
    return client.post(address(name, import_.uid), said)


# the whole way


def test_a_long_file_is_checked_and_recorded_by_the_worker(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))
    page = address("import_report", import_.uid)
    assert import_.state == "checking" and queue.waiting() == ["evidence.check_import"]
    assert "en cours de vérification" in words(client.get(page))

    queue.do_all()
    assert "2 lignes seraient enregistrées" in words(client.get(page))
    assert not Evidence.objects.exists()
    asks(client, "import_recording", import_)
    assert "en cours d'enregistrement" in words(client.get(page)) and not Evidence.objects.exists()
    queue.do_all()

    import_.refresh_from_db()
    assert import_.state == "recorded" and Evidence.objects.count() == 2
    assert import_.event.actor == staff and import_.event.payload["new"] == 2
    assert f"moment {import_.event.number}" in words(client.get(page))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_reading_how_far_it_is_writes_nothing(readonly_client, client, where, staff, tmp_path, language):
    import_ = brought(client, where, two_lines(tmp_path))
    readonly_client.force_login(staff)

    for name, args in (("import_report", [import_.uid]), ("import", [])):
        answer = readonly_client.get(address(name, *args, language=language))
        assert answer.status_code == 200 and "mars.csv" in words(answer)


def test_errors_keep_naming_their_place(client, where, staff, tmp_path):
    made = xlsx_file(
        tmp_path / "mars.xlsx", line("A", on=DAY, quantity="cent"), line("B", on=DAY), title="Mars"
    )
    import_ = brought(client, where, made)

    queue.do_all()

    said = words(client.get(address("import_report", import_.uid)))
    assert "Mars" in said and "D2" in said and "cent" in said
    asks(client, "import_recording", import_, lines="good")
    queue.do_all()
    assert [row.external_id for row in Evidence.objects.all()] == ["B"]


def test_a_file_nobody_can_read_is_refused_by_the_worker_too(client, where, staff, tmp_path):
    (tmp_path / "faux.xlsx").write_bytes(b"PK\x03\x04 nothing of a workbook")
    import_ = brought(client, where, tmp_path / "faux.xlsx")

    queue.do_all()

    import_.refresh_from_db()
    assert import_.state == "refused" and import_.report["refusal"] == "unreadable"


def test_columns_are_told_and_the_worker_reads_the_file_again(client, where, staff, tmp_path):
    import_ = brought(
        client, where, csv_file(tmp_path / "f.csv", {"Réf": "A", "Fait": "05/03/2024", "Nb": 3})
    )
    queue.do_all()

    client.post(
        address("import_columns", import_.uid),
        {"column_0": "external_id", "column_1": "on", "column_2": "quantity", "kind_of_all": "test.reported"},
    )
    assert queue.waiting() == ["evidence.check_import"]
    queue.do_all()

    import_.refresh_from_db()
    assert import_.state == "checked" and import_.report["new"] == 1


def test_every_line_of_many_batches_is_recorded_with_its_own_digest(where, tmp_path):
    made = csv_file(tmp_path / "f.csv", *(line(f"T-{n}") for n in range(2 * BATCH + 3)))

    report = import_file(made, centre=where, by=None)

    rows = list(Evidence.objects.order_by("pk"))
    assert [row.external_id for row in rows] == [f"T-{n}" for n in range(2 * BATCH + 3)]
    assert all(row_digest(row) == bytes(row.hash) for row in rows)
    assert report.new == len(rows)


# the page


def test_htmx_gets_the_part_that_moves_and_then_the_page_again(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))
    page = address("import_report", import_.uid)

    part = client.get(page, headers={"HX-Request": "true"})
    queue.do_all()
    after = client.get(page, headers={"HX-Request": "true"})

    assert "<html" not in part.content.decode() and 'id="progress"' in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert after["HX-Refresh"] == "true"


def test_the_page_counts_the_lines_and_says_when_nobody_works(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))
    Work.objects.filter(incoming=import_).update(stage="checking", done=1500, total=20000)

    said = words(client.get(address("import_report", import_.uid)))

    assert re.search(r"1.500 .{1,4} 20.000", said)
    assert "jalon worker" in said
    assert re.search(r"1.500 lignes sur 20.000", words(client.get(address("import"))))


def test_only_who_may_import_for_the_centre_sees_it(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))

    client.force_login(holder("centre_staff"))
    for name in ("import_checking", "import_recording", "import_abandonment"):
        assert asks(client, name, import_).status_code == 404
    assert client.get(address("import_report", import_.uid)).status_code == 404
    assert "mars.csv" not in words(client.get(address("import")))
    client.force_login(holder("programme_officer"))
    assert client.get(address("import_report", import_.uid)).status_code == 403


# asked twice, left, interrupted


def test_recording_asked_twice_is_done_once(client, where, staff, tmp_path):
    import_ = previewed(client, where, tmp_path)

    asks(client, "import_recording", import_)
    asks(client, "import_recording", import_)
    assert queue.waiting() == ["evidence.record_import"]
    queue.do_all()
    asks(client, "import_recording", import_)

    assert queue.waiting() == []
    assert Evidence.objects.count() == 2 and Event.objects.filter(verb="evidence.imported").count() == 1


def test_a_job_done_twice_records_once(client, where, staff, tmp_path):
    import_ = previewed(client, where, tmp_path)
    asks(client, "import_recording", import_)
    job = queue.fetched()

    queue.run(job)  # its worker died after the commit, before it could say so
    queue.do(job)

    assert Evidence.objects.count() == 2 and Event.objects.filter(verb="evidence.imported").count() == 1


def test_a_file_left_before_its_turn_is_not_read(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))

    asks(client, "import_abandonment", import_)

    import_.refresh_from_db()
    assert import_.state == "abandoned" and queue.waiting() == []
    assert client.get(address("import_report", import_.uid)).status_code == 200


def test_a_file_left_while_it_is_read_stays_left(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))
    job = queue.fetched()

    asks(client, "import_abandonment", import_)
    queue.do(job)

    import_.refresh_from_db()
    assert import_.state == "abandoned"
    with pytest.raises(ValidationError):
        asking.ask_recording(import_, by=staff)


def test_a_stopping_worker_gives_the_job_back(client, where, staff, tmp_path):
    import_ = previewed(client, where, tmp_path)
    asks(client, "import_recording", import_)

    with pytest.raises(JobAborted):
        queue.do_all(is_stopping=True)

    assert not Evidence.objects.exists()


def test_work_that_was_given_up_is_said_and_started_again(client, where, staff, tmp_path):
    import_ = previewed(client, where, tmp_path)
    asks(client, "import_recording", import_)
    queue.give_up()

    page = words(client.get(address("import_report", import_.uid)))
    asks(client, "import_recording", import_)

    assert "s'est arrêté" in page and "Recommencer" in page
    assert queue.waiting() == ["evidence.record_import"]
    queue.do_all()
    assert Evidence.objects.count() == 2


def test_checking_that_was_given_up_is_started_again(client, where, staff, tmp_path):
    import_ = brought(client, where, two_lines(tmp_path))
    queue.give_up()

    asks(client, "import_checking", import_)
    queue.do_all()

    import_.refresh_from_db()
    assert import_.state == "checked"


def test_what_is_recorded_is_not_checked_again(client, where, staff, tmp_path):
    import_ = previewed(client, where, tmp_path)
    asks(client, "import_recording", import_)
    queue.do_all()

    for name in ("import_checking", "import_abandonment"):
        asks(client, name, import_)

    import_.refresh_from_db()
    assert import_.state == "recorded" and queue.waiting() == []


# what is long


def test_a_file_is_long_by_what_it_unpacks_to(tmp_path, monkeypatch):
    monkeypatch.undo()
    few = [line(f"T-{n}", on=DAY) for n in range(2000)]
    small = xlsx_file(tmp_path / "small.xlsx", *few)
    large = csv_file(tmp_path / "large.csv", *(line(f"T-{n}", identity="x" * 40) for n in range(20000)))
    packed = xlsx_file(tmp_path / "packed.xlsx", *(few * 15))
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")

    assert packed.stat().st_size < weighing.LONG_TEXT
    assert [weighing.is_long(path) for path in (small, large, packed, tmp_path / "broken.xlsx")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_task_has_the_name_it_is_asked_by():
    assert set(asking.TASKS.values()) <= queue.app.tasks.keys()


def test_the_worker_counts_what_waits(client, where, staff, tmp_path):
    brought(client, where, two_lines(tmp_path))

    waiting, failed, _workers = working.state()

    assert (waiting, failed) == (1, 0)
