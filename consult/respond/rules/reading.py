"""Reading an answer from the fields of a form, or refusing it with what to do."""

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from consult.errors import in_any_language
from consult.respond.rules.answers import AnswerRefused, Given
from consult.survey.rules import OTHER, Question, QuestionType

LONGEST_NUMBER = 12
TOP3 = ("r1", "r2", "r3")
DAY = ("year", "month", "day")
FIRST_YEAR, LAST_YEAR = 1900, 2100
NOT_OFFERED = in_any_language("Choose from the answers on this page.")
MORE_TO_GIVE = in_any_language("Share out %(total)s points. You have %(left)s left to give.")
TOO_MANY_GIVEN = in_any_language("Share out %(total)s points. You gave %(left)s too many.")
ONE_EACH = in_any_language("Choose something different for each place.")
CHOOSE_ONE = in_any_language("Choose one answer.")
CHOOSE_UP_TO = in_any_language("Choose up to %(most)s answers.")
ONE_OVER = in_any_language("Your answer is 1 character too long. Cut a little. Nothing is lost.")
OVER = in_any_language(
    "Your answer is %(over)s characters too long. Cut a little. Nothing is lost."
)

Fields = Mapping[str, Sequence[str]]


def read_answer(question: Question, fields: Fields, areas: Collection[str] = ()) -> Given:
    """Return what the fields of a form say in answer to a question.

    Fields: `answer` (many times where several can be chosen) and `other`; `r1`, `r2`, `r3` for the
    top three; `rank-KEY` for the place of an option, from 1; `row-KEY` for a statement;
    `points-KEY`; `text`; `value` for a number; `day`, `month` and `year`. Files are read elsewhere.

    Raises:
        AnswerRefused: too long, too many, the same twice, or not among the answers offered.
    """
    if question.type.is_text:
        given = Given(text=_only(fields, "text").strip())
        _check_length(given.text, question.max_length, given)
        return given
    if question.type.is_upload:
        return Given()
    if question.type in _READERS:
        return _READERS[question.type](question, fields)
    return _choices(question, fields, areas)


def _only(fields: Fields, name: str) -> str:
    values = fields.get(name, ())
    return values[0] if values else ""


def _plain(text: str) -> str:
    """Return what was typed with its digits as we write them: people type ۱۲ as well as 12."""
    return "".join(str(unicodedata.decimal(each, each)) for each in text.strip())


def _top3(question: Question, fields: Fields) -> Given:
    given = Given(ranks=tuple(filter(None, (_only(fields, place) for place in TOP3))))
    if not set(given.ranks) <= question.option_keys:
        raise AnswerRefused(NOT_OFFERED, given)
    if len(set(given.ranks)) < len(given.ranks):
        raise AnswerRefused(ONE_EACH, given)
    return given


def _ranking(question: Question, fields: Fields) -> Given:
    typed = ((option.key, _only(fields, f"rank-{option.key}")) for option in question.options)
    marks = tuple((key, place) for key, place in typed if place)
    places = [str(place) for place in range(1, (question.most or len(question.options)) + 1)]
    taken = {place: key for key, place in marks}
    if not set(taken) <= set(places):
        raise AnswerRefused(NOT_OFFERED, Given(marks=marks))
    if len(taken) < len(marks):
        raise AnswerRefused(ONE_EACH, Given(marks=marks))
    return Given(ranks=tuple(taken[place] for place in places if place in taken))


def _statements(question: Question, fields: Fields) -> Given:
    marks = ((row.key, _only(fields, f"row-{row.key}")) for row in question.rows)
    given = Given(marks=tuple((row, option) for row, option in marks if option))
    if not {option for _, option in given.marks} <= question.option_keys:
        raise AnswerRefused(NOT_OFFERED, given)
    return given


def _points(question: Question, fields: Fields) -> Given:
    typed = ((option.key, _only(fields, f"points-{option.key}")) for option in question.options)
    given = Given(marks=tuple((key, _plain(text)) for key, text in typed if text.strip()))
    if not all(re.fullmatch(r"[0-9]{1,4}", points) for _, points in given.marks):
        raise AnswerRefused("Write points as whole numbers, such as 3.", given)
    used = sum(int(points) for _, points in given.marks)
    if given.marks and used != question.total:
        left = question.total - used
        sentence = MORE_TO_GIVE if left > 0 else TOO_MANY_GIVEN
        raise AnswerRefused(sentence, given, total=question.total, left=abs(left))
    return given


def _number(question: Question, fields: Fields) -> Given:
    given = Given(value=_plain(_only(fields, "value")).replace(",", ""))
    if not given.value:
        return given
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", given.value) or len(given.value) > LONGEST_NUMBER:
        raise AnswerRefused("Write a number, such as 12.", Given(value=_only(fields, "value")))
    number = float(given.value)
    least = -math.inf if question.least is None else question.least
    most = math.inf if question.most is None else question.most
    if number < least:
        raise AnswerRefused("Write a number of %(least)s or more.", given, least=question.least)
    if number > most:
        raise AnswerRefused("Write a number of %(most)s or less.", given, most=question.most)
    return given


def _date(_question: Question, fields: Fields) -> Given:
    parts = [_plain(_only(fields, name)) for name in DAY]
    if not any(parts):
        return Given()
    typed = Given(marks=tuple(zip(DAY, parts, strict=True)))
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        raise AnswerRefused("Write the day, the month and the year in numbers.", typed)
    year, month, day = map(int, parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise AnswerRefused("Write the year with 4 numbers, such as 2027.", typed)
    try:
        return Given(value=date(year, month, day).isoformat())
    except ValueError:
        raise AnswerRefused("There is no such day. Check the day and the month.", typed) from None


def _choices(question: Question, fields: Fields, areas: Collection[str]) -> Given:
    given = _chosen(question, fields)
    offered = set(areas) if question.type is QuestionType.AREA else set(question.option_keys)
    if not set(given.choices) <= offered:
        raise AnswerRefused(NOT_OFFERED, given)
    _check_length(given.other, question.max_length, given)
    alone = question.exclusive_keys.intersection(given.choices)
    if alone and len(given.choices) > 1:
        label = question.label_of(min(alone))
        raise AnswerRefused("Choose “%(label)s” alone, or take it away.", given, label=label)
    several = question.type is QuestionType.SEVERAL
    most = question.most if question.type.takes_several else 1
    if not several and most is None:
        most = 1
    if most is not None and len(given.choices) > most:
        raise AnswerRefused(CHOOSE_ONE if most == 1 else CHOOSE_UP_TO, given, most=most)
    return given


def _chosen(question: Question, fields: Fields) -> Given:
    choices = tuple(dict.fromkeys(key for key in fields.get("answer", ()) if key))
    other = _only(fields, "other").strip() if question.other else ""
    if other and OTHER not in choices:
        several = question.type is QuestionType.SEVERAL
        choices = (*choices, OTHER) if several or not choices else choices
    if OTHER not in choices:
        other = ""
    return Given(choices=choices, other=other)


def _check_length(text: str, limit: int, given: Given) -> None:
    over = len(text) - limit
    if over > 0:
        raise AnswerRefused(ONE_OVER if over == 1 else OVER, given, over=f"{over:,}")


_READERS: Mapping[QuestionType, Callable[[Question, Fields], Given]] = {
    QuestionType.TOP3: _top3,
    QuestionType.RANKING: _ranking,
    QuestionType.STATEMENTS: _statements,
    QuestionType.POINTS: _points,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: _date,
}
