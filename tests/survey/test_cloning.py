"""Starting from what there is: model surveys and whole consultations, keys and all."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.clock import today
from consult.errors import NotFound, RuleBroken
from consult.people.rules import Role
from consult.survey.bank import templates
from consult.survey.models import (
    Consultation,
    ConsultationPriority,
    Proposal,
    ProposalWording,
    Survey,
)
from consult.survey.rules import Audience
from consult.survey.services import cloning, priorities_of, survey_of, surveys_of
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_consultation,
    make_survey,
    make_survey_version,
    make_user,
)
from tests.page import Browser, one

FIRST_DAY = TODAY + timedelta(days=28)
PLAN = [
    ("P1", "Less poverty", "To reduce poverty."),
    ("P2", "Stop bullying", "So that bullying ends."),
    ("P3", "Places", "Things to do and safe places to go."),
]


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def clone(session: Session, consultation: Consultation, title: str = "Once more") -> Consultation:
    return cloning.clone_consultation(
        session, consultation.id, title, FIRST_DAY, actor="user:1", now=NOW
    )


def test_there_is_a_model_survey_for_each_audience() -> None:
    assert [template.audience for template in templates()] == list(Audience)
    keys = [{q.key for q in template.definition.questions} for template in templates()]
    assert {"top_three", "one_thing"} <= keys[0] & keys[1] & keys[2]


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.key)
def test_a_model_survey_asks_about_the_priorities_there_are(template: cloning.Template) -> None:
    definition = template.for_priorities(PLAN)
    about = {question.key: question.priority for question in definition.questions}
    top_three = definition.question("top_three")

    assert {"P1", "P2", "P3"} <= set(about.values())
    assert about["things_to_do_ease"] == "P3"
    assert top_three
    assert [option.label for option in top_three.options] == [label for _, label, _ in PLAN]


def test_a_model_survey_begins_a_wording(session: Session, officer: Browser) -> None:
    consultation = make_consultation(session, stage="designing")
    page = officer.open(f"/staff/consultations/{consultation.id}/surveys/new")
    offered = [tag.get_text() for tag in page.select("select[name=source] option")]
    assert "A model survey: Draft plan, easy read" in offered

    officer.submit(page, audience="easy_read", source="template:draft_plan_easy_read")

    survey = session.scalars(select(Survey)).one()
    definition = survey_of(session, survey.id)[1]
    assert definition.question("stop_bullying")
    assert [o.key for o in definition.question("top_three").options] == [  # type: ignore[union-attr]
        p.code.lower() for p in priorities_of(session, consultation.id)
    ]


def test_no_other_source_is_accepted(session: Session, officer: Browser) -> None:
    consultation = make_consultation(session, stage="designing")
    page = officer.open(f"/staff/consultations/{consultation.id}/surveys/new")
    page = officer.submit(page, audience="easy_read", source="template:nowhere")
    assert "Choose from the list" in one(page, ".errors").get_text()
    with pytest.raises(NotFound):
        cloning.definition_from(session, consultation.id, "template:nowhere")


def test_a_copy_has_the_words_the_priorities_and_every_wording(session: Session) -> None:
    before = make_consultation(session, stage="reported")
    for audience in Audience:
        make_survey(session, before, audience)
    before.by_code_only = True
    session.commit()

    after = clone(session, before)

    assert (after.title, after.slug, after.lead) == ("Once more", "once-more", before.lead)
    assert after.by_code_only
    assert (after.launched_on, after.reported_on) == (None, None)
    assert priorities_of(session, after.id) == priorities_of(session, before.id)
    drafts = [
        {state.survey.audience: state.survey.draft for state in surveys_of(session, each.id)}
        for each in (before, after)
    ]
    assert drafts[0] == drafts[1]
    assert len(drafts[1]) == len(Audience)


def test_a_copy_begins_on_the_day_it_is_given_and_lasts_long_enough(session: Session) -> None:
    after = clone(session, make_consultation(session, stage="reported"))

    assert after.opens_on == FIRST_DAY
    assert after.closes_on - FIRST_DAY >= timedelta(days=84)
    assert after.closes_on <= after.withdraw_until < after.decides_on < after.feedback_on


def test_a_copy_is_published_anew(session: Session) -> None:
    before = make_consultation(session)
    make_survey_version(session, make_survey(session, before))

    (state,) = surveys_of(session, clone(session, before).id)

    assert state.published is None
    assert state.survey.revision == 1


def test_a_copy_proposes_the_same(session: Session) -> None:
    before = make_consultation(session, stage="designing")
    asked = session.scalars(
        select(ConsultationPriority).where(ConsultationPriority.consultation_id == before.id)
    ).first()
    assert asked
    proposal = Proposal(consultation_id=before.id, priority_id=asked.priority_id)
    session.add(proposal)
    session.flush()
    session.add(
        ProposalWording(proposal_id=proposal.id, audience=Audience.PARENT, what="A night bus.")
    )
    session.commit()

    after = clone(session, before)

    copy = session.scalars(select(Proposal).where(Proposal.consultation_id == after.id)).one()
    worded = select(ProposalWording).where(ProposalWording.proposal_id == copy.id)
    assert [row.what for row in session.scalars(worded)] == ["A night bus."]


def test_changing_a_copy_leaves_the_old_one_alone(session: Session) -> None:
    before = make_consultation(session, stage="designing")
    make_survey(session, before)
    after = clone(session, before)
    (state,) = surveys_of(session, after.id)
    state.survey.draft = {**state.survey.draft, "thanks": "Ta."}
    session.commit()

    assert surveys_of(session, before.id)[0].survey.draft["thanks"] != "Ta."


def test_two_copies_have_two_addresses(session: Session) -> None:
    before = make_consultation(session)
    assert clone(session, before).slug != clone(session, before).slug


def test_a_copy_needs_a_title(session: Session) -> None:
    with pytest.raises(RuleBroken):
        clone(session, make_consultation(session), "  ")


def test_the_page_leads_on_to_the_dates(session: Session, officer: Browser) -> None:
    consultation = make_consultation(session, stage="closed", today=today())
    officer.open(f"/staff/consultations/{consultation.id}")
    page = officer.open(f"/staff/consultations/{consultation.id}/clone")
    assert "Write a title" in one(officer.submit(page, title=" "), ".errors").get_text()
    page = officer.submit(page, title="Youth hubs, year two")

    assert "Read its words and days again" in page.get_text()
    assert one(page, "[name=title]")["value"] == "Youth hubs, year two"
