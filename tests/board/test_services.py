"""The board's work: meetings, the case on a priority, decisions, what came of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.board import services as board
from consult.board.models import (
    AgendaItem,
    Commitment,
    CommitmentUpdate,
    Decision,
    DecisionEvidence,
)
from consult.board.rules import (
    CommitmentStatus,
    DecisionDraft,
    DecisionUnsupported,
    EvidenceElsewhere,
    MeetingNotYet,
    Outcome,
    Standing,
    TooEarly,
)
from consult.errors import NotFound, RuleBroken, Stale
from consult.evidence.models import Evidence
from consult.evidence.services import quotes_of
from consult.people.rules import Role
from consult.survey.models import Consultation, ConsultationPriority
from tests.builders import (
    NOW,
    QUESTIONS,
    TODAY,
    make_agenda_item,
    make_body,
    make_comment,
    make_consultation,
    make_decision,
    make_evidence,
    make_organisation,
    make_survey,
    make_survey_version,
    make_theme,
    make_user,
    priority_of,
)

Record = Callable[..., Decision]


@pytest.fixture
def reported(session: Session) -> Consultation:
    return make_consultation(session, stage="reported")


@pytest.fixture
def evidence(session: Session, reported: Consultation) -> Evidence:
    return make_evidence(session, reported)


@pytest.fixture
def item(session: Session, reported: Consultation) -> AgendaItem:
    return make_agenda_item(session, reported)


@pytest.fixture
def record(session: Session, item: AgendaItem, evidence: Evidence) -> Record:
    """Record a sound decision on the item, but for what the test changes."""
    user_id = make_user(session, Role.SECRETARIAT).id
    sound = DecisionDraft(
        outcome=Outcome.CHANGE,
        standing=Standing.FINAL,
        reason=" The last bus goes too early. ",
        evidence_ids=(evidence.id,),
    )

    def recording(
        *, at: AgendaItem = item, seen_id: int | None = None, **changes: object
    ) -> Decision:
        return board.record_decision(
            session, at.id, replace(sound, **changes), user_id=user_id, today=TODAY, now=NOW,
            seen_id=seen_id,
        )  # fmt: skip

    return recording


def test_a_decision_keeps_its_reason_its_evidence_and_who_wrote_it_down(
    session: Session, record: Record, evidence: Evidence
) -> None:
    decision = record()

    assert decision.reason == "The last bus goes too early."
    assert decision.evidence_id == evidence.id
    assert decision.decided_on == TODAY
    assert session.get(DecisionEvidence, (decision.id, evidence.id))
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry
    assert (entry.action, entry.subject) == ("record_decision", f"decision:{decision.id}")


def test_the_first_piece_cited_is_the_main_one_and_all_are_kept(
    session: Session, reported: Consultation, record: Record, evidence: Evidence
) -> None:
    other = make_evidence(session, reported)
    decision = record(evidence_ids=(other.id, evidence.id, other.id))

    assert decision.evidence_id == other.id
    cited = select(DecisionEvidence.evidence_id).where(DecisionEvidence.decision_id == decision.id)
    assert set(session.scalars(cited)) == {evidence.id, other.id}


def test_a_second_decision_supersedes_the_first(session: Session, record: Record) -> None:
    first, second = record(standing=Standing.PROVISIONAL), record()

    assert second.supersedes_id == first.id
    assert board.standing_decision(session, second.priority_id) is second
    history = board.history_of(session, second.priority_id)
    assert [story.decision.id for story in history] == [second.id, first.id]


@pytest.mark.parametrize("stage", ["designing", "open", "closed"])
def test_a_final_decision_waits_until_the_consultation_is_reported(
    session: Session, stage: str
) -> None:
    consultation = make_consultation(session, stage=stage)
    item = make_agenda_item(session, consultation)
    with pytest.raises(TooEarly, match="can only be provisional"):
        make_decision(session, item)
    session.rollback()
    assert make_decision(session, item, standing=Standing.PROVISIONAL).standing == "provisional"


def test_a_final_decision_waits_for_every_other_consultation_on_the_priority(
    session: Session, item: AgendaItem, record: Record
) -> None:
    still_open = make_consultation(session, stage="open")
    still_open.title = "One more question"
    session.add(ConsultationPriority(consultation=still_open, priority=item.priority))
    session.commit()

    assert board.case_for(session, item.id, TODAY).waits_for is still_open
    with pytest.raises(TooEarly, match="One more question"):
        record()


def test_a_report_to_come_is_no_report_yet(
    session: Session, record: Record, item: AgendaItem
) -> None:
    item.consultation.reported_on = TODAY + timedelta(days=1)
    session.commit()
    with pytest.raises(TooEarly):
        record()


def test_a_meeting_to_come_decides_nothing_for_good(
    session: Session, reported: Consultation
) -> None:
    later = make_agenda_item(session, reported, held_on=TODAY + timedelta(days=7))
    with pytest.raises(MeetingNotYet, match="17 March 2027"):
        make_decision(session, later)
    session.rollback()
    make_decision(session, later, standing=Standing.PROVISIONAL)


def test_a_final_decision_needs_evidence_or_says_why_there_is_none(record: Record) -> None:
    with pytest.raises(DecisionUnsupported):
        record(evidence_ids=())
    assert record(evidence_ids=(), no_evidence_reason="The law changed.").evidence_id is None


def test_evidence_is_on_this_priority(
    session: Session, reported: Consultation, record: Record
) -> None:
    elsewhere = make_evidence(session, reported, code="P2")
    for ids in ((elsewhere.id,), (999_999,)):
        with pytest.raises(EvidenceElsewhere):
            record(evidence_ids=ids)


def test_a_commitment_belongs_to_an_organisation(session: Session, record: Record) -> None:
    promise = {"commitment": "Run a late bus", "due_on": TODAY + timedelta(days=30)}
    with pytest.raises(RuleBroken, match="organisation"):
        record(**promise, organisation_id=999_999)
    assert not session.scalars(select(Decision)).all()

    council = make_organisation(session)
    decision = record(**promise, organisation_id=council.id)
    assert [each.organisation for each in board.commitments_of(session, decision.id)] == [council]


def test_whoever_writes_sees_the_decision_that_came_between(record: Record) -> None:
    first = record(seen_id=0)
    with pytest.raises(Stale, match="while you were writing"):
        record(seen_id=0)
    record(seen_id=first.id)


def test_news_of_a_commitment_is_dated_signed_and_written_once(
    session: Session, item: AgendaItem
) -> None:
    promise = session.scalars(
        select(Commitment).where(Commitment.decision_id == make_decision(session, item).id)
    ).one()
    secretary = make_user(session, Role.SECRETARIAT)

    def write(status: CommitmentStatus, text: str) -> CommitmentUpdate:
        return board.update_commitment(
            session, promise.id, status, text, user_id=secretary.id, today=TODAY, now=NOW
        )

    first = write(CommitmentStatus.UNDER_WAY, "Drivers are found.")
    assert write(CommitmentStatus.UNDER_WAY, " Drivers are found. ") is first
    write(CommitmentStatus.DONE, "The bus runs.")

    news = board.updates_of(session, promise.id)
    assert [each.text for each in news] == ["Drivers are found.", "The bus runs."]
    assert (news[0].happened_on, news[0].written_by) == (TODAY, secretary)
    with pytest.raises(RuleBroken, match="Say what has changed"):
        write(CommitmentStatus.DONE, "  ")


def test_an_agenda_takes_a_priority_once_and_only_where_it_was_asked_about(
    session: Session, reported: Consultation
) -> None:
    user_id = make_user(session, Role.SECRETARIAT).id
    meeting = board.add_meeting(
        session, make_body(session).id, " Spring ", TODAY, user_id=user_id, now=NOW
    )
    assert meeting.title == "Spring"
    first, second = priority_of(session, reported, "P1"), priority_of(session, reported, "P2")
    elsewhere = priority_of(session, make_consultation(session, stage="open"))

    def add(priority_id: int) -> AgendaItem:
        return board.add_item(
            session, meeting.id, reported.id, priority_id, user_id=user_id, now=NOW
        )

    add(first.id)
    add(second.id)
    with pytest.raises(RuleBroken, match="already"):
        add(first.id)
    with pytest.raises(RuleBroken, match="asks about"):
        add(elsewhere.id)
    assert [each.item.position for each in board.agenda_of(session, meeting.id)] == [1, 2]
    assert not board.can_ask(session, reported.id, elsewhere.id)


def test_only_launched_consultations_can_be_taken_up(session: Session) -> None:
    make_consultation(session, stage="designing")
    launched = make_consultation(session, stage="open")
    assert {each.consultation_id for each in board.askable(session)} == {launched.id}


def test_the_same_meeting_called_twice_is_one(session: Session) -> None:
    secretary = make_user(session, Role.SECRETARIAT)
    body = make_body(session)
    meetings = {
        board.add_meeting(session, body.id, "Spring", TODAY, user_id=secretary.id, now=NOW).id
        for _ in range(2)
    }
    assert len(meetings) == 1


def test_an_item_of_another_meeting_is_not_found(
    session: Session, reported: Consultation, item: AgendaItem
) -> None:
    other = make_agenda_item(session, reported, code="P2")
    with pytest.raises(NotFound):
        board.item_of(session, other.meeting_id, item.id)


def test_a_case_holds_what_was_asked_heard_and_decided(
    session: Session, reported: Consultation, item: AgendaItem
) -> None:
    make_survey_version(session, make_survey(session, reported))
    said = make_comment(session, reported, "I walk home in the dark", age_band="13_15")
    evidence = make_evidence(
        session, reported, themes=[make_theme(session, reported, comments=[said])], quotes=[said]
    )
    decision = make_decision(session, item, evidence=[evidence])

    case = board.case_for(session, item.id, TODAY)
    on_p1 = [question["title"] for question in QUESTIONS if question.get("priority") == "P1"]
    assert [each.title for each in case.asked] == on_p1
    assert case.evidence[0].strength_label == "Fair: several people, one source"
    assert [(quote.text, quote.who) for quote in case.quotes] == [
        ("I walk home in the dark", "Young person, 13 to 15")
    ]
    assert case.standing
    assert case.standing.decision is decision
    assert case.waits_for is None


def test_words_taken_back_or_held_are_quoted_no_more(
    session: Session, reported: Consultation
) -> None:
    kept, private, gone = (
        make_comment(session, reported, text, may_quote=may)
        for text, may in (("Kept", True), ("Private", False), ("Gone", True))
    )
    evidence = make_evidence(session, reported, quotes=[kept, private, gone])
    gone.submission.withdrawn_on = TODAY
    session.commit()
    assert [quote.text for quote in quotes_of(session, [evidence.id])[evidence.id]] == ["Kept"]
