import os

import click

from jalon.site.cli.session import no, set_up_home


@click.command
def doctor():
    """Check the installation and say how to mend it."""
    refuse_wrong_settings()
    set_up_home()
    from jalon.site import doctor as checks

    for line in checks.settings_in_force():
        click.echo(line)
    click.echo()
    answers = [shown(check()) for check in checks.BEFORE_THE_DATABASE]
    answers += database_answers()
    ill = sum(not is_well for is_well in answers)
    if ill:
        raise no(f"{ill} to mend.")
    click.echo("Everything is well.")


def refuse_wrong_settings():
    from jalon.site import environment

    try:
        environment.read(os.environ)
    except environment.SettingError as error:
        raise no(error) from None


def database_answers():
    from jalon.site import doctor as checks
    from jalon.site import postgres
    from jalon.site.database import database

    try:
        with database():
            return [shown(check()) for check in checks.WITH_THE_DATABASE]
    except postgres.PostgresError as error:
        return [shown(checks.Answer("Database", False, str(error)))]


def shown(answer):
    click.echo(f"{'ok  ' if answer.is_well else 'NO  '} {answer.what}: {answer.found}")
    if answer.mend and (answer.is_advice or not answer.is_well):
        click.echo(f"     {answer.mend}")
    return answer.is_well
