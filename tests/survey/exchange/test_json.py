"""A survey as a file of our own: the same when it comes back, and a broken one names its place."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from consult.errors import BadFile
from consult.survey.rules import (
    LANGUAGES,
    Audience,
    Definition,
    Question,
    QuestionType,
    read_definition,
)
from consult.survey.services.exchange.json_files import survey_as_json, survey_from_json
from consult.survey.services.exchange.shape import first_fault, schema
from tests.builders import definition
from tests.survey.exchange.drawing import surveys, unhurried

VALIDATOR = Draft202012Validator(dict(schema()))


@unhurried
@given(surveys())
def test_a_survey_that_went_out_comes_back_the_same(survey: Definition) -> None:
    written = survey_as_json(survey, Audience.PARENT)

    back = survey_from_json(written)

    assert back == survey
    assert survey_as_json(back, Audience.PARENT) == written


def test_a_smallest_number_of_0_is_kept() -> None:
    number = Question("age", QuestionType.NUMBER, "How old?", least=0)

    back = survey_from_json(survey_as_json(Definition(questions=(number,))))

    assert back.questions == (number,)


@unhurried
@given(surveys())
def test_every_survey_that_goes_out_fits_the_schema(survey: Definition) -> None:
    data = json.loads(survey_as_json(survey, Audience.EASY_READ))

    assert list(VALIDATOR.iter_errors(data)) == []
    assert first_fault(data) == ""


def test_the_schema_is_one_and_knows_every_type_audience_and_language() -> None:
    Draft202012Validator.check_schema(dict(schema()))

    parts = schema()["$defs"]
    assert parts["question"]["properties"]["type"]["enum"] == list(QuestionType)
    assert schema()["properties"]["audience"]["enum"] == list(Audience)
    assert schema()["properties"]["languages"]["propertyNames"]["enum"] == [*LANGUAGES][1:]


def example() -> Any:
    return json.loads(survey_as_json(read_definition(definition())))


junk = st.sampled_from([None, True, 7, -1, 1.5, "", "otters", "A B", [], {}, {"question": "x"}])


@st.composite
def bent(draw: st.DrawFn) -> Any:
    """Draw a survey file in which one thing was replaced, taken out or added."""
    data = json.loads(survey_as_json(draw(surveys())))
    place = data
    while isinstance(place, dict | list) and place:
        names = list(place) if isinstance(place, dict) else list(range(len(place)))
        name = draw(st.sampled_from(names))
        inside = place[name]
        if not isinstance(inside, dict | list) or not inside or draw(st.booleans()):
            break
        place = inside
    act = draw(st.sampled_from(["replace", "remove", "add"]))
    if act == "replace":
        place[name] = draw(junk)
    elif act == "remove":
        del place[name]
    elif isinstance(place, dict):
        place["otters"] = draw(junk)
    return data


@unhurried
@given(bent())
def test_we_and_the_schema_refuse_the_same_files(data: Any) -> None:
    assert bool(first_fault(data)) is not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Line 1, column 1 cannot be read as JSON"),
        ('{"format": "consult-survey",\n  "version": 1,,', "Line 2, column 16"),
        ("[1, 2]", "This is no survey"),
        ('{"format": "other"}', "This is no survey"),
        ("[" * 5000, "too many groups inside each other"),
        ('{"format": 1, "format": 2}', "one of its fields twice"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": ' + "9" * 5000 + "}", "The file cannot be read"),
    ],
)
def test_what_is_no_survey_file_is_said_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(BadFile) as broken:
        survey_from_json(text)

    assert sentence in str(broken.value)


def set_at(data: Any, *place: Any) -> None:
    *way, last, value = place
    for name in way:
        data = data[name]
    data[last] = value


NOT = {"not": {"question": "area", "is": []}}
DEEP: Any = {"question": "area", "answered": True}
for _ in range(70):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (("version", 2), "“version” must be 1."),
        (("surprise", 1), "“surprise” is nothing we know."),
        (("start", "minutes", "five"), "“start, minutes” must be a whole number."),
        (("start", "points", 0, 7), "“start, points 1” must be text."),
        (("questions", 1, "type", "dance"), "“questions 2, type” must be one of single, several"),
        (("questions", 1, "options", 0, "label", ""), "“questions 2, options 1, label” must not"),
        (("questions", 1, "options", 2, {"key": "x"}), "options 3, label” is missing."),
        (("questions", 1, "title", "a\x00b"), "“questions 2, title” holds a character"),
        (("questions", 1, "title", "a\ud800b"), "“questions 2, title” holds a character"),
        (("questions", 1, "title", "x" * 5001), "title” is longer than 5000 characters."),
        (("questions", 5, "show_if", {"if": 1}), "“questions 6, show_if” needs “all”, “any”"),
        (("questions", 5, "show_if", NOT), "“questions 6, show_if, not, is” must not be empty."),
        (("questions", 5, "show_if", DEEP), "more than 60 groups inside each other."),
        (("questions", 1, "most", 9), "lets people choose more answers than there are."),
        (("questions", 3, "options", [{"key": "a", "label": "A"}]), "Question 4, “one_thing”"),
        (("languages", {"fr": {}}), "“languages” cannot hold “fr”."),
    ],
)
def test_a_survey_file_that_is_broken_names_the_place(place: Any, sentence: str) -> None:
    data = copy.deepcopy(example())
    set_at(data, *place)

    with pytest.raises(BadFile) as broken:
        survey_from_json(json.dumps(data))

    assert sentence in str(broken.value)
