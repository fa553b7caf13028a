"""The worker: takes jobs from the queue in PostgreSQL and does them, a few at a time."""

import asyncio
import contextlib
import logging
import sys

from django.db import connection
from procrastinate.app import App
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django import app as queue
from procrastinate.jobs import Job, Status
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.utils import utcnow

AT_ONCE = 2  # a long import keeps no letter waiting
HEARTBEAT = 5  # seconds
SILENCE = 30  # of a worker that is taken for dead
PATIENCE = 10  # with jobs when asked to stop; then they go back to the queue
ATTEMPTS = 3  # a job whose worker died this often is given up

QUEUE_TABLES = (
    "procrastinate_periodic_defers",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_workers",
)
_STATE = """
SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
    count(*) FILTER (WHERE status = 'failed'),
    (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))
FROM procrastinate_jobs
"""


def work(*, until_caught_up: bool = False, while_open: bool = False) -> None:
    """Do jobs until a signal says stop; or until none waits, or until the standard input closes."""
    asyncio.run(working(until_caught_up, while_open))


async def working(until_caught_up: bool, while_open: bool) -> None:
    worker = app_of_worker()
    async with worker.open_async():
        looking = asyncio.create_task(look_after(worker))
        running = asyncio.create_task(worker.run_worker_async(wait=not until_caught_up, **OPTIONS))
        if while_open:
            asyncio.get_running_loop().add_reader(sys.stdin, running.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await running
        looking.cancel()


OPTIONS = {
    "concurrency": AT_ONCE,
    "update_heartbeat_interval": HEARTBEAT,
    "stalled_worker_timeout": SILENCE,
    "shutdown_graceful_timeout": PATIENCE,
    "delete_jobs": "successful",
}


def app_of_worker() -> App:
    """The project's tasks on a connection that can listen.

    Not `queue.replace_connector`: what a task puts in the queue belongs to Django's transaction there too.
    """
    told = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        told.pop(name, None)
    connector = PsycopgConnector(kwargs=told, min_size=1, max_size=4)
    worker = DjangoApp(connector=connector, worker_defaults=queue.worker_defaults)
    worker.tasks, worker.periodic_registry = queue.tasks, queue.periodic_registry
    return worker


async def look_after(worker: App) -> None:
    """Give the jobs of workers that died to those that live."""
    while True:
        for job in await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
            await take_over(worker, job)
        await asyncio.sleep(HEARTBEAT)


async def take_over(worker: App, job: Job) -> None:
    if job.attempts + 1 < ATTEMPTS:
        await worker.job_manager.retry_job(job, retry_at=utcnow())
        return
    logging.getLogger("jalon.worker").error(
        "Job %s (%s) is given up: its worker died %s times.", job.id, job.task_name, ATTEMPTS
    )
    await worker.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def state() -> tuple[int, int, int]:
    """How many jobs wait, how many failed, how many workers live."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [SILENCE])
        return cursor.fetchone()
