"""Everything people do to themes is kept: who, when, what was before; and can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.themes.models import Coding, Theme, ThemeAct, UndoneCoding
from consult.themes.rules import Act, ThemeStatus
from consult.themes.services.levels import check_levels

NEWEST = 6
SIGNATURE = ("decided_by_id", "decided_at")

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as the page shows it."""

    act: ThemeAct
    is_undone: bool


def state_of(theme: Theme) -> State:
    """Return all that a person can change of a theme, fit to be kept."""
    return {
        "name": theme.name,
        "status": theme.status.value,
        "parent_id": theme.parent_id,
        "merged_into_id": theme.merged_into_id,
        "decided_by_id": theme.decided_by_id,
        "decided_at": theme.decided_at.isoformat() if theme.decided_at else None,
    }


def keep_act(
    session: Session,
    kind: Act,
    theme: Theme,
    before: State | None,
    *,
    user_id: int,
    now: datetime,
    codings: Sequence[Coding] = (),
) -> None:
    """Sign what was done to a theme and keep it; none before: the theme was just made."""
    theme.decided_by_id, theme.decided_at = user_id, now
    session.flush()
    after = state_of(theme)
    was = {**after, "status": ThemeStatus.SET_ASIDE.value} if before is None else before
    session.add(
        ThemeAct(
            consultation_id=theme.consultation_id,
            kind=kind,
            theme_id=theme.id,
            before=was,
            after=after,
            codings=[coding.id for coding in codings],
            user_id=user_id,
            done_at=now,
        )
    )
    told = {"name": theme.name} if was["name"] == theme.name else {"before": was["name"]}
    into = {"into": theme.merged_into_id} if kind is Act.MERGE else {}
    _audit(session, kind, f"theme:{theme.id}", user_id, now, **told, **into)


def keep_move(
    session: Session,
    consultation_id: int,
    theme: Theme | None,
    codings: Sequence[Coding],
    *,
    user_id: int,
    now: datetime,
) -> None:
    """Keep where comments were put."""
    session.flush()
    session.add(
        ThemeAct(
            consultation_id=consultation_id,
            kind=Act.MOVE,
            theme_id=theme.id if theme else None,
            before={},
            after={},
            codings=[coding.id for coding in codings],
            user_id=user_id,
            done_at=now,
        )
    )
    comments = [coding.comment_id for coding in codings]
    subject = f"theme:{theme.id}" if theme else f"consultation:{consultation_id}"
    _audit(session, Act.MOVE, subject, user_id, now, comments=comments)


def newest_acts(
    session: Session, consultation_id: int, *, first: int = 0, most: int = NEWEST
) -> list[ActView]:
    """Return what people did last, newest first; what took something back is not listed."""
    done = _acts_of(consultation_id).order_by(ThemeAct.id.desc()).offset(first).limit(most)
    whole = done.options(joinedload(ThemeAct.user), joinedload(ThemeAct.theme))
    acts = session.scalars(whole).all()
    ids = [act.id for act in acts]
    undone = set(session.scalars(select(ThemeAct.undoes_id).where(ThemeAct.undoes_id.in_(ids))))
    return [ActView(act, act.id in undone) for act in acts]


def count_acts(session: Session, consultation_id: int) -> int:
    """Return how many acts there are to list."""
    acts = _acts_of(consultation_id).with_only_columns(func.count(ThemeAct.id))
    return session.scalar(acts) or 0


def _acts_of(consultation_id: int) -> Select[Any]:
    return select(ThemeAct).where(
        ThemeAct.consultation_id == consultation_id, ThemeAct.undoes_id.is_(None)
    )


def undo_act(
    session: Session, consultation_id: int, act_id: int, *, user_id: int, now: datetime
) -> ThemeAct:
    """Take an act back: the theme is as it was, what was said of the comments before stands again.

    Raises:
        NotFound: there is no such act in the consultation.
        RuleBroken: it was undone already, or somebody changed the same since.
    """
    act = find(session, ThemeAct, act_id)
    if act.consultation_id != consultation_id or act.undoes_id is not None:
        raise NotFound("There is no such act in this consultation.")
    theme = find(session, Theme, act.theme_id) if act.theme_id else None
    # In one order, or two people at once would wait for each other.
    for one in sorted({*filter(None, (act.theme_id, act.before.get("parent_id")))}):
        session.refresh(find(session, Theme, one), with_for_update=True)
    if session.scalar(select(ThemeAct.id).where(ThemeAct.undoes_id == act.id)):
        raise RuleBroken("This was undone already.")
    before = state_of(theme) if theme else {}
    if theme:
        _restore(session, theme, act)
    undo = ThemeAct(
        consultation_id=consultation_id,
        kind=Act.UNDO,
        theme_id=act.theme_id,
        before=before,
        after=state_of(theme) if theme else {},
        codings=[],
        user_id=user_id,
        done_at=now,
        undoes_id=act.id,
    )
    session.add(undo)
    session.flush()
    session.add_all(UndoneCoding(coding_id=one, act_id=undo.id) for one in act.codings)
    subject = f"theme:{theme.id}" if theme else f"consultation:{consultation_id}"
    _audit(session, Act.UNDO, subject, user_id, now, act=act.id, what=act.kind.value)
    session.commit()
    return undo


def _restore(session: Session, theme: Theme, act: ThemeAct) -> None:
    """Put back what the act changed, and nothing that was changed by others since."""
    stands = state_of(theme)
    told = [one for one in act.before if one not in SIGNATURE]
    changed = [one for one in told if act.before[one] != act.after[one]]
    if any(stands[one] != act.after[one] for one in changed):
        raise RuleBroken(f"“{theme.name}” was changed again since. Undo the newer act first.")
    if "parent_id" in changed and act.before["parent_id"] is not None:
        check_levels(session, theme, act.before["parent_id"])
    if all(stands[one] == act.after[one] for one in SIGNATURE if act.after):
        changed += [one for one in SIGNATURE if act.after]
    for one in changed:
        setattr(theme, one, _read(one, act.before[one]))


def _read(field: str, kept: Any) -> Any:
    if field == "status":
        return ThemeStatus(kept)
    return datetime.fromisoformat(kept) if field == "decided_at" and kept else kept


def _audit(
    session: Session, kind: Act, subject: str, user_id: int, now: datetime, **detail: Any
) -> None:
    audit.record(session, f"user:{user_id}", kind.value, subject, now=now, **detail)
