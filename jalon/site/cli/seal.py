import json
import shutil
from pathlib import Path

import click

from jalon.site.cli.session import no, with_database


@click.group
def seal():
    """List the sealed periods, and export the bundle of one."""


@seal.command(name="list")
@click.option("--plan", "code", help="The code of the plan; by default every plan.")
@click.option("--json", "as_json", is_flag=True, help="One object a seal.")
@with_database
def list_(code, as_json):
    """Print each sealed period: when, how many rows, their root, and the key that signed."""
    from jalon.reporting.queries.seals import seals_of
    from jalon.site.cli.state import plan_of, today

    found = [record(one) for one in seals_of(plan_of(code, today()) if code else None)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in found or [None]:
        click.echo(told(one))


def record(one):
    said = {name: getattr(one, name) for name in ("period", "number", "rows", "root", "public_key")}
    said |= {"manifest": one.manifest, "known_at": one.known_at, "simulated": one.simulated}
    return {"plan": one.plan.code, "sealed_at": one.event.recorded_at.isoformat(), **said}


def told(one):
    if one is None:
        return "No period is sealed yet."
    mark = "  simulated" if one["simulated"] else ""
    head = f"{one['plan']}  {one['period']}  seal {one['number']}  {one['rows']:,} rows{mark}"
    return f"{head}\n  sealed {one['sealed_at']}\n  root {one['root']}\n  public key {one['public_key']}"


@seal.command
@click.argument("period")
@click.option("--plan", "code", help="The code of the plan; by default the one running today.")
@click.option("--number", type=int, help="An earlier seal of the period; by default the last one.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="By default seal-PLAN-PERIOD-NUMBER.zip.",
)
@with_database
def export(period, code, number, output):
    """Write the signed bundle of PERIOD (2024, 2024-H1, 2024-Q2), for tools/verify_seal.py.

    It holds rows of every centre of the plan, with keys of firms and no names: give it to who may read them.
    """
    from jalon.evidence.queries.sealable import path_of_document
    from jalon.reporting.queries.seals import seals_of
    from jalon.site.cli.state import plan_of, today

    plan = plan_of(code, today())
    found = [one for one in seals_of(plan, period) if number in (None, one.number)]
    if not found:
        raise no(f"{period} of {plan.code} is not sealed: `jalon seal list` says what is.")
    chosen = found[0]
    output = output or Path(f"seal-{plan.code}-{chosen.period}-{chosen.number}.zip")
    shutil.copyfile(path_of_document(chosen.bundle_id), output)
    click.echo(f"{output} is written. Check it: python tools/verify_seal.py {output}", err=True)
    click.echo(f"The key that signed it: {chosen.public_key}", err=True)
