"""`jalon return list`: which returns are late, to write, submitted, verified, validated."""

import json
from datetime import date

import click

from jalon.site.cli.session import with_database
from jalon.site.cli.state import moment_of, plan_of, today


@click.group("return")
def return_():
    """List the returns of the centres: what each contract owes, and where it stands."""


@return_.command("list")
@click.option("--plan", "code", help="The code of the plan; by default the one running on the day.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day asked for; by default today.")
@click.option("--known-at", "moment", help="What was known at an event's number, a day or an instant.")
@click.option("--json", "as_json", is_flag=True, help="One object for each contract and period.")
@with_database
def list_returns(code, on, moment, as_json):
    """List the returns a plan's contracts owe for the periods that have begun, the earliest due first."""
    on = on.date() if on else today()
    rows = rows_of(plan_of(code, on), on, moment_of(moment))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo(
            f"Nothing is owed on {on:%d/%m/%Y}: nobody kept a calendar of returns for this plan, "
            "or it has not begun."
        )
        return
    late = sum(row["standing"] in ("late", "escalated") for row in rows)
    click.echo(f"{late} late of {len(rows)} owed on {on:%d/%m/%Y}")
    for row in rows:
        submitted = row["submitted_on"] or "-"
        click.echo(
            f"{row['due_on']}  {row['period']:8} {row['centre']:10} {row['state']:26} "
            f"{row['standing']:10} {submitted}"
        )


def rows_of(plan, on: date, known_at: int | None) -> list[dict]:
    from jalon.reporting.queries.calendar import due

    owed = sorted(due(plan, on=on, known_at=known_at), key=lambda one: (one.due_on, one.contract.centre.code))
    return [
        {
            "contract": one.contract.code,
            "centre": one.contract.centre.code,
            "period": one.period.code,
            "state": one.state,
            "standing": one.standing,
            "due_on": one.due_on.isoformat(),
            "submitted_on": one.submitted_on.isoformat() if one.submitted_on else None,
            "uid": str(one.report.uid) if one.report else None,
            "simulated": bool(one.report and one.report.simulated),
        }
        for one in owed
    ]
