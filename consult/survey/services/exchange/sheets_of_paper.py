"""A survey on paper: its questions with boxes to tick, and the way through them in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.errors import in_any_language
from consult.survey.rules import (
    END,
    Between,
    Chose,
    Condition,
    Definition,
    Every,
    Gave,
    Jump,
    Not,
    Option,
    Question,
    QuestionType,
    Some,
)
from consult.survey.rules.piping import PLACE

# Gives a sentence in the language of the paper.
Say = Callable[[str], str]

ANSWER_IF = in_any_language("Answer this only if %(condition)s.")
GO_IF = in_any_language("If %(condition)s, go to question %(number)s.")
END_IF = in_any_language("If %(condition)s, go to the end.")
GO = in_any_language("Now go to question %(number)s.")
GO_END = in_any_language("Now go to the end.")
CHOSE = in_any_language("you chose %(answers)s")
CHOSE_NOT = in_any_language("you did not choose %(answers)s")
CHOSE_AT = in_any_language("you chose %(answers)s in question %(number)s")
CHOSE_NOT_AT = in_any_language("you did not choose %(answers)s in question %(number)s")
CHOSE_ROW = in_any_language("you chose %(answers)s for “%(row)s” in question %(number)s")
CHOSE_NOT_ROW = in_any_language(
    "you did not choose %(answers)s for “%(row)s” in question %(number)s"
)
GAVE = in_any_language("you answered question %(number)s")
GAVE_NOT = in_any_language("you did not answer question %(number)s")
FROM_TO = in_any_language("your number in question %(number)s is from %(least)s to %(most)s")
OR_MORE = in_any_language("your number in question %(number)s is %(least)s or more")
OR_LESS = in_any_language("your number in question %(number)s is %(most)s or less")
NOT_SO = in_any_language("this is not so: %(condition)s")
BOTH = in_any_language("%(one)s and %(other)s")
EITHER = in_any_language("%(one)s or %(other)s")
YOUR_ANSWER = in_any_language("(your answer to question %(number)s)")

TICKS = {
    QuestionType.SINGLE,
    QuestionType.SEVERAL,
    QuestionType.FACES,
    QuestionType.AGREE,
    QuestionType.YES_NO,
    QuestionType.AGE_BAND,
    QuestionType.AREA,
    QuestionType.DROPDOWN,
    QuestionType.PICTURES,
}
SIGNS_A_LINE = 65
FEWEST_LINES, MOST_LINES = 3, 9


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question as it stands on paper: `before` and `after` say where to go."""

    number: int
    question: Question
    before: str = ""
    after: tuple[str, ...] = ()

    @property
    def is_ticked(self) -> bool:
        """Whether people tick boxes, one below the other."""
        return self.question.type in TICKS

    @property
    def most(self) -> int | None:
        """How many boxes may be ticked; none where there is no limit."""
        if self.question.type is QuestionType.SEVERAL:
            return self.question.most
        return (self.question.most or 1) if self.question.type is QuestionType.PICTURES else 1

    @property
    def lines(self) -> int:
        """How many lines there are to write on."""
        if self.question.type is QuestionType.SHORT_TEXT:
            return 1
        wanted = round(self.question.max_length / SIGNS_A_LINE)
        return max(FEWEST_LINES, min(MOST_LINES, wanted))


def paper_questions(
    definition: Definition, areas: Sequence[Option], say: Say
) -> list[PaperQuestion]:
    """Return every question of a survey as it stands on paper, in the language of its words."""
    known = _with_areas(definition, areas)
    return [
        PaperQuestion(
            number,
            _unpiped(question, known, say),
            _before(question, known, say),
            tuple(_after(question, known, say)),
        )
        for number, question in enumerate(known.questions, start=1)
    ]


def _with_areas(definition: Definition, areas: Sequence[Option]) -> Definition:
    """Return a survey in which places to choose from are answers like others."""
    questions = tuple(
        replace(question, options=tuple(areas)) if question.type is QuestionType.AREA else question
        for question in definition.questions
    )
    return replace(definition, questions=questions)


def _unpiped(question: Question, definition: Definition, say: Say) -> Question:
    def told(text: str) -> str:
        return PLACE.sub(
            lambda place: _filled(YOUR_ANSWER, say, number=_at(place[1], definition)), text
        )

    return replace(question, title=told(question.title), hint=told(question.hint))


def _filled(sentence: str, say: Say, **values: object) -> str:
    return say(sentence) % values


def _at(key: str, definition: Definition) -> int:
    return definition.place_of(key) + 1


def _before(question: Question, definition: Definition, say: Say) -> str:
    if question.show_if is None:
        return ""
    return _filled(ANSWER_IF, say, condition=_words(question.show_if, question, definition, say))


def _after(question: Question, definition: Definition, say: Say) -> Iterator[str]:
    for jump in question.jumps:
        yield _jump(jump, question, definition, say)
        if jump.when is None:
            return


def _jump(jump: Jump, question: Question, definition: Definition, say: Say) -> str:
    values: Mapping[str, object] = {"number": _at(jump.to, definition)}
    ends = jump.to == END
    if jump.when is None:
        return _filled(GO_END if ends else GO, say, **values)
    condition = _words(jump.when, question, definition, say)
    return _filled(END_IF if ends else GO_IF, say, condition=condition, **values)


def _words(condition: Condition, here: Question, definition: Definition, say: Say) -> str:
    """Return a condition in words; about the question itself it names no number."""
    match condition:
        case Not(Chose() | Gave() as part):
            return _part(part, here, definition, say, denied=True)
        case Not(part):
            return _filled(NOT_SO, say, condition=_inner(part, here, definition, say))
        case Every(parts) | Some(parts):
            joint = BOTH if isinstance(condition, Every) else EITHER
            words = [_inner(part, here, definition, say) for part in parts]
            return _joined(words, joint, say)
        case Between(key, least, most):
            sentence = (
                FROM_TO if None not in (least, most) else OR_MORE if most is None else OR_LESS
            )
            ends = {"least": f"{least or 0:g}", "most": f"{most or 0:g}"}
            return _filled(sentence, say, number=_at(key, definition), **ends)
        case _:
            return _part(condition, here, definition, say, denied=False)


def _range(number: int, least: float | None, most: float | None, say: Say) -> str:
    if least is None and most is None:
        return _filled(GAVE, say, number=number)
    sentence = FROM_TO if None not in (least, most) else OR_MORE if most is None else OR_LESS
    return _filled(sentence, say, number=number, least=_plain(least), most=_plain(most))


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _inner(condition: Condition, here: Question, definition: Definition, say: Say) -> str:
    words = _words(condition, here, definition, say)
    several = isinstance(condition, Every | Some) and len(condition.parts) > 1
    return f"({words})" if several else words


def _part(
    part: Chose | Gave, here: Question, definition: Definition, say: Say, *, denied: bool
) -> str:
    number = _at(part.question, definition)
    if isinstance(part, Gave):
        return _filled(GAVE_NOT if denied else GAVE, say, number=number)
    asked = definition.question(part.question) or here
    answers = _joined([f"“{asked.label_of(key)}”" for key in part.options], EITHER, say)
    if part.row:
        row = next((row.label for row in asked.rows if row.key == part.row), part.row)
        sentence = CHOSE_NOT_ROW if denied else CHOSE_ROW
        return _filled(sentence, say, answers=answers, row=row, number=number)
    if asked.key == here.key:
        return _filled(CHOSE_NOT if denied else CHOSE, say, answers=answers)
    return _filled(CHOSE_NOT_AT if denied else CHOSE_AT, say, answers=answers, number=number)


def _joined(words: Sequence[str], joint: str, say: Say) -> str:
    whole, *rest = words
    for other in rest:
        whole = _filled(joint, say, one=whole, other=other)
    return whole
