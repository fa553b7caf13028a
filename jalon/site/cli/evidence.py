from pathlib import Path

import click

from jalon.site.cli.session import no, with_database

FORMATS = ("csv", "xlsx", "parquet", "jsonl")


@click.group
def evidence():
    """Import and export what the centres did."""


@evidence.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--centre", required=True, help="The code of the centre, for instance CTTH.")
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
@with_database
def import_(file, centre, dry_run):
    """Import a centre's CSV, XLSX, XLS or ODS file: all of it or, when something is wrong, nothing.

    Importing the same file again changes nothing; a corrected line becomes a reversal and a new row.
    """
    raise no("Importing is not there yet.")


@evidence.command
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Instead of the standard output."
)
@with_database
def export(form, output):
    """Write every row, with its moment, its reversal and its digest."""
    raise no("Exporting is not there yet.")
