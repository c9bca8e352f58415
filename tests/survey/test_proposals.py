"""What is proposed is told in full, alike in every wording, and stands once people are asked."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from consult.errors import NotFound, RuleBroken
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import Consultation
from consult.survey.rules import (
    AlreadyPromised,
    Audience,
    Check,
    read_definition,
    texts_of,
    translated,
    write_definition,
)
from consult.survey.rules.proposals import (
    CostBand,
    ProposalDraft,
    ProposalText,
    missing,
    translated_proposal,
)
from consult.survey.services.translating import about_of
from tests.builders import (
    NOW,
    TODAY,
    make_consultation,
    make_survey,
    make_survey_version,
    make_user,
    priority_of,
)
from tests.survey.ready import ABOUT_ALL, BY, PROPOSAL, make_ready, propose


@pytest.fixture
def ready(session: Session) -> Consultation:
    """A consultation that could be launched."""
    return make_ready(session, make_consultation(session, stage="designing"))


def check(session: Session, consultation: Consultation, key: str) -> Check:
    return surveys.launch_check(session, consultation.id, key, TODAY)


def write(session: Session, consultation: Consultation, draft: ProposalDraft) -> None:
    priority = priority_of(session, consultation)
    surveys.write_proposal(session, consultation.id, priority.id, draft, actor=BY, now=NOW)


@pytest.mark.parametrize("name", ["what", "why", "who", "can_change", "fixed"])
def test_a_proposal_must_tell_all_of_it(session: Session, ready: Consultation, name: str) -> None:
    text = replace(PROPOSAL, **{name: " "})
    write(session, ready, ProposalDraft(CostBand.NONE, {Audience.YOUNG_PERSON: text}))

    found = check(session, ready, "proposals")

    assert found.found.startswith("P1, Young person: ")
    assert not found.may_override


def test_it_names_another_way_and_why_not_or_why_there_is_none() -> None:
    for text, gaps in (
        (PROPOSAL, 0),
        (replace(PROPOSAL, why_not=""), 1),
        (replace(PROPOSAL, alternative="", why_not=""), 1),
        (replace(PROPOSAL, alternative="", why_not="", no_alternative="The law asks for it."), 0),
    ):
        assert len(missing(text)) == gaps


def test_it_says_about_how_much_it_costs(session: Session, ready: Consultation) -> None:
    write(session, ready, ProposalDraft(None, {Audience.YOUNG_PERSON: PROPOSAL}))

    assert check(session, ready, "proposals").found == "P1 does not say what it costs."


def test_every_wording_puts_the_same_proposals(session: Session, ready: Consultation) -> None:
    parents = make_survey(session, ready, Audience.PARENT, questions=ABOUT_ALL)
    make_survey_version(session, parents)

    found = check(session, ready, "same_proposals")
    assert found.found == "Parent or carer leaves out P1, P2, P3, P4 and P5."
    assert not found.may_override
    propose(session, ready)
    assert check(session, ready, "same_proposals").done


def test_a_language_that_leaves_proposals_out_is_named(
    session: Session, ready: Consultation
) -> None:
    version = surveys.published_versions_of(session, ready.id)[Audience.YOUNG_PERSON]
    definition = read_definition(version.definition)
    put = surveys.proposals_for(session, ready.id, Audience.YOUNG_PERSON)
    more = surveys.lines_to_translate(put)
    about = {path: text for path, text in about_of(ready).items() if text.strip()}
    survey = version.survey

    def publish(texts: dict[str, str]) -> None:
        whole = translated(definition, "cy", {p: f"[{t}]" for p, t in texts.items()}, about | more)
        survey.draft = write_definition(whole)
        session.commit()
        surveys.publish_survey(session, survey.id, user_id=version.published_by_id, now=NOW)

    publish(texts_of(definition) | about)
    found = check(session, ready, "same_proposals").found
    assert found == "Young person in Welsh leaves proposals out."
    assert check(session, ready, "languages").found == "It is only there in English."

    publish(texts_of(definition) | about | more)
    assert check(session, ready, "same_proposals").done
    assert check(session, ready, "languages").found == "It is there in Welsh."


def test_a_proposal_is_put_in_the_words_of_its_reader(
    session: Session, ready: Consultation
) -> None:
    first, *others = surveys.proposals_for(session, ready.id, Audience.YOUNG_PERSON)

    assert (first.priority, first.cost, first.text) == ("P1", CostBand.UNDER_250, PROPOSAL)
    assert len(others) == 4
    assert surveys.proposals_for(session, ready.id, Audience.PARENT) == ()
    welsh = translated_proposal(first, {"proposal.P1.what": "Pedwar canolfan."})
    assert welsh.text == replace(PROPOSAL, what="Pedwar canolfan.")


def test_a_proposal_stands_once_people_are_asked(session: Session, ready: Consultation) -> None:
    surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)

    with pytest.raises(AlreadyPromised):
        write(session, ready, ProposalDraft(CostBand.NONE, {}))


def test_a_survey_that_comes_later_puts_the_same_proposals(
    session: Session, ready: Consultation
) -> None:
    surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)
    parents = make_survey(session, ready, Audience.PARENT, questions=ABOUT_ALL)
    officer = make_user(session, Role.PARTICIPATION_OFFICER)
    with pytest.raises(RuleBroken, match="Write it for Parent or carer first"):
        surveys.publish_survey(session, parents.id, user_id=officer.id, now=NOW)

    propose(session, ready)

    assert surveys.publish_survey(session, parents.id, user_id=officer.id, now=NOW).number == 1


def test_only_what_is_asked_about_can_be_proposed(session: Session, ready: Consultation) -> None:
    elsewhere = priority_of(session, make_consultation(session))

    with pytest.raises(NotFound):
        surveys.write_proposal(session, ready.id, elsewhere.id, ProposalDraft(), actor=BY, now=NOW)
    with pytest.raises(NotFound):
        surveys.proposals_of(session, 999)


def test_other_wordings_are_left_alone(session: Session, ready: Consultation) -> None:
    text = ProposalText(what="For parents.")
    write(session, ready, ProposalDraft(CostBand.NONE, {Audience.PARENT: text}))

    texts = surveys.proposals_of(session, ready.id)[0].draft.texts
    assert (texts[Audience.YOUNG_PERSON], texts[Audience.PARENT]) == (PROPOSAL, text)
