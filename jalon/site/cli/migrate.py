import click

from jalon.site.cli.session import set_up_home


@click.command
def migrate():
    """Bring the database to this version of Jalon."""
    set_up_home()
    from jalon.site import tables
    from jalon.site.database import database

    with database():
        applied = tables.migrate()
    click.echo(f"{applied} migrations applied." if applied else "The database is up to date.")
