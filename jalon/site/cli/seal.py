import hashlib
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
    chosen = seal_of(period_named(period), code, number)
    output = output or Path(f"seal-{chosen.plan.code}-{chosen.period}-{chosen.number}.zip")
    copy(chosen, output)
    click.echo(f"{output} is written. Check it: python tools/verify_seal.py {output}", err=True)
    click.echo(f"The key that signed it: {chosen.public_key}", err=True)


def period_named(code):
    from jalon.kernel.periods import parse

    try:
        return parse(code).code
    except ValueError:
        raise no(
            f"{code} is no period: say a year, a half-year or a quarter (2024, 2024-H1, 2024-Q2)."
        ) from None


def seal_of(period, code, number):
    from jalon.reporting.queries.seals import seals_of
    from jalon.site.cli.state import plan_of, today

    plan = plan_of(code, today())
    made = seals_of(plan, period)
    if not made:
        raise no(f"{period} of {plan.code} is not sealed: `jalon seal list` says what is.")
    found = [one for one in made if number in (None, one.number)]
    if not found:
        raise no(f"{period} of {plan.code} has {len(made)} seals, none of them number {number}.")
    return found[0]


def copy(chosen, output):
    """Write the bundle as it was sealed: what is on the disk is checked first."""
    from jalon.evidence.queries.sealable import path_of_document

    stored = path_of_document(chosen.bundle_id)
    try:
        content = stored.open("rb")
    except OSError as error:
        raise no(
            f"The bundle cannot be read ({stored}): bring it back from a backup. "
            "`jalon verify` says what else is gone."
        ) from error
    with content:
        if hashlib.file_digest(content, "sha256").hexdigest() != chosen.bundle_id:
            raise no(f"The bundle is not what was sealed ({stored}): bring it back from a backup.")
        content.seek(0)
        try:
            with output.open("wb") as written:
                shutil.copyfileobj(content, written)
        except OSError as error:
            raise no(
                f"{output} cannot be written: {error.strerror}. Say another file with --output."
            ) from error
