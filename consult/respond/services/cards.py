"""Access cards: codes on paper, each good for one person's answers, kept only as hashes.

A card knows whether it was used, and nothing leads from it to what was answered: the reply under
way holds it only until it is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult import audit
from consult.jobs import chore
from consult.respond.models import AccessCard, Draft, EntryLink
from consult.respond.receipts import card_hash, new_way
from consult.respond.rules import (
    MOST_CARDS,
    CardSpent,
    LinkKind,
    TooManyCards,
    UnknownWay,
    WayEnded,
)
from consult.respond.services.reaching import standing, way
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Audience

WORDS_ON_CARD = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A card that lets somebody in, and to which wording: the one begun with it, if any."""

    id: int
    link_id: int
    audience: Audience | None
    consultation: Consultation


def make_cards(
    session: Session, secret: str, link_id: int, number: int, *, actor: str, now: datetime
) -> list[str]:
    """Make cards and return their codes, this once: only hashes are kept.

    Raises:
        NotFound: there is no such link.
        NotThisWay: the link is not for cards, or has ended.
        TooManyCards: more than a sheet holds, or none.
    """
    link = standing(way(session, link_id), LinkKind.CARDS)
    if not 1 <= number <= MOST_CARDS:
        raise TooManyCards
    codes: dict[str, str] = {}
    while len(codes) < number:
        code = new_way(WORDS_ON_CARD)
        codes[card_hash(secret, code)] = code
    # In the order of their hashes, so that no card's number tells where it lay on the sheet.
    session.add_all(AccessCard(link_id=link.id, code_hash=hashed) for hashed in sorted(codes))
    subject = f"entry_link:{link.id}"
    audit.record(session, actor, "make_cards", subject, now=now, number=number)
    session.commit()
    return list(codes.values())


def card_of(session: Session, secret: str, code: str) -> Card:
    """Return the card with a code, however the code was typed.

    Raises:
        CardSpent: answers were sent with it.
        UnknownWay: there is no such card, or its consultation is not launched.
        WayEnded: the cards of its sheet are not in use any more.
    """
    row = session.execute(
        select(AccessCard, EntryLink, Consultation, Survey.audience)
        .join(EntryLink, EntryLink.id == AccessCard.link_id)
        .join(Consultation, Consultation.id == EntryLink.consultation_id)
        .outerjoin(Draft, Draft.card_id == AccessCard.id)
        .outerjoin(SurveyVersion, SurveyVersion.id == Draft.survey_version_id)
        .outerjoin(Survey, Survey.id == SurveyVersion.survey_id)
        .where(AccessCard.code_hash == card_hash(secret, code))
        .execution_options(populate_existing=True)
    ).first()
    if row is None or row.Consultation.launched_on is None:
        raise UnknownWay
    if row.AccessCard.spent:
        raise CardSpent
    if row.EntryLink.ended_on is not None:
        raise WayEnded
    audience = row.audience or row.EntryLink.audience
    return Card(row.AccessCard.id, row.EntryLink.id, audience, row.Consultation)


@chore
def forget_when_cards_were_spent(session: Session, _today: date) -> None:
    """Write all spent cards anew, as one step.

    PostgreSQL marks each row with the step that wrote it last: until the night, a card and the
    answers sent with it bear the same mark.
    """
    session.execute(update(AccessCard).where(AccessCard.spent).values(spent=True))
    session.commit()
