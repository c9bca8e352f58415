"""What young people and families read can be read at nine, easy read at eight: measured."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup

from consult.demo import content
from tests.county import County
from tests.demo.test_answering import walk
from tests.page import Browser
from tests.reading import OLDEST, OLDEST_EASY_READ, our_lines, reading_age

Texts = Iterator[tuple[str, list[str]]]


def too_hard(texts: Texts, oldest: int = OLDEST) -> dict[str, float]:
    ages = {name: reading_age(lines) for name, lines in texts}
    assert ages
    return {name: round(age, 1) for name, age in ages.items() if age > oldest}


def test_the_measure_tells_plain_words_from_words_of_law() -> None:
    plain = "We read what you say. Then we tell you what we did."
    law = "The responsible authority shall give consideration to all representations received."
    assert reading_age([plain]) < OLDEST_EASY_READ
    assert reading_age([law]) > 2 * OLDEST


def surveys(*, easy: bool) -> Texts:
    for consultation in content.read("consultations.json")["consultations"]:
        for audience, path in consultation["surveys"].items():
            if (audience == "easy_read") is easy:
                definition = content.read(path)
                yield f"{path}: start and thanks", [*start(definition), definition["thanks"]]
                yield f"{path}: questions", list(questions(definition))


def start(definition: dict[str, Any]) -> list[str]:
    return [definition["start"]["lead"], *definition["start"]["points"]]


def questions(definition: dict[str, Any]) -> Iterator[str]:
    for question in definition["questions"]:
        yield question["title"]
        yield question["hint"]
        yield from (option["label"] for option in question.get("options", []))


def test_surveys_can_be_read_at_nine() -> None:
    assert too_hard(surveys(easy=False)) == {}


def test_easy_read_can_be_read_at_eight() -> None:
    assert too_hard(surveys(easy=True), OLDEST_EASY_READ) == {}


def plans() -> Texts:
    plan = content.read("plan.json")
    yield "summaries", [plan["summary"], plan["earlier"]["summary"]]
    for priority in plan["priorities"]:
        told = ("summary", "what_we_plan", "alternatives")
        yield from ((f"{priority['code']}: {name}", [priority[name]]) for name in told)


def consultations() -> Texts:
    told = (
        "intro_lead", "why", "what_can_change", "what_is_fixed", "who_reads", "who_decides",
    )  # fmt: skip
    for each in content.read("consultations.json")["consultations"]:
        yield each["key"], [each[name] for name in told]


def proposals(*, easy: bool = False) -> Texts:
    told = ("what", "why", "who", "alternative", "why_not", "can_change", "fixed")
    for key, each in content.read("proposals.json").items():
        for code, text in each.items():
            words = {**text, **(text.get("easy_read", {}) if easy else {})}
            yield f"proposal: {key} {code}", [words[name] for name in told]


def test_proposals_in_easy_read_can_be_read_at_eight() -> None:
    assert too_hard(proposals(easy=True), OLDEST_EASY_READ) == {}


def answers() -> Texts:
    """What the board answers: decisions with their reasons, promises, news, you said, we did."""
    stories = content.read("stories.json")
    for told in stories["feedback"]:
        name = f"feedback: {told['consultation']} {told['priority']}"
        yield name, [told["you_said"], told["we_did"], told["why_not"]]
    for decision in stories["decisions"]:
        name = f"decision: {decision['consultation']} {decision['priority']}"
        promised = [decision["commitment"]["text"]] if decision.get("commitment") else []
        news = [update["text"] for update in decision["updates"]]
        yield name, [decision["reason"], decision["plan_change"], *promised, *news]


def bodies() -> Texts:
    yield from (
        (body["name"], [body["statement"]]) for body in content.read("county.json")["bodies"]
    )


@pytest.mark.parametrize("told", [plans, consultations, proposals, answers, bodies])
def test_what_the_trust_tells_can_be_read_at_nine(told: Any) -> None:
    assert too_hard(told()) == {}


def public_pages(county: County, browser: Browser) -> Iterator[tuple[str, BeautifulSoup]]:
    for place in county.pages:
        if place["role"] is None:
            yield place["url"], browser.open(place["url"])
    for priority in content.read("plan.json")["priorities"]:
        address = f"/plan/growing-up-in-saltshire/{priority['code']}"
        yield address, browser.open(address)
    yield "a code opened", browser.submit(browser.open("/receipt"), code=county.receipt)
    yield "a code mistyped", browser.submit(browser.open("/receipt"), code="amber-otter-1")


def test_each_public_page_can_be_read_at_nine(
    county: County, people: dict[str | None, Browser]
) -> None:
    pages = public_pages(county, people[None])
    assert too_hard((name, our_lines(page)) for name, page in pages) == {}


@pytest.mark.parametrize("audience", ["easy_read", "young_person", "parent"])
def test_each_page_on_the_way_through_a_survey_can_be_read(
    county: County, people: dict[str | None, Browser], audience: str
) -> None:
    address = next(each["url"] for each in county.surveys if each["audience"] == audience)
    pages = walk(people[None], address)
    oldest = OLDEST_EASY_READ if audience == "easy_read" else OLDEST
    texts = ((page.title.get_text(), our_lines(page)) for page in pages)
    assert too_hard(texts, oldest) == {}
