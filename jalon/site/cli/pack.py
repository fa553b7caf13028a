import json
from pathlib import Path

import click

from jalon.site.cli.session import no, set_up, with_database

FOLDER = click.Path(path_type=Path)


@click.group
def pack():
    """Check, load and export the folders that describe a plan."""


@pack.command
@click.argument("path", type=FOLDER)
def check(path):
    """Name file, line and mend of every error of a pack, in one go."""
    set_up()
    from jalon.site.packs.check import check as problems_of

    problems = problems_of(path)
    for problem in problems:
        click.echo(problem)
    errors = sum(problem.is_error for problem in problems)
    if errors:
        raise no(f"{errors} to mend before {path} can be loaded.")
    click.echo(f"{path} can be loaded.")


@pack.command
@click.argument("path", type=FOLDER)
@with_database
def load(path):
    """Load a pack; what is signed is amended, never overwritten.

    Loading the same pack again changes nothing.
    """
    from jalon.site.packs.load import PackRefused
    from jalon.site.packs.load import load as read

    try:
        report = read(path)
    except PackRefused as refused:
        raise no(f"Nothing was loaded. To mend:\n{refused}") from None
    for note in report.notes:
        click.echo(note, err=True)
    click.echo(said(report))


def said(report):
    if report.is_unchanged:
        return f"{report.pack} {report.version} was loaded already: nothing changed."
    counts = (("added", report.added), ("changed", report.changed), ("amended", report.amended))
    parts = ", ".join(f"{len(subjects)} {verb}" for verb, subjects in counts if subjects)
    return f"{report.pack} {report.version} is loaded as moment {report.moment}: {parts}."


@pack.command
@click.argument("plan")
@click.option("--output", type=FOLDER, help="The folder to write; by default one named for the plan, here.")
@with_database
def export(plan, output):
    """Write a plan as a pack that loads back to the same thing."""
    from jalon.site.packs.export import export as write

    folder = output or Path(plan.lower())
    write(plan, folder)
    click.echo(f"{plan} is written to {folder}.")


@pack.command
def schema():
    """Write the JSON schema of packs to the standard output."""
    set_up()
    from jalon.site.packs.published import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True))
