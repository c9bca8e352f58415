"""A codebook that is kept, and samples for two people to code: one is done, one waits."""

from sqlalchemy.orm import Session

from consult.demo.county import County
from consult.people.rules import Role
from consult.survey.models import Consultation
from consult.themes.rules import LIVE, Pool, ThemeStatus
from consult.themes.services import move_comments, quotable, themes_with_status
from consult.themes.services.keeping_codebooks import keep_codebook
from consult.themes.services.second_reading import (
    code_blind,
    reading_view,
    set_up_second_reading,
)

SAMPLE = 50
EXAMPLES = 5
DIFFERS = 7


def keep_themes(session: Session, county: County, consultation: Consultation, day: int) -> None:
    """Let the analyst stand behind some comments of each confirmed theme, and keep the themes."""
    analyst = county.user_id(Role.ANALYST)
    now = county.noon(day)
    for theme in themes_with_status(session, consultation.id, ThemeStatus.CONFIRMED):
        ids = [comment.id for comment in quotable(session, theme.id)[:EXAMPLES]]
        if ids:
            move_comments(session, consultation.id, ids, theme.id, user_id=analyst, now=now)
    keep_codebook(session, consultation.id, "Our plan, first round", user_id=analyst, now=now)


def code_twice(session: Session, county: County, consultation: Consultation, day: int) -> None:
    """Let the participation officer code a sample blind, now and then in another way.

    Another sample waits for them.
    """
    analyst, reader = county.user_id(Role.ANALYST), county.user_id(Role.PARTICIPATION_OFFICER)
    now = county.noon(day)
    done, _waiting = (
        set_up_second_reading(
            session,
            consultation.id,
            reader_id=reader,
            pool=Pool.ALL,
            size=SAMPLE,
            user_id=analyst,
            now=now,
        )
        for _ in range(2)
    )
    themes = themes_with_status(session, consultation.id, *LIVE)
    said = {
        blind.id: themes[place % len(themes)].id if place % DIFFERS == 0 else blind.first_theme_id
        for place, blind in enumerate(reading_view(session, done.id).comments)
    }
    code_blind(session, done.id, said, user_id=reader, now=now)
