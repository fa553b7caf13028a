"""The embedded PostgreSQL of a home: made when missing, started by its first user, stopped by its last.

Every process that uses the database holds a shared lock on `users.lock`; whoever finds itself alone stops the
server. A small watching process waits for the same moment, so that a killed user leaves no server behind.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jalon.site import cluster
from jalon.site.cluster import DATABASE, ROLE, Cluster, PostgresError
from jalon.site.home import Home

__all__ = ["DATABASE", "ROLE", "PostgresError", "discard", "program", "running", "socket_folder"]

program = cluster.program
PATIENCE = 300  # seconds a recovery after a kill may take
FAILURE = 5  # starts that are tried while the processes of a killed server go away


def socket_folder(path: Path) -> Path:
    """Short whatever the home is called: a socket's path is limited to about 100 bytes."""
    return cluster.socket_folder(Home(path))


@contextlib.contextmanager
def running(path: Path, *, throwaway: bool = False) -> Iterator[Path]:
    """Keep the home's server running while the block runs; gives the folder of its socket.

    A throwaway server (tests, benchmarks) does not wait for the disk, and its role may create databases.
    """
    home = Home(Path(path))
    home.prepare()
    server = Server(home, Cluster.of(home, throwaway=throwaway))
    use = server.join()
    try:
        yield server.cluster.sockets
    finally:
        server.leave(use)


def discard(path: Path) -> None:
    """Remove a throwaway home with everything in it, wherever its cluster stands."""
    home = Home(Path(path))
    Cluster.of(home).remove()
    shutil.rmtree(home.path, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    home: Home
    cluster: Cluster

    def join(self):
        with self.turn():
            use = self.lock("users", fcntl.LOCK_SH)
            try:
                self.serve()
            except BaseException:
                use.close()
                self.stop_when_unused()
                raise
        return use

    def serve(self) -> None:
        if not self.cluster.is_made:
            self.cluster.make()
        if not self.cluster.answers():
            self.start()
        self.watch()

    def leave(self, use) -> None:
        use.close()
        with contextlib.suppress(FileNotFoundError), self.turn():  # a home may be removed while it is used
            self.stop_when_unused()

    def stop_when_unused(self) -> bool:
        with contextlib.suppress(BlockingIOError), self.lock("users", fcntl.LOCK_EX | fcntl.LOCK_NB):
            self.cluster.stop()
            return True
        return False

    def start(self) -> None:
        for attempt in range(1, FAILURE + 1):
            self.cluster.clear_the_way()
            if self.cluster.start(PATIENCE):
                break
            if attempt == FAILURE:
                raise PostgresError(
                    "The embedded PostgreSQL does not start. Its own words:\n"
                    f"{self.cluster.last_words()}\nThe whole log is {self.cluster.log}."
                )
            time.sleep(0.5 * attempt)
        self.wait_until_it_answers()
        self.cluster.provide()

    def wait_until_it_answers(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.cluster.answers():
            if time.monotonic() > end:
                raise PostgresError(
                    f"The embedded PostgreSQL does not answer; its log is {self.cluster.log}."
                )
            time.sleep(0.02)

    def watch(self) -> None:
        """Leave a process behind that stops the server once nobody uses it any more."""
        try:
            self.lock("watch", fcntl.LOCK_EX | fcntl.LOCK_NB).close()
        except BlockingIOError:
            return  # one is there already
        number = str(cluster.number_in(self.cluster.folder / "postmaster.pid"))
        checkout = str(Path(__file__).resolve().parents[2])
        subprocess.Popen(
            [sys.executable, "-m", "jalon.site.postgres", str(self.home.path.resolve()), number],
            cwd="/",
            env=os.environ | {"PYTHONPATH": checkout},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def turn(self):
        """One process at a time makes, starts or stops."""
        return self.lock("turn", fcntl.LOCK_EX)

    def lock(self, name: str, how: int):
        file = (self.home.path / f"{name}.lock").open("rb")
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            file.close()
            raise
        return file


def watch(path: Path, number: int) -> None:
    """Wait until no process uses the home's server, then stop it."""
    server = Server(Home(path), Cluster.of(Home(path)))
    try:
        with server.lock("watch", fcntl.LOCK_EX | fcntl.LOCK_NB):
            wait_until_unused(server)
    except BlockingIOError:
        pass  # another process watches
    except FileNotFoundError:  # the home was removed while in use
        if cluster.is_postgres(number):
            cluster.end(number)


def wait_until_unused(server: Server) -> None:
    stopped = False
    while not stopped:
        server.lock("users", fcntl.LOCK_EX).close()
        with server.turn():
            stopped = server.stop_when_unused()


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))
