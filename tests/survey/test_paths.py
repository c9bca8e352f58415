"""The path through a survey: a pure function of the survey and the answers, never in a circle."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.respond.rules import (
    chosen_options,
    last_number,
    next_number,
    not_seen_number,
    past_last,
    path_for,
    said,
    written_words,
)
from consult.respond.rules.answers import Given
from consult.respond.rules.keeping import found, kept
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
    Wording,
    holds,
    path_of,
    read_definition,
    write_definition,
)
from consult.survey.rules.conditions import parts_of
from consult.survey.rules.definition import Translation

KINDS = (
    QuestionType.SINGLE,
    QuestionType.SEVERAL,
    QuestionType.STATEMENTS,
    QuestionType.NUMBER,
    QuestionType.RANKING,
    QuestionType.POINTS,
    QuestionType.LONG_TEXT,
)
OPTIONS = ("a", "b", "c")
ROWS = ("r", "s")
Answers = dict[str, Any]


def question_of(draw: st.DrawFn, number: int, kind: QuestionType) -> Question:
    return Question(
        key=f"q{number}",
        type=kind,
        title=f"Question {number}?",
        options=tuple(Option(key, key) for key in OPTIONS) if kind.has_options else (),
        rows=tuple(Option(key, key) for key in ROWS) if kind is QuestionType.STATEMENTS else (),
        shuffle=draw(st.booleans()),
        max_length=800,
    )


def about(draw: st.DrawFn, asked: Question) -> Condition:
    """Return something a later question can ask about this one."""
    if asked.type is QuestionType.NUMBER:
        least = draw(st.integers(0, 5))
        return draw(st.sampled_from([Between(asked.key, least, None), Between(asked.key, None, 5)]))
    if asked.type is QuestionType.LONG_TEXT:
        return Gave(asked.key)
    row = draw(st.sampled_from(ROWS)) if asked.type is QuestionType.STATEMENTS else ""
    chosen = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2, unique=True))
    return Chose(asked.key, tuple(chosen), row)


def condition(draw: st.DrawFn, earlier: list[Question], depth: int = 2) -> Condition:
    way = draw(st.sampled_from(["leaf", "not", "every", "some"] if depth else ["leaf"]))
    if way == "leaf":
        return about(draw, draw(st.sampled_from(earlier)))
    if way == "not":
        return Not(condition(draw, earlier, depth - 1))
    parts = tuple(condition(draw, earlier, depth - 1) for _ in range(2))
    return Every(parts) if way == "every" else Some(parts)


@st.composite
def surveys(draw: st.DrawFn) -> Definition:
    """Return a survey with conditions that look back and jumps that lead on."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=7))
    asked: list[Question] = []
    for number, kind in enumerate(kinds, start=1):
        question = question_of(draw, number, kind)
        depends = draw(st.booleans())
        show_if = condition(draw, asked) if asked and depends else None
        later = [f"q{each}" for each in range(number + 1, len(kinds) + 1)]
        jumps = []
        if draw(st.integers(0, 3)) == 0:
            when = draw(st.booleans())
            on = condition(draw, [*asked, question]) if when else None
            jumps = [Jump(draw(st.sampled_from([*later, END])), on)]
        asked.append(replace(question, show_if=show_if, jumps=tuple(jumps)))
    texts = (Translation("q.q1.title", "Cwestiwn 1?", "Question 1?"),)
    wordings = (Wording("cy", texts),) if draw(st.booleans()) else ()
    return Definition(questions=tuple(asked), wordings=wordings)


options = st.lists(st.sampled_from(OPTIONS), unique=True)
ANSWERS: dict[QuestionType, st.SearchStrategy[Given]] = {
    QuestionType.SINGLE: st.builds(lambda key: Given(choices=(key,)), st.sampled_from(OPTIONS)),
    QuestionType.SEVERAL: st.builds(lambda keys: Given(choices=tuple(keys)), options),
    QuestionType.RANKING: st.builds(lambda keys: Given(ranks=tuple(keys)), options),
    QuestionType.STATEMENTS: st.builds(
        lambda r, s: Given(marks=(("r", r), ("s", s))),
        st.sampled_from(OPTIONS),
        st.sampled_from(OPTIONS),
    ),
    QuestionType.POINTS: st.builds(lambda n: Given(marks=(("a", str(n)),)), st.integers(0, 10)),
    QuestionType.NUMBER: st.builds(lambda n: Given(value=str(n)), st.integers(0, 9)),
    QuestionType.LONG_TEXT: st.sampled_from([Given(), Given(text="A park")]),
}


@st.composite
def answered(draw: st.DrawFn) -> tuple[Definition, Answers]:
    """Return a survey and somebody's answers, some of them to pages they should not have seen."""
    survey = draw(surveys())
    answers = {
        question.key: kept(draw(ANSWERS[question.type]))
        for question in survey.questions
        if draw(st.integers(0, 4))
    }
    return survey, answers


def check_conditions_look_back(survey: Definition) -> None:
    for place, question in enumerate(survey.questions):
        earlier = {each.key for each in survey.questions[:place]}
        if question.show_if:
            assert {part.question for part in parts_of(question.show_if)} <= earlier
        for jump in question.jumps:
            assert survey.place_of(jump.to) > place


def check_path(survey: Definition, answers: Answers) -> tuple[Question, ...]:
    path = path_for(survey, answers)
    places = [survey.place_of(question.key) for question in path]
    assert places[0] == 0, "it starts at the first question, which depends on nothing"
    assert places == sorted(set(places)), "it never turns back"
    on_path = {q.key: said(q, found(answers, q.key)) for q in path if q.key in answers}
    for at, question in enumerate(path):
        earlier = {q.key: on_path[q.key] for q in path[:at] if q.key in on_path}
        assert question.show_if is None or holds(question.show_if, earlier)
    assert path_of(survey, on_path) == path, "what was said elsewhere changes nothing"
    return path


def check_next_reaches_all(
    survey: Definition, answers: Answers, path: tuple[Question, ...]
) -> None:
    """Follow Next from the start, answering each page on the way as the person did."""
    so_far: Answers = {}
    met, number = [], next_number(survey, so_far, 0)
    while number < past_last(survey):
        question = survey.questions[number - 1]
        met.append(question)
        so_far[question.key] = answers.get(question.key, {})
        number = next_number(survey, so_far, number)
    assert tuple(met) == path
    assert last_number(survey, so_far) == survey.place_of(path[-1].key) + 1
    assert not_seen_number(survey, so_far, 0) == past_last(survey)


def check_only_the_path_counts(
    survey: Definition, answers: Answers, path: tuple[Question, ...]
) -> None:
    on_path = {question.key for question in path}
    counted = {option.question_key for option in chosen_options(survey, answers)}
    assert counted | set(written_words(survey, answers)) <= on_path
    only = {key: value for key, value in answers.items() if key in on_path}
    assert chosen_options(survey, only) == chosen_options(survey, answers)


@settings(max_examples=1000, deadline=None)
@given(answered())
def test_a_path_leads_on_asks_only_what_it_may_and_counts_only_what_it_asked(
    case: tuple[Definition, Answers],
) -> None:
    survey, answers = case
    assert read_definition(write_definition(survey)) == survey
    check_conditions_look_back(survey)
    path = check_path(survey, answers)
    check_next_reaches_all(survey, answers, path)
    check_only_the_path_counts(survey, answers, path)
