"""Pages of the plan, for everybody and for staff."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.plan.models import PlanVersion, Priority
from consult.plan.rules import PlanStage
from tests.builders import PASSWORD, make_plan_version, make_user
from tests.page import Browser, one


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer at a screen."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


@pytest.fixture
def version(session: Session) -> PlanVersion:
    return make_plan_version(session)


def first_priority(session: Session, version: PlanVersion) -> Priority:
    return session.scalars(
        select(Priority).where(Priority.plan_version_id == version.id).order_by(Priority.rank)
    ).first()  # type: ignore[return-value]


def test_plan_lists_its_priorities_by_rank_in_plain_words(
    browser: Browser, version: PlanVersion
) -> None:
    page = browser.open(f"/plan/{version.plan.slug}")

    headings = [tag.get_text() for tag in page.select("section ol h3")]
    assert headings == [f"{rank}. Priority number {rank}" for rank in range(1, 6)]
    first = page.select("section ol li")[0].get_text(" ", strip=True)
    assert "We want this to be better for you." in first
    assert "Be healthy" in first


def test_priority_says_plain_words_first_and_the_text_one_click_away(
    session: Session, browser: Browser, version: PlanVersion
) -> None:
    priority = first_priority(session, version)
    priority.what_we_plan, priority.alternatives = "We plan a bus.", "We thought about a boat."
    session.commit()

    page = browser.open(f"/plan/{version.plan.slug}")
    link = page.select("section ol a")[0]
    page = browser.open(str(link["href"]))

    assert one(page, "h1").get_text() == priority.label
    words = one(page, "main").get_text()
    assert words.index(priority.summary) < words.index("We plan a bus.")
    assert words.index("We plan a bus.") < words.index("We thought about a boat.")
    assert priority.verbatim in one(page, "details:not([open])").get_text()


def test_pages_lead_to_what_came_of_it_where_the_house_tells_it(
    app: Flask, browser: Browser, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = version.plan.slug
    monkeypatch.setitem(app.view_functions, "feedback.public", lambda: "")
    assert browser.open(f"/plan/{slug}").select(f"a[href='/feedback/{slug}']")
    assert browser.open(f"/plan/{slug}/P2").select(f"a[href='/feedback/{slug}#P2']")

    monkeypatch.delitem(app.view_functions, "feedback.public")
    assert not browser.open(f"/plan/{slug}/P2").select("a[href^='/feedback']")


def test_old_version_says_so_and_keeps_to_itself(
    session: Session, browser: Browser, version: PlanVersion
) -> None:
    newer = PlanVersion(
        plan=version.plan,
        number=2,
        stage=PlanStage.ADOPTED,
        summary="Newer words.",
        starts_on=version.starts_on,
        ends_on=version.ends_on,
    )
    session.add(newer)
    session.commit()
    slug = version.plan.slug

    assert "Newer words." in one(browser.open(f"/plan/{slug}"), "main").get_text()
    page = browser.open(f"/plan/{slug}?version=1")
    assert "old version" in one(page, "main .notice").get_text()
    assert page.select("section ol a")[0]["href"] == f"/plan/{slug}/P1?version=1"
    browser.open(f"/plan/{slug}/P1?version=1")
    browser.open(f"/plan/{slug}/P1", status=404)


@pytest.mark.parametrize(
    "address", ["nothing", "{slug}?version=2", "{slug}?version=99999999999999999999", "{slug}/P99"]
)
def test_what_is_not_there_is_not_found(
    browser: Browser, version: PlanVersion, address: str
) -> None:
    browser.open("/plan/" + address.format(slug=version.plan.slug), status=404)


def test_draft_is_for_staff_only(session: Session, browser: Browser, version: PlanVersion) -> None:
    version.stage = PlanStage.DRAFT
    session.commit()

    browser.open(f"/plan/{version.plan.slug}", status=404)
    browser.open(f"/plan/{version.plan.slug}/P1", status=404)


def test_officer_moves_a_version_forward_only(
    session: Session, officer: Browser, version: PlanVersion
) -> None:
    address = f"/staff/plans/versions/{version.id}"
    page = officer.submit(officer.open(address), stage="adopted", summary="Agreed at last.")

    session.refresh(version)
    assert (version.stage, version.summary) == (PlanStage.ADOPTED, "Agreed at last.")
    assert [option["value"] for option in page.select("#stage option")] == ["adopted"]
    page = officer.submit(page, stage="draft")
    assert one(page, ".errors")
    session.refresh(version)
    assert version.stage is PlanStage.ADOPTED


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ({"summary": ""}, "Say what the plan is about"),
        ({"summary": "x" * 1001}, "Use 1,000 characters or fewer"),
        ({"starts_on": "31/3/2027"}, "Write a date as year, month, day"),
        ({"ends_on": ""}, "Choose the last day"),
        ({"ends_on": "2001-01-01"}, "The plan must end after it starts."),
    ],
)
def test_mistakes_in_a_version_are_named_and_nothing_is_lost(
    session: Session,
    officer: Browser,
    version: PlanVersion,
    mistake: dict[str, str],
    sentence: str,
) -> None:
    page = officer.open(f"/staff/plans/versions/{version.id}")
    page = officer.submit(page, **{"summary": "My words", "ends_on": "2031-01-01"} | mistake)

    assert sentence in one(page, ".errors").get_text()
    for name, typed in mistake.items():
        control = one(page, f"#{name}")
        assert typed in (control.get("value"), control.get_text().strip())
    session.refresh(version)
    assert version.summary == "What we want for every child here."


def test_officer_writes_a_priority_in_plainer_words(
    session: Session, officer: Browser, version: PlanVersion
) -> None:
    priority = first_priority(session, version)
    page = officer.open(f"/staff/plans/priorities/{priority.id}")
    assert not page.select("[name=verbatim]"), "people are being asked about this text"

    officer.submit(page, label="Fun near you", outcomes=["safe", "enjoy_and_achieve"])

    session.refresh(priority)
    assert priority.label == "Fun near you"
    page = officer.open(f"/plan/{version.plan.slug}/P1")
    assert [tag.get_text() for tag in page.select("main .tag")] == [
        "Stay safe",
        "Enjoy and do well",
    ]


def test_text_of_the_plan_can_be_written_while_it_is_a_draft(
    session: Session, officer: Browser, version: PlanVersion
) -> None:
    version.stage = PlanStage.DRAFT
    session.commit()
    priority = first_priority(session, version)

    page = officer.open(f"/staff/plans/priorities/{priority.id}")
    page = officer.submit(page, verbatim="New text.", outcomes=[])
    assert one(page, ".errors li").get_text() == "Choose at least one of the five outcomes"
    officer.submit(page, outcomes=["safe"])

    session.refresh(priority)
    assert priority.verbatim == "New text."


def test_stale_page_changes_nothing(
    session: Session, officer: Browser, version: PlanVersion
) -> None:
    priority = first_priority(session, version)
    page = officer.open(f"/staff/plans/priorities/{priority.id}")

    page = officer.submit(page, label="Mine", csrf_token="stale")

    assert "send it again" in one(page, ".errors").get_text()
    assert one(page, "#label")["value"] == "Mine"
    session.refresh(priority)
    assert priority.label == "Priority number 1"


def test_everybody_signed_in_sees_the_plans_but_only_some_edit(
    session: Session, browser: Browser, version: PlanVersion
) -> None:
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)
    page = browser.open("/staff/plans")

    assert "Version 1" in one(page, "table").get_text()
    assert not page.select("table a")
    browser.open(f"/staff/plans/versions/{version.id}", status=403)
