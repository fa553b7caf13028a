"""The chart of money: funders, lines, contracts, and how far their money went."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from jalon.fund.models import Account as Named
from jalon.fund.queries.ledger_money import Money
from jalon.fund.views.money_pages import journal_at
from jalon.kernel.ledger import Account
from jalon.kernel.ledger.entry import OF_A_CONTRACT
from jalon.ui import addresses
from jalon.ui.formats import plain_words

MOST = 6  # contracts drawn by name; the others together
STAGES = ("commitment", "payable", "paid", "spent", "owed", "returned")
CENTIMES_OF_A_MILLION = 100_000_000
LONGEST = 20  # letters of a name in the chart
FREE, OTHERS = "free", "others"


def flow_of(request, plan, money: Money, names: Mapping[str, Mapping], reach) -> dict | None:
    """Columns, links and names for the chart; None while nothing was opened."""
    drawn = Drawn(request, plan, money, reach)
    links = [link for link in (*drawn.opened(), *drawn.promised(), *drawn.gone()) if link["value"]]
    if not links:
        return None
    columns = [ordered(links, prefix) for prefix in ("source:", "line:", "contract:", "stage:")]
    return {"columns": columns, "links": links, "names": called(columns, names)}


class Drawn:
    """The bands between the columns."""

    def __init__(self, request, plan, money: Money, reach):
        self.request, self.plan, self.money = request, plan, money
        self.shown = biggest(money, reach)

    def opened(self):
        for (account, source, line), amount in sorted(self.money.sums("account", "source", "line").items()):
            if account is Account.SOURCE and amount < 0:
                href = journal_at(self.request, self.plan, account="source", source=source, line=line)
                yield band(f"source:{source}", f"line:{line}", -amount, href)

    def promised(self):
        sums: dict[tuple, int] = {}
        for (account, line, code), amount in self.money.sums("account", "line", "contract").items():
            if account == Account.SOURCE:
                continue
            key = (line, self.block(code))
            sums[key] = sums.get(key, 0) + amount
        for (line, block), amount in sorted(sums.items()):
            if amount > 0:
                yield band(f"line:{line}", block, amount, self.behind(block, line=line))

    def gone(self):
        sums: dict[tuple, int] = {}
        for (account, code), amount in self.money.sums("account", "contract").items():
            if account in OF_A_CONTRACT:
                key = (self.block(code), account.value)
                sums[key] = sums.get(key, 0) + amount
        for (block, account), amount in sorted(sums.items(), key=lambda one: STAGES.index(one[0][1])):
            if amount > 0:
                yield band(block, f"stage:{account}", amount, self.behind(block, account=account))

    def block(self, code: str) -> str:
        if not code:
            return f"contract:{FREE}"
        return f"contract:={code}" if code in self.shown else f"contract:{OTHERS}"

    def behind(self, block: str, **where) -> str:
        """The page or the entries a band opens onto."""
        code = block.removeprefix("contract:")
        if code == FREE:
            where["account"] = "line"
        elif code == OTHERS:
            where.setdefault("account", "committed")
        elif "account" not in where:
            return addresses.at(self.request, "fund:contract", code.removeprefix("="))
        else:
            where["contract"] = code.removeprefix("=")
        return journal_at(self.request, self.plan, **where)


def band(start: str, end: str, value: int, href: str) -> dict:
    """A band is as wide as its millions of dirhams."""
    millions = (Decimal(value) / CENTIMES_OF_A_MILLION).quantize(Decimal("0.01"))
    return {"from": start, "to": end, "value": millions, "href": href}


def biggest(money: Money, reach) -> set[str]:
    """The contracts with most money among those the person may read."""
    found = [row for row in money.rows("contract") if row.code and (reach is None or row.code in reach)]
    found.sort(key=lambda row: -row.committed)
    return {row.code for row in found[: MOST if len(found) > MOST + 1 else MOST + 1]}


def ordered(links: list[dict], prefix: str) -> list[str]:
    codes = [link[end] for link in links for end in ("from", "to") if link[end].startswith(prefix)]
    return list(dict.fromkeys(codes))


def called(columns, names) -> dict:
    stages = {"free": _("not committed"), "others": _("other contracts")}
    found = {}
    for block in (code for column in columns for code in column):
        kind, _colon, code = block.partition(":")
        if kind == "stage":
            found[block] = Named(code).label
        elif code.startswith("="):
            found[block] = brief(code[1:])
        else:
            found[block] = stages.get(code) or brief(plain_words(names.get(kind, {}).get(code, code)))
    return found


def brief(text: str) -> str:
    """A name that fits between two columns of the chart."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
