"""Codebooks that are kept: what they hold, what they say of themselves, and how they go out.

An example of our own is only pointed at, and only if it may be quoted: what its writer takes back,
or the safeguarding lead holds, is gone from every codebook at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.themes.models import Code, Codebook, CodeExample
from consult.themes.rules import (
    LONGEST_CODE_NAME,
    LONGEST_CODE_TEXT,
    CodebookDraft,
    CodeDraft,
)
from consult.themes.services.codebook_files import to_csv, to_refi


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code with its parent and the examples that may be shown now."""

    code: Code
    parent: Code | None
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodebookView:
    """A codebook with all it holds, in its own order."""

    codebook: Codebook
    codes: tuple[CodeView, ...]

    @property
    def examples(self) -> int:
        """How many examples it holds."""
        return sum(len(one.examples) for one in self.codes)


def codebooks(session: Session) -> list[CodebookView]:
    """Return all codebooks by name, those put away last."""
    books = session.scalars(select(Codebook).order_by(Codebook.name, Codebook.id)).all()
    views = [_view(session, book) for book in books]
    return sorted(views, key=lambda view: view.codebook.put_away_at is not None)


def codebook_view(session: Session, codebook_id: int) -> CodebookView:
    """Return one codebook.

    Raises:
        NotFound: there is none.
    """
    return _view(session, find(session, Codebook, codebook_id))


def export_codebook(session: Session, codebook_id: int, kind: str) -> bytes:
    """Return a codebook as a file: "csv" or "qdc" (REFI-QDA).

    Raises:
        NotFound: there is no such codebook or kind of file.
    """
    if kind not in {"csv", "qdc"}:
        raise NotFound("There is no such file.")
    draft = _draft(codebook_view(session, codebook_id))
    return to_refi(draft) if kind == "qdc" else to_csv(draft).encode("utf-8-sig")


def change_code(
    session: Session, code_id: int, *, name: str, description: str, user_id: int, now: datetime
) -> Code:
    """Say better what a code is called and what it means.

    Raises:
        NotFound: there is no such code.
        RuleBroken: the name is missing, too long or taken, or the description is too long.
    """
    code = find(session, Code, code_id)
    name, description = tidy_name(name, LONGEST_CODE_NAME), description.strip()
    if len(description) > LONGEST_CODE_TEXT:
        raise RuleBroken(f"Use {LONGEST_CODE_TEXT:,} characters or fewer for the description.")
    same = select(Code.id).where(
        Code.codebook_id == code.codebook_id, Code.name == name, Code.id != code.id
    )
    if session.scalar(same) is not None:
        raise RuleBroken(f"Another code of this codebook is called “{name}”.")
    before = {"name": code.name, "description": code.description}
    code.name, code.description = name, description
    record_act(session, "change_code", code.codebook, user_id, now, code=code.id, before=before)
    session.commit()
    return code


def put_away_codebook(
    session: Session, codebook_id: int, *, is_away: bool, user_id: int, now: datetime
) -> Codebook:
    """Put a codebook away so that nobody uses it by mistake, or bring it back.

    Raises:
        NotFound: there is no such codebook.
    """
    book = find(session, Codebook, codebook_id)
    book.put_away_at = now if is_away else None
    record_act(
        session, "put_away_codebook" if is_away else "bring_back_codebook", book, user_id, now
    )
    session.commit()
    return book


def _view(session: Session, book: Codebook) -> CodebookView:
    in_order = select(Code).where(Code.codebook_id == book.id).order_by(Code.place, Code.id)
    codes = session.scalars(in_order).all()
    by_id = {code.id: code for code in codes}
    texts = texts_of(session, by_id)
    views = [
        CodeView(code, by_id.get(code.parent_id or 0), texts.get(code.id, ())) for code in codes
    ]
    return CodebookView(book, tuple(views))


def texts_of(
    session: Session, code_ids: Collection[int], *, but: int | None = None
) -> dict[int, tuple[str, ...]]:
    """Return the examples of codes that may be shown now, oldest first."""
    of_them = select(CodeExample).where(CodeExample.code_id.in_(set(code_ids)))
    examples = session.scalars(of_them.order_by(CodeExample.id)).all()
    pointed = {one.comment_id for one in examples if one.comment_id is not None}
    words = quotable_texts(session, pointed, but=but)
    found: dict[int, list[str]] = {}
    for one in examples:
        text = one.text if one.comment_id is None else words.get(one.comment_id)
        if text:
            found.setdefault(one.code_id, []).append(text)
    return {code_id: tuple(texts) for code_id, texts in found.items()}


def quotable_texts(
    session: Session, comment_ids: Collection[int], *, but: int | None = None
) -> dict[int, str]:
    """Return the texts of those comments that may be quoted, by id; `but` is a consultation."""
    columns = (Comment.id, Comment.text)
    free = free_comments().with_only_columns(*columns, maintain_column_froms=True)
    allowed = free.where(Comment.id.in_(comment_ids), Submission.may_quote)
    if but is not None:
        allowed = allowed.where(Submission.consultation_id != but)
    return dict(session.execute(allowed).all())


def _draft(view: CodebookView) -> CodebookDraft:
    codes = tuple(
        CodeDraft(
            name=one.code.name,
            description=one.code.description,
            parent=one.parent.name if one.parent else "",
            examples=one.examples,
        )
        for one in view.codes
    )
    return CodebookDraft(view.codebook.name, codes)


def tidy_name(name: str, longest: int) -> str:
    """Return a name without spare spaces.

    Raises:
        RuleBroken: it is missing or too long.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Write a name.")
    if len(name) > longest:
        raise RuleBroken(f"Use {longest} characters or fewer for the name.")
    return name


def record_act(
    session: Session, action: str, book: Codebook, user_id: int, now: datetime, **detail: object
) -> None:
    """Write in the audit what was done with a codebook."""
    audit.record(session, f"user:{user_id}", action, f"codebook:{book.id}", now=now, **detail)
