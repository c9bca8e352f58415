"""A concern holds a comment out of everything until the safeguarding lead lets it go."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import NotFound, RuleBroken
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.safeguarding import services
from consult.safeguarding.rules import ConcernOutcome
from consult.survey.models import Consultation
from tests.builders import (
    NOW,
    TODAY,
    make_areas,
    make_comment,
    make_consultation,
    make_submission,
    make_user,
)

WORDS = "I do not like going home on Fridays"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


@pytest.fixture
def lead(session: Session) -> dict[str, Any]:
    user = make_user(session, Role.SAFEGUARDING_LEAD, name="Grace Mbeki")
    return {"user_id": user.id, "now": NOW}


def free(session: Session) -> list[Comment]:
    return list(session.scalars(services.free_comments().order_by(Comment.id)))


def test_raising_a_concern_holds_the_comment_at_once(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    held, other = (make_comment(session, consultation, text) for text in (WORDS, "Buses"))
    assert free(session) == [held, other]
    concern = services.raise_concern(session, held.id, **me)
    assert free(session) == [other]
    assert services.open_concerns(session) == [concern]


@pytest.mark.parametrize("outcome", list(ConcernOutcome))
def test_only_not_a_concern_releases_the_words(
    session: Session,
    consultation: Consultation,
    me: dict[str, Any],
    lead: dict[str, Any],
    outcome: ConcernOutcome,
) -> None:
    comment = make_comment(session, consultation, WORDS)
    concern = services.raise_concern(session, comment.id, **me)
    services.close_concern(session, concern.id, outcome, "We rang the school.", **lead)
    assert services.open_concerns(session) == []
    assert services.closed_concerns(session) == [concern]
    assert free(session) == ([comment] if outcome is ConcernOutcome.NOT_A_CONCERN else [])


def test_a_comment_let_go_can_be_raised_again(
    session: Session, consultation: Consultation, me: dict[str, Any], lead: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation, WORDS)
    concern = services.raise_concern(session, comment.id, **me)
    with pytest.raises(NotFound):
        services.raise_concern(session, comment.id, **me)
    services.close_concern(session, concern.id, ConcernOutcome.NOT_A_CONCERN, "A song", **lead)
    again = services.raise_concern(session, comment.id, **me)
    assert again.id == concern.id
    assert free(session) == []


def test_a_concern_is_closed_once_and_with_a_reason(
    session: Session, consultation: Consultation, me: dict[str, Any], lead: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation, WORDS)
    concern = services.raise_concern(session, comment.id, **me)
    for bad in ("", "  ", "x" * 100_000):
        with pytest.raises(RuleBroken, match="Say why"):
            services.close_concern(session, concern.id, ConcernOutcome.ADVICE, bad, **lead)
        session.rollback()
    services.close_concern(session, concern.id, ConcernOutcome.ADVICE, "Told them who", **lead)
    with pytest.raises(RuleBroken, match="closed already"):
        services.close_concern(session, concern.id, ConcernOutcome.REFERRED, "No", **lead)
    session.rollback()
    assert concern.outcome is ConcernOutcome.ADVICE


def test_there_is_nothing_to_raise_on_words_taken_back(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation, WORDS)
    comment.submission.withdrawn_on = TODAY
    session.commit()
    with pytest.raises(NotFound):
        services.raise_concern(session, comment.id, **me)
    with pytest.raises(NotFound):
        services.raise_concern(session, 999, **me)


@pytest.mark.parametrize("outcome", [ConcernOutcome.NOT_A_CONCERN, ConcernOutcome.ADVICE])
def test_words_taken_back_are_kept_only_as_long_as_a_concern_keeps_them(
    session: Session,
    consultation: Consultation,
    me: dict[str, Any],
    lead: dict[str, Any],
    outcome: ConcernOutcome,
) -> None:
    comment = make_comment(session, consultation, WORDS, age_band="13_15")
    concern = services.raise_concern(session, comment.id, **me)
    comment.submission.withdrawn_on = TODAY
    session.commit()

    services.close_concern(session, concern.id, outcome, "A line of a song.", **lead)
    is_kept = outcome is ConcernOutcome.ADVICE
    assert comment.text == (WORDS if is_kept else "")
    assert comment.submission.age_band == ("13_15" if is_kept else None)


def test_the_file_shows_the_whole_answer_set_and_opening_it_is_recorded(
    session: Session, consultation: Consultation, me: dict[str, Any], lead: dict[str, Any]
) -> None:
    make_areas(session)
    submission = make_submission(
        session,
        consultation,
        answers={"things_to_do_ease": "2", "better_play": ["clubs", "other"]},
        comments={"better_play": "A quiet place", "one_thing": WORDS},
        age_band="11_12",
        area_key="eastquay",
    )
    comment = session.scalars(select(Comment).where(Comment.question_key == "one_thing")).one()
    concern = services.raise_concern(session, comment.id, **me)
    file = services.open_concern(session, concern.id, **lead)
    assert (file.submission, file.age, file.area) == (submission, "11 or 12", "Eastquay")
    assert [(line.chosen, line.words, line.is_concern) for line in file.lines] == [
        (("Not much",), "", False),
        (("Free clubs", "Something else"), "A quiet place", False),
        ((), WORDS, True),
    ]
    services.open_concern(session, concern.id, **lead)
    opened = select(AuditEntry).where(AuditEntry.action == "open_concern")
    entries = session.scalars(opened).all()
    assert [entry.actor for entry in entries] == [f"user:{lead['user_id']}"] * 2


def test_the_audit_never_holds_the_words(
    session: Session, consultation: Consultation, me: dict[str, Any], lead: dict[str, Any]
) -> None:
    concern = services.raise_concern(session, make_comment(session, consultation, WORDS).id, **me)
    services.open_concern(session, concern.id, **lead)
    services.close_concern(session, concern.id, ConcernOutcome.REFERRED, "Private", **lead)
    for entry in session.scalars(select(AuditEntry)):
        assert WORDS not in str(entry.detail)
        assert "Private" not in str(entry.detail)
