"""What is wrong with a cell or a file, as a code; the sentences are in `evidence.imports.sentences`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A cell that was understood, with something a person should know about how."""

    value: object
    warning: str
    detail: str = ""


class Refusal(Exception):
    """Why nothing of a file can be read; the headers that were seen, for a person to say what they mean."""

    def __init__(self, code: str, detail: str = "", headers: list[dict] | None = None):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.headers = headers or []
