import json
import sys
from pathlib import Path

import click

from jalon.site.cli.session import with_database

FORMATS = ("hledger", "beancount")


@click.group
def ledger():
    """Read the fund's books: balances, and a journal other programs read."""


@ledger.command
@click.option("--format", "form", type=click.Choice(FORMATS), default="hledger", show_default=True)
@click.option("--plan", "code", help="The code of the plan; by default the one running today.")
@click.option("--known-at", "moment", help="What was known at an event's number, a day or an instant.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Instead of the standard output."
)
@with_database
def export(form, code, moment, output):
    """Write the books of a plan as a plain-text journal that hledger or Beancount reads.

    The final balances are asserted in it: the program that reads it checks them.
    """
    from jalon.fund.exports import lines
    from jalon.site.cli.state import moment_of, plan_of, today

    written = lines(plan_of(code, today()), form=form, known_at=moment_of(moment))
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.writelines(f"{line}\n" for line in written)
        return
    with output.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in written)
    click.echo(f"{output} is written.", err=True)


@ledger.command
@click.option("--plan", "code", help="The code of the plan; by default the one running on the day.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Without the entries of later days; by default all."
)
@click.option("--known-at", "moment", help="What was known at an event's number, a day or an instant.")
@click.option(
    "--json", "as_json", is_flag=True, help="One balance for each account, contract, line and year."
)
@with_database
def balances(code, on, moment, as_json):
    """Print what every account holds, in dirhams (in JSON: centimes)."""
    from jalon.fund.queries.ledger import balances as held_by
    from jalon.site.cli.state import moment_of, plan_of, today

    day = on.date() if on else None
    held = held_by(plan_of(code, day or today()), on=day, known_at=moment_of(moment))
    if as_json:
        rows = [one._asdict() | {"amount": amount} for one, amount in held.items()]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for line in told(held):
        click.echo(line)


def told(held):
    """The balances as people read them, funders first."""
    from jalon.kernel.ledger import ACCOUNTS
    from jalon.ui import formats

    if not held:
        yield "The books are empty: nothing was allocated yet."
    for account in ACCOUNTS:
        for one, amount in held.items():
            if one.account == account:
                place = " ".join(
                    part for part in (one.source, one.contract, one.line, str(one.year or "")) if part
                )
                yield f"{account.value:<11}{place:<44}{formats.plain_amount(amount):>24}"
