import click

from jalon.site.cli.session import with_database


@click.command
@click.option("--until-done", is_flag=True, help="Stop when no job waits any more.")
@click.option("--while-open", is_flag=True, hidden=True, help="Stop when the standard input closes.")
@with_database
def worker(until_done, while_open):
    """Do the long work that pages leave in the queue, and what the calendar asks for.

    `jalon serve` keeps one beside the pages unless told --no-worker; more may run. Stopped, a worker gives
    what it has in hand back to the queue; killed, another takes it over within a minute.
    """
    from jalon.site import working

    working.work(until_caught_up=until_done, while_open=while_open)
