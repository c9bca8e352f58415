"""The pages on which a launch is prepared: each task leads somewhere, nothing typed is lost."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consult.clock import now, today
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import Consultation
from tests.builders import PASSWORD, make_consultation, make_survey, make_user
from tests.page import Browser, one
from tests.survey.ready import make_ready, voices_on

DAY = timedelta(days=1)
FORM = "main form[action$='{}']"
LONG = "x" * 20_000


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


@pytest.fixture
def designing(session: Session) -> Consultation:
    """A consultation with nothing on the record."""
    consultation = make_consultation(session, stage="designing", today=today())
    make_survey(session, consultation)
    return consultation


def address(consultation: Consultation, tail: str = "") -> str:
    return f"/staff/consultations/{consultation.id}{tail}"


def states(page: object) -> dict[str, str]:
    """Return how each task stands, by its words."""
    return {
        item.find(["a", "span"]).get_text(strip=True): item.select_one(".tag").get_text(strip=True)
        for item in page.select("[aria-labelledby=checks] .tasks > li")  # type: ignore[attr-defined]
    }


def test_every_task_leads_to_where_it_is_done(
    session: Session, officer: Browser, designing: Consultation
) -> None:
    page = officer.open(address(designing))
    tasks = page.select("[aria-labelledby=checks] .tasks > li")

    assert len(tasks) > 20
    for link in page.select("[aria-labelledby=checks] .tasks > li > a"):
        if not str(link["href"]).startswith("#"):
            officer.open(str(link["href"]))
    assert set(states(page).values()) == {"To do", "Done"}


def test_safety_is_recorded_with_a_rota(
    session: Session, officer: Browser, designing: Consultation
) -> None:
    page = officer.open(address(designing, "/safety"))
    filled = {
        "lead_name": "Ngozi Harcastle",
        "lead_contact": "01632 960 141",
        "lead_verified_on": today().isoformat(),
        "rota-0-name": "Ngozi",
        "rota-0-starts_on": designing.opens_on.isoformat(),
    }

    page = officer.submit(page, **filled)
    assert "Choose the first and the last day of this turn" in one(page, ".errors").get_text()
    assert one(page, "[name=lead_name]")["value"] == "Ngozi Harcastle"
    officer.submit(page, **{**filled, "rota-0-ends_on": designing.closes_on.isoformat()})

    safety = surveys.safety_of(session, designing.id)
    assert safety.lead_verified_on == today()
    assert [turn.name for turn in safety.rota] == ["Ngozi"]
    again = officer.open(address(designing, "/safety"))
    assert one(again, "[name=rota-0-name]")["value"] == "Ngozi"


def test_a_day_to_come_is_refused_and_nothing_lost(
    session: Session, officer: Browser, designing: Consultation
) -> None:
    page = officer.open(address(designing, "/safety"))
    page = officer.submit(page, escalation="01632 960 199", alert_on=(today() + DAY).isoformat())

    assert "still to come" in one(page, ".errors").get_text()
    assert one(page, "[name=escalation]")["value"] == "01632 960 199"


def test_the_safeguarding_lead_fills_the_rota_and_nothing_else(
    session: Session, browser: Browser, designing: Consultation
) -> None:
    browser.sign_in(make_user(session, Role.SAFEGUARDING_LEAD).email, PASSWORD)

    browser.open(address(designing, "/safety"))
    for tail in ("/papers", "/voices", "/taking-part", "/proposals"):
        browser.open(address(designing, tail), status=403)
    links = browser.open(address(designing)).select("[aria-labelledby=checks] .tasks > li > a")
    assert {str(link["href"]) for link in links} == {address(designing, "/safety"), "#surveys"}


def test_papers_ways_and_voices_are_recorded(
    session: Session, officer: Browser, designing: Consultation
) -> None:
    page = officer.open(address(designing, "/papers"))
    officer.submit(page, dpia_reference="DPIA 7", dpia_on=today().isoformat(), dpo_name="B. Ash")
    page = officer.open(address(designing, "/taking-part"))
    officer.submit(page, offers=["paper", "phone"], offers_how="In every library.", space="Safe.")
    page = officer.open(address(designing, "/voices"))
    page = officer.submit(
        page,
        **{
            "youth_council-heard": "asked",
            "send_group-heard": "not_asked",
            "send_group-note": "There is none.",
            "step_survey-outcome": "declined",
        },
    )
    assert "Choose the day" in one(page, ".errors").get_text()
    page = officer.submit(page, **{"step_survey-on": today().isoformat()})

    done = {key for key, state in states(page).items() if state == "Done"}
    assert {
        "The data protection impact assessment is done",
        "People can take part without a screen, too",
        "The youth council could look at the survey",
    } <= done
    voices = surveys.voices_of(session, designing.id)
    assert [heard.consulted for heard in voices.consultees.values()].count(True) == 1
    again = officer.open(address(designing, "/voices"))
    assert one(again, "#send_group-heard-1").has_attr("checked")


@pytest.mark.parametrize(
    ("tail", "field"),
    [("/safety", "out_of_hours"), ("/papers", "dpo_name"), ("/taking-part", "space"),
     ("/voices", "youth_council-note")],
)  # fmt: skip
def test_what_is_too_long_is_kept_to_be_cut(
    session: Session, officer: Browser, designing: Consultation, tail: str, field: str
) -> None:
    page = officer.submit(officer.open(address(designing, tail)), **{field: LONG})

    assert "characters or fewer" in one(page, ".errors").get_text()
    box = one(page, f"[name={field}]")
    assert LONG in (box.get_text().strip(), box.get("value"))


def test_a_proposal_is_written_once_and_used_in_every_survey(
    session: Session, officer: Browser, designing: Consultation
) -> None:
    make_survey(session, designing, audience=surveys.audiences_to_add(session, designing.id)[0])
    priority = surveys.priorities_of(session, designing.id)[0]
    page = officer.open(address(designing, f"/proposals/{priority.id}"))
    page = officer.submit(
        page,
        cost="under_50",
        share="y",
        **{
            "young_person-what": "We plan a hub.",
            "young_person-why": "You asked for it.",
            "young_person-who": "Everybody under 20.",
            "young_person-no_alternative": "The law asks for one.",
            "young_person-can_change": "The hours.",
        },
    )

    assert len(page.select("main .tag.good")) == 1
    assert "Missing: what is fixed, and why." in page.get_text()
    put = surveys.proposal_on(session, designing.id, priority.id).draft
    assert len({text.what for text in put.texts.values()}) == 1
    assert len(put.texts) == 2


def test_reasons_are_given_changed_and_taken_back_on_pages(
    session: Session, browser: Browser
) -> None:
    consultation = make_consultation(session, stage="designing", today=today())
    make_ready(session, consultation, today())
    surveys.withdraw_reason(session, consultation.id, "easy_read", actor="user:1", now=now())
    browser.sign_in(make_user(session, Role.SECRETARIAT).email, PASSWORD)
    page = browser.open(address(consultation))
    assert "To do" in states(page)["There is an easy read survey"]

    page = browser.open(address(consultation, "/reasons/easy_read"))
    page = browser.submit(page, reason=" ")
    assert "Write the reason" in one(page, ".errors").get_text()
    page = browser.submit(page, reason="The youth council asked for one survey.")
    assert states(page)["There is an easy read survey"] == "Left, with a reason"
    assert "The youth council asked for one survey." in page.get_text()

    page = browser.open(address(consultation, "/reasons/easy_read"))
    page = browser.submit(page, form=FORM.format("/withdraw"))
    assert states(page)["There is an easy read survey"] == "To do"


def test_who_may_not_agree_is_told_who_may(
    session: Session, officer: Browser, designing: Consultation
) -> None:
    text = one(officer.open(address(designing)), "[aria-labelledby=checks]").get_text()

    assert "Can agree: Secretariat and Monitoring officer." in text
    page = officer.submit(officer.open(address(designing, "/reasons/easy_read")), reason="Because.")
    assert "Only these people can agree" in one(page, ".errors").get_text()
    for key in ("dpia", "nothing"):
        officer.open(address(designing, f"/reasons/{key}"), status=404)


def test_everybody_can_read_the_reasons_and_the_promises(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, stage="designing", today=today())
    make_ready(session, consultation, today())
    page = officer.open(address(consultation))
    page = officer.submit(page, form=FORM.format("/launch"))
    assert "Launched" in page.get_text()

    chosen = officer.open(f"/s/{consultation.slug}").get_text(" ", strip=True)
    assert "There is no easy read survey. It must be so." in chosen
    first = officer.open(f"/s/{consultation.slug}/young_person").get_text(" ", strip=True)
    for told in (
        consultation.body.name, consultation.why, consultation.what_can_change,
        consultation.what_is_fixed, consultation.who_reads, consultation.who_decides,
        consultation.contact,
    ):  # fmt: skip
        assert told in first
    for day in (consultation.closes_on, consultation.decides_on, consultation.feedback_on):
        assert f"{day.day} {day:%B %Y}" in first


def test_after_the_launch_people_can_change_but_not_the_proposals(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, stage="designing", today=today())
    make_ready(session, consultation, today())
    surveys.launch(session, consultation.id, actor="user:1", today=today(), now=now())
    priority = surveys.priorities_of(session, consultation.id)[0]

    page = officer.open(address(consultation, "/safety"))
    page = officer.submit(page, deputy_name="Rhodri Marsh")
    assert "Saved." in page.get_text()
    page = officer.open(address(consultation, f"/proposals/{priority.id}"))
    page = officer.submit(page, **{"young_person-what": "Something else."})
    assert "it stays as it is" in one(page, ".errors").get_text()
    assert surveys.voices_of(session, consultation.id) == voices_on(today())
