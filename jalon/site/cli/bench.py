import click

from jalon.site.cli.session import no

NAMES = ("results", "import")


@click.command
@click.argument("name", type=click.Choice(NAMES))
def bench(name):
    """Measure, side by side with other ways to do the same, in a throwaway data folder."""
    raise no(f"The bench of {name} is not there yet.")
