"""The guide is there for everybody who signs in, with a small picture of each step."""

import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from consult.people.rules import Role
from tests.builders import PASSWORD, make_user
from tests.journey.picturing import GUIDE, PARTS, SHOWN
from tests.page import Browser

TOP = Path(__file__).parents[2]
MOST_BYTES = 60_000


@pytest.mark.parametrize("role", Role)
def test_everybody_who_signs_in_is_led_to_the_guide(
    session: Session, browser: Browser, role: Role
) -> None:
    browser.sign_in(make_user(session, role).email, PASSWORD)
    home = browser.open("/staff")
    assert home.select("footer a[href='/staff/guide']")

    page = browser.open("/staff/guide")

    assert bool(page.select(".head .btn")) is (role is Role.PARTICIPATION_OFFICER)
    assert {str(link["href"]) for link in page.select("main .tabs a")} == set(SHOWN)


@pytest.mark.parametrize("where", SHOWN)
def test_each_step_has_a_small_picture_put_into_words(
    session: Session, browser: Browser, where: str
) -> None:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    page = browser.open(where)
    pictures = page.select("section img")

    steps = [heading.get_text() for heading in page.select("section h2")]
    assert [int(step.partition(".")[0]) for step in steps] == list(range(1, len(pictures) + 1))
    assert [Path(str(picture["src"])).stem for picture in pictures] == list(SHOWN[where])
    for picture in pictures:
        file = TOP / str(picture["src"]).partition("?")[0].lstrip("/")
        assert file.stat().st_size <= MOST_BYTES
        assert len(str(picture["alt"])) > 40


def test_no_picture_of_the_guide_is_left_over() -> None:
    assert {file.stem for file in (TOP / GUIDE).iterdir()} == set(PARTS)


@pytest.mark.parametrize("where", SHOWN)
def test_the_public_is_asked_to_sign_in(browser: Browser, where: str) -> None:
    assert re.search("Sign in", browser.open(where).get_text())
