"""The tables as they came to be, and the one step that brings them up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import consult.models  # noqa: F401 (every table must be known)

LOCK = 7_261_996


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest version; a current one is left as it is.

    Two servers that start at once do it one after the other.
    """
    if engine.dialect.name != "postgresql":
        command.upgrade(configuration(engine), "head")
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        command.upgrade(configuration(engine), "head")


def configuration(engine: Engine) -> Config:
    """Return Alembic's configuration for this database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = engine
    return config
