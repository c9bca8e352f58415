"""What the database itself refuses, whatever the pages and services do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult.board.models import (
    AgendaItem,
    Commitment,
    CommitmentUpdate,
    Decision,
    DecisionEvidence,
)
from consult.board.rules import CommitmentStatus
from consult.feedback.models import Feedback
from consult.people.rules import Role
from tests.builders import (
    NOW,
    TODAY,
    make_agenda_item,
    make_consultation,
    make_decision,
    make_evidence,
    make_organisation,
    make_user,
    priority_of,
)

Insert = Callable[..., int]


def decision_row(session: Session, item: AgendaItem, **changes: Any) -> dict[str, Any]:
    row = {
        "agenda_item_id": item.id,
        "priority_id": item.priority_id,
        "outcome": "change",
        "standing": "final",
        "reason": "The last bus goes too early.",
        "plan_change": "",
        "no_evidence_reason": "The law changed.",
        "decided_on": TODAY,
        "recorded_by_id": make_user(session, Role.SECRETARIAT).id,
        "recorded_at": NOW,
    }
    return row | changes


def refused(session: Session, statement: Any) -> str:
    with pytest.raises(DBAPIError) as caught:
        session.execute(statement)
    session.rollback()
    return str(caught.value.orig)


@pytest.fixture
def item(session: Session) -> AgendaItem:
    return make_agenda_item(session, make_consultation(session, stage="reported"))


def test_a_sound_decision_goes_in(session: Session, item: AgendaItem) -> None:
    session.execute(insert(Decision).values(decision_row(session, item)))
    session.commit()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"reason": ""}, "reason_given"),
        ({"no_evidence_reason": ""}, "supported"),
        ({"outcome": "maybe"}, "outcome"),
        ({"standing": "perhaps"}, "standing"),
    ],
)
def test_an_unsound_decision_is_refused(
    session: Session, item: AgendaItem, changes: dict[str, Any], name: str
) -> None:
    row = decision_row(session, item)
    # The values are given as they would be by any other program.
    table = Decision.__table__
    statement = table.insert().values(row)
    if changes.keys() & {"outcome", "standing"}:
        statement = _raw(table, row | changes)
    else:
        statement = table.insert().values(row | changes)
    assert name in refused(session, statement)


def _raw(table: Any, row: dict[str, Any]) -> Any:
    from sqlalchemy import Text, bindparam
    from sqlalchemy import insert as into
    from sqlalchemy import table as plain_table
    from sqlalchemy.sql import column

    plain = plain_table(table.name, *(column(name) for name in row))
    kinds = {name: table.c[name].type for name in row} | {"outcome": Text(), "standing": Text()}
    return into(plain).values({n: bindparam(None, v, type_=kinds[n]) for n, v in row.items()})


@pytest.mark.parametrize("stage", ["open", "closed"])
def test_a_final_decision_before_the_report_is_refused(session: Session, stage: str) -> None:
    item = make_agenda_item(session, make_consultation(session, stage=stage))
    row = decision_row(session, item)
    assert "waits for the report" in refused(session, insert(Decision).values(row))
    session.execute(insert(Decision).values(row | {"standing": "provisional"}))
    session.commit()


def test_a_final_decision_dated_before_the_report_is_refused(
    session: Session, item: AgendaItem
) -> None:
    row = decision_row(session, item, decided_on=TODAY - timedelta(days=2))
    assert "waits for the report" in refused(session, insert(Decision).values(row))


def test_evidence_on_another_priority_is_refused(session: Session, item: AgendaItem) -> None:
    elsewhere = make_evidence(session, item.consultation, code="P2")
    row = decision_row(session, item, evidence_id=elsewhere.id)
    refused(session, insert(Decision).values(row))

    decision = make_decision(session, item)
    for priority_id in (item.priority_id, elsewhere.priority_id):
        cited = {
            "decision_id": decision.id,
            "evidence_id": elsewhere.id,
            "priority_id": priority_id,
        }
        refused(session, insert(DecisionEvidence).values(cited))


def test_a_decision_is_on_the_priority_of_its_agenda_item(
    session: Session, item: AgendaItem
) -> None:
    other = priority_of(session, item.consultation, "P2")
    refused(session, insert(Decision).values(decision_row(session, item, priority_id=other.id)))


def test_a_decision_is_superseded_once(session: Session, item: AgendaItem) -> None:
    first = make_decision(session, item)
    row = decision_row(session, item, supersedes_id=first.id)
    session.execute(insert(Decision).values(row))
    refused(session, insert(Decision).values(row))


@pytest.mark.parametrize(
    "changes",
    [{"organisation_id": None}, {"due_on": None}, {"text": ""}, {"organisation_id": 999_999}],
)
def test_a_commitment_without_an_owner_a_deed_or_a_day_is_refused(
    session: Session, item: AgendaItem, changes: dict[str, Any]
) -> None:
    row = {
        "decision_id": make_decision(session, item, promised=False).id,
        "organisation_id": make_organisation(session).id,
        "text": "Run a late bus.",
        "due_on": TODAY,
    }
    refused(session, insert(Commitment).values(row | changes))
    session.execute(insert(Commitment).values(row))


def test_what_is_on_record_is_never_changed_nor_taken_away(
    session: Session, item: AgendaItem
) -> None:
    evidence = make_evidence(session, item.consultation)
    decision = make_decision(session, item, evidence=[evidence])
    user = make_user(session)
    promise = session.scalars(select(Commitment)).one()
    update_row = CommitmentUpdate(
        commitment=promise,
        status=CommitmentStatus.DONE,
        text="It runs.",
        happened_on=TODAY,
        written_by=user,
    )
    told = Feedback(
        decision=decision, you_said="Too early", we_did="A late bus", published_on=TODAY,
        published_by=user,
    )  # fmt: skip
    session.add_all([update_row, told])
    session.commit()
    changes: dict[Any, dict[str, Any]] = {
        Decision: {"reason": "Another reason, quite another one."},
        DecisionEvidence: {"priority_id": item.priority_id},
        Commitment: {"text": "Something easier."},
        CommitmentUpdate: {"text": "Never mind."},
        Feedback: {"we_did": "More than we did"},
    }
    for table, change in changes.items():
        assert "append only" in refused(session, update(table).values(change))
        assert "append only" in refused(session, delete(table))
