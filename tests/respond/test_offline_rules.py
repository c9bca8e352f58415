"""A phone without a signal leads, says and refuses as the server does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from consult.respond.rules import (
    AnswerRefused,
    Given,
    Speech,
    fields_of,
    found,
    kept,
    lines_of,
    path_for,
    read_answer,
)
from consult.respond.views.document import SAY, logic
from consult.survey.rules import Definition, Question, QuestionType
from tests.survey.exchange.drawing import surveys, unhurried

TOP = Path(__file__).parents[2]
AREAS = {"saltby": "Saltby", "east-quay": "East Quay"}
LOAD = """async source => {
    document.documentElement.lang = "en-GB";
    const file = new Blob([source], {type: "text/javascript"});
    window.rules = await import(URL.createObjectURL(file));
}"""
RUN = """([survey, pages]) => ({
    path: rules.pathOf(survey, pages),
    lines: survey.questions.map((asked, at) => rules.linesOf(asked, pages[at + 1], survey)),
})"""
MISTAKE = "([asked, fields]) => (rules.mistake(asked, fields) || [''])[0]"
WRITTEN = st.text("ab .é\n😀", max_size=6)
NUMBERS = ["", "12", "-3", "1.5", "1,200", "٣", "a few", "1234567890123"]
PARTS = ["", "1", "31", "02", "২", "2027", "1800", "x"]

# To make a failing survey smaller takes minutes.
NO_SHRINKING = set(Phase) - {Phase.shrink, Phase.explain}

Fields = list[tuple[str, str]]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def phone(chromium: Chromium) -> Iterator[Page]:
    """A page with what a phone knows of the rules."""
    page = chromium.new_page()
    page.evaluate(LOAD, (TOP / "static/js/offline.js").read_text())
    yield page
    page.close()


def some(names: list[str], values: list[str]) -> st.SearchStrategy[Fields]:
    """Return some of these fields, each with one of these values."""
    one = st.tuples(st.sampled_from(names), st.sampled_from(values))
    return st.lists(one, max_size=len(names), unique_by=lambda field: field[0])


def ranks(asked: Question) -> st.SearchStrategy[Fields]:
    keys = [option.key for option in asked.options]
    places = range(1, min(asked.most or len(keys), len(keys)) + 1)
    return some([f"rank-{key}" for key in keys], ["", *map(str, places)])


def chosen(asked: Question) -> st.SearchStrategy[Fields]:
    area = asked.type is QuestionType.AREA
    keys = list(AREAS) if area else [option.key for option in asked.options]
    several = asked.type.takes_several and (asked.type is QuestionType.SEVERAL or asked.most == 2)
    picked = st.sampled_from([*keys, *(["other"] if asked.other else [])])
    answers = st.lists(picked, max_size=3 if several else 1, unique=True)
    others = WRITTEN.map(lambda text: [("other", text)] if asked.other else [])
    return st.tuples(answers, others).map(
        lambda both: [*(("answer", key) for key in both[0]), *both[1]]
    )


def typed(asked: Question) -> st.SearchStrategy[Fields]:
    """Return what somebody does on the page of a question; not all of it is right."""
    keys = [option.key for option in asked.options]
    points = ["", "0", str(asked.total), "٣", "many"]
    if asked.type.is_text:
        return WRITTEN.map(lambda text: [("text", text)])
    if asked.type.is_upload:
        return st.just([])
    ways = {
        QuestionType.TOP3: lambda: some(["r1", "r2", "r3"], keys),
        QuestionType.RANKING: lambda: ranks(asked),
        QuestionType.STATEMENTS: lambda: some([f"row-{row.key}" for row in asked.rows], keys),
        QuestionType.POINTS: lambda: some([f"points-{key}" for key in keys], points),
        QuestionType.NUMBER: lambda: some(["value"], NUMBERS),
        QuestionType.DATE: lambda: some(["day", "month", "year"], PARTS),
    }
    return ways.get(asked.type, lambda: chosen(asked))()


def read(asked: Question, fields: Fields) -> Given:
    names = dict.fromkeys(name for name, _ in fields)
    of = {name: [value for each, value in fields if each == name] for name in names}
    return Given() if "skip" in of else read_answer(asked, of, AREAS)


def as_held(definition: Definition) -> dict[str, Any]:
    return {"questions": list(logic(definition)), "areas": AREAS, "say": SAY}


@given(surveys(), st.data())
@settings(unhurried, max_examples=60, phases=NO_SHRINKING)
def test_the_path_and_the_words_are_the_same(
    phone: Page, definition: Definition, data: st.DataObject
) -> None:
    pages: dict[str, Fields] = {}
    answers: dict[str, Any] = {}
    for number, asked in enumerate(definition.questions, start=1):
        fields = data.draw(st.just([("skip", "1")]) | typed(asked))
        try:
            given = read(asked, fields)
        except AnswerRefused:
            continue
        if data.draw(st.booleans()) or not given.is_empty:
            pages[str(number)], answers[asked.key] = fields, kept(given)

    on_phone = phone.evaluate(RUN, [as_held(definition), pages])
    path = path_for(definition, answers)
    assert on_phone["path"] == [definition.place_of(asked.key) + 1 for asked in path]
    speech = Speech(AREAS)
    for asked, lines in zip(definition.questions, on_phone["lines"], strict=True):
        assert lines == lines_of(asked, found(answers, asked.key), speech)


@given(surveys().filter(lambda survey: survey.questions), st.data())
@settings(unhurried, max_examples=60, phases=NO_SHRINKING)
def test_a_mistake_is_told_in_the_same_words(
    phone: Page, definition: Definition, data: st.DataObject
) -> None:
    # Short enough for what is typed here to be one too long, and many.
    questions = tuple(replace(asked, max_length=3) for asked in definition.questions)
    definition = replace(definition, questions=questions)
    for asked, held in zip(questions, logic(definition), strict=True):
        fields = data.draw(typed(asked))
        try:
            read(asked, fields)
        except AnswerRefused as refused:
            sentence = refused.sentence
        else:
            sentence = ""
        name = phone.evaluate(MISTAKE, [held, fields])
        assert SAY.get(name, "") == sentence, fields


@given(surveys().filter(lambda survey: survey.questions), st.data())
@settings(unhurried, max_examples=60, phases=NO_SHRINKING)
def test_what_was_answered_can_be_typed_again(definition: Definition, data: st.DataObject) -> None:
    for asked in definition.questions:
        try:
            given = read(asked, data.draw(typed(asked)))
        except AnswerRefused:
            continue
        assert read(asked, fields_of(asked, given)) == given
