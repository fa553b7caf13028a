"""The queue in tests: what was asked of the worker, done here and now, in the transaction of the test."""

import json

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status

manager = app.job_manager


def waiting() -> list[str]:
    """The names of the tasks that wait, in their order."""
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return list(jobs.values_list("task_name", flat=True))


def do_all(*, is_stopping: bool = False) -> int:
    """Do what waits as a worker would, until nothing waits; an error is raised. How many jobs were done."""
    done = 0
    while job := fetched():
        do(job, is_stopping=is_stopping)
        done += 1
    return done


def fetched() -> Job | None:
    worker = async_to_sync(manager.register_worker)()
    job = async_to_sync(manager.fetch_job)(queues=None, worker_id=worker)
    return job and job.evolve(task_kwargs=json.loads(job.task_kwargs))  # Django reads JSON as text


def do(job: Job, *, is_stopping: bool = False) -> None:
    run(job, is_stopping=is_stopping)
    async_to_sync(manager.finish_job)(job, Status.SUCCEEDED, delete_job=True)


def run(job: Job, *, is_stopping: bool = False) -> None:
    """The task of a job; `is_stopping`: its worker was asked to stop. The queue does not hear that it ended."""
    task = app.tasks[job.task_name]
    context = JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: is_stopping or None)
    task(*([context] if task.pass_context else []), **job.task_kwargs)


def give_up() -> None:
    """What a worker does with a job whose workers died too often."""
    async_to_sync(manager.finish_job)(fetched(), Status.FAILED, delete_job=False)
