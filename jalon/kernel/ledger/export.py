"""The books as plain text that hledger and Beancount read."""

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from jalon.kernel.ledger.entry import Account, Entry, Posting
from jalon.kernel.money import dirhams

ROOTS: Final[Mapping[Account, str]] = {
    Account.SOURCE: "Equity:Source",
    Account.LINE: "Assets:Line",
    Account.COMMITMENT: "Assets:Commitment",
    Account.PAYABLE: "Assets:Payable",
    Account.PAID: "Assets:Paid",
    Account.SPENT: "Expenses:Spent",
    Account.OWED: "Assets:Owed",
    Account.RETURNED: "Assets:Returned",
}

ALTERED: Final = "X-"
LEGAL: Final = re.compile(r"[A-Z0-9][A-Za-z0-9-]*", re.ASCII)
FOREIGN: Final = re.compile(r"[^A-Za-z0-9-]+", re.ASCII)
BLANK: Final = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
# In a comment, hledger reads "date:", "type:" and "[2024-01-01]" as orders, and a comma ends a tag.
SIGNS: Final = str.maketrans({",": " ", ":": " ", "[": "(", "]": ")"})
# Beancount wants an account opened before its first line, and entries may be dated back.
OPENED_ON: Final = dt.date(1970, 1, 1)


def account_name(posting: Posting) -> str:
    """The account of a line, by a name both programs read. Two different codes never give one name."""
    root = ROOTS[posting.account]
    if posting.account is Account.SOURCE:
        return f"{root}:{component(posting.source)}"
    parts = [component(posting.line), component(str(posting.year))]
    if posting.account is not Account.LINE:
        parts.insert(0, component(posting.contract))
    return ":".join((root, *parts))


def component(code: str) -> str:
    """A code as a part of an account's name: itself when legal, else what is legal of it and a digest."""
    if LEGAL.fullmatch(code) and not code.startswith(ALTERED):
        return code
    kept = FOREIGN.sub("-", code).strip("-")
    digest = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{ALTERED}{kept}-{digest}" if kept else f"{ALTERED}{digest}"


def hledger(
    entries: Iterable[Entry], *, currency: str = "MAD", names: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The lines of an hledger journal, in the order of the entries, with the final balances asserted.

    `names` are what people call the codes of contracts, lines and sources.
    """
    yield "decimal-mark ."
    yield f"commodity 1000.00 {currency}"
    books = _Books(currency, names or {})
    for entry in entries:
        for posting in books.opened(entry):
            yield f"account {account_name(posting)}{_comment(books.tags_of_account(posting))}"
        yield f"{entry.on.isoformat()} * ({entry.number}) {_title(entry)}{_comment(_tags(entry))}"
        for posting in entry.postings:
            yield f"    {books.written(posting)}{_comment(_tags_of_line(posting))}"
    if books.held:
        yield f"{books.last.isoformat()} * final balances"
        for account, amount in books.held.items():
            yield f"    {account}  0.00 {currency} = {dirhams(amount)} {currency}"


def beancount(
    entries: Iterable[Entry], *, currency: str = "MAD", names: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The lines of a Beancount file, in the order of the entries, with the final balances asserted."""
    yield f'option "title" "Jalon"\noption "operating_currency" "{currency}"'
    books = _Books(currency, names or {})
    for entry in entries:
        for posting in books.opened(entry):
            yield f"{OPENED_ON.isoformat()} open {account_name(posting)} {currency}"
            yield from _metadata(books.tags_of_account(posting), indent=2)
        yield f'{entry.on.isoformat()} * "{_title(entry)}"'
        yield from _metadata(_tags(entry), indent=2)
        for posting in entry.postings:
            yield f"  {books.written(posting)}"
            yield from _metadata(_tags_of_line(posting), indent=4)
    # A Beancount assertion holds at the beginning of its day.
    after = books.last + dt.timedelta(days=1)
    for account, amount in books.held.items():
        # Its usual tolerance would let one centime through.
        yield f"{after.isoformat()} balance {account}  {dirhams(amount)} ~ 0.001 {currency}"


class _Books:
    """What was written so far: the accounts met and what they hold."""

    def __init__(self, currency: str, names: Mapping[str, str]) -> None:
        self.currency, self.names = currency, names
        self.held: defaultdict[str, int] = defaultdict(int)
        self.last = OPENED_ON

    def opened(self, entry: Entry) -> Iterator[Posting]:
        """The lines of an entry whose account was not met before."""
        self.last = max(self.last, entry.on)
        for posting in entry.postings:
            account = account_name(posting)
            if account not in self.held:
                self.held[account] = 0
                yield posting

    def written(self, posting: Posting) -> str:
        account = account_name(posting)
        self.held[account] += posting.amount
        return f"{account}  {dirhams(posting.amount)} {self.currency}"

    def tags_of_account(self, posting: Posting) -> dict[str, str]:
        codes = {"contract": posting.contract, "line": posting.line, "source": posting.source}
        if posting.account is Account.SOURCE:
            codes = {"source": posting.source}
        named = {f"{what}-name": self.names.get(code, "") for what, code in codes.items() if code}
        return codes | named


def _title(entry: Entry) -> str:
    return entry.step.value.replace("_", "-")


def _tags(entry: Entry) -> dict[str, str]:
    return {
        "entry": str(entry.number or ""),
        "event": str(entry.event or ""),
        "hash": entry.digest,
        "document": entry.document,
        "authority": entry.authority,
        "reason": entry.reason,
        "reverses": str(entry.reverses or ""),
    }


def _tags_of_line(posting: Posting) -> dict[str, str]:
    place = {"axis": posting.axis, "activity": posting.activity}
    if posting.account is Account.SOURCE:
        place |= {"line": posting.line, "year": str(posting.year)}
    return place


def _comment(tags: Mapping[str, str]) -> str:
    said = [f"{tag}: {plain(text).translate(SIGNS)}" for tag, text in tags.items() if text]
    return f"  ; {', '.join(said)}" if said else ""


def _metadata(tags: Mapping[str, str], *, indent: int) -> Iterator[str]:
    for tag, text in tags.items():
        if text:
            quoted = plain(text).replace("\\", "\\\\").replace('"', '\\"')
            yield f'{" " * indent}{tag}: "{quoted}"'


def plain(text: str) -> str:
    """A text on one line, without invisible signs that end it."""
    return BLANK.sub(" ", text.encode("utf-8", "replace").decode()).strip()
