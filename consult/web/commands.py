"""Commands that run the application: upgrade the database, serve, work."""

import signal
import threading
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.engine import make_url

from consult.clock import now
from consult.config import read_settings
from consult.db import db, db_session
from consult.jobs import work_until
from consult.web.backups import restore_backup, write_backup
from consult.web.server import Server

REST_SECONDS = 1.0
PORTS = click.IntRange(1, 65535)
A_FILE = click.Path(path_type=Path)


@click.command()
def upgrade() -> None:
    """Bring the database up to date."""
    address = make_url(ready_app().config["SQLALCHEMY_DATABASE_URI"])
    click.echo(f"The database is up to date: {address.render_as_string()}", err=True)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=PORTS)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--demo", is_flag=True, help="Load the make-believe county into an empty database.")
def serve(host: str, port: int, threads: int, demo: bool) -> None:
    """Serve the application, with its worker unless CONSULT_EMBEDDED_WORKER is no."""
    app = ready_app()
    if demo:
        from consult.demo.commands import welcome

        with app.app_context():
            welcome(f"http://{host}:{port}")
    embedded = app.config["CONSULT"].embedded_worker
    Server(app, f"{host}:{port}", threads, when_ready=start_worker if embedded else None).run()


@click.command()
def worker() -> None:
    """Do background work until stopped."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    work(ready_app(), stop)


@click.command()
@click.argument("file", type=A_FILE)
def backup(file: Path) -> None:
    """Write the database and the secret key into a new FILE that only you can read."""
    write_backup(read_settings(), file)
    click.echo(f"Backed up to {file}. It holds people's words and the secret key.", err=True)


@click.command()
@click.argument("file", type=A_FILE)
def restore(file: Path) -> None:
    """Restore FILE into an empty database; stop the server first."""
    from consult.migrations import upgrade as upgrade_database

    app = ready_app()
    with app.app_context():
        try:
            restore_backup(app.config["CONSULT"], db.engine, file)
            upgrade_database(db.engine)
        finally:
            db.engine.dispose()
    click.echo("Restored: everything is as it was when the backup was made.", err=True)


def ready_app() -> Flask:
    """Return the application on a database that is up to date."""
    from consult import create_app
    from consult.migrations import upgrade as upgrade_database

    app = create_app()
    with app.app_context():
        upgrade_database(db.engine)
    return app


def start_worker(app: Flask) -> None:
    """Work in a thread beside the server."""
    stop = threading.Event()
    threading.Thread(target=work, args=(app, stop), daemon=True, name="worker").start()


def work(app: Flask, stop: threading.Event) -> None:
    """Take up background work until told to stop."""
    with app.app_context():
        work_until(stop, db_session, now, REST_SECONDS)
