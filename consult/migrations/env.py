"""How Alembic reaches the database: through the engine it was handed."""

from alembic import context

from consult.db import Base

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    # SQLite changes a table by writing it anew: what points at it must wait until it is back.
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        for pragma in ("foreign_keys=OFF", "legacy_alter_table=ON"):
            connection.connection.driver_connection.execute(f"PRAGMA {pragma}")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("This step would leave rows that point at nothing.")
    if sqlite:
        connection.rollback()
        for pragma in ("legacy_alter_table=OFF", "foreign_keys=ON"):
            connection.connection.driver_connection.execute(f"PRAGMA {pragma}")
