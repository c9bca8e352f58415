"""The youth council's own reading of a theme stands beside the analyst's, never in its place."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.errors import RuleBroken
from consult.people.rules import Role
from consult.themes import services
from tests.builders import NOW, PASSWORD, make_consultation, make_theme, make_user
from tests.page import Browser, one


def reads(session: Session, role: Role) -> dict[str, Any]:
    return {"user_id": make_user(session, role).id, "now": NOW}


def test_the_newest_reading_stands_beside_the_name(session: Session) -> None:
    theme = make_theme(session, make_consultation(session), name="Transport")
    young = reads(session, Role.YOUTH_COUNCIL_MEMBER)
    officer = reads(session, Role.PARTICIPATION_OFFICER)
    services.read_as_youth_council(session, theme.id, name="", words="", agrees=True, **officer)
    first = services.youth_readings(session, theme.consultation_id)[theme.id]
    assert (first.name, first.on_behalf) == ("Transport", True)
    services.read_as_youth_council(
        session, theme.id, name="Stuck at home", words="It is the last bus.", agrees=False, **young
    )
    newest = services.youth_readings(session, theme.consultation_id)[theme.id]
    assert (newest.name, newest.on_behalf) == ("Stuck at home", False)
    assert theme.name == "Transport"


def test_who_differs_says_how(session: Session) -> None:
    theme = make_theme(session, make_consultation(session))
    young = reads(session, Role.YOUTH_COUNCIL_MEMBER)
    with pytest.raises(RuleBroken, match="differently"):
        services.read_as_youth_council(session, theme.id, name="", words=" ", agrees=False, **young)


def test_a_youth_council_member_reads_a_theme_and_the_analyst_sees_it(
    session: Session, browser: Browser
) -> None:
    theme = make_theme(session, make_consultation(session), name="Transport")
    where = f"/staff/consultations/{theme.consultation_id}/themes/youth-council"
    browser.sign_in(make_user(session, Role.YOUTH_COUNCIL_MEMBER).email, PASSWORD)
    page = browser.open(where)
    assert "Not read yet" in page.get_text()
    page = browser.open(str(one(page, "tbody th a")["href"]))
    page = browser.submit(page, form="form[action$='/youth-council']", agrees="no", name="Stuck")
    assert "Say what you see differently" in one(page, ".errors").get_text()
    words: dict[str, Any] = {"agrees": "no", "name": "Stuck", "words": "It is the last bus."}
    page = browser.submit(page, form="form[action$='/youth-council']", **words)
    assert "Differently" in one(page, "tbody").get_text()
    browser.open(f"/staff/themes/{theme.id}", status=403)


def test_the_workspace_shows_the_youth_councils_reading(session: Session, browser: Browser) -> None:
    theme = make_theme(session, make_consultation(session), name="Transport")
    young = reads(session, Role.YOUTH_COUNCIL_MEMBER)
    services.read_as_youth_council(
        session, theme.id, name="Stuck", words="It is the last bus.", agrees=False, **young
    )
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    page = browser.open(f"/staff/themes/{theme.id}")
    assert "calls it “Stuck”: “It is the last bus.”" in one(page, "#opened").get_text()
