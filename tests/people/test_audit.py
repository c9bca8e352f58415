"""The audit: append-only in the database, and a chain that shows where somebody cut it."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult import audit
from consult.audit import AuditEntry
from tests.builders import NOW


def write(session: Session, count: int = 4) -> None:
    for number in range(1, count + 1):
        audit.record(session, "user:1", f"act_{number}", "plan:1", now=NOW, number=number)
    session.commit()


def lift_the_lock(session: Session) -> None:
    """Do what somebody who owns the database could do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_keeps_update"))
        session.execute(text("DROP TRIGGER audit_entry_keeps_delete"))


@pytest.fixture
def tampered(session: Session) -> Callable[..., list[str]]:
    """Write four entries, run statements behind the audit's back, and say what it finds."""

    def tamper(*statements: object) -> list[str]:
        write(session)
        lift_the_lock(session)
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
        session.commit()
        session.expire_all()
        found = list(audit.problems(session))
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER ALL"))
            session.commit()
        return found

    return tamper


def test_entries_follow_one_another(session: Session) -> None:
    write(session)

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.id for entry in entries] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in entries[1:]] == [e.hash for e in entries[:-1]]
    assert list(audit.problems(session)) == []


def test_it_holds_what_people_write(session: Session) -> None:
    audit.record(
        session, "user:1", "say", "plan:1", now=NOW, words="zażółć “ok” 🦦 \u202eabc", n=1.5
    )
    session.commit()
    session.expire_all()

    assert list(audit.problems(session)) == []


@pytest.mark.parametrize(
    "change",
    [update(AuditEntry).values(actor="system"), delete(AuditEntry)],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_or_drop_an_entry(session: Session, change: object) -> None:
    write(session)

    with pytest.raises(DatabaseError, match="append only"):
        session.execute(change)  # type: ignore[call-overload]
    session.rollback()
    assert list(audit.problems(session)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "user:2"},
        {"action": "act_9"},
        {"subject": "plan:2"},
        {"detail": {"number": 99}},
        {"hash": "0" * 64},
    ],
    ids=str,
)
def test_a_changed_entry_is_named(
    tampered: Callable[..., list[str]], change: dict[str, object]
) -> None:
    found = tampered(update(AuditEntry).where(AuditEntry.id == 2).values(**change))

    assert found[0].startswith("Entry 2 (")
    assert found[0].endswith("was changed after it was made.")


def test_a_missing_entry_is_named(tampered: Callable[..., list[str]]) -> None:
    found = tampered(delete(AuditEntry).where(AuditEntry.id == 2))

    assert found == ["Entry 2 is missing: the next one is 3."]


def test_the_first_entry_cannot_be_lost(tampered: Callable[..., list[str]]) -> None:
    found = tampered(delete(AuditEntry).where(AuditEntry.id == 1))

    assert found == ["Entry 1 is missing: the next one is 2."]


def test_entries_in_another_order_are_named(tampered: Callable[..., list[str]]) -> None:
    def move(old: int, new: int) -> object:
        return update(AuditEntry).where(AuditEntry.id == old).values(id=new)

    found = " ".join(tampered(move(2, 9), move(3, 2), move(9, 3)))

    assert "Entry 2 does not follow entry 1: moved or replaced." in found
    assert "Entry 3 does not follow entry 2: moved or replaced." in found


def test_an_entry_replaced_by_a_well_made_forgery_is_named(
    session: Session, tampered: Callable[..., list[str]]
) -> None:
    forged = AuditEntry(
        id=2, at=NOW, actor="user:1", action="forged", subject="plan:1", detail={},
        previous_hash="to be filled in",
    )  # fmt: skip
    write(session, 1)
    forged.previous_hash = session.scalars(select(AuditEntry.hash)).one()
    row = {
        "id": 2, "at": NOW, "actor": "user:1", "action": "forged", "subject": "plan:1",
        "detail": {}, "previous_hash": forged.previous_hash, "hash": audit._hash(forged),
    }  # fmt: skip

    found = tampered(delete(AuditEntry).where(AuditEntry.id == 2), insert(AuditEntry).values(row))

    assert found == ["Entry 3 does not follow entry 2: moved or replaced."]
