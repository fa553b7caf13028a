import click


@click.group
def messages():
    """Compile the translations."""


@messages.command("compile")
def compile_():
    """Turn every translation file (.po) into the form Django reads (.mo)."""
    from jalon.site.messages import compile_all

    click.echo(f"{compile_all()} translation files compiled.")
