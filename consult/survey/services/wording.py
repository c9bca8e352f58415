"""Plain words: how a text reads, what would make it plainer or fairer, what was left as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.analysis.wording import Hint, HintKind, Reading, hints, reading
from consult.db import find
from consult.errors import RuleBroken
from consult.survey.models import AcceptedWording, Consultation, Survey
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.survey.services.proposals import lines_to_translate, proposals_for

TARGET_AGE = 9
TARGET_AGE_EASY_READ = 8
LONGEST_WORDS = 300
ENDS = (".", "?", "!", ":", "…")


@dataclass(frozen=True, slots=True)
class PlainWords:
    """How a text reads to its audience: its hints, and how many others were left as they are."""

    reading: Reading
    target_age: int
    hints: tuple[Hint, ...]
    accepted: int = 0

    @property
    def age(self) -> int:
        """How old one must be to read it, to the nearest year; 0 where there is nothing to read."""
        return round(self.reading.age)

    @property
    def is_plain(self) -> bool:
        """Whether its audience can read it with ease."""
        return self.age <= self.target_age


@dataclass(frozen=True, slots=True)
class ClosedWording:
    """Words of a consultation that read as if all were decided, and where they stand."""

    field: str
    label: str
    hint: Hint


PROPOSALS = {
    "lead": "What it is about",
    "why": "Why we ask now",
    "what_can_change": "What can still change",
}


def wording_of(text: str, *, audience: Audience, proposal: bool = False) -> PlainWords:
    """Measure a text and hint at what would make it plainer for its audience."""
    target = TARGET_AGE_EASY_READ if audience is Audience.EASY_READ else TARGET_AGE
    found = hints(text, target_age=target, proposal=proposal)
    return PlainWords(reading(text), target, tuple(found))


def wording_in(session: Session, survey: Survey, field: str, *texts: str) -> PlainWords:
    """Measure the texts of one page of a survey; what was left as it is raises no hint again."""
    found = wording_of("\n".join(map(_sentence, filter(None, texts))), audience=survey.audience)
    accepted = _accepted(session, survey, field)
    left = tuple(hint for hint in found.hints if (hint.kind.value, _words(hint)) not in accepted)
    return PlainWords(found.reading, found.target_age, left, len(found.hints) - len(left))


def accept_wording(
    session: Session,
    subject: Survey | Consultation,
    field: str,
    kind: str,
    words: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Note that somebody was warned about words and leaves them as they are (L-CON-03).

    Raises:
        RuleBroken: no words were named, or no hint of ours is about them.
    """
    words = words.strip()[:LONGEST_WORDS]
    if not words or kind not in list(HintKind):
        raise RuleBroken("Say which words stay as they are.")
    if (kind, words) not in _accepted(session, subject, field):
        session.add(
            AcceptedWording(
                **_owner(subject),
                field=field,
                kind=kind,
                words=words,
                accepted_by=actor,
                accepted_at=now,
            )
        )
        name = f"{subject.__tablename__}:{subject.id}"
        audit.record(session, actor, "accept_wording", name, now=now, field=field, kind=kind)
    session.commit()


def closed_wording(session: Session, consultation_id: int) -> list[ClosedWording]:
    """Return what reads as if all were decided and was neither changed nor accepted (L-CON-03).

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    found = []
    for field, label, text in _proposed(session, consultation):
        accepted = _accepted(session, consultation, field)
        for hint in hints(text, target_age=TARGET_AGE, proposal=True):
            if hint.kind is HintKind.CLOSED and (hint.kind.value, _words(hint)) not in accepted:
                found.append(ClosedWording(field, label, hint))
    return found


def _proposed(session: Session, consultation: Consultation) -> Iterator[tuple[str, str, str]]:
    """Return the field, its label and the text of all that a consultation proposes."""
    for field, label in PROPOSALS.items():
        yield field, label, getattr(consultation, field)
    for audience in Audience:
        for put in proposals_for(session, consultation.id, audience):
            label = f"What we plan on {put.priority}, {AUDIENCE_LABELS[audience]}"
            for place, text in lines_to_translate([put]).items():
                yield f"{audience}.{place}", label, text


def accept_closed_wording(
    session: Session,
    consultation: Consultation,
    field: str,
    words: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Note that somebody leaves words of a proposal as they are (L-CON-03).

    Raises:
        RuleBroken: these words are not among those that read as decided.
    """
    named = {(each.field, _words(each.hint)) for each in closed_wording(session, consultation.id)}
    if (field, words) not in named:
        raise RuleBroken("Those words were changed or accepted already. Look again.")
    accept_wording(session, consultation, field, HintKind.CLOSED, words, actor=actor, now=now)


def _accepted(session: Session, subject: Survey | Consultation, field: str) -> set[tuple[str, str]]:
    rows = session.execute(
        select(AcceptedWording.kind, AcceptedWording.words).filter_by(
            **_owner(subject), field=field
        )
    )
    return {(kind, words) for kind, words in rows}


def _owner(subject: Survey | Consultation) -> dict[str, int]:
    return {f"{subject.__tablename__}_id": subject.id}


def _words(hint: Hint) -> str:
    return hint.words.strip()[:LONGEST_WORDS]


def _sentence(text: str) -> str:
    """Close a title or a hint with a full stop, so that it is read as a sentence."""
    text = text.rstrip()
    return text if text.endswith(ENDS) else f"{text}."
