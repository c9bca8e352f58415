"""A survey written as an XLSForm workbook."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from consult.survey.rules import ENGLISH, Definition, Option, Question, QuestionType, lines_of
from consult.survey.rules.definition import OTHER, OTHER_LABEL
from consult.survey.rules.piping import PLACE
from consult.survey.services.exchange.shape import UNFIT
from consult.survey.services.exchange.straightening import without_jumps
from consult.survey.services.exchange.understanding import takes_several
from consult.survey.services.exchange.xlsform.expressions import as_expression
from consult.survey.services.exchange.xlsform.layout import (
    ALONE,
    BASE_LANGUAGE,
    CHOICES,
    MINUTES,
    OWN,
    PICTURE,
    RANDOM,
    SETTINGS,
    START_LEAD,
    START_POINT,
    START_TITLE,
    SURVEY,
    THANKS,
    TYPES,
    UNIT,
    language_name,
    part_name,
    row_type,
    shuffles,
)

FIRST = ("type", "name")
OTHERS = ("relevant", "constraint", "appearance", "parameters", *OWN)

Row = dict[str, str]


def survey_as_xlsform(definition: Definition) -> bytes:
    """Return a survey as the bytes of an XLSForm workbook.

    Raises:
        RuleBroken: its jumps are too tangled to be written as conditions.
    """
    straight = without_jumps(definition)
    words = _Words.of(straight)
    rows = [*_start_rows(straight, words), *_question_rows(straight, words), *_end_rows(words)]
    choices = [row for question in straight.questions for row in _choice_rows(question, words)]
    title = _plain(definition.start.title) or "Survey"
    settings: Row = {
        "form_title": title,
        "form_id": "survey",
        "default_language": BASE_LANGUAGE,
        MINUTES: str(definition.start.minutes),
    }
    units = words.columns(UNIT)
    return _workbook(
        {
            SURVEY: (
                [*FIRST, *words.columns("label"), *words.columns("hint"), *OTHERS, *units],
                rows,
            ),
            CHOICES: (["list_name", "name", *words.columns("label"), ALONE, PICTURE], choices),
            SETTINGS: (list(settings), [settings]),
        }
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of a survey by language and path: those in another language only if up to date."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, definition: Definition) -> "_Words":
        """Gather the texts of a survey."""
        lines = lines_of(definition, ENGLISH)
        texts = {BASE_LANGUAGE: {line.path: line.source for line in lines}}
        for wording in definition.wordings:
            texts[language_name(wording.language)] = {
                line.path: line.text
                for line in lines_of(definition, wording.language)
                if not line.is_missing and not line.is_out_of_date
            }
        return cls(texts)

    def columns(self, heading: str) -> Iterator[str]:
        """Yield the columns of a text, one for each language."""
        for language in self.texts:
            yield f"{heading}::{language}"

    def at(self, heading: str, path: str) -> Row:
        """Return a text in every language, by column."""
        return {
            f"{heading}::{language}": written
            for language, texts in self.texts.items()
            if (written := _plain(texts.get(path, "")))
        }


def _plain(text: str) -> str:
    """Return a text fit for a cell, in which nothing looks like the name of a question."""
    return UNFIT.sub("", text).replace("${", "$ {").strip()


def _piped(row: Row) -> Row:
    """Return texts with the answers they take over named as XLSForm does."""
    return {name: PLACE.sub(lambda place: f"${{{place[1]}}}", text) for name, text in row.items()}


def _start_rows(definition: Definition, words: _Words) -> Iterator[Row]:
    yield from _note(START_TITLE, "start.title", words)
    yield from _note(START_LEAD, "start.lead", words)
    for place, _ in enumerate(definition.start.points):
        yield from _note(f"{START_POINT}{place + 1}", f"start.points.{place}", words)


def _end_rows(words: _Words) -> Iterator[Row]:
    yield from _note(THANKS, "thanks", words)


def _note(name: str, path: str, words: _Words) -> Iterator[Row]:
    label = words.at("label", path)
    if label:
        yield {"type": "note", "name": name, **label}


def _question_rows(definition: Definition, words: _Words) -> Iterator[Row]:
    for question in definition.questions:
        condition = question.show_if
        relevant = as_expression(condition, definition) if condition else ""
        yield _question_row(question, words, relevant)
        yield from _part_rows(question, words, relevant)
        if question.other:
            yield _other_row(question)


def _question_row(question: Question, words: _Words, relevant: str) -> Row:
    at = f"q.{question.key}"
    _, appearance = TYPES[question.type]
    return {
        "type": row_type(question),
        "name": question.key,
        **_piped(words.at("label", f"{at}.title")),
        **_piped(words.at("hint", f"{at}.hint")),
        **words.at(UNIT, f"{at}.unit"),
        "relevant": relevant,
        "constraint": " and ".join(_limits(question)),
        "appearance": appearance,
        "parameters": RANDOM if question.shuffle and shuffles(question) else "",
        **{column: _plain(value(question)) for column, value in OWN.items()},
    }


def _limits(question: Question) -> Iterator[str]:
    number, several = question.type is QuestionType.NUMBER, takes_several(question)
    if number and question.least is not None:
        yield f". >= {question.least}"
    if question.type.is_text:
        yield f"string-length(.) <= {question.max_length}"
    if question.most is not None and (number or several):
        yield f"{'.' if number else 'count-selected(.)'} <= {question.most}"
    for option in question.options:
        if option.exclusive and several:
            yield f"not(selected(., '{option.key}') and count-selected(.) > 1)"


def _part_rows(question: Question, words: _Words, relevant: str) -> Iterator[Row]:
    if question.type is QuestionType.STATEMENTS:
        for row in question.rows:
            yield _part_row(f"select_one {question.key}", question, row, "rows", words, relevant)
    if question.type is QuestionType.POINTS:
        *_, last = question.options
        others = [f"${{{part_name(question.key, o.key)}}}" for o in question.options if o != last]
        for option in question.options:
            limit = f" and . + {' + '.join(others)} = {question.total}" if option == last else ""
            part = _part_row("integer", question, option, "options", words, relevant)
            yield {**part, "constraint": f". >= 0{limit}"}


def _part_row(
    kind: str, question: Question, part: Option, what: str, words: _Words, relevant: str
) -> Row:
    return {
        "type": kind,
        "name": part_name(question.key, part.key),
        **words.at("label", f"q.{question.key}.{what}.{part.key}"),
        "relevant": relevant,
    }


def _other_row(question: Question) -> Row:
    sign = "selected(${{{}}}, '{}')" if takes_several(question) else "${{{}}} = '{}'"
    return {
        "type": "text",
        "name": part_name(question.key, OTHER),
        f"label::{BASE_LANGUAGE}": OTHER_LABEL,
        "relevant": sign.format(question.key, OTHER),
        "constraint": f"string-length(.) <= {question.max_length}",
    }


def _choice_rows(question: Question, words: _Words) -> Iterator[Row]:
    if not question.type.has_options or question.type is QuestionType.POINTS:
        return
    for option in question.options:
        yield {
            "list_name": question.key,
            "name": option.key,
            **words.at("label", f"q.{question.key}.options.{option.key}"),
            ALONE: "yes" if option.exclusive else "",
            PICTURE: _plain(option.picture),
        }
    if question.other:
        label = {f"label::{BASE_LANGUAGE}": OTHER_LABEL}
        yield {"list_name": question.key, "name": OTHER, **label}


def _workbook(sheets: Mapping[str, tuple[Iterable[str], Iterable[Row]]]) -> bytes:
    """Return a workbook. Every cell is text: what begins with = is no formula."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (columns, rows) in sheets.items():
        sheet: Any = book.create_sheet(name)
        headings = list(columns)
        for number, row in enumerate([dict(zip(headings, headings, strict=True)), *rows], start=1):
            for place, heading in enumerate(headings, start=1):
                if row.get(heading):
                    cell = sheet.cell(number, place, row[heading])
                    cell.data_type = "s"
        sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
