"""The builder's pages: every type of question is added, reworded, moved and taken out."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.forms.adding import WRITTEN
from consult.survey.models import Survey
from consult.survey.rules import Audience, Question, QuestionType
from tests.builders import PASSWORD, make_consultation, make_survey, make_user
from tests.page import Browser, one

LONG = "x" * 100_000
THIS = "form[action$='/{}']"


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


@pytest.fixture
def survey(session: Session) -> Survey:
    """A survey with a question of six types, still being designed."""
    return make_survey(session, make_consultation(session, stage="designing"))


def asked(session: Session, survey: Survey, key: str) -> Question:
    session.expire_all()
    question = surveys.survey_of(session, survey.id)[1].question(key)
    assert question
    return question


def at(browser: Browser, survey: Survey, key: str) -> BeautifulSoup:
    return browser.open(f"/staff/surveys/{survey.id}?question={key}")


def add(browser: Browser, survey: Survey, **answers: Any) -> BeautifulSoup:
    return browser.submit(browser.open(f"/staff/surveys/{survey.id}/add"), **answers)


def problems(page: BeautifulSoup) -> list[str]:
    return [line.get_text(strip=True) for line in page.select(".errors li")]


@pytest.mark.parametrize("kind", QuestionType)
def test_every_type_is_added_and_reworded(
    session: Session, officer: Browser, survey: Survey, kind: QuestionType
) -> None:
    answers = "Parks\nBuses\n\nClubs" if kind in WRITTEN or kind == "top3" else ""
    clause = "2.3" if kind == "clause" else ""

    typed = {"title": "What would help?", "type": kind.value, "answers": answers}
    page = add(officer, survey, clause=clause, **typed)
    assert "What would help?" in one(page, ".pages a[aria-current]").get_text()
    officer.submit(page, form=THIS.format("what_would_help"), title="What helps?", priority="P2")

    question = asked(session, survey, "what_would_help")
    assert (question.title, question.priority, question.type) == ("What helps?", "P2", kind)


def test_what_is_missing_is_said_and_what_was_typed_stays(officer: Browser, survey: Survey) -> None:
    page = add(officer, survey, title=LONG, answers="Only one", type="single")
    assert problems(page) == ["Use 300 characters or fewer"]

    page = officer.submit(page, title="Which?")
    assert problems(page) == ["Write at least 2 answers, one a line"]
    assert one(page, "textarea[name=answers]").get_text().strip() == "Only one"

    page = officer.submit(page, title="", type="dance", priority="P99")
    assert problems(page) == ["Write the question", "Choose from the list", "Choose from the list"]


def test_answers_keep_their_keys_when_reworded(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = at(officer, survey, "better_play")

    officer.submit(
        page,
        form=THIS.format("better_play"),
        **{"answers-0": "Cleaner parks", "answers-1": "", "answers-3": "Cheap buses"},
    )

    options = asked(session, survey, "better_play").options
    assert [(o.key, o.label) for o in options] == [
        ("parks", "Cleaner parks"),
        ("lights", "More lights"),
        ("cheap_buses", "Cheap buses"),
    ]


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("better_play", {"answers-0": "", "answers-1": ""}, "Write at least 2 answers"),
        ("better_play", {"answers-0": LONG}, "Use 150 characters or fewer for each answer"),
        ("better_play", {"answers-0-key": "No key!"}, "needs small letters, digits and _."),
        ("better_play", {"answers-0-key": "clubs"}, "each needs its own."),
        ("better_play", {"most": "99999999999"}, "Write a small number"),
        ("better_play", {"most": "20"}, "more answers than there are"),
        ("better_play", {"most": "two"}, "Write a number in digits"),
        ("better_play", {"max_length": "0"}, "Write a number from 1 to 5000"),
        ("better_play", {"title": " "}, "Write the question"),
        ("better_play", {"hint": LONG}, "Use 300 characters or fewer"),
        ("better_play", {"priority": "P99"}, "Choose from the list"),
        ("things_to_do_ease", {"answers-2": ""}, "Write words for all five answers"),
        ("things_to_do_ease", {"answers-0-key": "2", "answers-1-key": "1"}, "keyed 1 to 5"),
        ("top_three", {f"answers-{n}": "" for n in range(3)}, "Write at least 3 answers"),
        ("one_thing", {"max_length": "many"}, "Write a number in digits"),
    ],
)
def test_a_mistake_is_said_and_the_draft_stays(
    session: Session, officer: Browser, survey: Survey, key: str, typed: Any, sentence: str
) -> None:
    before = asked(session, survey, key)

    page = officer.submit(at(officer, survey, key), form=THIS.format(key), **typed)

    assert sentence in " ".join(problems(page))
    assert asked(session, survey, key) == before


@pytest.mark.parametrize("kind", ["fields", "files", "json"])
def test_nothing_that_can_be_posted_breaks_the_builder(
    officer: Browser, survey: Survey, kind: str
) -> None:
    token = one(officer.open("/staff"), ".who input[name=csrf_token]")["value"]
    odd: dict[str, Any] = {"answers-²": "x", "answers-0": ["a", "b"], "revision": "²", "most": "٣"}
    for name in ("title", "type", "hint", "points", "minutes", "opens_on", "audience", "source"):
        odd[name] = "\0" + "😀" * 3000
    for address in (
        "consultations/new",
        "consultations/1/edit",
        "consultations/1/extend",
        "consultations/1/surveys/new",
        "surveys/1/start",
        "surveys/1/add",
        "surveys/1/questions/better_play",
        "surveys/1/questions/one_thing",
    ):
        if kind == "json":
            answer = officer.client.post(f"/staff/{address}", json={"title": 5, "minutes": None})
        else:
            data = {**odd, "csrf_token": token}
            if kind == "files":
                data |= {"title": (BytesIO(b"x"), "x.txt"), "closes_on": (BytesIO(b"x"), "y")}
            answer = officer.client.post(f"/staff/{address}", data=data)
        assert answer.status_code == 200, address
        assert "There is a problem" in answer.text


def test_the_first_page_and_the_last_are_reworded(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = officer.open(f"/staff/surveys/{survey.id}")
    form = THIS.format("start")

    page = officer.submit(page, form=form, title="", minutes="ten", points="y" * 999)
    assert problems(page) == [
        "Write a title",
        "Write a number in digits",
        "Write a number from 1 to 60",
        "Use 250 characters or fewer on each line",
    ]
    page = officer.submit(page, form=form, title="Hubs", minutes="7", points="One.\n\nTwo.")

    session.expire_all()
    start = surveys.survey_of(session, survey.id)[1].start
    assert (start.title, start.minutes, start.points) == ("Hubs", 7, ("One.", "Two."))


def test_two_people_editing_lose_nothing_and_saving_again_wins(
    session: Session, officer: Browser, survey: Survey
) -> None:
    mine, theirs = at(officer, survey, "one_thing"), at(officer, survey, "one_thing")
    form = THIS.format("one_thing")
    officer.submit(theirs, form=form, title="Their question?")

    page = officer.submit(mine, form=form, title="My question?", hint="My hint.")

    assert "Ash Reed changed this survey while you were writing." in problems(page)[0]
    assert "Their question?" in one(page, "#newer").get_text()
    assert one(page, "#title").get_text().strip() == "My question?"
    assert asked(session, survey, "one_thing").title == "Their question?"
    officer.submit(page, form=form)
    assert asked(session, survey, "one_thing").title == "My question?"
    assert asked(session, survey, "one_thing").hint == "My hint."


def test_two_people_on_the_first_page_lose_nothing(
    session: Session, officer: Browser, survey: Survey
) -> None:
    address, form = f"/staff/surveys/{survey.id}", THIS.format("start")
    mine, theirs = officer.open(address), officer.open(address)
    officer.submit(theirs, form=form, title="Theirs", points="")

    page = officer.submit(mine, form=form, title="Mine")

    assert "Theirs" in one(page, "#newer").get_text()
    officer.submit(page, form=form)
    assert surveys.survey_of(session, survey.id)[1].start.title == "Mine"


def test_a_question_is_moved_and_taken_out_after_asking_once_more(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = at(officer, survey, "area")
    page = officer.submit(page, form=THIS.format("move"), place="5")
    order = [q.key for q in surveys.survey_of(session, survey.id)[1].questions]
    assert order[-2:] == ["area", "age_band"]

    page = officer.open(f"/staff/surveys/{survey.id}/questions/area/remove")
    assert asked(session, survey, "area")
    officer.submit(page)

    session.expire_all()
    assert surveys.survey_of(session, survey.id)[1].question("area") is None


def test_taking_out_what_somebody_just_changed_asks_again(
    session: Session, officer: Browser, survey: Survey
) -> None:
    confirm = officer.open(f"/staff/surveys/{survey.id}/questions/area/remove")
    officer.submit(at(officer, survey, "area"), form=THIS.format("area"), title="Where?")

    page = officer.submit(confirm)

    assert "Look again" in problems(page)[0]
    assert asked(session, survey, "area").title == "Where?"


def test_an_empty_survey_is_not_published(session: Session, officer: Browser) -> None:
    empty = make_survey(session, make_consultation(session, stage="designing"), questions=[])
    page = officer.open(f"/staff/surveys/{empty.id}")

    page = officer.submit(page, form=THIS.format("publish"))

    assert problems(page) == ["Add a question first: nobody can answer an empty survey."]


def test_the_same_question_in_another_wording_joins_by_its_key(
    session: Session, officer: Browser, survey: Survey
) -> None:
    easy = make_survey(session, survey.consultation, Audience.EASY_READ, questions=[])

    add(officer, easy, title="Fun here?", type="faces", same_as="things_to_do_ease")

    assert asked(session, easy, "things_to_do_ease").label_of("5") == "Lots"
