"""What somebody gave as an answer: read from a form, or refused with what to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from consult.errors import ConsultError, RuleBroken
from consult.survey.rules import OTHER, Definition, Question, QuestionType, Stage

MAY_QUOTE = "+may_quote"
REACHED = "+reached"
PLACES = ("r1", "r2", "r3")
DRAFT_DAYS = 7

Fields = Mapping[str, Sequence[str]]


class SurveyClosed(RuleBroken):
    """Somebody came after the last day, or before the first."""


class AlreadySent(RuleBroken):
    """The answers this page belongs to were sent before."""

    def __init__(self) -> None:
        super().__init__("You have already sent these answers.")


class NoReply(ConsultError):
    """The page belongs to no reply we know: it is old, or was never begun."""


def refuse_closed(stage: Stage) -> None:
    """Raise where nobody can answer now."""
    if stage is Stage.COMING:
        raise SurveyClosed("This survey is not open yet. Please come back soon.")
    if stage is not Stage.OPEN:
        raise SurveyClosed("This survey has closed. Thank you for coming.")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave to one question."""

    choices: tuple[str, ...] = ()
    text: str = ""
    other: str = ""
    ranks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given: the question was skipped."""
        return not (self.choices or self.text or self.other or self.ranks)

    @property
    def words(self) -> str:
        """What was said in their own words, if anything."""
        return self.text or self.other


class AnswerRefused(ConsultError):
    """An answer we cannot take as it is; what was typed is kept to be shown again."""

    def __init__(self, sentence: str, given: Given) -> None:
        super().__init__(sentence)
        self.given = given


def read_answer(question: Question, fields: Fields, areas: Collection[str] = ()) -> Given:
    """Return what the fields of a form say in answer to a question.

    Raises:
        AnswerRefused: too long, too many, the same twice, or not among the answers offered.
    """
    given = _as_typed(question, fields)
    if question.type is QuestionType.TOP3:
        _check_ranks(question, given)
    elif question.type.is_text:
        _check_length(given.text, question.max_length, given)
    else:
        _check_choices(question, given, areas)
        _check_length(given.other, question.max_length, given)
    return given


def _as_typed(question: Question, fields: Fields) -> Given:
    if question.type is QuestionType.TOP3:
        places = [_only(fields, place) for place in PLACES]
        return Given(ranks=tuple(key for key in places if key))
    if question.type.is_text:
        return Given(text=_only(fields, "text").strip())
    choices = tuple(dict.fromkeys(key for key in fields.get("answer", ()) if key))
    other = _only(fields, "other").strip() if question.other else ""
    if other and OTHER not in choices:
        several = question.type is QuestionType.SEVERAL
        choices = (*choices, OTHER) if several or not choices else choices
    if OTHER not in choices:
        other = ""
    return Given(choices=choices, other=other)


def _only(fields: Fields, name: str) -> str:
    values = fields.get(name, ())
    return values[0] if values else ""


def _check_ranks(question: Question, given: Given) -> None:
    if not set(given.ranks) <= question.option_keys:
        raise AnswerRefused("Choose from the answers on this page.", given)
    if len(set(given.ranks)) < len(given.ranks):
        raise AnswerRefused("Choose something different for each place.", given)


def _check_choices(question: Question, given: Given, areas: Collection[str]) -> None:
    offered = set(areas) if question.type is QuestionType.AREA else set(question.option_keys)
    if not set(given.choices) <= offered:
        raise AnswerRefused("Choose from the answers on this page.", given)
    most = question.most if question.type is QuestionType.SEVERAL else 1
    if most is not None and len(given.choices) > most:
        sentence = "Choose one answer." if most == 1 else f"Choose up to {most} answers."
        raise AnswerRefused(sentence, given)


def _check_length(text: str, limit: int, given: Given) -> None:
    over = len(text) - limit
    if over > 0:
        characters = "1 character" if over == 1 else f"{over:,} characters"
        sentence = f"Your answer is {characters} too long. Cut a little. Nothing is lost."
        raise AnswerRefused(sentence, given)


def kept(given: Given) -> dict[str, Any]:
    """Return an answer as a draft keeps it."""
    return {name: value for name, value in asdict(given).items() if value}


def found(answers: Mapping[str, Any], key: str) -> Given:
    """Return the answer a draft keeps to a question, empty where there is none."""
    stored = answers.get(key, {})
    return Given(
        choices=tuple(stored.get("choices", ())),
        text=stored.get("text", ""),
        other=stored.get("other", ""),
        ranks=tuple(stored.get("ranks", ())),
    )


def has_words(definition: Definition, answers: Mapping[str, Any]) -> bool:
    """Return whether somebody wrote anything in their own words."""
    return any(found(answers, question.key).words for question in definition.questions)


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """One option somebody chose, with its place where they ranked."""

    question_key: str
    option_key: str
    place: int | None


def chosen_options(definition: Definition, answers: Mapping[str, Any]) -> list[ChosenOption]:
    """Return every option chosen, for counting."""
    chosen = []
    for question in definition.questions:
        given = found(answers, question.key)
        chosen += [ChosenOption(question.key, key, None) for key in given.choices]
        ranked = enumerate(given.ranks, start=1)
        chosen += [ChosenOption(question.key, key, place) for place, key in ranked]
    return chosen


def written_words(definition: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what was written in own words, by question key."""
    words = {question.key: found(answers, question.key).words for question in definition.questions}
    return {key: text for key, text in words.items() if text}
