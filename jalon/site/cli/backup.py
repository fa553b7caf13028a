from pathlib import Path

import click

from jalon.site.cli.session import no, set_up, with_database

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command
@click.argument("file", type=FILE)
@with_database
def backup(file):
    """Write the whole installation into one file.

    The database, the documents, the segments and the secret key, with a digest of each. It can be made while
    people work. Keep it as safe as the installation itself.
    """
    from jalon.site.backup import backup as write

    manifest = write(file.absolute())
    size = file.stat().st_size / 2**20
    click.echo(f"{file} holds everything up to moment {manifest['moment']} ({size:,.1f} MiB).")


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file):
    """Read such a file into an empty data folder.

    JALON_HOME says which. Everything is verified afterwards.
    """
    set_up()
    from django.conf import settings

    from jalon.site import postgres
    from jalon.site.backup import refuse_used_home
    from jalon.site.home import Home

    home = Home(settings.JALON_HOME)
    refuse_used_home(home)
    try:
        read_and_verify(file)
    except BaseException:
        postgres.discard(home.path)  # it was empty: what half a backup left would only mislead
        raise


def read_and_verify(file):
    from jalon.site import verification
    from jalon.site.backup import restore as read
    from jalon.site.database import database

    with database():
        manifest = read(file.absolute(), lambda step: click.echo(f"{step.capitalize()} ...", err=True))
        for problem in verification.problems():
            raise no(f"What was restored is not what was recorded. {problem}")
    click.echo(f"Everything up to moment {manifest['moment']} is back, and verified.")
