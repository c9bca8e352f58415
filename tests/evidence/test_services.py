"""Evidence rests on something, is frozen, and is never edited."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import NotFound, RuleBroken
from consult.evidence.models import Evidence, EvidenceTheme
from consult.evidence.rules import EvidenceDraft, NotEvidence, Strength
from consult.evidence.services import evidence_on, report_consultation, themes_behind
from consult.evidence.services import write_evidence as write
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.themes.models import Theme
from tests.builders import (
    NOW,
    TODAY,
    make_comment,
    make_consultation,
    make_evidence,
    make_theme,
    make_user,
    priority_of,
)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session, stage="closed")


@pytest.fixture
def theme(session: Session, consultation: Consultation) -> Theme:
    return make_theme(session, consultation, comments=[make_comment(session, consultation)])


def draft(session: Session, consultation: Consultation, **parts: Any) -> EvidenceDraft:
    priority = priority_of(session, consultation)
    return EvidenceDraft(priority.id, "We heard this.", Strength.FAIR, **parts)


def test_it_stands_on_its_priority_and_in_the_audit(
    session: Session, consultation: Consultation, theme: Theme
) -> None:
    words = draft(session, consultation, theme_ids=(theme.id, theme.id))
    evidence = write(session, consultation.id, words, user_id=make_user(session).id, now=NOW)
    assert list(evidence_on(session, words.priority_id, consultation.id)) == [evidence]
    assert list(themes_behind(session, evidence.id)) == [theme]
    subjects = session.scalars(select(AuditEntry.subject)).all()
    assert f"evidence:{evidence.id}" in subjects


def test_one_person_is_never_a_number(
    session: Session, consultation: Consultation, theme: Theme
) -> None:
    words = draft(session, consultation, theme_ids=(theme.id,))
    evidence = write(session, consultation.id, words, user_id=make_user(session).id, now=NOW)
    said = evidence.figures["themes"][0]["said"]["young_person"]
    assert said == {"people": "fewer than 5", "of": "fewer than 5", "percent": None}


def test_it_rests_on_a_confirmed_theme_of_its_own_consultation(
    session: Session, consultation: Consultation
) -> None:
    guess = make_theme(session, consultation, confirmed=False)
    elsewhere = make_theme(session, make_consultation(session))
    for theme_ids in [(), (guess.id,), (elsewhere.id,)]:
        with pytest.raises(NotEvidence, match="confirmed"):
            write(
                session,
                consultation.id,
                draft(session, consultation, theme_ids=theme_ids),
                user_id=make_user(session).id,
                now=NOW,
            )


def test_it_quotes_only_words_that_may_be_quoted(
    session: Session, consultation: Consultation, theme: Theme
) -> None:
    analyst = make_user(session)
    held = make_comment(session, consultation, "Something happened")
    raise_concern(session, held.id, user_id=analyst.id, now=NOW)
    private = make_comment(session, consultation, "Not for others", may_quote=False)
    elsewhere = make_comment(session, make_consultation(session))
    for comment in (held, private, elsewhere):
        words = draft(session, consultation, theme_ids=(theme.id,), quote_ids=(comment.id,))
        with pytest.raises(NotEvidence, match="cannot be used"):
            write(session, consultation.id, words, user_id=analyst.id, now=NOW)


def test_its_priority_is_one_that_was_asked_about(
    session: Session, consultation: Consultation, theme: Theme
) -> None:
    other = priority_of(session, make_consultation(session))
    words = EvidenceDraft(other.id, "We heard this.", Strength.FAIR, theme_ids=(theme.id,))
    with pytest.raises(NotFound):
        write(session, consultation.id, words, user_id=make_user(session).id, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        update(Evidence).values(statement="Better"),
        update(Evidence).values(figures={}),
        delete(EvidenceTheme),
    ],
    ids=["statement", "figures", "theme"],
)
def test_the_database_keeps_what_was_written(
    session: Session, consultation: Consultation, theme: Theme, change: Any
) -> None:
    make_evidence(session, consultation, themes=[theme])
    with pytest.raises(IntegrityError, match="append only"):
        session.execute(change)
    session.rollback()


def test_a_consultation_is_reported_once(session: Session, consultation: Consultation) -> None:
    make_evidence(session, consultation)
    report_consultation(session, consultation.id, actor="user:1", today=TODAY, now=NOW)
    assert consultation.reported_on == TODAY
    with pytest.raises(RuleBroken, match="already"):
        report_consultation(session, consultation.id, actor="user:1", today=TODAY, now=NOW)
