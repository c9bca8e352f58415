"""Tallies: numbers that go up by one, safely, however many come at once."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.db import Base


def count_one(session: Session, table: type[Base], column: str, **keys: Any) -> None:
    """Add one to a number in the row with these keys, which is made where there is none."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if on_postgresql else sqlite.insert
    columns = table.__table__.c
    statement = insert(table.__table__).values({**keys, column: 1})
    one_more = {column: columns[column] + 1}
    session.execute(statement.on_conflict_do_update(index_elements=[*keys], set_=one_more))
