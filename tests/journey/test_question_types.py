"""Every type of question in a browser: by touch, by keyboard, without JavaScript, for everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, expect

from consult.survey.rules import QuestionType
from tests.journey.every_type import CLAUSE, EVERY_TYPE, Asked
from tests.journey.somebody import OF_TYPE, PHONE, Somebody, begun

# What a desk is at a zoom of 200 %, and of 400 %.
ZOOMED: ViewportSize = {"width": 640, "height": 450}
NARROW: ViewportSize = {"width": 320, "height": 568}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
every_type = pytest.mark.parametrize("asked", EVERY_TYPE, ids=lambda each: each.type)

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def looking(chromium: Chromium, everything: str) -> Iterator[Somebody]:
    yield from begun(chromium, everything, "looking", viewport=PHONE)


def test_the_survey_has_every_type() -> None:
    assert {each.type for each in EVERY_TYPE} == set(QuestionType)


def answer(somebody: Somebody, asked: Asked) -> None:
    somebody.open(asked)
    for act in asked.acts:
        somebody.act(act)
    somebody.next()
    assert somebody.said(asked) == list(asked.said)


@every_type
def test_it_is_answered_by_touch(touching: Somebody, asked: Asked) -> None:
    answer(touching, asked)


@every_type
def test_it_is_answered_with_keys_alone(typing: Somebody, asked: Asked) -> None:
    answer(typing, asked)


@every_type
def test_it_is_answered_without_javascript(plain: Somebody, asked: Asked) -> None:
    answer(plain, asked)


@every_type
def test_everybody_can_use_it_empty_wrong_and_filled(looking: Somebody, asked: Asked) -> None:
    page = looking.page
    looking.open(asked)
    found = look(page, "empty")
    for act in asked.wrong:
        looking.act(act)
    looking.next()
    expect(page.locator(".errors")).to_be_focused()
    assert page.title().startswith("Error:")
    found |= look(page, "wrong")
    looking.open(asked)
    for act in asked.acts:
        looking.act(act)
    looking.next()
    looking.open(asked)
    found |= look(page, "filled")
    page.goto(page.url.replace("/q/", "/ur/q/"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    found |= look(page, "filled, in Urdu")
    assert found == {}


def look(page: Page, state: str) -> dict[str, list[str]]:
    """Return what axe finds on the page as it stands, and where it is too wide."""
    page.evaluate(Axe().axe_script)
    found = {state: violations(page)}
    page.emulate_media(color_scheme="dark")
    found[f"{state}, dark"] = violations(page)
    page.emulate_media(color_scheme="light")
    for name, size in {"at 200 %": ZOOMED, "at 320 px": NARROW}.items():
        page.set_viewport_size(size)
        found[f"{state}, {name}"] = [*violations(page), *too_wide(page)]
    page.evaluate("document.documentElement.dir = 'rtl'")
    found[f"{state}, right to left"] = [*violations(page), *too_wide(page)]
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size(PHONE)
    return {name: wrong for name, wrong in found.items() if wrong}


def violations(page: Page) -> list[str]:
    results = page.evaluate("options => axe.run(options)", AXE)
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]}"
        for each in results["violations"]
        for node in each["nodes"][:3]
    ]


def too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px too wide"] if over > 0 else []


def test_an_answer_that_stands_alone_is_refused_beside_others_without_javascript(
    plain: Somebody,
) -> None:
    several = OF_TYPE["several"]
    plain.open(several)
    for box in plain.page.locator("main [name=answer]").all():
        box.set_checked(box.get_attribute("value") in {"park", "none"}, force=True)
    plain.next()

    expect(plain.page.locator(".errors")).to_contain_text("Choose “None of these” alone")
    expect(plain.page.locator("main [value=park]")).to_be_checked()


def test_an_answer_that_stands_alone_unticks_the_others(touching: Somebody) -> None:
    several = OF_TYPE["several"]
    touching.open(several)
    boxes = touching.page.locator("main [name=answer]")
    for box in boxes.all():
        box.set_checked(False, force=True)
    for value in ("park", "none"):
        touching.act(("choose", "answer", value))
    expect(touching.page.locator("main :checked")).to_have_value("none")
    touching.act(("choose", "answer", "home"))
    expect(touching.page.locator("main :checked")).to_have_value("home")


def test_moving_up_says_so_and_does_not_load_the_page(touching: Somebody) -> None:
    ranking = OF_TYPE["ranking"]
    touching.open(ranking)
    page = touching.page
    page.evaluate("document.querySelectorAll('main select').forEach(s => s.value = '')")
    page.evaluate("window.stays = true")
    touching.act(("press", "move", "school:up"))
    expect(page.locator("fieldset [role=status]")).to_have_text("My school is now 1st")
    touching.act(("press", "move", "school:down"))
    expect(page.locator("fieldset [role=status]")).to_have_text("My school is not in your list")
    assert page.evaluate("window.stays")


def test_points_are_added_up_while_they_are_shared_out(touching: Somebody) -> None:
    points = OF_TYPE["points"]
    touching.open(points)
    for name in ("park", "bus", "school", "home"):
        touching.act(("write", f"points-{name}", "4"))
    expect(touching.page.locator(".left")).to_have_text("6 too many")
    touching.act(("write", "points-park", ""))
    touching.act(("write", "points-bus", "1"))
    expect(touching.page.locator(".left")).to_have_text("1 left to give")


def test_statements_stand_in_rows_on_a_wide_page_and_one_by_one_on_a_phone(
    typing: Somebody, touching: Somebody
) -> None:
    statements = OF_TYPE["statements"]

    def heights(somebody: Somebody) -> list[float]:
        somebody.open(statements)
        labels = somebody.page.locator(".line").first.locator("label").all()
        return [round(box["y"]) for label in labels if (box := label.bounding_box())]

    assert len(set(heights(typing))) == 1
    assert len(set(heights(touching))) == 6


def test_the_clause_of_the_plan_stands_before_the_box(plain: Somebody) -> None:
    plain.open(OF_TYPE["clause"])
    expect(plain.page.locator("figure blockquote")).to_have_text(CLAUSE)
