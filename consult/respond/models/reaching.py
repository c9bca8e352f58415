"""How a survey reaches people: settings, links, cards, group sessions, sheets of paper.

Nothing here can be joined to what one person answered: a link counts who came, a card only knows
whether it was used (L-DP-03).
"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.partnership.models import Area, Body
from consult.people.models import User
from consult.respond.rules import LinkKind, SettingKind
from consult.survey.models import Consultation, SurveyVersion
from consult.survey.rules import Audience


class Setting(Base):
    """A school, a club, a library: a place through which people hear of a survey."""

    __tablename__ = "setting"

    id: Mapped[IntKey]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SettingKind]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))

    area: Mapped[Area | None] = relationship()


class EntryLink(Base):
    """One way in: a link for a setting, a class, a tablet, a closed group.

    A teacher holds the code whose hash a link for a class keeps; each session the teacher starts
    is a link of its own, for a day.
    """

    __tablename__ = "entry_link"
    __table_args__ = (
        CheckConstraint("host_hash IS NULL OR kind = 'class'", name="hosts_classes"),
        CheckConstraint("session_of_id IS NULL OR kind = 'class'", name="sessions_of_classes"),
        CheckConstraint("ended_on IS NULL OR ended_on >= made_on", name="ended_later"),
    )

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    setting_id: Mapped[int | None] = mapped_column(ForeignKey("setting.id"))
    audience: Mapped[Audience | None]
    kind: Mapped[LinkKind]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    host_hash: Mapped[str | None] = mapped_column(unique=True)
    session_of_id: Mapped[int | None] = mapped_column(ForeignKey("entry_link.id"), index=True)
    made_on: Mapped[date]
    ended_on: Mapped[date | None]

    consultation: Mapped[Consultation] = relationship()
    setting: Mapped[Setting | None] = relationship()


class Arrival(Base):
    """How many began and finished through a link on a day: numbers only, never who."""

    __tablename__ = "arrival"

    link_id: Mapped[int] = mapped_column(ForeignKey("entry_link.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    began: Mapped[int] = mapped_column(default=0)
    finished: Mapped[int] = mapped_column(default=0)


class AccessCard(Base):
    """A code on a printed card that lets one person in, once."""

    __tablename__ = "access_card"

    id: Mapped[IntKey]
    link_id: Mapped[int] = mapped_column(ForeignKey("entry_link.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    spent: Mapped[bool] = mapped_column(default=False)


class GroupSession(Base):
    """A youth council's or a parent forum's evening: who was there in numbers."""

    __tablename__ = "group_session"

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    audience: Mapped[Audience]
    name: Mapped[str]
    held_on: Mapped[date]
    people: Mapped[int]
    ages: Mapped[dict[str, Any]]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    consultation: Mapped[Consultation] = relationship()
    body: Mapped[Body | None] = relationship()


class PaperEntry(Base):
    """One sheet of paper as it was typed in: once, or twice by two people."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        UniqueConstraint("survey_version_id", "sheet"),
        CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> first_by_id", name="keyed_by_two_people"
        ),
    )

    id: Mapped[IntKey]
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("entry_link.id"))
    sheet: Mapped[str]
    key_twice: Mapped[bool]
    first_answers: Mapped[dict[str, Any]]
    first_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    second_answers: Mapped[dict[str, Any] | None]
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_on: Mapped[date | None]

    version: Mapped[SurveyVersion] = relationship()
    first_by: Mapped[User] = relationship(foreign_keys=[first_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])
