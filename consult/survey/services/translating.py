"""A survey in other languages: its texts beside their translations, saved line by line."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import BadFile, NotFound
from consult.survey.models import Consultation, Survey
from consult.survey.rules import (
    ABOUT,
    ENGLISH,
    LANGUAGES,
    Audience,
    Definition,
    Line,
    lines_of,
    read_definition,
    translated,
)
from consult.survey.rules.languages import Texts
from consult.survey.services.building import survey_of
from consult.survey.services.history import locked, save_draft
from consult.survey.services.proposals import lines_to_translate, proposals_for
from consult.tables import as_it_was, defanged

LONGEST_TEXT = 4000
LARGEST_FILE = 1_000_000
COLUMNS = ("path", "source", "translation")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A translation as somebody typed it, and the mark of the line as they saw it.

    `still_right`: it says the same as the English, though that has changed.
    """

    text: str
    mark: str
    still_right: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a survey has come in one language."""

    language: str
    lines: Sequence[Line]

    @property
    def missing(self) -> int:
        """How many texts nobody has translated."""
        return sum(line.is_missing for line in self.lines)

    @property
    def out_of_date(self) -> int:
        """How many texts have changed in English since."""
        return sum(line.is_out_of_date for line in self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether people can be offered it."""
        return not self.missing and not self.out_of_date


def about_of(consultation: Consultation) -> Texts:
    """Return what a consultation says of itself, by path: it is translated with each survey."""
    return {f"about.{name}": getattr(consultation, name) for name in ABOUT}


def texts_beside(session: Session, consultation: Consultation, audience: Audience) -> Texts:
    """Return all that is translated with a survey though it stands outside it, by path.

    That is what the consultation says of itself, and what it proposes to this audience.
    """
    said = {path: text for path, text in about_of(consultation).items() if text.strip()}
    return said | lines_to_translate(proposals_for(session, consultation.id, audience))


def _beside(session: Session, survey: Survey) -> Texts:
    return texts_beside(session, survey.consultation, survey.audience)


def _standing(definition: Definition, language: str, beside: Texts) -> Standing:
    """Return every text of a draft beside its translation.

    Raises:
        NotFound: we offer no such language.
    """
    if language not in LANGUAGES or language == ENGLISH:
        raise NotFound("We do not offer that language.")
    return Standing(language, lines_of(definition, language, beside))


def standings(session: Session, survey_id: int) -> tuple[Survey, list[Standing]]:
    """Return a survey and how far its draft has come in each language.

    Raises:
        NotFound: there is no such survey.
    """
    survey, definition = survey_of(session, survey_id)
    beside = _beside(session, survey)
    others = (language for language in LANGUAGES if language != ENGLISH)
    return survey, [_standing(definition, language, beside) for language in others]


def texts_gone(
    session: Session, survey_id: int, language: str, typed: Mapping[str, TypedLine]
) -> dict[str, str]:
    """Return what was typed for texts that are not in the survey any more, by path."""
    _survey, standing = standing_in(session, survey_id, language)
    known = {line.path for line in standing.lines}
    return {
        path: line.text for path, line in typed.items() if path not in known and line.text.strip()
    }


def save_lines(
    session: Session,
    survey_id: int,
    language: str,
    typed: Mapping[str, TypedLine],
    *,
    actor: str,
    now: datetime,
) -> list[str]:
    """Save the translations that somebody changed; return the paths of those that were not saved.

    A line is saved by itself: what others wrote elsewhere meanwhile stays. Not saved are lines
    that others changed, in English or in the language, since this person saw them.

    Raises:
        NotFound: there is no such survey or language.
    """
    survey, definition = locked(session, survey_id)
    beside = _beside(session, survey)
    lines = {line.path: line for line in _standing(definition, language, beside).lines}
    changed, refused = {}, []
    for path, new in typed.items():
        line = lines.get(path)
        if line is None or not _changes(line, new):
            continue
        if new.mark != line.mark:
            refused.append(path)
        else:
            changed[path] = new.text
    if changed:
        definition = translated(definition, language, changed, beside)
    save_draft(session, survey, definition, "translate", actor=actor, now=now)
    return refused


def _changes(line: Line, new: TypedLine) -> bool:
    text = new.text.strip()
    was_shown = new.mark == Line(line.path, line.source, text).mark
    return bool(new.still_right and text) or (text != line.text and not was_shown)


def translations_as_csv(lines: Iterable[Line]) -> str:
    """Return a table to be translated elsewhere and brought back."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows((line.path, defanged(line.source), defanged(line.text)) for line in lines)
    return file.getvalue()


def import_translations(
    session: Session,
    survey_id: int,
    language: str,
    content: bytes,
    *,
    actor: str,
    now: datetime,
) -> list[str]:
    """Save the translations of a file; return a sentence for each row that was left out.

    Raises:
        NotFound: there is no such survey or language.
        BadFile: it is no such table.
    """
    survey, definition = locked(session, survey_id)
    beside = _beside(session, survey)
    lines = {line.path: line for line in _standing(definition, language, beside).lines}
    changed, left_out = {}, []
    for number, (path, source, text) in _rows(content):
        line = lines.get(path)
        if line is None:
            left_out.append(f"Row {number}: this survey has no text “{path[:80]}”.")
        elif as_it_was(source) != line.source:
            left_out.append(f"Row {number}: the English has changed since. Translate it anew.")
        elif len(text) > LONGEST_TEXT:
            left_out.append(f"Row {number}: use {LONGEST_TEXT:,} characters or fewer.")
        elif text.strip():
            changed[path] = as_it_was(text)
    if changed:
        definition = translated(definition, language, changed, beside)
    save_draft(session, survey, definition, "translate", actor=actor, now=now)
    return left_out


def _rows(content: bytes) -> Iterable[tuple[int, tuple[str, str, str]]]:
    if len(content) > LARGEST_FILE:
        raise BadFile("This file is too large: a table of translations has less than 1 MB.")
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile("We cannot read this file. Save it as CSV, in UTF-8.") from error
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS:
        raise BadFile("Row 1 must say: path, source, translation.")
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            if len(row) != len(COLUMNS):
                raise BadFile(f"Row {number} has {len(row)} cells: it needs 3.")
            yield number, (row[0].strip(), row[1], row[2])


@dataclass(frozen=True, slots=True)
class Wordings:
    """One question, or one text, as each audience reads it: none where it is not asked."""

    key: str
    titles: Mapping[Audience, str]

    def lacks(self, audiences: Iterable[Audience]) -> list[Audience]:
        """Return the audiences that are not asked."""
        return [audience for audience in audiences if audience not in self.titles]


def wordings_side_by_side(
    session: Session, consultation_id: int
) -> tuple[dict[Audience, Survey], list[Wordings]]:
    """Return the surveys of a consultation, and each question by key as each of them words it."""
    surveys = session.scalars(select(Survey).where(Survey.consultation_id == consultation_id))
    by_audience = {survey.audience: survey for survey in surveys}
    by_audience = {each: by_audience[each] for each in Audience if each in by_audience}
    titles: dict[str, dict[Audience, str]] = {}
    for audience, survey in by_audience.items():
        for question in read_definition(survey.draft).questions:
            titles.setdefault(question.key, {})[audience] = question.title
    return by_audience, [Wordings(key, said) for key, said in titles.items()]


def standing_in(session: Session, survey_id: int, language: str) -> tuple[Survey, Standing]:
    """Return a survey and every text of its draft beside its translation.

    Raises:
        NotFound: there is no such survey, or we offer no such language.
    """
    survey, definition = survey_of(session, survey_id)
    return survey, _standing(definition, language, _beside(session, survey))
