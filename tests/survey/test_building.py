"""Building a survey: keys stay, nobody's work is lost, what is published never changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry, problems
from consult.errors import NotFound, RuleBroken, Stale
from consult.plan.models import Clause
from consult.survey import services as surveys
from consult.survey.rules import (
    AnswerLine,
    Audience,
    BadDefinition,
    NewQuestion,
    QuestionDraft,
    QuestionType,
    Start,
    key_from,
    read_definition,
)
from consult.survey.rules.definition import KEY
from tests.builders import NOW, make_consultation, make_survey, make_user

BY = "user:1"


def keys_of(session: Session, survey_id: int) -> list[str]:
    return [question.key for question in surveys.survey_of(session, survey_id)[1].questions]


@given(st.text(max_size=200), st.sets(st.sampled_from(["q_1", "buses", "a"])))
def test_any_words_make_a_key_that_nothing_else_has(words: str, taken: set[str]) -> None:
    key = key_from(words, taken, prefix="q_")

    assert KEY.fullmatch(key)
    assert key not in taken


@pytest.mark.parametrize("kind", QuestionType)
def test_every_type_of_question_can_be_added(session: Session, kind: QuestionType) -> None:
    survey = make_survey(session, make_consultation(session, stage="designing"), questions=[])
    labels = ("Parks", "Buses", "Clubs")
    new = NewQuestion(
        kind, "What would help most?", hint="Pick.", priority="P1", labels=labels, clause="2.3"
    )

    key = surveys.add_question(session, survey.id, new, actor=BY, now=NOW)

    question = surveys.survey_of(session, survey.id)[1].question(key)
    assert question
    assert question.type is kind
    assert bool(question.options) == kind.has_options


def test_top_three_offers_the_priorities_asked_about(session: Session) -> None:
    survey = make_survey(session, make_consultation(session, stage="designing"), questions=[])

    new = NewQuestion(QuestionType.TOP3, "Pick the 3 that matter most.")
    key = surveys.add_question(session, survey.id, new, actor=BY, now=NOW)

    question = surveys.survey_of(session, survey.id)[1].question(key)
    assert question
    assert [option.key for option in question.options] == [
        "p1",
        "p2",
        "p3",
        "p4",
        "p5",
    ]


def test_a_reworded_answer_keeps_its_key_and_an_emptied_one_goes(session: Session) -> None:
    survey = make_survey(session, make_consultation(session))
    answers = (
        AnswerLine("parks", "Cleaner parks"),
        AnswerLine("clubs", ""),
        AnswerLine("lights", "More lights"),
        AnswerLine("", "Cheap buses"),
        AnswerLine("", "Other"),
    )
    draft = QuestionDraft("What would help?", answers=answers, most=2, other=True)

    surveys.change_question(session, survey.id, "better_play", draft, revision=1, actor=BY, now=NOW)

    question = surveys.survey_of(session, survey.id)[1].question("better_play")
    assert question
    assert [(o.key, o.label) for o in question.options] == [
        ("parks", "Cleaner parks"),
        ("lights", "More lights"),
        ("cheap_buses", "Cheap buses"),
        ("other_2", "Other"),
    ]


def test_a_question_asked_in_another_wording_keeps_its_key_and_answers(session: Session) -> None:
    consultation = make_consultation(session)
    make_survey(session, consultation)
    easy = make_survey(session, consultation, Audience.EASY_READ, questions=[])

    new = NewQuestion(QuestionType.FACES, "Is it fun here?", same_as="things_to_do_ease")
    key = surveys.add_question(session, easy.id, new, actor=BY, now=NOW)

    question = surveys.survey_of(session, easy.id)[1].question(key)
    assert question
    assert question.key == "things_to_do_ease"
    assert question.label_of("5") == "Lots"
    with pytest.raises(RuleBroken, match="asks that question already"):
        surveys.add_question(session, easy.id, new, actor=BY, now=NOW)


def test_a_question_moves_no_further_than_the_ends(session: Session) -> None:
    survey = make_survey(session, make_consultation(session))
    before = keys_of(session, survey.id)

    surveys.move_question(session, survey.id, before[0], 0, actor=BY, now=NOW)
    assert keys_of(session, survey.id) == before
    surveys.move_question(session, survey.id, before[0], 2, actor=BY, now=NOW)
    assert keys_of(session, survey.id)[:2] == [before[1], before[0]]
    surveys.move_question(session, survey.id, before[0], 99, actor=BY, now=NOW)
    assert keys_of(session, survey.id) == [*before[1:], before[0]]


def test_whoever_saves_second_is_told_and_the_first_words_stand(session: Session) -> None:
    survey = make_survey(session, make_consultation(session))
    surveys.change_start(
        session, survey.id, Start(title="Mine"), "Bye", revision=1, actor=BY, now=NOW
    )

    with pytest.raises(Stale, match="changed this survey while you were writing"):
        surveys.change_start(
            session, survey.id, Start(title="Theirs"), "", revision=1, actor=BY, now=NOW
        )

    assert surveys.survey_of(session, survey.id)[1].start.title == "Mine"


def test_a_question_that_is_not_there_is_not_found(session: Session) -> None:
    survey = make_survey(session, make_consultation(session))

    with pytest.raises(NotFound):
        surveys.remove_question(session, survey.id, "nope", revision=1, actor=BY, now=NOW)
    with pytest.raises(NotFound):
        surveys.move_question(session, survey.id + 9, "area", 1, actor=BY, now=NOW)


def test_a_copy_keeps_keys_but_no_priority_of_another_consultation(session: Session) -> None:
    copied = surveys.survey_of(session, make_survey(session, make_consultation(session)).id)[1]
    other = make_consultation(session, stage="designing")
    draft = surveys.draft_of(session, other)
    first = min(draft.priority_ids)
    changed = type(draft)(
        **{
            name: getattr(draft, name)
            for name in draft.__dataclass_fields__
            if name != "priority_ids"
        },
        priority_ids=frozenset({first}),
    )
    surveys.change_consultation(session, other.id, changed, actor=BY, now=NOW)

    made = surveys.create_survey(
        session, other.id, Audience.PARENT, definition=copied, actor=BY, now=NOW
    )

    questions = surveys.survey_of(session, made.id)[1].questions
    assert [question.key for question in questions] == [q.key for q in copied.questions]
    assert {question.priority for question in questions} == {"P1", None}


def test_each_audience_has_one_survey(session: Session) -> None:
    consultation = make_consultation(session)
    make_survey(session, consultation)

    with pytest.raises(RuleBroken, match="already"):
        surveys.create_survey(session, consultation.id, Audience.YOUNG_PERSON, actor=BY, now=NOW)


def test_publishing_freezes_the_draft_and_editing_goes_on_beside_it(session: Session) -> None:
    consultation = make_consultation(session)
    survey, user = make_survey(session, consultation), make_user(session)

    first = surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW)
    surveys.remove_question(session, survey.id, "area", revision=1, actor=BY, now=NOW)
    state = surveys.surveys_of(session, consultation.id)[0]

    assert state.changed
    assert read_definition(first.definition).question("area")
    second = surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW)
    assert second.number == 2
    assert surveys.published_version(session, survey.id) is second
    assert surveys.published_versions_of(session, consultation.id) == {
        Audience.YOUNG_PERSON: second
    }
    assert list(problems(session)) == []
    assert "publish_survey" in set(session.scalars(select(AuditEntry.action)))


def test_a_survey_about_a_clause_the_plan_does_not_have_is_not_published(session: Session) -> None:
    asked = {"key": "q", "type": "clause", "title": "What do you think?", "clause": "4.2"}
    consultation, user = make_consultation(session, stage="designing"), make_user(session)
    survey = make_survey(session, consultation, questions=[asked])

    with pytest.raises(BadDefinition, match="which this version of the plan does not have"):
        surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW)

    version_id = consultation.plan_version_id
    session.add(Clause(plan_version_id=version_id, number="4.2", rank=1, text="We listen."))
    assert surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW).number == 1


def test_nothing_empty_and_nothing_unchanged_is_published(session: Session) -> None:
    consultation, user = make_consultation(session), make_user(session)
    empty = make_survey(session, consultation, Audience.PARENT, questions=[])
    survey = make_survey(session, consultation)

    with pytest.raises(BadDefinition, match="Add a question first"):
        surveys.publish_survey(session, empty.id, user_id=user.id, now=NOW)
    surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW)
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW)
