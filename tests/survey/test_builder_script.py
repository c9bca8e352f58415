"""The builder with its script: nothing reloads, the phone follows, nothing typed is ever lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from consult import create_app
from consult.clock import now, today
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.rules import Definition, Question, QuestionDraft
from tests.builders import (
    PASSWORD,
    QUESTIONS,
    make_consultation,
    make_survey,
    make_survey_version,
    make_user,
)
from tests.servers import SECRET, served

pytestmark = [pytest.mark.browser, pytest.mark.server]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
TOP = "each => each.getBoundingClientRect().top"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
MORE: list[dict[str, Any]] = [
    {
        "key": "pictures",
        "type": "pictures",
        "title": "What do you like?",
        "options": [
            {"key": "park", "label": "The park", "picture": "park"},
            {"key": "bus", "label": "The bus"},
        ],
    },
    {
        "key": "why",
        "type": "single",
        "title": "Where from?",
        "options": [{"key": "here", "label": "Here"}, {"key": "there", "label": "There"}],
        "show_if": {
            "any": [
                {"question": "better_play", "is": ["parks"]},
                {"question": "area", "answered": True},
            ]
        },
        "jumps": [{"to": "end", "when": {"question": "why", "is": ["here"]}}],
    },
]


@dataclass(frozen=True, slots=True)
class Site:
    """A server, who may build on it, and its database to look into."""

    url: str
    email: str
    other: str
    app: Flask


@dataclass(frozen=True, slots=True)
class Builder:
    """A survey of its own for each test, and the page it is built on."""

    page: Page
    site: Site
    survey_id: int

    def open(self, path: str = "") -> None:
        """Open a page of the builder; a page that reloads forgets the mark."""
        self.page.goto(f"/staff/surveys/{self.survey_id}{path}", wait_until="networkidle")
        self.page.evaluate("window.mark = true")

    def asked(self, key: str) -> Question:
        """Return a question as the draft has it."""
        question = self.draft().question(key)
        assert question
        return question

    def draft(self) -> Definition:
        with self.site.app.app_context():
            return surveys.survey_of(db_session(), self.survey_id)[1]

    def stayed(self) -> bool:
        return bool(self.page.evaluate("window.mark === true"))

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("builder")
    settings = {"CONSULT_INSTANCE": str(folder), "CONSULT_SECRET_KEY": SECRET}
    app = create_app(read_settings(settings))
    with app.app_context():
        upgrade(db.engine)
        email = make_user(db_session(), Role.PARTICIPATION_OFFICER).email
        other = make_user(db_session(), Role.PARTICIPATION_OFFICER, name="Kim Shaw").id
    with served(folder) as server:
        yield Site(server.url, email, f"user:{other}", app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def builder(chromium: Chromium, site: Site) -> Iterator[Builder]:
    with site.app.app_context():
        survey = make_survey(
            db_session(),
            make_consultation(db_session(), today=today()),
            questions=[*QUESTIONS, *MORE],
        )
        make_survey_version(db_session(), survey)
        survey_id = survey.id
    context = chromium.new_context(viewport=DESK, base_url=site.url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/sign-in")
    page.get_by_label("Email").fill(site.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    yield Builder(page, site, survey_id)
    context.close()
    assert errors == []


def test_saving_does_not_reload_and_keeps_focus_and_scroll(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.locator("#max_length").fill("250")
    place = page.locator("#max_length").evaluate(TOP)
    page.keyboard.press("Enter")

    expect(page.locator("#said")).to_contain_text("Saved.")
    assert builder.stayed()
    assert builder.focused() == "max_length"
    assert abs(page.locator("#max_length").evaluate(TOP) - place) < 2
    question = builder.asked("one_thing")
    assert question.max_length == 250
    expect(page.locator("#undo")).to_be_visible()


def test_the_phone_and_the_reading_age_follow_what_is_typed(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.locator("#title").fill("Which methodological considerations predominate locally?")

    phone = page.frame_locator("#preview")
    expect(phone.locator("h1")).to_have_text(
        "Which methodological considerations predominate locally?"
    )
    expect(page.locator("#wording")).to_contain_text("Aim for 9 or below")
    expect(page.locator("#how-new")).to_have_text("As you type.")
    page.locator("#title").fill("")
    expect(page.locator("#how-new")).to_contain_text("could not be asked")
    question = builder.asked("one_thing")
    assert question.title == "What one thing should change?"


def test_answers_are_put_in_order_by_keyboard_and_the_focus_goes_along(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=better_play")
    page.locator("#answers-2-up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answers-1")).to_have_value("More lights")
    assert builder.focused() == "answers-1-up"
    page.keyboard.press("Enter")
    expect(page.locator("#answers-0")).to_have_value("More lights")
    assert builder.focused() == "answers-0-down"

    question = builder.asked("better_play")
    assert [option.key for option in question.options] == ["lights", "parks", "clubs"]
    assert builder.stayed()


def test_what_was_typed_is_saved_before_anything_else_is_done(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.locator("#title").fill("Typed and not saved?")
    page.get_by_role("link", name="How old are you?").click()
    expect(page.locator("#title")).to_have_value("How old are you?")
    assert page.url.endswith("question=age_band")
    page.locator("#hint").fill("Typed, too.")
    page.locator("#earlier").click()
    expect(page.locator("#said")).to_contain_text("Moved.")

    draft = builder.draft()
    assert draft.place_of("age_band") == 3
    texts = {question.key: (question.title, question.hint) for question in draft.questions}
    assert texts["one_thing"][0] == "Typed and not saved?"
    assert texts["age_band"][1] == "Typed, too."
    page.go_back()
    expect(page.locator("#title")).to_have_value("Typed and not saved?")
    assert builder.stayed()


def test_a_mistake_takes_the_focus_and_what_was_typed_stays(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.locator("#title").fill("")
    page.locator("#hint").fill("Still here.")
    page.locator("#save").click()

    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_contain_text("Write the question")
    expect(page.locator("#hint")).to_have_value("Still here.")
    assert builder.stayed()


def test_without_a_connection_nothing_typed_is_lost(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.locator("#title").fill("On the train?")
    page.context.set_offline(True)
    page.locator("#save").click()
    expect(page.locator("#said")).to_contain_text("There is no connection")
    expect(page.locator("#title")).to_have_value("On the train?")

    page.context.set_offline(False)
    page.locator("#save").click()
    expect(page.locator("#said")).to_contain_text("Saved.")
    question = builder.asked("one_thing")
    assert question.title == "On the train?"


def test_what_is_typed_while_a_save_is_under_way_stays(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.route(
        "**/questions/one_thing", lambda route: (page.wait_for_timeout(400), route.continue_())
    )
    page.locator("#title").fill("First?")
    page.locator("#save").click()
    page.locator("#hint").fill("Typed meanwhile.")

    expect(page.locator("#said")).to_contain_text("Saved.")
    expect(page.locator("#hint")).to_have_value("Typed meanwhile.")
    page.unroute("**/questions/one_thing")
    page.locator("#save").click()
    expect(page.locator("#undo")).to_contain_text("First?")
    question = builder.asked("one_thing")
    assert (question.title, question.hint) == ("First?", "Typed meanwhile.")


def test_undo_and_what_another_did_come_without_reloading(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    with builder.site.app.app_context():
        surveys.change_question(
            db_session(),
            builder.survey_id,
            "area",
            QuestionDraft("Where?"),
            revision=1,
            actor=builder.site.other,
            now=now(),
        )
    page.locator("#title").fill("Mine?")
    page.locator("#save").click()
    expect(page.locator("#said")).to_contain_text("Kim Shaw changed a question")
    page.locator("#undo").click()
    expect(page.locator("#title")).to_have_value("What one thing should change?")
    assert builder.focused() == "undo"
    page.locator("#redo").click()
    expect(page.locator("#title")).to_have_value("Mine?")
    assert builder.stayed()


def test_a_condition_is_added_without_reloading(builder: Builder) -> None:
    page = builder.page
    builder.open("?question=one_thing")
    page.get_by_text("Show this question only if").click()
    page.locator("#show-add").select_option("better_play")
    page.get_by_role("button", name="Add this condition").click()
    page.locator("#show").get_by_label("Clean parks").check()
    page.locator("#save").click()

    expect(page.locator(".pages [aria-current]")).to_contain_text("only if")
    question = builder.asked("one_thing")
    assert question.show_if
    assert builder.stayed()


def test_everybody_can_use_the_builder(builder: Builder) -> None:
    page = builder.page
    found: list[str] = []
    for path in (
        "",
        "?question=pictures",
        "?question=why",
        "/history",
        "/add",
    ):
        builder.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(Axe().axe_script)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            for violation in page.evaluate("rules => axe.run(rules)", RULES)["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{path} at {size['width']}: {violation['id']} {nodes}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert found == []
