"""The money of the plan, of a funding line and of a contract."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jalon.contracts.queries import allocations_of, version_in_force
from jalon.contracts.queries.tabs import tabs_of
from jalon.fund.models import Account, Activity, Entry, Pledge, Receipt
from jalon.fund.queries.ledger import cofinancing, rows_of
from jalon.fund.queries.ledger_money import SHOWN, Money, Row, money_of, money_of_line, money_of_plan
from jalon.fund.views.money_flow import flow_of
from jalon.fund.views.money_pages import (
    asked_of,
    contract_seen,
    journal_at,
    names_of,
    plan_asked,
    reach_of,
    shared,
    version_of,
)
from jalon.fund.views.tranche_lines import tranches_of
from jalon.network.access import requires
from jalon.ui import addresses, formats


@require_safe
@requires("fund.view")
def plan(request):
    """Where the money of the plan stands, from the envelope to what is justified."""
    asked = asked_of(request)
    found = plan_asked(request, asked)
    money = money_of_plan(found, on=asked.on, known_at=asked.known_at)
    names, version = names_of(found, asked), version_of(found, asked)
    reach = reach_of(request, found)
    context = shared(request, found, asked) | {
        "money": money,
        "total": money.total,
        "envelope": version.envelope if version else None,
        "flow": flow_of(request, found, money, names, reach),
        "heads": heads(),
        "tables": [
            table(request, found, money, names, "line", _("By funding line")),
            table(request, found, money, names, "axis", _("By axis")),
            table(request, found, money, names, "year", _("By budget year")),
        ],
        "contracts": rows(request, found, money.rows("contract"), names["contract"], "contract", reach),
        "activities": activities(request, found, money),
        "gaps": gaps(request, found, money, names),
        "journal": journal_at(request, found),
        "simulated": is_simulated(found, asked),
    }
    return render(request, "fund/money_plan.html", context)


@require_safe
@requires("fund.view")
def line(request, code):
    """Where the money of a funding line stands."""
    asked = asked_of(request)
    found = plan_asked(request, asked)
    names = names_of(found, asked)
    money = money_of_line(found, code, on=asked.on, known_at=asked.known_at)
    if code not in names["line"] and not money.parts:
        raise Http404
    envelopes = {one.code: one.envelope for one in version_of(found, asked).funding_lines.all()}
    reach = reach_of(request, found)
    contracts = [row for row in money.rows("contract") if row.code]
    context = shared(request, found, asked, (code, "")) | {
        "code": code,
        "name": names["line"].get(code, code),
        "envelope": envelopes.get(code),
        "total": money.total,
        "heads": heads(),
        "tables": [
            table(request, found, money, names, "year", _("By budget year"), line=code),
            table(request, found, money, names, "axis", _("By axis"), line=code),
        ],
        "contracts": rows(request, found, contracts, names["contract"], "contract", reach, line=code),
        "journal": journal_at(request, found, line=code),
        "simulated": is_simulated(found, asked),
    }
    return render(request, "fund/money_line.html", context)


@require_safe
@requires("fund.view")
def funder(request, code):
    """What a funder promised and what came, paper by paper."""
    asked = asked_of(request)
    found = plan_asked(request, asked)
    gap = next(
        (one for one in cofinancing(found, on=asked.on, known_at=asked.known_at) if one.source == code), None
    )
    if gap is None:
        raise Http404
    name = names_of(found, asked)["source"].get(code, code)
    said = {
        "pledges": said_by(found, Pledge, code, asked),
        "receipts": said_by(found, Receipt, code, asked),
    }
    context = shared(request, found, asked, (code, "")) | said
    context |= {
        "gap": gap,
        "name": name,
        "journal": journal_at(request, found, account="source", source=code),
    }
    context["simulated"] = any(row.simulated for rows in said.values() for row in rows)
    return render(request, "fund/money_funder.html", context)


def said_by(plan, model, code: str, asked) -> list:
    rows = rows_of(plan, model, asked.on, asked.known_at).filter(source=code)
    return list(rows.select_related("event", "event__actor"))


@require_safe
@requires("fund.view")
def contract(request, code):
    """The money tab of a contract: promised, committed, released, paid, justified, owed."""
    asked = asked_of(request)
    held = contract_seen(request, code)
    found = held.plan
    money = money_of(held, on=asked.on, known_at=asked.known_at)
    names = names_of(found, asked)
    version = version_in_force(held, on=asked.on, known_at=asked.known_at)
    promised = sum(row.amount for row in allocations_of([version])) if version else 0
    context = shared(request, found, asked) | {
        "contract": held,
        "crumbs": [(_("Contracts"), addresses.at(request, "contracts:list")), (held.code, "")],
        "tabs": tabs_of(request, held),
        "promised": promised,
        "total": money.total,
        "left": promised - money.total.committed,
        "heads": heads()[1:],
        "tables": [
            table(request, found, money, names, "line", _("By funding line"), contract=code),
            table(request, found, money, names, "year", _("By budget year"), contract=code),
            table(request, found, money, names, "axis", _("By axis"), contract=code),
        ],
        "activities": activities(request, found, money, contract=code),
        "tranches": tranches_of(request, held, asked),
        "journal": journal_at(request, found, contract=code),
        "simulated": bool(version and version.simulated),
    }
    return render(request, "fund/money_contract.html", context)


def heads() -> list:
    """The accounts, in the order money walks: each holds what has not gone on to the next."""
    said = {"line": _("not committed"), "commitment": _("committed, not released")}
    return [said.get(account) or Account(account).label for account in SHOWN]


HEADS = {
    "line": gettext_lazy("Funding line"),
    "axis": gettext_lazy("Axis"),
    "year": gettext_lazy("Budget year"),
}


def table(request, plan, money: Money, names, dimension: str, title: str, **where) -> dict:
    found = rows(request, plan, money.rows(dimension), names.get(dimension, {}), dimension, None, **where)
    return {"title": title, "rows": found, "head": HEADS[dimension]}


def rows(request, plan, found: list[Row], names, dimension, reach, **where) -> list[dict]:
    """Each row with its name, its page, and every figure with the entries behind it."""
    shown = [row for row in found if row.code or dimension != "contract"]
    return [
        {
            "row": row,
            "name": names.get(row.code) or formats.in_digits(row.code) or _("none"),
            "href": page_of(request, plan, dimension, row.code),
            "cells": [
                (label, amount, opened(request, plan, dimension, row.code, account, where))
                for (account, amount), label in zip(row.cells, heads(), strict=True)
                if not (account == "line" and (dimension == "contract" or "contract" in where))
            ],
        }
        for row in shown
        if reach is None or row.code in reach
    ]


def opened(request, plan, dimension, code, account, where) -> str:
    asked = where | {dimension: code or "-", "account": account}
    return journal_at(request, plan, **asked)


def page_of(request, plan, dimension: str, code: str) -> str:
    if dimension == "line" and code:
        return addresses.at(request, "fund:line", code, query={"plan": plan.code})
    if dimension == "contract" and code:
        return addresses.at(request, "fund:contract", code)
    return ""


def activities(request, plan, money: Money, **where) -> list[dict]:
    """General interest and private activity apart, of what was justified and what is not parted yet."""
    sums = money.sums("account", "activity")
    return [
        {
            "name": Activity(code).label if code else _("not told apart"),
            "cells": [
                (Account(account).label, sums.get((Account(account), code), 0),
                 journal_at(request, plan, **where, account=account, activity=code or "-"))
                for account in ("paid", "spent", "owed")
            ],
        }
        for code in (*Activity.values, "")
        if any(sums.get((Account(account), code)) for account in ("paid", "spent", "owed"))
    ]  # fmt: skip


def gaps(request, plan, money: Money, names) -> list[dict]:
    """What each funder promised, what was opened on it and what came."""
    return [
        {
            "gap": gap,
            "name": names["source"].get(gap.source, gap.source),
            "href": journal_at(request, plan, account="source", source=gap.source),
            "page": addresses.at(request, "fund:funder", gap.source, query={"plan": plan.code}),
        }
        for gap in money.gaps
    ]


def is_simulated(plan, asked) -> bool:
    return Entry.objects.known_at(asked.known_at).filter(plan=plan, simulated=True).exists()
