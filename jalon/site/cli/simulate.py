import click

from jalon.site.cli.session import with_database

DAY = click.DateTime(["%Y-%m-%d"])


@click.command
@click.option("--seed", type=click.IntRange(min=0), required=True, help="The same seed makes the same life.")
@click.option("--from", "start", type=DAY, required=True, help="The first day, YYYY-MM-DD.")
@click.option("--to", "end", type=DAY, required=True, help="The last day, YYYY-MM-DD.")
@click.option("--rows", type=click.IntRange(min=1), help="How many rows; by default about 70 a day.")
@click.option("--vouched", is_flag=True, help="With a year of returns, sessions and payments.")
@with_database
def simulate(seed, start, end, rows, vouched):
    """Make a plausible life of the centres, marked as simulated.

    In a new data folder or a demonstration only: simulated and real rows are never mixed. The same life again
    changes nothing.
    """
    from jalon.site import demo
    from jalon.site.simulation import refuse_days
    from jalon.site.simulation import simulate as live

    refuse_days(start.date(), end.date())  # before anything of the home is made
    if demo.begin(start.date()):
        demo.load_pack(click.echo, start.date())
    life = {"seed": seed, "start": start.date(), "end": end.date(), "rows": rows, "vouched": vouched}
    click.echo(live(**life, progress=demo.Progress(click.echo)))
