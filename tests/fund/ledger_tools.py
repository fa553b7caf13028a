"""The real programs that read the books."""

import csv
import io
import os
import shutil
import subprocess
from collections import Counter
from decimal import Decimal

import pytest
from beancount import loader
from beancount.core import data


def hledger_balances(text, folder):
    """What hledger finds, by account; its assertions are checked."""
    if shutil.which("hledger") is None:
        (pytest.fail if os.environ.get("JALON_REQUIRE_BROWSER") else pytest.skip)("hledger is not installed")
    journal = folder / "fund.journal"
    journal.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["hledger", "-f", str(journal), "balance", "--flat", "--output-format=csv", "--no-total"],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    return {
        name: Decimal(amount.removesuffix(" MAD").replace(",", "")) for name, amount in rows if amount != "0"
    }


def beancount_balances(text):
    found, errors, _options = loader.load_string(text)
    assert errors == []
    sums = Counter()
    for one in found:
        if isinstance(one, data.Transaction):
            for posting in one.postings:
                sums[posting.account] += posting.units.number
    return {account: amount for account, amount in sums.items() if amount}
