"""When a question is asked and where it leads, set in the builder with plain forms."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import Survey
from consult.survey.rules import (
    Between,
    Chose,
    Condition,
    Every,
    Gave,
    Jump,
    Not,
    Question,
    Some,
    write_condition,
)
from consult.survey.rules.listing import as_lines, from_lines
from tests.builders import PASSWORD, QUESTIONS, make_consultation, make_survey, make_user
from tests.page import Browser, one

NUMBER = {"key": "minutes", "type": "number", "title": "How many minutes do you walk?"}
GRID = {
    "key": "grid",
    "type": "statements",
    "title": "How far do you agree?",
    "rows": [{"key": "safe", "label": "I feel safe"}, {"key": "fun", "label": "It is fun"}],
    "options": [{"key": "no", "label": "No"}, {"key": "yes", "label": "Yes"}],
}
NESTED = Every((Gave("minutes"), Some((Chose("area", ("saltby",)), Gave("grid")))))
WHY = {"key": "why", "type": "long_text", "title": "Why?"}
LAST = {"key": "last", "type": "short_text", "title": "Anything else?"}
THIS = "form#edit"


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


@pytest.fixture
def survey(session: Session) -> Survey:
    questions: list[dict[str, Any]] = [*QUESTIONS, NUMBER, GRID, WHY, LAST]
    return make_survey(session, make_consultation(session, stage="designing"), questions=questions)


def at(browser: Browser, survey: Survey, key: str = "why") -> BeautifulSoup:
    return browser.open(f"/staff/surveys/{survey.id}?question={key}")


def asked(session: Session, survey: Survey, key: str = "why") -> Question:
    session.expire_all()
    question = surveys.survey_of(session, survey.id)[1].question(key)
    assert question
    return question


def problems(page: BeautifulSoup) -> list[str]:
    return [line.get_text(strip=True) for line in page.select(".errors li")]


def import_question(session: Session, survey: Survey, key: str, **changes: Any) -> None:
    """Change the draft as a file would that somebody imported."""
    questions = [{**q, **changes} if q["key"] == key else q for q in survey.draft["questions"]]
    survey.draft = {**survey.draft, "questions": questions}
    session.commit()


@pytest.mark.parametrize(
    ("key", "typed", "condition"),
    [
        (
            "better_play",
            {"verb": "is", "option": ["parks", "other"]},
            Chose("better_play", ("parks", "other")),
        ),
        (
            "better_play",
            {"verb": "is_not", "option": ["parks"]},
            Not(Chose("better_play", ("parks",))),
        ),
        ("minutes", {"verb": "is", "least": "10"}, Between("minutes", 10, None)),
        ("minutes", {"verb": "is", "least": "5", "most": "7.5"}, Between("minutes", 5, 7.5)),
        ("grid", {"verb": "is", "row": "fun", "option": ["no"]}, Chose("grid", ("no",), "fun")),
        ("one_thing", {"verb": "not_answered"}, Not(Gave("one_thing"))),
    ],
)
def test_a_condition_is_set_in_two_steps(
    session: Session, officer: Browser, survey: Survey, key: str, typed: Any, condition: Condition
) -> None:
    page = at(officer, survey)
    page = officer.submit(page, form=THIS, press="step", **{"show-add": key})
    assert asked(session, survey).show_if is None
    assert problems(page) == []

    page = officer.submit(page, form=THIS, **{f"show-0-{name}": v for name, v in typed.items()})

    assert asked(session, survey).show_if == condition
    officer.submit(page, form=THIS, title="Why so?")
    assert asked(session, survey).show_if == condition
    assert "only if" in one(page, ".pages a[aria-current] small").get_text()
    officer.submit(at(officer, survey), form=THIS, **{"show-0-gone": "y"})
    assert asked(session, survey).show_if is None


def test_several_conditions_must_all_hold_or_any(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = at(officer, survey)
    for key in ("one_thing", "better_play"):
        page = officer.submit(page, form=THIS, press="step", **{"show-add": key})
    page = officer.submit(page, form=THIS, **{"show-1-option": "parks"})

    parts = (Gave("one_thing"), Chose("better_play", ("parks",)))
    assert asked(session, survey).show_if == Every(parts)
    officer.submit(page, form=THIS, **{"show-how": "any"})
    assert asked(session, survey).show_if == Some(parts)


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("better_play", {}, "Tick at least one answer of “What would make it better?”"),
        (
            "minutes",
            {"least": "many"},
            "Write a number for “How many minutes do you walk?”, in digits",
        ),
    ],
)
def test_a_line_that_says_nothing_is_refused_and_stays(
    session: Session, officer: Browser, survey: Survey, key: str, typed: Any, sentence: str
) -> None:
    page = officer.submit(at(officer, survey), form=THIS, press="step", **{"show-add": key})

    page = officer.submit(page, form=THIS, **{f"show-0-{name}": v for name, v in typed.items()})

    assert problems(page) == [sentence]
    assert one(page, "input[name=show-0-question]")["value"] == key
    assert asked(session, survey).show_if is None


def test_only_earlier_questions_are_offered_and_taken(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = at(officer, survey, "grid")
    offered = [option["value"] for option in page.select("select[name=show-add] option")]
    assert offered[1:] == [q["key"] for q in [*QUESTIONS, NUMBER]]

    page = officer.submit(page, form=THIS, **{"show-add": "last"})

    assert problems(page) == ["Choose a question that is asked before this one"]
    first = at(officer, survey, "things_to_do_ease")
    assert not first.select("select[name=show-add]")


def test_a_nested_condition_is_kept_untouched_until_it_is_taken_out(
    session: Session, officer: Browser, survey: Survey
) -> None:
    import_question(session, survey, "last", show_if=write_condition(NESTED))

    page = at(officer, survey, "last")
    assert "“How many minutes do you walk?” is answered and (" in one(page, "#show").get_text()
    page = officer.submit(page, form=THIS, title="What else?")
    assert asked(session, survey, "last").show_if == NESTED

    officer.submit(page, form=THIS, **{"show-gone": "y"})
    assert asked(session, survey, "last").show_if is None


def test_jumps_lead_on_by_the_answer_or_always(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = at(officer, survey, "better_play")
    typed = {"jumps-0-to": "why", "jumps-0-option": ["parks"]}
    page = officer.submit(page, form=THIS, **typed)
    page = officer.submit(page, form=THIS, **{"jumps-1-to": "end", "jumps-1-verb": ""})

    jumps = (Jump("why", Chose("better_play", ("parks",))), Jump("end"))
    assert asked(session, survey, "better_play").jumps == jumps
    officer.submit(page, form=THIS, **{"jumps-0-to": ""})
    assert asked(session, survey, "better_play").jumps == (Jump("end"),)


def test_a_jump_leads_nowhere_back_and_says_when(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = at(officer, survey, "better_play")

    back = officer.submit(page, form=THIS, **{"jumps-0-to": "things_to_do_ease"})
    assert problems(back) == ["Choose a question that is asked after this one"]
    empty = officer.submit(page, form=THIS, **{"jumps-0-to": "why"})
    assert problems(empty) == ["Tick at least one answer of “What would make it better?”"]


def test_a_jump_on_other_answers_is_kept_in_words(
    session: Session, officer: Browser, survey: Survey
) -> None:
    jump = {"to": "last", "when": write_condition(Gave("minutes"))}
    import_question(session, survey, "grid", jumps=[jump])

    page = at(officer, survey, "grid")
    assert "if “How many minutes do you walk?” is answered" in one(page, "#jumps").get_text()
    officer.submit(page, form=THIS, **{"jumps-0-to": "end"})

    assert asked(session, survey, "grid").jumps == (Jump("end", Gave("minutes")),)


def test_what_others_depend_on_cannot_be_taken_out_or_moved_behind_them(
    session: Session, officer: Browser, survey: Survey
) -> None:
    import_question(session, survey, "why", show_if=write_condition(Gave("minutes")))

    page = officer.submit(officer.open(f"/staff/surveys/{survey.id}/questions/minutes/remove"))
    assert "depends on “minutes”" in problems(page)[0]
    page = officer.submit(
        at(officer, survey, "minutes"), form="form[action$='/move'].row", place="9"
    )
    assert "depends on “minutes”" in problems(page)[0]
    assert asked(session, survey, "minutes")


@pytest.mark.parametrize(
    "condition",
    [None, Gave("a"), Not(Between("a", 1, None)), Every((Gave("a"), Not(Chose("b", ("x",)))))],
)
def test_lines_give_back_the_condition_they_show(condition: Condition | None) -> None:
    lines = as_lines(condition)
    assert lines
    assert from_lines(lines) == condition


@pytest.mark.parametrize(
    "condition", [NESTED, Not(Not(Gave("a"))), Every((Gave("a"),)), Not(Every((Gave("a"),)))]
)
def test_what_lines_cannot_show_is_not_shown_as_lines(condition: Condition) -> None:
    assert as_lines(condition) is None
