"""The books as plain text: hledger and Beancount read them and find the same balances."""

import csv
import datetime as dt
import io
import shutil
import subprocess
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.kernel.ledger import (
    Account,
    Entry,
    Place,
    allocate,
    beancount,
    carry_forward,
    cash_in,
    claw_back,
    commit,
    hledger,
    justify,
    order,
    pay,
    release,
    restore,
)
from jalon.kernel.ledger.export import account_name, component
from jalon.kernel.money import dirhams

ON = dt.date(2024, 3, 1)
PLACE = Place("L1", 2024, "CTI-A", "A2")
needs_hledger = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")

ODD = [
    "CTI-A",
    "عقد 12",
    "ligne é:1",
    "a;b",
    "a  b",
    '"quoted"',
    "-",
    "x\ny",
    "X-1",
    "date:2024",
    "\\",
    "[2024-01-01]",
]
texts = st.sampled_from([*ODD, "type: A, date:2020-13-45", "محضر", "﷽", "a\u2028b"]) | st.text(max_size=12)


def history(place, **told):
    """A year of money, to the claw-back and the carry-forward."""
    return [
        allocate("MIC", place, 100_000, on=ON, number=1, event=10, digest="ab12", **told),
        commit(place, 60_001, on=ON, number=2, **told),
        release(place, 50_001, on=ON, number=3, **told),
        order(place, 50_001, on=ON, number=4, **told),
        pay(place, 50_001, on=ON - dt.timedelta(days=40), number=5, **told),
        justify(place, 40_000, on=ON, activity="general", number=6, **told),
        claw_back(place, 7, on=ON, out_of=Account.SPENT, number=7, **told),
        cash_in(place, 7, on=ON, number=8, **told),
        restore("MIC", place, 7, on=ON, number=9, **told),
        carry_forward(place, 100, to_year=2025, on=ON, number=10, **told),
    ]


def own(entries):
    sums = Counter()
    for entry in entries:
        for posting in entry.postings:
            sums[account_name(posting)] += dirhams(posting.amount)
    return {account: amount for account, amount in sums.items() if amount}


def of_hledger(entries, tmp_path, **said):
    journal = tmp_path / "fund.journal"
    journal.write_text("\n".join(hledger(entries, **said)) + "\n", encoding="utf-8")
    done = subprocess.run(
        ["hledger", "-f", str(journal), "balance", "--flat", "--output-format=csv", "--no-total"],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    return {
        account: Decimal(amount.removesuffix(" MAD").replace(",", ""))
        for account, amount in rows
        if amount != "0"
    }


def of_beancount(entries, **said):
    loader = pytest.importorskip("beancount.loader")
    data = pytest.importorskip("beancount.core.data")
    found, errors, _ = loader.load_string("\n".join(beancount(entries, **said)))
    assert errors == []
    sums = Counter()
    for one in found:
        if isinstance(one, data.Transaction):
            for posting in one.postings:
                sums[posting.account] += posting.units.number
    return {account: amount for account, amount in sums.items() if amount}


@needs_hledger
def test_hledger_finds_the_same_balances(tmp_path):
    entries = history(PLACE)

    assert of_hledger(entries, tmp_path) == own(entries)


def test_beancount_finds_the_same_balances():
    entries = history(PLACE)

    assert of_beancount(entries) == own(entries)


@needs_hledger
def test_a_changed_amount_breaks_the_assertions(tmp_path):
    lines = "\n".join(hledger(history(PLACE)))
    journal = tmp_path / "fund.journal"
    journal.write_text(lines.replace("600.01", "600.02"), encoding="utf-8")

    done = subprocess.run(["hledger", "-f", str(journal), "check"], capture_output=True, check=False)

    assert done.returncode != 0


def test_a_changed_amount_breaks_beancounts_assertions_too():
    loader = pytest.importorskip("beancount.loader")
    text = "\n".join(beancount(history(PLACE)))

    _, errors, _ = loader.load_string(text.replace("600.01", "600.02"))

    assert errors


@needs_hledger
@pytest.mark.parametrize("code", ODD)
def test_codes_and_names_in_any_script_are_harmless(code, tmp_path):
    names = {code: 'العقد: "الأول", date:2020-01-01 [2021-01-01]; type: X', "MIC": "Ministère de l’Industrie"}
    entries = history(Place(code, 2024, code, code), reason=code, document=code)

    assert of_hledger(entries, tmp_path, names=names) == own(entries)
    assert of_beancount(entries, names=names) == own(entries)


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts, st.integers(1, 10**13))
def test_beancount_reads_whatever_people_write(line, contract, reason, amount):
    place = Place(line, 2024, contract)
    entries = [allocate("MIC", place, amount, on=ON, reason=reason), commit(place, amount, on=ON)]

    assert of_beancount(entries, names={contract: reason}) == own(entries)


@needs_hledger
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(texts, texts, texts, st.integers(1, 10**13)), min_size=1, max_size=8))
def test_hledger_reads_whatever_people_write(tmp_path_factory, written):
    entries = [
        allocate(source, Place(line, 2024), amount, on=ON, reason=reason)
        for source, line, reason, amount in written
    ]

    assert of_hledger(entries, tmp_path_factory.mktemp("books")) == own(entries)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_codes_never_share_an_account(one, other):
    assert (component(one) == component(other)) is (one == other)


def test_books_are_written_line_by_line():
    def endless():
        while True:
            yield commit(PLACE, 1, on=ON)

    for write in (hledger, beancount):
        lines = write(endless())
        assert [next(lines) for _ in range(100)]


def test_books_without_entries_are_read_too():
    assert of_beancount(()) == {}
    assert isinstance(history(PLACE)[0], Entry)
