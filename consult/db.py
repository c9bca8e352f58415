"""The one SQLAlchemy object, the declarative Base, shared column types."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from consult.errors import NotFound

BUSY_SECONDS = 20

# True while a page that only reads is being made: its transaction need not wait for writers.
reading: ContextVar[bool] = ContextVar("reading", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; a naive moment is a mistake."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The parent of all tables: every constraint has a name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: Text,
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


IntKey = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
]

db = SQLAlchemy(session_options={"expire_on_commit": False})
Row = TypeVar("Row", bound=Base)


def db_session() -> Session:
    """Return the session of the request or command under way."""
    return cast(Session, db.session)


def find(session: Session, kind: type[Row], row_id: int) -> Row:
    """Return one row by its id.

    Raises:
        NotFound: there is no such row.
    """
    row = session.get(kind, row_id)
    if row is None:
        raise NotFound("We could not find that. It may have been moved or taken away.")
    return row


@contextmanager
def only_reading() -> Iterator[None]:
    """Mark what happens inside as reading: on SQLite it never waits for a writer."""
    token = reading.set(True)
    try:
        yield
    finally:
        reading.reset(token)


def prepare_engine(engine: Engine) -> None:
    """Make SQLite safe: WAL, foreign keys, a busy time-out, writes that begin immediate."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)


def _prepare_connection(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")
    # Its own knows the capitals of English only.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: Any) -> str | None:
    return None if value is None else str(value).lower()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")
