"""Who did what, when: append-only, each entry carrying the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.db import Base, IntKey

FIRST_HASH = "0" * 64
SYSTEM = "system"
LOCK = 7_261_995


class AuditEntry(Base):
    """One act of a member of staff or of the system. Never of a respondent."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("previous_hash"),)

    id: Mapped[IntKey]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class AuditHead(Base):
    """How long the chain is and how it ends: without it, its newest entries could be cut off."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int]
    hash: Mapped[str]


def record(
    session: Session, actor: str, action: str, subject: str, *, now: datetime, **detail: Any
) -> None:
    """Add an entry to the chain; the caller's commit makes it stand.

    `actor` is "user:ID" or "system", `subject` is "kind:ID".
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None:
        head = AuditHead(id=1, entries=0, hash=FIRST_HASH)
        session.add(head)
    entry = AuditEntry(
        id=head.entries + 1,
        at=now.astimezone(UTC).replace(microsecond=0),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
        previous_hash=head.hash,
    )
    entry.hash = _hash(entry)
    head.entries, head.hash = entry.id, entry.hash
    session.add(entry)
    session.flush()


def problems(session: Session) -> Iterator[str]:
    """Walk the chain and yield a sentence for each changed, missing or reordered entry."""
    before = FIRST_HASH
    expected_id = 1
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if entry.id != expected_id:
            yield f"Entry {expected_id} is missing: the next one is {entry.id}."
        elif entry.previous_hash != before:
            yield f"Entry {entry.id} does not follow entry {entry.id - 1}: moved or replaced."
        if entry.hash != _hash(entry):
            what = f"{entry.action} {entry.subject}"
            yield f"Entry {entry.id} ({what}) was changed after it was made."
        before, expected_id = entry.hash, entry.id + 1
    head = session.get(AuditHead, 1)
    if head and (head.entries, head.hash) != (expected_id - 1, before):
        yield f"The chain should end with entry {head.entries}: it ends with {expected_id - 1}."


def _hash(entry: AuditEntry) -> str:
    content = [
        entry.id,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
        entry.previous_hash,
    ]
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
