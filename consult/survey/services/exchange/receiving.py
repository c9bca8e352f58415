"""Survey files as they come in: told apart by content, looked at first, then used as a survey."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import BadFile, NotFound
from consult.survey.models import Consultation, Survey, SurveyImport
from consult.survey.rules import (
    Audience,
    Definition,
    read_definition,
    texts_of,
    write_definition,
)
from consult.survey.services.building import create_survey
from consult.survey.services.consultations import priorities_of
from consult.survey.services.exchange.json_files import survey_from_json
from consult.survey.services.exchange.left_behind import Brought
from consult.survey.services.exchange.limesurvey import survey_from_limesurvey
from consult.survey.services.exchange.shape import UNFIT
from consult.survey.services.exchange.xlsform import survey_from_xlsform

LARGEST_FILE = 2_000_000
LONGEST_NAME = 120
# What the builder takes, by how the path of a text ends: longer ones have to be cut there.
LONGEST = {"title": 300, "hint": 300, "unit": 30, "lead": 600, "thanks": 1000}
LONGEST_START, LONGEST_ANSWER = 150, 150


def read_survey_file(content: bytes) -> Brought:
    """Read a survey from a file of any kind we know: JSON, XLSForm or LimeSurvey.

    Raises:
        BadFile: it cannot be read; the text names the place.
    """
    if len(content) > LARGEST_FILE:
        raise BadFile("This file is larger than 2 MB. Take out what the survey does not need.")
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith(b"PK"):
        return survey_from_xlsform(content)
    if text.startswith(b"<"):
        return survey_from_limesurvey(text)
    if text.startswith((b"{", b"[")):
        return Brought(survey_from_json(_decoded(text)))
    raise BadFile(
        "We do not know this kind of file. Choose a survey as JSON, an XLSForm workbook (.xlsx) or "
        "a survey of LimeSurvey (.lss)."
    )


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise BadFile(f"Line {line} holds signs that are not UTF-8.") from error


def keep_import(
    session: Session,
    consultation_id: int,
    audience: Audience,
    file_name: str,
    brought: Brought,
    *,
    actor: str,
    now: datetime,
) -> SurveyImport:
    """Keep what was read from a file, in the place of what was read for these people before.

    Raises:
        NotFound: there is no such consultation.
    """
    find(session, Consultation, consultation_id)
    codes = {priority.code for priority in priorities_of(session, consultation_id)}
    more = [*_unknown_priorities(brought.definition, codes), *_too_long(brought.definition)]
    before = _kept(session, consultation_id, audience)
    kept = before or SurveyImport(consultation_id=consultation_id, audience=audience)
    kept.file_name = UNFIT.sub("", file_name)[-LONGEST_NAME:]
    kept.draft = write_definition(brought.definition)
    kept.left_behind = [*brought.left_behind, *more]
    kept.actor, kept.at, kept.used_at = actor, now, None
    session.add(kept)
    session.flush()
    audit.record(
        session,
        actor,
        "read_survey_file",
        f"survey_import:{kept.id}",
        now=now,
        file=kept.file_name,
        left_behind=len(kept.left_behind),
    )
    session.commit()
    return kept


def import_of(session: Session, consultation_id: int, audience: Audience) -> SurveyImport:
    """Return what was last read from a file for these people.

    Raises:
        NotFound: nothing was.
    """
    kept = _kept(session, consultation_id, audience)
    if kept is None:
        raise NotFound("No survey file was read for these people yet.")
    return kept


def use_import(
    session: Session, consultation_id: int, audience: Audience, *, actor: str, now: datetime
) -> Survey:
    """Make what was read from a file the survey for these people.

    Raises:
        NotFound: nothing was read.
        RuleBroken: there is a survey for them already.
    """
    kept = import_of(session, consultation_id, audience)
    kept.used_at = now
    return create_survey(
        session,
        consultation_id,
        audience,
        definition=read_definition(kept.draft),
        actor=actor,
        now=now,
    )


def _kept(session: Session, consultation_id: int, audience: Audience) -> SurveyImport | None:
    return session.scalar(
        select(SurveyImport).where(
            SurveyImport.consultation_id == consultation_id, SurveyImport.audience == audience
        )
    )


def _unknown_priorities(definition: Definition, codes: set[str]) -> Iterator[str]:
    for question in definition.questions:
        if question.priority and question.priority not in codes:
            yield (
                f"Question “{question.key}”: this consultation does not ask about the priority "
                f"“{question.priority}”, so the question is about none now."
            )


def _too_long(definition: Definition) -> Iterator[str]:
    for path, text in texts_of(definition).items():
        end = path.rpartition(".")[2]
        most = LONGEST.get(end, LONGEST_ANSWER)
        most = LONGEST_START if path == "start.title" else most
        if len(text) > most and not path.startswith("start.points"):
            yield (
                f"“{path}” has more than {most} characters: make it shorter before you save it in "
                "the builder."
            )
