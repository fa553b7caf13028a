"""A workbook from outside, opened in a process of its own with limits of time and memory."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jalon
from jalon.evidence.reading import Refusal
from jalon.fund.sharing_book.process import LIMITS

ROOT = str(Path(jalon.__file__).resolve().parents[1])
PROGRAM = (
    f"import sys; sys.path.insert(0, {ROOT!r}); from jalon.fund.sharing_book.process import main; main()"
)


def opened(content: bytes) -> list[dict]:
    """The sheets of a workbook as plain cells. Raises Refusal with the reason when it cannot be opened."""
    if len(content) > LIMITS.file_bytes:
        raise Refusal("too_large")
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        said = answer_about(file.name)
    if "refusal" in said:
        raise Refusal(*said["refusal"])
    return said["sheets"]


def answer_about(path: str) -> dict:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-c", PROGRAM],
            input=f"{path}\n".encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            timeout=LIMITS.wait,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal("too_slow") from error
    except subprocess.CalledProcessError as error:
        raise Refusal("unreadable") from error
    return json.loads(done.stdout)
