import sys
from pathlib import Path

import click

from jalon.site.cli.session import no, with_database

FORMATS = ("csv", "xlsx", "parquet", "jsonl")
SHOWN = 100  # problems printed; the page of an import lists more


@click.group
def evidence():
    """Import and export what the centres did."""


@evidence.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--centre", required=True, help="The code of the centre, for instance CTTH.")
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
@click.option("--good-lines", is_flag=True, help="Take in the lines that are right, leave the others out.")
@with_database
def import_(file, centre, dry_run, good_lines):
    """Import a centre's CSV, XLSX, XLS or ODS file: all of it or, when something is wrong, nothing.

    Importing the same file again changes nothing; a corrected line becomes a reversal and a new row.
    """
    from jalon.evidence import segments
    from jalon.evidence.imports import import_file

    report = import_file(file, centre=centre_of(centre), by=None, dry_run=dry_run, take_good_lines=good_lines)
    segments.write_if_many(report.changed if report.recorded else 0)
    for line in said(report):
        click.echo(line)
    if not report.ok and not report.recorded:
        raise no(refusal_of(report))


def centre_of(code):
    from jalon.site.cli.person import organisation_of

    found = organisation_of(code)
    if found.kind != "centre":
        raise no(f"{found.code} is not a centre: only centres bring evidence.")
    return found


def said(report):
    from jalon.evidence.imports import sentences
    from jalon.evidence.queries import catalogue

    kinds = catalogue()
    for problem in report.problems[:SHOWN]:
        why, mend = sentences.problem(problem, kinds)
        yield f"{place(problem)}: {why} {mend}"
    for warning in report.warnings[:SHOWN]:
        where = f"{place(warning)}: " if place(warning) else ""
        yield f"{where}note: {sentences.warning(warning, kinds)}"
    if not report.refusal:
        yield counts(report)


def place(one):
    """Where a problem is, as far as it has a place: some are about a column or the whole file."""
    cell = f"{one['letter'] or ''}{one['row']}" if one["row"] else one["letter"] or ""
    value = f"“{one['value']}”" if one["value"] else ""
    named = ": ".join(part for part in (one["column"], value) if part)
    return " ".join(part for part in (one["sheet"], cell, f"({named})" if named else "") if part)


def counts(report):
    names = ("new", "corrected", "reversed", "unchanged")
    parts = ", ".join(f"{getattr(report, name)} {name}" for name in names)
    end = f"Recorded as moment {report.moment}." if report.recorded else "Nothing was recorded."
    return f"{report.lines} lines: {parts}. {end}"


def refusal_of(report):
    from jalon.evidence.imports import sentences

    if report.refusal:
        return " ".join((f"{report.file_name}:", *sentences.refusal(report.refusal, report.detail)))
    found = report.errors
    more = f" (the first {SHOWN} are shown)" if found > SHOWN else ""
    return f"{found} to mend in {report.file_name}{more}."


@evidence.command
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Instead of the standard output."
)
@click.option("--known-at", "moment", help="What was known at an event's number, a day or an instant.")
@with_database
def export(form, output, moment):
    """Write every row, with its moment, its reversal and its digest.

    Quantities are signed, amounts in dirhams. The rows stream: as many as there are fit in little memory.
    A firm is the one it counts as now, or counted as at the moment asked.
    """
    from jalon.evidence.exports import export as write
    from jalon.site.cli.state import moment_of

    known_at = moment_of(moment)
    if output is None:
        write(form, sys.stdout.buffer, known_at=known_at)
        sys.stdout.buffer.flush()
        return
    with open_output(output) as file:
        count = write(form, file, known_at=known_at)
    click.echo(f"{output} holds {count} rows.", err=True)


def open_output(path):
    try:
        return path.open("wb")
    except OSError as error:
        raise no(f"{path} cannot be written: {error.strerror}. Choose another --output.") from error
