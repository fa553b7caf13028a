import json
import sys
from datetime import date

import click

from jalon.site.cli.session import no, with_database


@click.command
@click.option("--plan", "code", help="The code of the plan; by default the one running on the day.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day the state is asked for; by default today."
)
@click.option("--known-at", "moment", help="What was known at an event's number, a day or an instant.")
@click.option("--by", type=click.Choice(["network", "axis", "centre"]), help="Only these cells.")
@click.option("--period", type=click.Choice(["year", "quarter", "month"]), default="year", show_default=True)
@click.option(
    "--constant-perimeter",
    "constant",
    is_flag=True,
    help="Leave the centres that left out of every period.",
)
@click.option(
    "--counted-from",
    "start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Count what is cumulative from the start of another version of the plan than the one in force.",
)
@click.option("--indicator", multiple=True, help="Only this indicator; may be given several times.")
@click.option(
    "--json", "as_json", is_flag=True, help="One cell for each indicator, level, centre and period."
)
@with_database
def state(code, on, moment, by, period, constant, start, indicator, as_json):
    """Print where the plan stands, on any day, as known at any moment."""
    on = on.date() if on else today()
    plan, known_at = plan_of(code, on), moment_of(moment)
    how = {"constant": constant, "counted_from": start_of(plan, start, known_at)}
    if as_json:
        show_json(plan, on, known_at, by, period, indicator, how)
    elif by or indicator or period != "year":
        show_cells(plan, on, known_at, by, period, indicator, how)
    else:
        show(plan, on, known_at, **how)


def show(plan=None, on: date | None = None, known_at: int | None = None, **how):
    """The statement of a plan; by default of the one running today."""
    from jalon.results.queries.overview import overview
    from jalon.site.statement import statement
    from jalon.site.terminal import width_of

    on = on or today()
    plan = plan or plan_of(None, on)
    found = overview(plan, on=on, known_at=known_at, **how)
    if found is None:
        raise no(f"Nothing of {plan.code} was known, or it had not begun, on {on:%d/%m/%Y}.")
    for line in statement(found, width_of(sys.stdout)):
        click.echo(line)


def show_json(plan, on, known_at, by, period, indicators, how):
    from jalon.results.queries.records import for_json, records, records_by_axis

    found = asked(plan, on, known_at, by, period, indicators, how)
    rows = records_by_axis(found) if by == "axis" else records(found)
    click.echo(json.dumps(for_json(rows), ensure_ascii=False, indent=1))


def show_cells(plan, on, known_at, by, period, indicators, how):
    from jalon.site.statement import cells, placed, placed_by_axis
    from jalon.site.terminal import width_of

    found = asked(plan, on, known_at, by, period, indicators, how)
    rows = placed_by_axis(found) if by == "axis" else placed(found)
    for line in cells(rows, width_of(sys.stdout)):
        click.echo(line)


def asked(plan, on, known_at, by, period, indicators, how):
    from jalon.results.queries.state import state as state_of

    refuse_unknown(indicators)
    levels = {None: "both", "axis": "network"}.get(by, by)
    terms = {"period": period, "by": levels, "indicators": indicators, **how}
    found = state_of(plan, on=on, known_at=known_at, **terms)
    if found is None:
        raise no(f"Nothing of {plan.code} was known at that moment.")
    return found


def refuse_unknown(indicators):
    from jalon.indicators.models import Indicator

    known = set(Indicator.objects.values_list("code", flat=True))
    if unknown := [code for code in indicators if code not in known]:
        raise no(f"There is no indicator “{unknown[0]}”. The indicators are: {', '.join(sorted(known))}.")


def start_of(plan, start, known_at):
    """The start of one of the plan's versions."""
    from jalon.plan.queries import versions

    if start is None:
        return None
    known = sorted(set(versions(plan, known_at=known_at).values_list("starts_on", flat=True)))
    if start.date() not in known:
        days = ", ".join(map(str, known))
        raise no(f"No version of {plan.code} begins on {start:%Y-%m-%d}. Its versions begin on: {days}.")
    return start.date()


def plan_of(code, on):
    from jalon.plan.models import Plan
    from jalon.plan.queries import plan_on

    plan = plan_on(on, code=code or "")
    if plan is None:
        known = ", ".join(Plan.objects.values_list("code", flat=True))
        raise no(
            f"There is no plan “{code}”. The plans are: {known}."
            if known
            else "No plan is loaded: jalon pack load PATH"
        )
    return plan


def moment_of(text):
    from jalon.journal import queries

    return queries.moment_of(text) if text else None


def today():
    from django.utils import timezone

    return timezone.localdate()
