"""Builders: each makes one thing of the trade, and what it needs, in the database."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.models import AgendaItem, Decision, Meeting
from consult.board.rules import DecisionDraft, Standing
from consult.board.rules import Outcome as DecisionOutcome
from consult.board.services import record_decision
from consult.evidence.models import Evidence, EvidenceQuote, EvidenceTheme
from consult.evidence.rules import LIMITS
from consult.partnership.models import Area, Body, Organisation
from consult.partnership.rules import BodyKind
from consult.people.models import User
from consult.people.rules import Role
from consult.plan.models import Plan, PlanVersion, Priority, PriorityOutcome
from consult.plan.rules import Outcome, PlanStage
from consult.respond.models import Answer, Comment, Submission
from consult.survey.models import Consultation, ConsultationPriority, Survey, SurveyVersion
from consult.survey.rules import Audience
from consult.themes.models import Coding, Theme
from consult.themes.rules import Source, ThemeStatus

TODAY = date(2027, 3, 10)
NOW = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
PASSWORD = "otters swim at night"
# Quick to check: the suite signs in hundreds of times.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "things_to_do_ease",
        "type": "faces",
        "title": "Is there fun stuff to do near you?",
        "priority": "P1",
        "options": [
            {"key": str(n), "label": label}
            for n, label in enumerate(["No", "Not much", "In the middle", "Some", "Lots"], start=1)
        ],
    },
    {
        "key": "better_play",
        "type": "several",
        "title": "What would make it better?",
        "hint": "You can pick 2.",
        "priority": "P1",
        "most": 2,
        "other": True,
        "options": [
            {"key": "parks", "label": "Clean parks"},
            {"key": "clubs", "label": "Free clubs"},
            {"key": "lights", "label": "More lights"},
        ],
    },
    {
        "key": "top_three",
        "type": "top3",
        "title": "Pick the 3 things that matter most to you.",
        "options": [{"key": f"p{n}", "label": f"Priority number {n}"} for n in range(1, 6)],
    },
    {
        "key": "one_thing",
        "type": "long_text",
        "title": "What one thing should change?",
        "hint": "Please do not use names.",
        "priority": "P2",
        "max_length": 300,
    },
    {
        "key": "age_band",
        "type": "age_band",
        "title": "How old are you?",
        "options": [
            {"key": "8_10", "label": "8 to 10"},
            {"key": "11_12", "label": "11 or 12"},
            {"key": "13_15", "label": "13 to 15"},
        ],
    },
    {"key": "area", "type": "area", "title": "Which town is near you?"},
]


def definition(questions: Sequence[Mapping[str, Any]] = QUESTIONS) -> dict[str, Any]:
    return {
        "start": {
            "title": "What should change here?",
            "lead": "Tell us what matters to you.",
            "minutes": 4,
            "points": ["We do not ask for your name."],
        },
        "questions": [dict(question) for question in questions],
        "thanks": "Thank you. Your words are in.",
    }


def make_user(session: Session, role: Role = Role.ANALYST, *, name: str = "Ash Reed") -> User:
    user = User(
        email=f"{role.value}.{uuid.uuid4().hex[:6]}@saltshire.example",
        name=name,
        role=role,
        password_hash=_HASH,
    )
    session.add(user)
    session.commit()
    return user


def make_body(session: Session, kind: BodyKind = BodyKind.BOARD) -> Body:
    body = session.scalar(select(Body).where(Body.kind == kind))
    if body is None:
        body = Body(kind=kind, name=f"Saltshire {kind.value}", statement="We work together.")
        session.add(body)
        session.commit()
    return body


def make_organisation(session: Session, name: str = "Saltshire Council") -> Organisation:
    organisation = session.scalar(select(Organisation).where(Organisation.name == name))
    if organisation is None:
        organisation = Organisation(name=name, kind="council")
        session.add(organisation)
        session.commit()
    return organisation


def make_areas(session: Session) -> list[Area]:
    areas = [
        Area(key=name.lower(), name=name, starts_on=date(2020, 1, 1))
        for name in ("Saltby", "Eastquay", "Thornwick")
    ]
    session.add_all(areas)
    session.commit()
    return areas


def make_plan_version(session: Session, *, priorities: int = 5) -> PlanVersion:
    slug = f"plan-{uuid.uuid4().hex[:6]}"
    plan = Plan(body=make_body(session, BodyKind.TRUST), slug=slug, title="Our plan for you")
    version = PlanVersion(
        plan=plan,
        number=1,
        stage=PlanStage.CONSULTING,
        summary="What we want for every child here.",
        starts_on=date(2027, 9, 1),
        ends_on=date(2030, 8, 31),
    )
    session.add(version)
    session.flush()
    for rank in range(1, priorities + 1):
        priority = Priority(
            version=version,
            code=f"P{rank}",
            rank=rank,
            label=f"Priority number {rank}",
            verbatim=f"To improve outcome {rank} for all children and young people.",
            summary="We want this to be better for you.",
        )
        session.add(priority)
        session.flush()
        session.add(PriorityOutcome(priority_id=priority.id, outcome=Outcome.HEALTHY))
    session.commit()
    return version


def priority_of(session: Session, consultation: Consultation, code: str = "P1") -> Priority:
    return session.scalars(
        select(Priority).where(
            Priority.plan_version_id == consultation.plan_version_id, Priority.code == code
        )
    ).one()


def make_consultation(
    session: Session, *, stage: str = "open", today: date = TODAY
) -> Consultation:
    """Make a consultation at a stage: designing, open, closed or reported."""
    version = make_plan_version(session)
    opens = today - timedelta(days=10 if stage == "open" else 120)
    if stage == "designing":
        opens = today + timedelta(days=14)
    closes = opens + timedelta(days=84)
    consultation = Consultation(
        version=version,
        body=make_body(session, BodyKind.TRUST),
        slug=f"your-plan-{uuid.uuid4().hex[:6]}",
        title="Our plan: what do you think?",
        lead="We have a draft plan. You can help us change it.",
        why="So that the plan does what you need.",
        what_can_change="Everything in the draft.",
        what_is_fixed="How much money there is.",
        who_decides="The board of the trust.",
        contact="hello@saltshire.example",
        opens_on=opens,
        closes_on=closes,
        decides_on=closes + timedelta(days=60),
        feedback_on=closes + timedelta(days=84),
        withdraw_until=closes + timedelta(days=84),
        launched_on=None if stage == "designing" else opens,
        reported_on=today - timedelta(days=1) if stage == "reported" else None,
    )
    session.add(consultation)
    session.flush()
    for priority in session.scalars(select(Priority).where(Priority.version == version)):
        session.add(ConsultationPriority(consultation=consultation, priority=priority))
    session.commit()
    return consultation


def make_survey(
    session: Session,
    consultation: Consultation,
    audience: Audience = Audience.YOUNG_PERSON,
    *,
    questions: Sequence[Mapping[str, Any]] = QUESTIONS,
) -> Survey:
    survey = Survey(consultation=consultation, audience=audience, draft=definition(questions))
    session.add(survey)
    session.commit()
    return survey


def make_survey_version(session: Session, survey: Survey) -> SurveyVersion:
    """Publish a survey's draft as it stands."""
    version = SurveyVersion(
        survey=survey,
        number=1,
        definition=survey.draft,
        published_at=NOW,
        published_by=make_user(session, Role.PARTICIPATION_OFFICER),
    )
    session.add(version)
    session.commit()
    return version


def version_for(
    session: Session, consultation: Consultation, audience: Audience = Audience.YOUNG_PERSON
) -> SurveyVersion:
    """Return the published survey of an audience, making it where there is none."""
    version = session.scalar(
        select(SurveyVersion)
        .join(Survey)
        .where(Survey.consultation_id == consultation.id, Survey.audience == audience)
    )
    return version or make_survey_version(session, make_survey(session, consultation, audience))


def make_submission(
    session: Session,
    consultation: Consultation,
    *,
    audience: Audience = Audience.YOUNG_PERSON,
    answers: Mapping[str, str | Sequence[str]] | None = None,
    comments: Mapping[str, str] | None = None,
    may_quote: bool = True,
    age_band: str | None = None,
    area_key: str | None = None,
    sent_on: date = TODAY,
) -> Submission:
    """Make one person's answers: option keys by question key, and words by question key."""
    submission = Submission(
        survey_version_id=version_for(session, consultation, audience).id,
        consultation_id=consultation.id,
        audience=audience,
        sent_on=sent_on,
        key_hash=uuid.uuid4().hex,
        receipt_hash=uuid.uuid4().hex,
        may_quote=may_quote,
        age_band=age_band,
        area_key=area_key,
    )
    session.add(submission)
    session.flush()
    for question_key, chosen in (answers or {}).items():
        keys = [chosen] if isinstance(chosen, str) else list(chosen)
        for place, option_key in enumerate(keys, start=1):
            session.add(
                Answer(
                    submission_id=submission.id,
                    question_key=question_key,
                    option_key=option_key,
                    place=place if question_key == "top_three" else None,
                )
            )
    for question_key, words in (comments or {}).items():
        session.add(Comment(submission_id=submission.id, question_key=question_key, text=words))
    session.commit()
    return submission


def make_comment(
    session: Session, consultation: Consultation, text: str = "More buses please", **details: Any
) -> Comment:
    submission = make_submission(session, consultation, comments={"one_thing": text}, **details)
    return session.scalars(select(Comment).where(Comment.submission_id == submission.id)).one()


def make_theme(
    session: Session,
    consultation: Consultation,
    *,
    name: str = "Buses stop too early",
    comments: Sequence[Comment] = (),
    confirmed: bool = True,
) -> Theme:
    """Make a theme a person stands behind, with these comments in it."""
    analyst = make_user(session)
    theme = Theme(
        consultation=consultation,
        name=name,
        keywords=["bus", "late"],
        quotes=[],
        status=ThemeStatus.CONFIRMED if confirmed else ThemeStatus.SUGGESTED,
        made_at=NOW,
        decided_by=analyst if confirmed else None,
        decided_at=NOW if confirmed else None,
    )
    session.add(theme)
    session.flush()
    for comment in comments:
        session.add(
            Coding(comment=comment, theme=theme, source=Source.PERSON, user=analyst, coded_at=NOW)
        )
    session.commit()
    return theme


def make_evidence(
    session: Session,
    consultation: Consultation,
    *,
    code: str = "P1",
    themes: Sequence[Theme] = (),
    quotes: Sequence[Comment] = (),
) -> Evidence:
    evidence = Evidence(
        consultation=consultation,
        priority=priority_of(session, consultation, code),
        statement="Many young people cannot get home after six.",
        strength=2,
        limits=LIMITS,
        figures={"young_person": "120"},
        written_by=make_user(session),
        written_at=NOW,
    )
    session.add(evidence)
    session.flush()
    session.add_all(EvidenceTheme(evidence_id=evidence.id, theme_id=theme.id) for theme in themes)
    session.add_all(
        EvidenceQuote(evidence_id=evidence.id, comment_id=comment.id) for comment in quotes
    )
    session.commit()
    return evidence


def make_agenda_item(
    session: Session, consultation: Consultation, *, code: str = "P1", held_on: date = TODAY
) -> AgendaItem:
    meeting = Meeting(body=make_body(session), title="Spring meeting", held_on=held_on)
    item = AgendaItem(
        meeting=meeting,
        priority=priority_of(session, consultation, code),
        consultation=consultation,
        position=1,
    )
    session.add(item)
    session.commit()
    return item


def make_decision(
    session: Session,
    item: AgendaItem,
    *,
    evidence: Sequence[Evidence] = (),
    standing: Standing = Standing.FINAL,
    outcome: DecisionOutcome = DecisionOutcome.CHANGE,
    promised: bool = True,
    today: date = TODAY,
) -> Decision:
    """Record what the board decided, with a commitment due a month later."""
    council = make_organisation(session)
    return record_decision(
        session,
        item.id,
        DecisionDraft(
            outcome=outcome,
            standing=standing,
            reason="You told us that the last bus goes too early.",
            evidence_ids=tuple(each.id for each in evidence),
            no_evidence_reason="" if evidence else "Nobody was asked about it.",
            organisation_id=council.id if promised else None,
            commitment="Run a late bus on Friday." if promised else "",
            due_on=today + timedelta(days=30) if promised else None,
        ),
        user_id=make_user(session, Role.SECRETARIAT).id,
        today=today,
        now=NOW,
    )
