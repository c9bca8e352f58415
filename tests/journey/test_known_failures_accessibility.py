"""What shut people out of other systems, by the number of its report: here it must not."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journey.every_type import CLAUSE
from tests.journey.keys import focus, tab_to
from tests.journey.somebody import OF_TYPE, Somebody, label_of

TEMPLATES = Path(__file__).parents[2] / "templates"
STATEMENTS, RANKING, CLAUSE_ASKED = OF_TYPE["statements"], OF_TYPE["ranking"], OF_TYPE["clause"]

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_decidim_3686_one_missed_question_resets_no_other_answer(plain: Somebody) -> None:
    """One missed question set every radio answer to the last option, and said nothing."""
    for kind in ("faces", "agree", "yes_no"):
        plain.open(OF_TYPE[kind])
        for act in OF_TYPE[kind].acts:
            plain.act(act)
        plain.next()
    plain.open(STATEMENTS)
    plain.act(("choose", "row-clean", "2"))
    plain.next()
    plain.open(OF_TYPE["several"])
    for act in OF_TYPE["several"].wrong:
        plain.act(act)
    plain.next()

    assert plain.said(STATEMENTS) == ["The bus is clean.: Not much"]
    for kind in ("faces", "agree", "yes_no"):
        assert plain.said(OF_TYPE[kind]) == list(OF_TYPE[kind].said)


def test_decidim_3686_a_page_that_comes_back_with_a_mistake_holds_what_was_chosen(
    plain: Somebody,
) -> None:
    plain.open(OF_TYPE["top3"])
    for name, value in (("r1", "bus"), ("r2", "bus"), ("r3", "home")):
        plain.act(("choose", name, value))
    plain.next()

    expect(plain.page.locator(".errors")).to_contain_text("something different for each place")
    chosen = [box.get_attribute("value") for box in plain.page.locator("main :checked").all()]
    assert sorted(filter(None, chosen)) == ["bus", "bus", "home"]


def test_formbricks_3828_each_statement_is_a_group_with_a_name(typing: Somebody) -> None:
    typing.open(STATEMENTS)
    for name in ("The bus is clean.", "The bus is late."):
        group = typing.page.get_by_role("group", name=name, exact=True)
        expect(group.get_by_role("radio")).to_have_count(6)
        expect(group.get_by_role("radio", name="I am not sure", exact=True)).to_be_visible()


@pytest.mark.parametrize("report", ["limesurvey_2512", "limesurvey_2888", "limesurvey_5234"])
def test_statements_are_answered_with_keys_and_are_no_table(typing: Somebody, report: str) -> None:
    typing.open(STATEMENTS)
    assert typing.page.locator("main table, main [role=grid], main [role=table]").count() == 0
    tab_to(typing.page, name="row-clean")
    typing.page.keyboard.press("ArrowDown")
    typing.page.keyboard.press("ArrowDown")
    at = focus(typing.page)
    assert at["name"] == "row-clean", "arrows stay in a row"
    typing.page.keyboard.press("Tab")
    assert focus(typing.page)["name"] == "row-late", "Tab leads to the next"


@pytest.mark.parametrize("report", ["surveyjs_7273", "surveyjs_10119", "surveyjs_9717"])
def test_statements_need_no_sideways_scroll_on_a_phone(touching: Somebody, report: str) -> None:
    touching.open(STATEMENTS)
    wide = touching.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    for label in touching.page.locator(".line label").all():
        box = label.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 390


def test_go_vocal_13220_every_statement_says_what_each_radio_means(touching: Somebody) -> None:
    touching.open(STATEMENTS)
    for label in touching.page.locator(".line label").all():
        assert label.inner_text().strip(), "no radio stands for a column far above"


def test_go_vocal_13669_a_scale_is_labelled_radios(typing: Somebody) -> None:
    typing.open(OF_TYPE["faces"])
    names = ["Not at all", "Not much", "In the middle", "A bit", "A lot", "I am not sure"]
    group = typing.page.get_by_role("group", name="Do you feel safe?")
    for name in names:
        expect(group.get_by_role("radio", name=name, exact=True)).to_have_count(1)
    tab_to(typing.page, type="radio")
    typing.page.keyboard.press("Space")
    assert focus(typing.page)["type"] == "radio"


@pytest.mark.parametrize(
    "report", ["surveyjs_10794", "surveyjs_10920", "surveyjs_5437", "loomio_4443"]
)
def test_things_are_put_in_order_without_dragging(typing: Somebody, report: str) -> None:
    typing.open(RANKING)
    assert typing.page.locator("main [draggable]").count() == 0
    page = typing.page
    page.evaluate("document.querySelectorAll('main select').forEach(s => s.value = '')")
    typing.act(("press", "move", "park:up"))
    expect(page.locator("fieldset [role=status]")).to_have_text("The park is now 1st")
    button = page.get_by_role("button", name=re.compile("^Up ?: The park$"))
    expect(button).to_be_focused()


def test_go_vocal_8731_the_first_error_is_told(typing: Somebody) -> None:
    typing.open(OF_TYPE["number"])
    typing.act(("write", "value", "a while"))
    typing.next()
    page = typing.page
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))
    box = page.get_by_role("textbox", name="How long do you wait?")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert "q-about_number-error" in (box.get_attribute("aria-describedby") or "")
    expect(box).to_have_value("a while")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box).to_be_focused()


def test_formbricks_7927_tab_reaches_the_languages(typing: Somebody) -> None:
    typing.page.goto(typing.survey)
    tab_to(typing.page, tag="a", text="اردو")
    typing.page.keyboard.press("Enter")
    expect(typing.page.locator("html")).to_have_attribute("lang", "ur")


@pytest.mark.parametrize("report", ["polis_136", "polis_137"])
def test_no_page_has_tabs_or_buttons_that_are_none(report: str) -> None:
    """What looks like a tab is a link to a page, and what looks like a button is one."""
    for file in TEMPLATES.rglob("*.html"):
        found = re.findall(r"role=\"(tab|tablist|tabpanel|button|link)\"|onclick", file.read_text())
        assert not found, f"{file.name}: {found}"


def test_consult_a_row_that_opens_something_holds_a_link(plain: Somebody) -> None:
    """A row could be clicked, but Enter and Space did nothing on it."""
    for file in TEMPLATES.rglob("*.html"):
        # A part that scrolls is a stop for keys, and nothing happens on it.
        stop = r"<(?:li|tr|td|div|span|p)\b(?![^>]*role=\"region\")[^>]*tabindex=\"0\""
        stops = re.findall(stop, file.read_text())
        assert not stops, f"{file.name}: {stops}"


def test_consul_4905_the_draft_plan_is_commented_on_by_touch(touching: Somebody) -> None:
    touching.open(CLAUSE_ASKED)
    page = touching.page
    expect(page.locator("figure blockquote")).to_have_text(CLAUSE)
    page.locator("main textarea").tap()
    page.keyboard.type("Please light the path first.")
    touching.next()
    assert touching.said(CLAUSE_ASKED) == ["Please light the path first."]


def test_what_people_touch_is_big_enough_for_a_thumb(touching: Somebody) -> None:
    for kind in ("faces", "ranking", "points", "pictures", "date"):
        touching.open(OF_TYPE[kind])
        for control in touching.page.locator("fieldset :is(input, select, button)").all():
            inside = control.get_attribute("type") in {"radio", "checkbox"}
            box = (label_of(control) if inside else control).bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44, kind
