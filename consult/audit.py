"""Who did what, when: append-only, each entry carrying the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import UniqueConstraint, select, text
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


def record(
    session: Session, actor: str, action: str, subject: str, *, now: datetime, **detail: Any
) -> None:
    """Add an entry to the chain; the caller's commit makes it stand.

    `actor` is "user:ID" or "system", `subject` is "kind:ID".
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = session.execute(
        select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).first()
    entry = AuditEntry(
        id=last.id + 1 if last else 1,
        at=now.astimezone(UTC).replace(microsecond=0),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
        previous_hash=last.hash if last else FIRST_HASH,
    )
    entry.hash = _hash(entry)
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
            yield f"Entry {entry.id} ({entry.action} {entry.subject}) was changed after it was made."
        before, expected_id = entry.hash, entry.id + 1


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
