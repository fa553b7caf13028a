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
}


@click.command
@click.argument("name", type=click.Choice(tuple(RUNS)))
@click.option(
    "--rows", type=click.IntRange(min=1), help="How many rows; by default what the bench is known for."
)
def bench(name, rows):
    """Measure, side by side with other ways to do the same.

    In a throwaway data folder with a database of its own, removed at the end.
    """
    from jalon.site import postgres

    home = Path(tempfile.mkdtemp(prefix="jalon-bench-"))
    home.chmod(0o711)  # started by root, the database's account passes through
    os.environ["JALON_HOME"] = str(home)
    os.environ.pop("JALON_DATABASE_URL", None)
    try:
        with ready(throwaway=True):
            prepare()
            run(name)(**({"rows": rows} if rows else {}), say=click.echo)
    finally:
        postgres.discard(home)


def prepare():
    """A journal that says what it is for, and the plan that gives rows their axes and kinds."""
    from jalon.journal.actions import found
    from jalon.site.demo import PACK
    from jalon.site.packs.load import load

    found(purpose="bench")
    load(PACK)


def run(name):
    module, function = RUNS[name].split(":")
    try:
        return getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise no(f"The bench of {name} is not there: {error}.") from error
