"""The guide is there for everybody who signs in, with a small picture of each step."""

import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from consult.people.rules import Role
from tests.builders import PASSWORD, make_user
from tests.page import Browser
from tests.screenshots import GUIDE, SHOWN

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

    steps = [heading.get_text() for heading in page.select("section h2")]
    assert [int(step.partition(".")[0]) for step in steps] == list(range(1, len(SHOWN) + 1))
    assert bool(page.select(".head .btn")) is (role is Role.PARTICIPATION_OFFICER)


def test_each_step_has_a_small_picture_put_into_words(session: Session, browser: Browser) -> None:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    pictures = browser.open("/staff/guide").select("section img")

    assert [Path(str(picture["src"])).stem for picture in pictures] == list(SHOWN)
    for picture in pictures:
        file = TOP / str(picture["src"]).partition("?")[0].lstrip("/")
        assert file.stat().st_size <= MOST_BYTES
        assert len(str(picture["alt"])) > 40
    assert {file.stem for file in (TOP / GUIDE).iterdir()} == set(SHOWN)


def test_the_public_is_asked_to_sign_in(browser: Browser) -> None:
    assert re.search("Sign in", browser.open("/staff/guide").get_text())
