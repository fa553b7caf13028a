import os
import tempfile
from importlib import import_module
from pathlib import Path

import click

from jalon.site.cli.session import no, ready

RUNS = {
    "import": "jalon.evidence.bench:compare_import",
    "results": "jalon.results.engine.bench:compare_results",
    "state": "jalon.site.bench_state:compare_state",
    "fund": "jalon.fund.bench:compare_fund",
    "work": "jalon.services.bench:compare_work",
}


@click.command
@click.argument("name", type=click.Choice(tuple(RUNS)))
@click.option(
    "--rows", type=click.IntRange(min=1), help="How many rows; by default what the bench is known for."
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="A data folder to keep and to measure again; by default a throwaway one.",
)
def bench(name, rows, home):
    """Measure, side by side with other ways to do the same.

    In a data folder with a database of its own, removed at the end unless one is named.
    """
    from jalon.site import postgres

    folder = home or Path(tempfile.mkdtemp(prefix="jalon-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # started by root, the database's account passes through
    os.environ["JALON_HOME"] = str(folder)
    os.environ.pop("JALON_DATABASE_URL", None)
    try:
        with ready(throwaway=True):
            prepare()
            run(name)(**({"rows": rows} if rows else {}), say=click.echo)
    finally:
        if home is None:
            postgres.discard(folder)


def prepare():
    """A journal that says what it is for, and the plan that gives rows their axes and kinds."""
    from jalon.journal import queries as journal
    from jalon.journal.actions import found
    from jalon.site.demo import PACK
    from jalon.site.packs.load import load

    if journal.identity() is None:
        found(purpose="bench")
        load(PACK)
    elif journal.purpose() != "bench":
        raise no("This folder holds an installation: choose another for the bench.")


def run(name):
    module, function = RUNS[name].split(":")
    try:
        return getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise no(f"The bench of {name} is not there: {error}.") from error
