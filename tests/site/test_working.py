"""A real worker on real connections: jobs done, taken over from the dead, given up, kept running."""

import asyncio
import os
import sys
import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jalon.evidence.imports import asking, weighing
from jalon.evidence.models import Evidence, Import, Work
from jalon.site import beside, working
from tests import queue
from tests.evidence.files import csv_file, line
from tests.factories.network import CentreFactory, holder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def import_(settings, tmp_path, monkeypatch):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setattr(weighing, "LONG_TEXT", 10)
    path = csv_file(tmp_path / "mars.csv", *(line(f"T-{n}") for n in range(12_000)))
    centre = CentreFactory(code="CETIA")
    file = SimpleUploadedFile("mars.csv", path.read_bytes())
    return asking.bring(file, name="mars.csv", centre=centre, by=holder("centre_staff", centre), on=None)


def caught_up():
    working.work(until_caught_up=True)


def silent():
    """The worker that took the jobs was killed, some time ago."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def look_after_once():
    async def once():
        worker = working.app_of_worker()
        async with worker.open_async():
            for job in await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=working.SILENCE):
                await working.take_over(worker, job)

    asyncio.run(once())


def test_a_worker_checks_and_records_and_tells_how_far_it_is(import_):
    caught_up()
    import_.refresh_from_db()
    assert import_.state == "checked" and import_.report["new"] == 12_000
    asking.ask_recording(import_, by=import_.by)

    caught_up()

    import_.refresh_from_db()
    work = Work.objects.get()
    assert import_.state == "recorded" and Evidence.objects.count() == 12_000
    assert (work.stage, work.total) == ("recording", 12_000) and work.done > 0
    assert not ProcrastinateJob.objects.exists()


def test_what_a_killed_worker_had_in_hand_is_taken_over_and_recorded_once(import_):
    caught_up()
    import_.refresh_from_db()
    asking.ask_recording(import_, by=import_.by)
    queue.fetched()
    silent()

    look_after_once()
    caught_up()

    import_.refresh_from_db()
    assert import_.state == "recorded" and Evidence.objects.count() == 12_000


def test_a_job_that_kills_its_workers_is_given_up(import_):
    for _ in range(working.ATTEMPTS):
        assert asking.job_of(import_)
        queue.fetched()
        silent()
        look_after_once()

    assert asking.job_of(import_) is None
    assert working.state()[:2] == (0, 1)


def test_a_worker_that_lives_keeps_what_it_has_in_hand(import_):
    queue.fetched()

    look_after_once()

    assert ProcrastinateJob.objects.get().status == "doing"
    assert asking.has_worker()


def test_work_asked_for_in_a_transaction_that_fails_was_never_asked_for(import_):
    caught_up()
    import_.refresh_from_db()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asking.ask_recording(import_, by=import_.by)
        assert queue.waiting()
        raise ZeroDivisionError

    assert queue.waiting() == []
    assert Import.objects.get().state == "checked"


def test_a_file_cannot_be_left_while_its_lines_are_recorded(import_, client):
    caught_up()
    import_.refresh_from_db()
    asking.ask_recording(import_, by=import_.by)
    other = connection.copy()

    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT FROM evidence_import FOR UPDATE")
            with pytest.raises(asking.ValidationError):
                asking.leave(import_)
            cursor.execute("ROLLBACK")
    finally:
        other.close()

    assert Import.objects.get().state == "recording"


def test_a_dead_worker_is_started_again_and_ends_with_the_pipe(tmp_path, monkeypatch):
    monkeypatch.setattr(beside, "SHORTEST", 0.01)
    note = tmp_path / "began"
    one = f"open({str(note)!r}, 'a').write('x')"
    reading, writing = os.pipe()
    later = threading.Timer(2, os.close, [writing])
    later.start()

    began = time.monotonic()
    beside.keep([sys.executable, "-c", one], reading)
    os.close(reading)

    assert note.read_text().count("x") > 1
    assert time.monotonic() - began < 15
