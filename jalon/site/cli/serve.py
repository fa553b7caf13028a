import click


@click.command
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of JALON_PORT.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Instead of JALON_WORKERS.")
@click.option("--no-worker", is_flag=True, help="Leave the queue to a `jalon worker` of its own.")
def serve(port, host, workers, no_worker):
    """Serve the pages, on this machine.

    Applies migrations first, starts the embedded PostgreSQL when no server is named, and stops it at the end.
    A worker for long work runs beside the pages.
    """
    from jalon.site.cli.session import set_up_home

    set_up_home()
    from jalon.site import serving, tables
    from jalon.site.database import database

    with database():
        tables.migrate()
        serving.serve(host=host, port=port, workers=workers, with_worker=not no_worker, say=click.echo)
