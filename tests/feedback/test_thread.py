"""Walk the thread both ways, and name each link that is missing."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.rules import Outcome
from consult.errors import NotFound
from consult.feedback import services as feedback
from consult.feedback.services import Thread, thread_of
from consult.people.rules import Role
from consult.safeguarding.services import raise_concern
from consult.themes.models import ThemeRun
from consult.themes.services import merge_themes
from tests.builders import (
    NOW,
    TODAY,
    make_agenda_item,
    make_comment,
    make_consultation,
    make_decision,
    make_evidence,
    make_submission,
    make_theme,
    make_user,
)
from tests.feedback.threads import CODE, WORDS, WholeThread, make_thread, provisional, tear
from tests.servers import SECRET

KNOTS = ("comments", "themes", "evidence", "priorities", "decisions", "feedback")


def trace(session: Session, reference: str) -> Thread:
    return thread_of(session, reference, secret=SECRET)


def references(thread: WholeThread) -> list[str]:
    return [
        CODE,
        f"comment:{thread.comment.id}",
        f"theme:{thread.theme.id}",
        f"evidence:{thread.evidence.id}",
        f"decision:{thread.decision.id}",
    ]


def test_a_whole_thread_has_no_gap_wherever_it_is_taken_up(session: Session) -> None:
    whole = make_thread(session)
    for reference in references(whole):
        thread = trace(session, reference)
        assert thread.gaps == (), reference
        assert f"comment:{whole.comment.id}" in {each.id for each in thread.comments}
        assert [each.id for each in thread.themes] == [f"theme:{whole.theme.id}"]
        assert [each.id for each in thread.evidence] == [f"evidence:{whole.evidence.id}"]
        assert [each.id for each in thread.decisions] == [f"decision:{whole.decision.id}"]
        assert [each.id for each in thread.feedback] == [f"feedback:{whole.feedback.id}"]
        assert len(thread.priorities) == 1


def test_from_words_the_thread_holds_those_words_alone_and_back_it_holds_all(
    session: Session,
) -> None:
    whole = make_thread(session)
    assert [each.text for each in trace(session, CODE).comments] == [WORDS]
    assert len(trace(session, f"decision:{whole.decision.id}").comments) == 6


def test_every_entry_says_what_and_since_when(session: Session) -> None:
    whole = make_thread(session)
    record = trace(session, f"theme:{whole.theme.id}").as_record()
    assert list(record) == [*KNOTS, "gaps"]
    for knot in KNOTS:
        for entry in record[knot]:
            assert entry["id"]
            assert entry["text"]
            assert entry["when"][:4].isdigit()
    commitment = record["decisions"][0]["then"][0]
    assert commitment["text"].startswith("Saltshire Council: ")
    assert commitment["then"][0]["text"] == "Under way: Drivers are found."


@pytest.mark.parametrize(
    ("table", "where", "taken_up", "gap"),
    [
        ("coding", "comment_id = {comment}", "comment:{comment}", "is in no theme"),
        ("coding", "theme_id = {theme}", "theme:{theme}", "holds no comment"),
        ("coding", "theme_id = {theme}", "decision:{decision}", "holds no comment"),
        ("evidence_theme", "theme_id = {theme}", "comment:{comment}", "No evidence rests on theme"),
        ("evidence_theme", "theme_id = {theme}", "theme:{theme}", "No evidence rests on theme"),
        ("evidence_theme", "theme_id = {theme}", "evidence:{evidence}", "rests on no theme"),
        ("evidence_theme", "theme_id = {theme}", "decision:{decision}", "rests on no theme"),
        (
            "decision_evidence",
            "decision_id = {decision}",
            "comment:{comment}",
            "link to it is miss",
        ),
        ("decision_evidence", "decision_id = {decision}", "evidence:{evidence}", "link to it is m"),
        ("decision_evidence", "decision_id = {decision}", "decision:{decision}", "link to it is m"),
        ("decision", "id = {decision}", "comment:{comment}", "not on record"),
        ("evidence", "id = {evidence}", "decision:{decision}", "not on record"),
        ("theme", "id = {theme}", "evidence:{evidence}", "not on record"),
        ("commitment", "decision_id = {decision}", CODE, "no organisation has promised"),
        ("feedback", "decision_id = {decision}", CODE, "Nothing has been published"),
        ("agenda_item", "id = {item}", "decision:{decision}", "no meeting on record"),
    ],
)
def test_each_torn_link_is_named(
    session: Session, table: str, where: str, taken_up: str, gap: str
) -> None:
    whole = make_thread(session)
    ids = {
        "comment": whole.comment.id,
        "theme": whole.theme.id,
        "evidence": whole.evidence.id,
        "decision": whole.decision.id,
        "item": whole.item.id,
    }
    tear(session, table, where.format(**ids))
    gaps = trace(session, taken_up.format(**ids)).gaps
    assert any(gap in each for each in gaps), gaps


def test_a_torn_link_is_named_though_evidence_has_another_theme(session: Session) -> None:
    whole = make_thread(session)
    other = make_theme(session, whole.consultation, name="It costs too much")
    evidence = make_evidence(session, whole.consultation, themes=[whole.theme, other])
    evidence_id, other_id = evidence.id, other.id
    freeze(session, evidence_id, [whole.theme.id, other_id])
    tear(session, "evidence_theme", f"evidence_id = {evidence_id} AND theme_id = {other_id}")
    gaps = trace(session, f"evidence:{evidence_id}").gaps
    assert any(f"was written on theme:{other_id}" in each for each in gaps), gaps


def freeze(session: Session, evidence_id: int, theme_ids: list[int]) -> None:
    """Give evidence the figures that writing it would have frozen."""
    from consult.evidence.models import Evidence

    evidence = session.get_one(Evidence, evidence_id)
    row = {column.key: getattr(evidence, column.key) for column in Evidence.__table__.columns}
    row["figures"] = {"themes": [{"id": at, "name": "A theme", "said": {}} for at in theme_ids]}
    tear(session, "evidence", f"id = {evidence_id}")
    session.expunge_all()
    session.execute(Evidence.__table__.insert().values(row))
    session.commit()


def unconfirmed(session: Session) -> str:
    consultation = make_consultation(session)
    comment = make_comment(session, consultation)
    make_theme(session, consultation, comments=[comment], confirmed=False)
    return f"comment:{comment.id}"


def uncited(session: Session) -> str:
    consultation = make_consultation(session)
    return f"evidence:{make_evidence(session, consultation).id}"


def taken_back(session: Session) -> str:
    comment = make_thread(session).comment
    feedback.withdraw(session, comment.submission_id, today=TODAY)
    return f"comment:{comment.id}"


def held(session: Session) -> str:
    comment = make_thread(session).comment
    lead = make_user(session, Role.SAFEGUARDING_LEAD)
    raise_concern(session, comment.id, user_id=lead.id, now=NOW)
    return f"comment:{comment.id}"


def thinking_again(session: Session) -> str:
    whole = make_thread(session)
    provisional(session, whole)
    return f"comment:{whole.comment.id}"


def resting_on_nothing(session: Session) -> str:
    item = make_agenda_item(session, make_consultation(session, stage="reported"))
    return f"decision:{make_decision(session, item).id}"


def promising_nothing(session: Session) -> str:
    item = make_agenda_item(session, make_consultation(session, stage="reported"))
    return f"decision:{make_decision(session, item, promised=False).id}"


@pytest.mark.parametrize(
    ("begin", "gap"),
    [
        (unconfirmed, "nobody confirmed it"),
        (unconfirmed, "No evidence rests on"),
        (uncited, "No decision cites evidence"),
        (taken_back, "was taken back by its writer"),
        (held, "is with safeguarding"),
        (thinking_again, "is only provisional"),
        (resting_on_nothing, "rests on no evidence"),
        (promising_nothing, "no organisation has promised anything"),
        (promising_nothing, "Nothing has been published"),
    ],
)
def test_what_has_not_happened_yet_is_named(
    session: Session, begin: Callable[[Session], str], gap: str
) -> None:
    gaps = trace(session, begin(session)).gaps
    assert any(gap in each for each in gaps), gaps


def test_words_that_are_held_are_not_shown(session: Session) -> None:
    assert WORDS not in str(trace(session, held(session)).as_record())


def test_words_without_permission_are_shown_to_their_writer_alone(session: Session) -> None:
    thread = make_thread(session)
    thread.comment.submission.may_quote = False
    session.commit()
    for reference in references(thread):
        told = WORDS in str(trace(session, reference).as_record())
        assert told is (reference == CODE), reference


def test_a_decision_to_keep_needs_no_promise(session: Session) -> None:
    item = make_agenda_item(session, make_consultation(session, stage="reported"))
    decision = make_decision(session, item, outcome=Outcome.KEEP, promised=False)
    gaps = trace(session, f"decision:{decision.id}").gaps
    assert not any("promised" in each for each in gaps)


def test_a_superseding_decision_is_on_the_thread_too(session: Session) -> None:
    whole = make_thread(session)
    newer = make_decision(session, whole.item, evidence=[])
    thread = trace(session, CODE)
    assert [each.id for each in thread.decisions] == [
        f"decision:{whole.decision.id}",
        f"decision:{newer.id}",
    ]
    assert any(f"Nothing has been published about decision:{newer.id}" in x for x in thread.gaps)


def test_evidence_on_a_merged_theme_is_found_where_it_went(session: Session) -> None:
    whole = make_thread(session)
    into = make_theme(session, whole.consultation, name="Getting home")
    merge_themes(session, whole.theme.id, into.id, user_id=make_user(session).id, now=NOW)
    for reference in references(whole):
        thread = trace(session, reference)
        assert thread.gaps == (), reference
        assert [each.text for each in thread.themes] == ["Getting home"]


def test_ticks_alone_say_so(session: Session) -> None:
    from tests.feedback.threads import give_code

    give_code(session, make_submission(session, make_consultation(session)))
    assert trace(session, CODE).gaps == (
        "No words are left here: only ticks were sent, or the words were taken back.",
    )


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "comment:999999",
        "theme:0",
        "decision:x",
        "plan:1",
        "amber-otter-1",
        "comment:" + "9" * 40,
    ],
)
def test_what_is_not_there_cannot_be_traced(session: Session, reference: str) -> None:
    make_thread(session)
    with pytest.raises(NotFound, match="to trace"):
        trace(session, reference)
    assert not session.scalars(select(ThemeRun)).all()
