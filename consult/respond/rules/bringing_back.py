"""Answers that were sent, as a draft would keep them: to be shown again, and changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from consult.respond.rules.answers import MAY_QUOTE, REACHED, Given
from consult.respond.rules.keeping import ChosenOption, kept
from consult.survey.rules import OTHER, Definition, Question, QuestionType


def answers_again(
    definition: Definition,
    chosen: Iterable[ChosenOption],
    words: Mapping[str, str],
    files: Mapping[str, Sequence[str]],
    *,
    may_quote: bool,
) -> dict[str, Any]:
    """Return what was sent as the answers of a draft that has come to its last page.

    `words` and `files` are by question key. Whether words may be shown is only known of those who
    wrote some.
    """
    rows: dict[str, list[ChosenOption]] = {}
    for each in chosen:
        rows.setdefault(each.question_key, []).append(each)
    answers: dict[str, Any] = {REACHED: len(definition.questions) + 1}
    for question in definition.questions:
        given = _given(
            question,
            rows.get(question.key, []),
            words.get(question.key, ""),
            files.get(question.key, ()),
        )
        answers[question.key] = kept(given)
    if any(words.values()):
        answers[MAY_QUOTE] = "yes" if may_quote else "no"
    return answers


def _given(
    question: Question, rows: Sequence[ChosenOption], words: str, files: Sequence[str]
) -> Given:
    kind = question.type
    if kind is QuestionType.STATEMENTS:
        return Given(marks=tuple((row.row_key, row.option_key) for row in rows))
    if kind is QuestionType.POINTS:
        return Given(marks=tuple((row.option_key, _number(row.amount)) for row in rows))
    if kind in {QuestionType.NUMBER, QuestionType.DATE}:
        return Given(value="".join(_value(row) for row in rows))
    if kind.is_ranked:
        ranked = sorted(rows, key=lambda row: row.place or 0)
        return Given(ranks=tuple(row.option_key for row in ranked))
    choices = tuple(row.option_key for row in rows)
    is_other = OTHER in choices
    return Given(
        choices=choices,
        text="" if is_other else words,
        other=words if is_other else "",
        files=tuple(files),
    )


def _value(row: ChosenOption) -> str:
    return row.given_on.isoformat() if row.given_on else _number(row.amount)


def _number(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.12g}"
