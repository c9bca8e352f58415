"""Themes, codings (a theme put on a comment, by machine or by whom, when), and every act."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes.rules import Act, Pool, Source, ThemeStatus


class ThemeRun(Base):
    """One reading of the comments by the machine. Nobody sees it until it is finished."""

    __tablename__ = "theme_run"

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    engine: Mapped[str]
    comments: Mapped[int]
    # About how many themes somebody asked for; none: as many as the machine finds.
    asked_themes: Mapped[int | None]
    # How many comments were written in each language but English, by its code.
    languages: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    finished_at: Mapped[datetime | None]
    # How many codings by people it learnt from; none where it found the themes by itself.
    examples: Mapped[int | None]
    # The comments (ids) that would teach it most, first things first.
    asks: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")


class Theme(Base):
    """Something that several people mean: suggested by a run, or made by a person."""

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("status <> 'confirmed' OR decided_by_id IS NOT NULL", name="signed"),
        CheckConstraint("name <> ''", name="named"),
    )

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("theme_run.id"))
    name: Mapped[str]
    suggested_name: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]]
    quotes: Mapped[list[str]] = mapped_column(default=list)
    tone: Mapped[float | None]
    # How many comments sound negative, mixed and positive to the machine: a hint, no measure.
    negative: Mapped[int] = mapped_column(default=0, server_default="0")
    mixed: Mapped[int] = mapped_column(default=0, server_default="0")
    positive: Mapped[int] = mapped_column(default=0, server_default="0")
    # A comment that disagrees with most of the theme and may be quoted.
    against_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    is_rare: Mapped[bool] = mapped_column(default=False, server_default=false())
    status: Mapped[ThemeStatus] = mapped_column(default=ThemeStatus.SUGGESTED)
    # The broader theme that this one is a part of: two levels at most.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    made_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    decided_by: Mapped[User | None] = relationship()


class Coding(Base):
    """A theme put on a comment. A person's newest coding stands above any machine's.

    `theme_id` is empty where a person said that no theme fits. Rows are never changed.
    """

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint(
            "(source = 'machine' AND run_id IS NOT NULL AND user_id IS NULL) OR "
            "(source = 'person' AND user_id IS NOT NULL AND run_id IS NULL)",
            name="signed",
        ),
        Index("ix_coding_comment_id_source", "comment_id", "source"),
    )

    id: Mapped[IntKey]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    source: Mapped[Source]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("theme_run.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    coded_at: Mapped[datetime]
    # How sure the machine is, 0 to 1, where it coded from examples.
    confidence: Mapped[float | None]

    comment: Mapped[Comment] = relationship()
    theme: Mapped[Theme | None] = relationship()
    user: Mapped[User | None] = relationship()


class Codebook(Base):
    """Themes kept for the next consultation, or brought in from elsewhere."""

    __tablename__ = "codebook"
    __table_args__ = (CheckConstraint("name <> ''", name="codebook_named"),)

    id: Mapped[IntKey]
    name: Mapped[str]
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    put_away_at: Mapped[datetime | None]

    consultation: Mapped[Consultation | None] = relationship()
    made_by: Mapped[User] = relationship()


class Code(Base):
    """One theme of a codebook: its name, what it means, and which broader one it stands under."""

    __tablename__ = "code"
    __table_args__ = (
        UniqueConstraint("codebook_id", "name"),
        CheckConstraint("name <> ''", name="code_named"),
    )

    id: Mapped[IntKey]
    codebook_id: Mapped[int] = mapped_column(ForeignKey("codebook.id"))
    place: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"))

    codebook: Mapped[Codebook] = relationship()


class CodeExample(Base):
    """What somebody said that a code fits: a comment of ours, or a text that came in a file.

    A comment is only pointed at, so that words taken back are gone from every codebook.
    """

    __tablename__ = "code_example"
    __table_args__ = (
        CheckConstraint("(comment_id IS NULL) = (text IS NOT NULL)", name="comment_or_text"),
    )

    id: Mapped[IntKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    text: Mapped[str | None]

    code: Mapped[Code] = relationship()


class ThemeFromCode(Base):
    """Which code of a kept codebook a theme was made of."""

    __tablename__ = "theme_from_code"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"))

    theme: Mapped[Theme] = relationship()
    code: Mapped[Code] = relationship()


class SecondReading(Base):
    """A sample of the comments that a second person codes without seeing the first codings."""

    __tablename__ = "second_reading"
    __table_args__ = (CheckConstraint("reader_id <> made_by_id", name="somebody_else"),)

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    pool: Mapped[Pool]
    # How many comments the sample was drawn from.
    drawn_from: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
    reader: Mapped[User] = relationship(foreign_keys=reader_id)
    made_by: Mapped[User] = relationship(foreign_keys=made_by_id)


class BlindCoding(Base):
    """One comment of a second reading: how it was coded before, and how the reader codes it.

    It counts nowhere until a person settles it, which is a coding of the ordinary kind.
    """

    __tablename__ = "blind_coding"
    __table_args__ = (
        UniqueConstraint("reading_id", "comment_id"),
        CheckConstraint("theme_id IS NULL OR coded_at IS NOT NULL", name="blind_coded"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_signed"),
    )

    id: Mapped[IntKey]
    reading_id: Mapped[int] = mapped_column(ForeignKey("second_reading.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    # Empty where no theme fitted.
    first_theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    first_source: Mapped[Source]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    coded_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    reading: Mapped[SecondReading] = relationship()
    comment: Mapped[Comment] = relationship()
    settled_by: Mapped[User | None] = relationship()


class ApartComment(Base):
    """A comment that a run kept apart, and why: nothing said, or not in English."""

    __tablename__ = "apart_comment"

    run_id: Mapped[int] = mapped_column(ForeignKey("theme_run.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    reason: Mapped[str]


class ThemeAct(Base):
    """One thing a person did: what the theme was before and is after. Rows are never changed.

    `codings` are those that were added; `undoes` is the act that this one took back.
    """

    __tablename__ = "theme_act"

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[Act]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    codings: Mapped[list[int]] = mapped_column(JSON)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    done_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("theme_act.id"), unique=True)

    theme: Mapped[Theme | None] = relationship()
    user: Mapped[User] = relationship()


class UndoneCoding(Base):
    """A coding that its act took back: what was said before stands again."""

    __tablename__ = "undone_coding"

    coding_id: Mapped[int] = mapped_column(ForeignKey("coding.id"), primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("theme_act.id"), index=True)


class YouthReading(Base):
    """How the youth council reads a theme, in its own words; the newest stands."""

    __tablename__ = "youth_reading"
    __table_args__ = (CheckConstraint("agrees OR words <> ''", name="says_why"),)

    id: Mapped[IntKey]
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    name: Mapped[str]
    words: Mapped[str]
    agrees: Mapped[bool]
    # Written down by somebody else for the youth council.
    on_behalf: Mapped[bool]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    read_at: Mapped[datetime]

    theme: Mapped[Theme] = relationship()
    user: Mapped[User] = relationship()
