from itertools import islice

import click

from jalon.site.cli.session import no, with_database

SHOWN = 50


@click.command
@click.option("--all", "every", is_flag=True, help=f"Name up to {SHOWN} problems instead of the first.")
@with_database
def verify(every):
    """Check the journal, the evidence, the documents and the segments.

    Walks the whole chain, recomputes every digest, and exits 1 naming the first thing that was changed.
    """
    from jalon.journal.models import Event
    from jalon.site import verification

    found = list(islice(verification.problems(say), SHOWN if every else 1))
    if found:
        raise no("\n".join(str(problem) for problem in found))
    click.echo(f"Nothing was changed: {Event.objects.count()} events, and everything they cover.")


def say(step):
    click.echo(f"Checking {step} ...", err=True)
