"""The limited process seen from this side: started, listened to, ended."""

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import jalon
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.order import (
    ASKED,
    DIGESTS,
    DONE,
    FIRST,
    NUMBERS,
    PROGRESS,
    REFUSED,
    Order,
    receive,
)

Told = Callable[[str, int, int], None]
"""What is called with a stage of `models.Work`, how many lines are done, and of how many."""


def untold(stage: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


ROOT = str(Path(jalon.__file__).resolve().parents[1])
PROGRAM = f"import sys; sys.path.insert(0, {ROOT!r}); from jalon.evidence.reading.process import main; main()"


class Incoming:
    """A file being read. Use as a context: the process never outlives it."""

    def __init__(self, order: Order, told: Told = untold):
        self.order, self.told = order, told
        self.overdue = False

    def __enter__(self) -> "Incoming":
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
        )
        self.watch = threading.Timer(self.order.limits.wait, self.end_overdue)
        self.watch.daemon = True
        self.watch.start()
        self.tell(self.order.dumped())
        return self

    def __exit__(self, *_) -> None:
        self.watch.cancel()
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        self.process.wait()

    def end_overdue(self) -> None:
        self.overdue = True
        self.process.kill()

    def tell(self, line: bytes) -> None:
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise self.why_gone() from error

    def hear(self) -> tuple[bytes, bytes]:
        while frame := receive(self.process.stdout):
            if frame[0] != PROGRESS:
                return frame
            self.told(**json.loads(frame[1]))
        raise self.why_gone()

    def why_gone(self) -> Refusal:
        """A process that ended without a word went beyond a limit, or broke on the file."""
        code = self.process.wait()
        if self.overdue or code in (-signal.SIGXCPU, -signal.SIGKILL):
            return Refusal("too_slow", str(self.order.limits.seconds))
        return Refusal("too_heavy" if code == -signal.SIGABRT else "unreadable")

    def asked(self, registered: Callable[[list[str]], list[str]]) -> dict:
        """What was found in the file, and what is asked. Raises Refusal when nothing could be read.

        `registered` says which of the enterprises that lines name by nine digits exist.
        """
        sign, content = self.hear()
        if sign == NUMBERS:
            self.answer(registered(json.loads(content)))
            sign, content = self.hear()
        return json.loads(wanted_of(sign, content, ASKED))

    def expect(self, wanted: bytes) -> bytes:
        return wanted_of(*self.hear(), wanted)

    def answer(self, said: dict | list) -> None:
        self.tell(json.dumps(said, separators=(",", ":")).encode() + b"\n")

    def texts(self, wanted: bytes) -> Iterator[bytes]:
        """Frames of one sign, up to DONE."""
        while (frame := self.hear())[0] == wanted:
            yield frame[1]
        if frame[0] != DONE:
            raise refusal(frame[1]) if frame[0] == REFUSED else Refusal("unreadable")

    def first_rows(self, count: int) -> Iterator[tuple[bytes, bytes]]:
        """COPY text and digests of so many rows never seen before."""
        done = 0
        while done < count:
            text, digests = self.expect(FIRST), self.expect(DIGESTS)
            done += len(digests) // 32
            yield text, digests
            self.told("recording", done, count)


def wanted_of(sign: bytes, content: bytes, wanted: bytes) -> bytes:
    if sign == REFUSED:
        raise refusal(content)
    if sign != wanted:
        raise Refusal("unreadable")
    return content


def refusal(content: bytes) -> Refusal:
    said = json.loads(content)
    return Refusal(said["code"], said["detail"], said["headers"])
