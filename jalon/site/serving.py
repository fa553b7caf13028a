"""The web server: gunicorn with threads, on static files gathered beforehand."""

import hashlib
import os
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import NoReturn

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from jalon.site import beside, environment, messages
from jalon.site.database import hang_up
from jalon.site.home import Home

THREADS = 4


class CannotStart(Exception):
    """The address cannot be listened on; the text says what to do."""


def serve(
    *,
    host: str,
    port: int | None,
    workers: int | None,
    say: Callable[[str], object],
    with_worker: bool = True,
) -> None:
    """Serve until a signal says stop, with a worker of the queue beside the pages."""
    port = port or settings.JALON_PORT
    refuse_taken(host, port)
    messages.compile_all()
    gather_static_files()
    hang_up()  # what workers inherit must not hold a connection
    say(f"Jalon is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/   (Ctrl-C stops it)")
    with beside.worker() if with_worker else nullcontext():
        run_gunicorn(f"{host}:{port}", workers or settings.JALON_WORKERS)


def serve_anew(port: int | None) -> NoReturn:
    """Serve instead of this process, which has worked: its forks would lack the threads its engines began."""
    sys.stdout.flush()
    command = [sys.executable, "-m", "jalon", "serve", *(["--port", str(port)] if port else [])]
    os.execve(  # noqa: S606 - our own command
        sys.executable, command, os.environ | {"PYTHONPATH": str(environment.CHECKOUT)}
    )


def refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Nothing can listen on {host}:{port} ({error.strerror}). Choose another port:\n"
                f"    jalon serve --port {port + 1}"
            ) from error


def run_gunicorn(address: str, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            options = {
                "bind": address,
                "workers": workers,
                "worker_class": "gthread",
                "threads": THREADS,
                "timeout": 120,
                "graceful_timeout": 10,
                "control_socket_disable": True,
                "loglevel": "warning",
                "proc_name": "jalon",
                "worker_exit": lambda server, worker: worker.app.first_question.join(),
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self):
            from jalon.site import first_question
            from jalon.site.wsgi import application

            self.first_question = first_question.begin()
            return application

    Server().run()


def gather_static_files() -> None:
    """Into the data folder, with hashes in their names; only when one has changed."""
    Home(settings.JALON_HOME).prepare()
    stamp = settings.STATIC_ROOT / ".stamp"
    digest = state_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest, encoding="ascii")


def state_of_static_files() -> str:
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            seen.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return seen.hexdigest()
