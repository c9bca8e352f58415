"""Bodies form a tree; seats belong to organisations or are nominated by another body."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.partnership.rules import BodyKind
from consult.people.models import User


class Organisation(Base):
    """A partner agency: the only kind of owner a commitment can have."""

    __tablename__ = "organisation"

    id: Mapped[IntKey]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]


class Area(Base):
    """A place people say they live in or near, with dates."""

    __tablename__ = "area"

    id: Mapped[IntKey]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class AreaManager(Base):
    """Whose area it is: a local manager sees their own and no other (S4-KEN-06)."""

    __tablename__ = "area_manager"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class Body(Base):
    """A trust, a board, a youth council, a forum."""

    __tablename__ = "body"

    id: Mapped[IntKey]
    kind: Mapped[BodyKind]
    name: Mapped[str] = mapped_column(unique=True)
    statement: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))

    parent: Mapped["Body | None"] = relationship(remote_side="Body.id")


class Seat(Base):
    """A place on a body: for an organisation, or nominated by another body."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint(
            "(organisation_id IS NULL) <> (nominated_by_id IS NULL)", name="one_source"
        ),
    )

    id: Mapped[IntKey]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))

    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    organisation: Mapped[Organisation | None] = relationship()
    nominated_by: Mapped[Body | None] = relationship(foreign_keys=[nominated_by_id])


class Member(Base):
    """Whoever holds a seat, shown by role and not by name."""

    __tablename__ = "member"

    id: Mapped[IntKey]
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    shown_as: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    seat: Mapped[Seat] = relationship()
    user: Mapped[User | None] = relationship()
