"""How the youth council reads the themes, kept beside what the analyst calls them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import RuleBroken
from consult.people.models import User
from consult.people.rules import Role
from consult.themes.models import Theme, YouthReading
from consult.themes.rules import LIVE
from consult.themes.services.judging import check_live, tidy

LONGEST_WORDS = 1_000


def read_as_youth_council(
    session: Session,
    theme_id: int,
    *,
    name: str,
    words: str,
    agrees: bool,
    user_id: int,
    now: datetime,
) -> YouthReading:
    """Keep how the youth council reads a theme; the analyst's name stays as it is.

    Raises:
        NotFound: there is no such theme.
        RuleBroken: it is not in use, or they differ and do not say how.
    """
    theme = find(session, Theme, theme_id)
    check_live(theme)
    if not agrees and not words.strip():
        raise RuleBroken("Say in your own words what you see differently.")
    if len(words) > LONGEST_WORDS:
        raise RuleBroken(f"Use {LONGEST_WORDS} characters or fewer.")
    reading = YouthReading(
        theme_id=theme.id,
        name=tidy(name or theme.name),
        words=words.strip(),
        agrees=agrees,
        on_behalf=find(session, User, user_id).role is not Role.YOUTH_COUNCIL_MEMBER,
        user_id=user_id,
        read_at=now,
    )
    session.add(reading)
    audit.record(
        session,
        f"user:{user_id}",
        "read_as_youth_council",
        f"theme:{theme.id}",
        now=now,
        agrees=agrees,
        on_behalf=reading.on_behalf,
    )
    session.commit()
    return reading


def youth_readings(session: Session, consultation_id: int) -> dict[int, YouthReading]:
    """Return the youth council's newest reading of each theme, by theme id."""
    newest = (
        select(func.max(YouthReading.id))
        .join(Theme, Theme.id == YouthReading.theme_id)
        .where(Theme.consultation_id == consultation_id)
        .group_by(YouthReading.theme_id)
    )
    readings = select(YouthReading).where(YouthReading.id.in_(newest))
    whole = readings.options(joinedload(YouthReading.user))
    return {reading.theme_id: reading for reading in session.scalars(whole)}


def themes_to_read(session: Session, consultation_id: int) -> Sequence[Theme]:
    """Return the themes that the youth council can read: those in use, by name."""
    in_use = select(Theme).where(Theme.consultation_id == consultation_id, Theme.status.in_(LIVE))
    return session.scalars(in_use.order_by(Theme.name, Theme.id)).all()
