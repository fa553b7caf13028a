from pathlib import Path

import click

from jalon.site.cli.session import no, with_database


@click.group
def document():
    """Check the documents this installation issued, and who signed them."""


@document.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_database
def verify(file):
    """Say who signed FILE, when, and whether it still holds; nothing is written.

    Exits 1 when it does not hold: its bytes were not issued here, or a signature on them no longer holds.
    """
    from jalon.evidence.queries.issued import check

    checked = check(file.read_bytes())
    click.echo(f"SHA-256 {checked.verdict.sha256}")
    for line in lines(checked):
        click.echo(line)
    if not checked.holds:
        raise no(why_not(checked))
    click.echo("It holds." if checked.is_current else "It holds; others have signed since this copy.")


def lines(checked):
    """What is known of the file, a sentence a line."""
    issued = checked.issued
    if issued:
        what = f"{issued.kind} on {issued.subject}{', simulated' if issued.simulated else ''}"
        yield f"Issued here as {what}, on {issued.event.recorded_at:%Y-%m-%d}."
    for one in checked.verdict.signatures:
        day = f" on {one.signed_at:%Y-%m-%d}" if one.signed_at else ""
        state = "holds" if one.holds else f"no longer holds ({one.problem})"
        yield f"{one.capacity}: {one.signer or 'unreadable'}{day}, {LEVELS[one.level]}: {state}."
    if not checked.verdict.signatures:
        yield "It bears no electronic signature."


LEVELS = {
    "simple": "a simple signature, vouched for by the local authority for trials and by nobody else",
    "known": "a certificate of an authority trusted here",
    "unknown": "a certificate of an authority unknown here",
}
PROBLEMS = {
    "not_a_pdf": "It is no PDF.",
    "too_many": "It holds more signatures than a document of this house can.",
    "added_after": "Something was added after the last signature.",
}


def why_not(checked) -> str:
    if checked.verdict.problem:
        return PROBLEMS[checked.verdict.problem]
    if not checked.is_ours:
        return "These bytes were not issued here, or were changed since."
    return "A signature on it no longer holds: the document was changed."
