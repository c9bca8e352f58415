"""A survey from LimeSurvey: what comes along, and a sentence for each thing that does not."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import BadFile
from consult.survey.rules import (
    Between,
    Chose,
    Every,
    Gave,
    Not,
    Question,
    QuestionType,
)
from consult.survey.services.exchange.left_behind import Brought
from consult.survey.services.exchange.limesurvey import survey_from_limesurvey
from tests.survey.exchange.drawing import unhurried

HERE = Path(__file__).parent
NEWER = (HERE / "going_out.lss").read_bytes()
OLDER = (HERE / "older.lss").read_bytes()


@pytest.fixture(scope="module")
def brought() -> Brought:
    return survey_from_limesurvey(NEWER)


def question(brought: Brought, key: str) -> Question:
    found = brought.definition.question(key)
    assert found
    return found


def test_questions_come_in_the_order_of_their_groups(brought: Brought) -> None:
    assert [(q.key, q.type.value) for q in brought.definition.questions] == [
        ("q1", "single"),
        ("q2", "several"),
        ("q3", "statements"),
        ("q4", "ranking"),
        ("age", "number"),
        ("why", "long_text"),
        ("two_a", "short_text"),
        ("two_b", "short_text"),
        ("safe", "statements"),
    ]


def test_words_lose_their_markup_and_take_over_earlier_answers(brought: Brought) -> None:
    assert question(brought, "q1").title == "How often do you go out?"
    assert question(brought, "q1").hint == "Out of your home."
    assert question(brought, "q2").title == "You said [[q1]]. Where do you go?"
    assert question(brought, "two_b").title == "Name two things second"
    assert brought.definition.start.title == "Going out"
    assert brought.definition.start.lead == "Tell us\nabout it."
    assert brought.definition.start.points == ("Say what you like.",)
    assert brought.definition.thanks == "Thank you."


def test_answers_limits_and_orders_come_along(brought: Brought) -> None:
    assert question(brought, "q1").other
    assert question(brought, "q2").most == 1
    assert question(brought, "q2").exclusive_keys == {"sq2"}
    assert [option.key for option in question(brought, "q4").options] == ["bike", "bus"]
    assert question(brought, "q4").shuffle
    assert question(brought, "age").least == 4
    assert question(brought, "why").max_length == 200
    assert [option.key for option in question(brought, "safe").options] == [
        "yes",
        "uncertain",
        "no",
    ]


def test_simple_relevance_becomes_a_condition(brought: Brought) -> None:
    group = Chose("q1", ("a1",))

    assert question(brought, "q2").show_if == Chose("q1", ("a1", "other"))
    assert question(brought, "q3").show_if == Every(
        (group, Every((Chose("q2", ("sq1",)), Not(Not(Gave("q1"))))))
    )
    assert question(brought, "q4").show_if == Every((group, Not(Chose("q3", ("a2",), "sq1"))))
    assert question(brought, "why").show_if == Every(
        (group, Every((Between("age", 8, None), Every((Gave("age"), Not(Between("age", 12)))))))
    )


def test_languages_we_speak_come_along(brought: Brought) -> None:
    (welsh,) = brought.definition.wordings

    assert {text.path: text.text for text in welsh.texts} == {
        "start.title": "Mynd allan",
        "thanks": "Diolch.",
        "q.q1.title": "Pa mor aml wyt ti’n mynd allan?",
        "q.q1.options.a1": "Yn aml",
    }


def test_what_is_left_behind_is_said_with_its_place(brought: Brought) -> None:
    assert brought.left_behind == (
        "surveys, row 1: the texts in “fr” are left out.",
        "surveys, row 1: its settings are left out: who may answer, mails, its looks.",
        "groups: groups are left out: each question has its own page.",
        "questions, row 1: its words are now on the start page.",
        "questions: people can skip every question here.",
        "questions: codes are in small letters now.",
        "question_l10ns, row 2: a picture is left out.",
        "answers: codes are in small letters now.",
        "subquestions: codes are in small letters now.",
        "question_l10ns, row 8: “{TOKEN:FIRSTNAME}” stays as it is: it is no earlier answer.",
        "questions, row 8: the relevance “sum(age.NAOK, 3) > 4” is left out, “, 3) > 4” is "
        "not understood. Say when it is asked.",
        "questions, row 8: “two” asked several things: each is a question now.",
        "questions, row 8: “two” has lost its translations with that.",
        "questions, row 9: “grid” is left out: a grid takes no words here.",
        "question_attributes: these are left out: hide_tip.",
        "assessments: this section is left out (1 row).",
    )


def test_an_older_file_with_a_row_for_each_language_is_read_too() -> None:
    survey = survey_from_limesurvey(OLDER).definition

    town, like = survey.questions
    assert (town.type, town.title, town.hint) == (
        QuestionType.DROPDOWN,
        "Which town?",
        "The nearest.",
    )
    assert [option.key for option in town.options] == ["1", "2"]
    assert like.show_if == Chose("town", ("2",))
    assert [text.text for text in survey.wordings[0].texts] == ["Pa dref?", "Saltby y môr"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("</answers>", "</answer>", "cannot be read as XML"),
        ("<code>2</code>", "<code/>", "answers, row 3: “code” is missing."),
        ("<qid>1</qid><code>2", "<qid>9</qid><code>2", "answers, row 3: there is no question “9”."),
        ("<gid>5</gid><type>Y", "<gid>6</gid><type>Y", "questions, row 3: there is no group “6”."),
        ("<type>Y</type>", "", "questions, row 3: “type” is missing."),
        ("<sortorder>2", "<sortorder>two", "answers, row 3: “sortorder” is no number."),
        (">Survey<", ">Question<", "This is no survey of LimeSurvey"),
        ("<document>", "<!DOCTYPE d [<!ENTITY e 'x'>]><document>", "what no survey needs"),
        ("Which town?", "x" * 6000, "“questions 1, title” is longer than 5000 characters."),
    ],
)
def test_a_broken_file_names_the_section_and_the_row(old: str, new: str, sentence: str) -> None:
    broken = OLDER.decode().replace(old, new, 1).encode()

    with pytest.raises(BadFile) as refused:
        survey_from_limesurvey(broken)

    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"otters", b"<a/>", b"\xff\xfe\x00", b"<?xml version='9'"]
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        survey_from_limesurvey(content)


FIELDS = [found.span(1) for found in re.finditer(rb">([^<>]*)<", NEWER)]
JUNK = ["", "0", "-3", "9" * 30, "X", "end", "Q1", "{Q1}", "[[q1]]", "&#8;", "(" * 70, "é" * 70]


@unhurried
@given(st.sampled_from(FIELDS), st.sampled_from(JUNK))
def test_whatever_one_field_holds_the_file_is_read_or_refused(
    field: tuple[int, int], junk: str
) -> None:
    start, end = field
    with suppress(BadFile):
        survey_from_limesurvey(NEWER[:start] + junk.encode() + NEWER[end:])
