"""The migrations lead to the tables that the code knows, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from consult.db import Base, db
from consult.migrations import append_only, upgrade
from consult.models import TABLES


def test_the_migrations_lead_to_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_is_upgrading_once(app: Flask) -> None:
    upgrade(db.engine)
    tables = set(inspect(db.engine).get_table_names())
    assert tables - {"alembic_version"} == {model.__tablename__ for model in TABLES}


def test_every_ledger_is_a_table() -> None:
    assert {*append_only.LEDGERS, *append_only.THEME_LEDGERS} <= set(Base.metadata.tables)
