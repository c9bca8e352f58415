"""The pages on which staff design: nothing typed is lost, nothing promised is broken."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.clock import today
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import Consultation, Survey
from consult.survey.rules import Audience, QuestionType
from tests.builders import (
    PASSWORD,
    make_areas,
    make_body,
    make_consultation,
    make_plan_version,
    make_survey,
    make_survey_version,
    make_user,
)
from tests.page import Browser, one
from tests.survey.ready import give_reasons, make_calendar, propose, put_on_record

DAY = timedelta(days=1)
FORM = "main form[action$='{}']"
LONG = "x" * 100_000


def texts(page: object, selector: str) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in page.select(selector)]  # type: ignore[attr-defined]


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def draft_of(session: Session, survey: Survey) -> list[str]:
    session.expire_all()
    return [question.key for question in surveys.survey_of(session, survey.id)[1].questions]


def edit(browser: Browser, survey: Survey, key: str) -> object:
    return browser.open(f"/staff/surveys/{survey.id}?question={key}")


@pytest.mark.parametrize("role", Role)
def test_home_shows_everybody_something_they_may_open(
    session: Session, browser: Browser, role: Role
) -> None:
    make_consultation(session, today=today())
    browser.sign_in(make_user(session, role).email, PASSWORD)

    page = browser.open("/staff")

    assert "Our plan: what do you think?" in texts(page, "h2")
    for link in page.select("main a[href^='/staff']"):
        assert browser.client.get(str(link["href"])).status_code == 200


@pytest.mark.parametrize("stage", ["designing", "open", "closed", "reported"])
def test_home_says_what_comes_next(session: Session, officer: Browser, stage: str) -> None:
    make_consultation(session, stage=stage, today=today())

    page = officer.open("/staff")

    assert "Next:" in one(page, "main section.card:has(.tag)").get_text()


def test_a_consultation_is_designed_from_nothing_to_launched(
    session: Session, officer: Browser
) -> None:
    version, body = make_plan_version(session, priorities=2), make_body(session)
    ids = [str(p.id) for p in surveys.offered_priorities(session)]
    opens = today() + DAY
    page = officer.open("/staff/consultations/new")
    page = officer.submit(
        page,
        title="Youth hubs",
        why="You told us there is not much to do.",
        what_can_change="The times.",
        what_is_fixed="There will be four.",
        who_reads="The team.",
        who_decides="The board.",
        contact="01632 960 140",
        plan_version_id=str(version.id),
        body_id=str(body.id),
        priority_ids=ids,
        opens_on=opens.isoformat(),
        closes_on=(opens + 84 * DAY).isoformat(),
        decides_on=(opens + 100 * DAY).isoformat(),
        feedback_on=(opens + 120 * DAY).isoformat(),
        withdraw_until=(opens + 84 * DAY).isoformat(),
    )
    made = session.scalars(select(Consultation)).one()
    assert made.slug == "youth-hubs"
    assert one(page, "button[disabled]").get_text(strip=True) == "Launch"

    page = officer.submit(
        officer.open(f"/staff/consultations/{made.id}/surveys/new"), audience="easy_read"
    )
    survey = session.scalars(select(Survey)).one()
    for code in ("P1", "P2"):
        adding = officer.open(f"/staff/surveys/{survey.id}/add")
        page = officer.submit(adding, title=f"What about {code}?", type="yes_no", priority=code)
    page = officer.submit(page, form=FORM.format("/publish"))
    assert "Version 1 is published." in texts(page, ".flash p")

    make_calendar(session, today())
    propose(session, made)
    put_on_record(session, made, today())
    give_reasons(session, made, today())
    page = officer.open(f"/staff/consultations/{made.id}")
    page = officer.submit(page, form=FORM.format("/launch"))
    session.expire_all()
    assert made.launched_on == today()
    assert "Opens soon" in page.get_text()


def test_launching_too_early_is_refused_with_the_reasons(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, stage="designing", today=today())
    token = one(officer.open("/staff"), ".who input[name=csrf_token]")["value"]

    answer = officer.client.post(
        f"/staff/consultations/{consultation.id}/launch", data={"csrf_token": token}
    )

    assert "Publish at least one survey" in answer.text
    session.expire_all()
    assert consultation.launched_on is None


@pytest.mark.parametrize(
    "address", ["consultations/1/launch", "consultations/1/extend", "surveys/1/publish",
                "surveys/1/questions/area/move", "surveys/1/questions/area/remove",
                "surveys/1/start", "surveys/1/questions/area"],
)  # fmt: skip
def test_a_form_that_was_open_too_long_does_nothing_and_says_so(
    session: Session, officer: Browser, address: str
) -> None:
    consultation = make_consultation(session, stage="designing", today=today())
    survey = make_survey(session, consultation)

    answer = officer.client.post(f"/staff/{address}", data={"csrf_token": "old"})

    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    session.expire_all()
    assert survey.revision == 1
    assert consultation.launched_on is None


def test_bad_dates_and_missing_words_are_said_at_the_field(
    session: Session, officer: Browser
) -> None:
    make_plan_version(session)
    page = officer.open("/staff/consultations/new")

    page = officer.submit(
        page,
        title="   ",
        lead=LONG,
        opens_on="2027-05-01",
        closes_on="2027-04-01",
        decides_on="soon",
        feedback_on="0001-01-01",
        withdraw_until="",
        plan_version_id="x",
        priority_ids=["77777777777777777777"],
    )

    said = set(texts(page, ".errors li"))
    assert {
        "Write a title",
        "Use 600 characters or fewer",
        "Choose a day after the first day",
        "Write a date as year, month, day: 2027-03-31",
        "Choose a date between 2000 and 2100",
        "Choose the last day to take words back",
        "Choose from the list",
    } <= said
    assert one(page, "#lead").get_text().strip() == LONG


def test_what_was_promised_is_not_asked_again_after_the_launch(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, today=today())
    before = consultation.closes_on
    page = officer.open(f"/staff/consultations/{consultation.id}/edit")
    assert not page.select("[name=opens_on], [name=plan_version_id]")

    page = officer.submit(page, closes_on=(before - DAY).isoformat(), lead="Help us.")

    assert "People were told it is open until" in one(page, ".errors").get_text()
    assert one(page, "#lead").get_text().strip() == "Help us."
    page = officer.submit(page, closes_on=before.isoformat(), lead="Help us.")
    assert "Saved." in texts(page, ".flash p")


def test_a_consultation_stays_open_longer_but_never_shorter(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, today=today())
    before = consultation.closes_on
    page = officer.open(f"/staff/consultations/{consultation.id}")

    form = FORM.format("/extend")
    page = officer.submit(page, form=form, closes_on=(before - DAY).isoformat())
    assert "Choose a later day" in one(page, ".errors").get_text()
    page = officer.submit(page, form=form, closes_on="")
    assert "Choose the new last day" in texts(page, ".errors li")
    officer.submit(page, form=form, closes_on=(before + DAY).isoformat())

    session.expire_all()
    assert consultation.closes_on == before + DAY


@pytest.mark.parametrize(
    "address",
    ["/staff/consultations/9", "/staff/consultations/9/edit", "/staff/consultations/9/surveys/new",
     "/staff/surveys/9", "/staff/surveys/9/add", "/staff/surveys/9/preview",
     "/staff/surveys/1?question=nope", "/staff/surveys/1/preview?question=nope",
     "/staff/surveys/1/questions/nope/remove"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(session: Session, officer: Browser, address: str) -> None:
    make_survey(session, make_consultation(session))

    officer.open(address, status=404)


def test_only_designers_may_build(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session, today=today())
    make_survey(session, consultation)
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)

    page = browser.open(f"/staff/consultations/{consultation.id}")

    assert not page.select("main form, main a[href*='/surveys/']")
    browser.open("/staff/surveys/1", status=403)


def test_a_published_survey_says_when_its_draft_differs(session: Session, officer: Browser) -> None:
    consultation = make_consultation(session, today=today())
    survey = make_survey(session, consultation)
    version = make_survey_version(session, survey)
    page = officer.open(f"/staff/surveys/{survey.id}?question=area")

    officer.submit(page, form=FORM.format("/area"), title="Which place is near you?")

    page = officer.open(f"/staff/consultations/{consultation.id}")
    assert "Version 1 published, draft differs" in page.get_text()
    session.expire_all()
    assert version.definition["questions"][-1]["title"] == "Which town is near you?"


def test_every_role_that_may_not_preview_is_kept_out(session: Session, browser: Browser) -> None:
    make_survey(session, make_consultation(session))
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)

    browser.open("/staff/surveys/1/preview", status=403)


def test_a_copy_of_another_wording_starts_with_its_questions(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, stage="designing", today=today())
    survey = make_survey(session, consultation)
    page = officer.open(f"/staff/consultations/{consultation.id}/surveys/new")

    officer.submit(page, audience="parent", source=str(survey.id))

    made = session.scalars(select(Survey).where(Survey.audience == Audience.PARENT)).one()
    assert draft_of(session, made) == draft_of(session, survey)


def test_preview_shows_every_page_as_on_a_phone(session: Session, officer: Browser) -> None:
    make_areas(session)
    survey = make_survey(session, make_consultation(session, stage="designing"))

    for key in draft_of(session, survey):
        page = officer.open(f"/staff/surveys/{survey.id}/preview?question={key}")
        assert all(button.has_attr("disabled") for button in page.select(".acts button"))
    assert "Saltby" in officer.open(f"/staff/surveys/{survey.id}/preview?question=area").get_text()
    assert officer.open(f"/staff/surveys/{survey.id}/preview").select(".ask button[disabled]")
    thanks = officer.open(f"/staff/surveys/{survey.id}/preview?page=thanks")
    assert "Your words are in" in thanks.get_text()


def test_types_have_a_name_and_a_note_each(session: Session, officer: Browser) -> None:
    survey = make_survey(session, make_consultation(session, stage="designing"))

    page = officer.open(f"/staff/surveys/{survey.id}/add")

    assert len(page.select("input[name=type]")) == len(QuestionType)
    assert all(label.select("small") for label in page.select(".tiles label"))
