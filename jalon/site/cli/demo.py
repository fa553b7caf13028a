import click

from jalon.site.cli.session import set_up_home


@click.command
@click.option("--no-serve", is_flag=True, help="Print the state of the plan and stop.")
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of JALON_PORT.")
def demo(no_serve, port):
    """Show the plan with a simulated life, in a data folder of its own.

    Loads the pack ma-cti, simulates the nine centres since 1 January 2023, opens an account a role, prints
    the state of the plan and serves the pages. A second run changes nothing. A demonstration never becomes a
    real installation.
    """
    set_up_home()
    from django.utils import timezone

    from jalon.site import demo as demonstration
    from jalon.site import messages, serving, tables
    from jalon.site.cli.state import show
    from jalon.site.database import database

    with database():
        messages.compile_all()
        tables.migrate()
        today = timezone.localdate()
        demonstration.begin()
        demonstration.fill(on=today, say=click.echo)
        accounts = demonstration.accounts(on=today)
        show()
        click.echo()
        demonstration.tell(accounts, click.echo)
    if not no_serve:
        serving.serve_anew(port)
