"""Lets the county answer: each comment is one person's, with the rest of a survey."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.county import County
from consult.respond.models import Answer, Comment, Submission
from consult.respond.receipts import key_hash, receipt_code, receipt_hash
from consult.respond.rules import ChosenOption, Given, chosen_options, kept
from consult.survey.models import Consultation, SurveyVersion
from consult.survey.rules import (
    OTHER,
    Audience,
    Definition,
    Question,
    QuestionType,
    read_definition,
)
from consult.survey.services import published_versions_of

ANSWERED = 0.92
SEED = 2027


@dataclass(frozen=True, slots=True)
class Desk:
    """Where submissions of one consultation come in."""

    consultation: Consultation
    versions: dict[Audience, tuple[SurveyVersion, Definition]]
    days: int
    random: Random


def answer(
    session: Session, county: County, secret: str, key: str, consultation: Consultation
) -> None:
    """Enter a submission for each comment of one consultation."""
    published = published_versions_of(session, consultation.id)
    last = min(consultation.closes_on, county.today)
    desk = Desk(
        consultation,
        {audience: (row, read_definition(row.definition)) for audience, row in published.items()},
        (last - consultation.opens_on).days,
        Random(f"{SEED}{key}"),  # noqa: S311 (a county made up the same way each time)
    )
    rows = [row for row in content.comments() if row["consultation"] == key]
    for number, row in enumerate(rows):
        if Audience(row["audience"]) in desk.versions:
            _submit(session, secret, desk, row, f"saltshire {key} {number}")
    session.commit()


def _submit(session: Session, secret: str, desk: Desk, row: dict[str, str], key: str) -> None:
    audience = Audience(row["audience"])
    version, definition = desk.versions[audience]
    question_key, _, other = row["question_key"].partition(":")
    code = receipt_code(secret, key)
    submission_id = session.scalar(
        insert(Submission)
        .values(
            survey_version_id=version.id,
            consultation_id=desk.consultation.id,
            audience=audience,
            sent_on=desk.consultation.opens_on + timedelta(days=desk.random.randint(0, desk.days)),
            key_hash=key_hash(secret, key),
            receipt_hash=receipt_hash(secret, code),
            may_quote=row["may_quote"] == "yes",
            age_band=row["age_band"] or None,
            area_key=row["area"] or None,
        )
        .returning(Submission.id)
    )
    chosen = _choices(desk.random, definition, row, question_key if other else "")
    if chosen:
        session.execute(
            insert(Answer), [{"submission_id": submission_id, **asdict(one)} for one in chosen]
        )
    session.execute(
        insert(Comment).values(
            submission_id=submission_id, question_key=question_key, text=row["text"]
        )
    )


def _choices(
    random: Random, definition: Definition, row: dict[str, str], other_at: str
) -> list[ChosenOption]:
    """Return what somebody chose, counted as the answers of anybody else are."""
    answers: dict[str, Any] = {}
    for question in definition.questions:
        if question.type.is_text or (random.random() > ANSWERED and question.key != other_at):
            continue
        keys = _keys(random, question, row)
        if question.key == other_at:
            keys = [*keys[: (question.most or len(keys) + 1) - 1], OTHER]
        answers[question.key] = kept(_given(random, question, keys))
    return chosen_options(definition, answers)


def _given(random: Random, question: Question, keys: list[str]) -> Given:
    if question.type.is_ranked:
        return Given(ranks=tuple(keys))
    if question.type is QuestionType.STATEMENTS:
        options = [option.key for option in question.options]
        return Given(marks=tuple((each.key, random.choice(options)) for each in question.rows))
    if question.type is QuestionType.POINTS:
        most = random.randint(question.total // 2, question.total)
        shares = zip(keys, (most, question.total - most), strict=False)
        return Given(marks=tuple((key, str(points)) for key, points in shares))
    return Given(choices=tuple(keys))


def _keys(random: Random, question: Question, row: dict[str, str]) -> list[str]:
    """Return plausible choices: people lean towards what they write about, and to the first."""
    if question.type is QuestionType.AREA:
        return [row["area"]] if row["area"] else []
    if question.type is QuestionType.AGE_BAND:
        return [row["age_band"]] if row["age_band"] in question.option_keys else []
    keys = [option.key for option in question.options if not option.exclusive]
    liked = {key: random.random() * (2 + len(keys) - at) for at, key in enumerate(keys)}
    leaning = row["priority"].lower()
    if leaning in liked:
        liked[leaning] += len(keys)
    if question.type.is_scale:
        middle = 2 if row["audience"] == "parent" else 3
        return [str(min(5, max(1, round(random.gauss(middle, 1.1)))))]
    ranked = sorted(keys, key=lambda key: -liked[key])
    if question.type is QuestionType.TOP3:
        return ranked[:3]
    if question.type in {QuestionType.RANKING, QuestionType.POINTS}:
        return ranked
    several = question.type.takes_several
    return ranked[: random.randint(1, question.most or 3) if several else 1]
