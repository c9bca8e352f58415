"""Watching a consultation while it is open: who has come, who is missing, where people leave."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import audit
from consult.disclosure import is_few, shown
from consult.partnership.models import Area
from consult.partnership.services import areas as areas_on
from consult.respond.models import Arrival, Draft, EntryLink, LeftAt, Setting, Submission, TimeTaken
from consult.respond.rules import SETTING_LABELS, left_at
from consult.results.models import Population, Target
from consult.results.rules import READING_ORDER
from consult.results.rules.coverage import (
    Day,
    Group,
    Leaving,
    by_day,
    groups_of,
    leaving,
    median_minutes,
    missing_first,
)
from consult.results.services.questions import Asked, questions_asked, submissions_by_audience
from consult.results.services.sizes import AGE, AREA, COLUMNS, counted_together
from consult.results.services.standing import standing
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import END, Audience, read_definition
from consult.survey.services import published_versions_of

MOST_SETTINGS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One audience: replies so far, what was hoped for, and where today should be."""

    audience: Audience
    replies: str
    target: int | None
    percent: int | None
    today_percent: int
    minutes: int | None
    leaving: Leaving | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place that has a link, and how many came through it."""

    name: str
    began: str
    finished: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """A group that is missing, and a place to try next."""

    group: Group
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """All there is to see of a consultation under way."""

    columns: list[Column]
    areas: list[Group]
    ages: list[Group]
    settings: list[Group]
    places: list[Place]
    days: list[Day]
    missing: list[NextStep]
    sources: list[str]


def watch(session: Session, consultation: Consultation, today: date) -> Watch:
    """Return who has come so far and who is missing; every count passes the one suppression."""
    areas = {area.key: area.name for area in areas_on(session, today)}
    counted = session.scalars(select(Population)).all()
    by_kind = _replies(session, consultation.id, Submission.setting_kind)
    asked = questions_asked(session, consultation.id)
    living = _people((row.area.key, row.people) for row in counted)
    all_areas = _by_size(session, consultation.id, AREA, asked, living)
    # What has ended is counted with the others, as on the results, and not told.
    area_groups = [group for group in all_areas if not group.key or group.key in areas]
    living = _people((row.age_band, row.people) for row in counted)
    ages = _by_size(session, consultation.id, AGE, asked, living)
    kinds = {kind.value: label for kind, label in SETTING_LABELS.items()}
    settings = groups_of(kinds, by_kind, not_told="Own way, no link")
    return Watch(
        columns=_columns(session, consultation, today),
        areas=area_groups,
        ages=ages,
        settings=settings,
        places=_places(session, consultation.id),
        days=by_day(
            _replies(session, consultation.id, Submission.sent_on),
            min(today, consultation.closes_on),
        ),
        missing=_next_steps(session, consultation.id, [*area_groups, *ages]),
        sources=sorted({f"{row.source}, {row.counted_on:%B %Y}" for row in counted}),
    )


def targets_of(session: Session, consultation_id: int) -> dict[Audience, int]:
    """Return how many replies are hoped for, by audience."""
    rows = session.execute(
        select(Target.audience, Target.people).where(Target.consultation_id == consultation_id)
    )
    return dict(rows.all())


def set_targets(
    session: Session,
    consultation_id: int,
    targets: Mapping[Audience, int | None],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Say how many replies of each audience are hoped for; none takes a target away."""
    for audience, people in targets.items():
        known = session.get(Target, (consultation_id, audience))
        if people is None:
            if known:
                session.delete(known)
        elif known:
            known.people = people
        else:
            session.add(Target(consultation_id=consultation_id, audience=audience, people=people))
    detail = {audience.value: people for audience, people in targets.items()}
    audit.record(
        session, actor, "set_targets", f"consultation:{consultation_id}", now=now, **detail
    )
    session.commit()


def _replies(session: Session, consultation_id: int, column: Any, *only: Any) -> dict[Any, int]:
    query = select(column, func.count(Submission.id)).where(*only).group_by(column)
    rows = session.execute(standing(query, consultation_id, None))
    return dict(rows.all())


def _by_size(
    session: Session, consultation_id: int, by: str, asked: Asked, living: Mapping[str, int]
) -> list[Group]:
    """Return who has come by area or age, of the audiences whose own results are told beside it."""
    labels, audiences = counted_together(asked, by)
    came = _replies(session, consultation_id, COLUMNS[by], Submission.audience.in_(audiences))
    return groups_of(labels, came, living)


def _people(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    people: Counter[str] = Counter()
    for key, count in counts:
        people[key] += count
    return people


def _columns(session: Session, consultation: Consultation, today: date) -> list[Column]:
    replies = submissions_by_audience(session, consultation.id)
    targets = targets_of(session, consultation.id)
    begun = _left(session, consultation.id, today)
    minutes = _minutes(session, consultation.id)
    published = published_versions_of(session, consultation.id)
    gone = _part_gone(consultation, today)
    return [
        Column(
            audience,
            replies=shown(replies.get(audience, 0)),
            target=target,
            percent=_percent(replies.get(audience, 0), target),
            today_percent=gone,
            minutes=median_minutes(minutes.get(audience, {})),
            leaving=leaving(
                _pages(published[audience]), begun.get(audience, {}), replies.get(audience, 0)
            ),
        )
        for audience in READING_ORDER
        if audience in published
        for target in [targets.get(audience)]
    ]


def _percent(replies: int, target: int | None) -> int | None:
    """Return how much of a target is reached, unless it could tell of a few."""
    return None if not target or is_few(replies) else round(100 * replies / target)


def _part_gone(consultation: Consultation, today: date) -> int:
    """Return how many percent of the days it is open have passed."""
    days = (consultation.closes_on - consultation.opens_on).days + 1
    gone = (today - consultation.opens_on).days + 1
    return min(max(round(100 * gone / days), 0), 100)


def _pages(version: SurveyVersion) -> dict[str, str]:
    questions = read_definition(version.definition).questions
    return {question.key: question.title for question in questions} | {END: "Check and send"}


def _left(session: Session, consultation_id: int, today: date) -> dict[Audience, Counter[str]]:
    """Return where people left: those forgotten after a week, and those gone since yesterday."""
    left: dict[Audience, Counter[str]] = {audience: Counter() for audience in Audience}
    gone = select(LeftAt).where(LeftAt.consultation_id == consultation_id)
    for row in session.scalars(gone):
        left[row.audience][row.question_key] += row.people
    drafts = session.execute(
        select(Survey.audience, Draft.answers, SurveyVersion.definition)
        .join(SurveyVersion, SurveyVersion.id == Draft.survey_version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(Survey.consultation_id == consultation_id, Draft.saved_on < today)
    )
    for audience, answers, definition in drafts:
        left[audience][left_at(read_definition(definition), answers)] += 1
    return left


def _minutes(session: Session, consultation_id: int) -> dict[Audience, dict[int, int]]:
    minutes: dict[Audience, dict[int, int]] = {audience: {} for audience in Audience}
    taken = select(TimeTaken).where(TimeTaken.consultation_id == consultation_id)
    for row in session.scalars(taken):
        minutes[row.audience][row.minutes] = row.people
    return minutes


def _places(session: Session, consultation_id: int) -> list[Place]:
    rows = session.execute(
        select(Setting.name, func.sum(Arrival.began), func.sum(Arrival.finished))
        .join(EntryLink, EntryLink.setting_id == Setting.id)
        .outerjoin(Arrival, Arrival.link_id == EntryLink.id)
        .where(EntryLink.consultation_id == consultation_id)
        .group_by(Setting.name)
        .order_by(Setting.name)
    )
    return [Place(name, shown(began or 0), shown(finished or 0)) for name, began, finished in rows]


def _next_steps(session: Session, consultation_id: int, groups: Sequence[Group]) -> list[NextStep]:
    """Return who is missing, each with places in their area that nobody came through yet."""
    used = (
        select(EntryLink.setting_id)
        .join(Arrival, Arrival.link_id == EntryLink.id)
        .where(EntryLink.consultation_id == consultation_id, Arrival.finished > 0)
    )
    unused = session.execute(
        select(Area.key, Setting.name)
        .join(Area, Area.id == Setting.area_id)
        .where(Setting.id.not_in(used.where(EntryLink.setting_id.is_not(None))))
        .order_by(Setting.name)
    ).all()
    return [
        NextStep(group, tuple(name for key, name in unused if key == group.key)[:MOST_SETTINGS])
        for group in missing_first(groups)
    ]
