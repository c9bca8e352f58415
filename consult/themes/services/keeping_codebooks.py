"""Keep the confirmed themes of a consultation as a codebook, or bring one in from a file."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.characters import clean
from consult.db import find
from consult.errors import BadFile, RuleBroken
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from consult.themes.models import Code, Codebook, CodeExample, Theme
from consult.themes.rules import LONGEST_CODE_NAME, CodebookDraft, ThemeStatus
from consult.themes.services.codebook_files import from_csv, from_refi
from consult.themes.services.codebooks import record_act, tidy_name
from consult.themes.services.counting import broader_of
from consult.themes.services.placing import final_id, themes_by_id
from consult.themes.services.said import said_by_people

LONGEST_CODEBOOK_NAME = 120
MOST_KEPT_EXAMPLES = 20


def keep_codebook(
    session: Session, consultation_id: int, name: str, *, user_id: int, now: datetime
) -> Codebook:
    """Keep the confirmed themes of a consultation, with examples that may be quoted.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: no theme is confirmed, or the name is missing, too long or taken.
    """
    find(session, Consultation, consultation_id)
    themes = themes_by_id(session, consultation_id)
    confirmed = {one.id: one for one in themes.values() if one.status is ThemeStatus.CONFIRMED}
    if not confirmed:
        raise RuleBroken("Confirm a theme first: only themes that a person stands behind are kept.")
    book = _new_book(session, name, user_id, now, consultation_id=consultation_id)
    codes = {
        theme.id: Code(codebook_id=book.id, place=place, name=theme_name)
        for place, (theme, theme_name) in enumerate(_named_apart(confirmed.values()), start=1)
    }
    session.add_all(codes.values())
    session.flush()
    _stand_under(codes, themes)
    for theme_id, comment_ids in _examples_of(session, consultation_id, confirmed).items():
        session.add_all(CodeExample(code_id=codes[theme_id].id, comment_id=c) for c in comment_ids)
    record_act(session, "keep_codebook", book, user_id, now, name=book.name, codes=len(codes))
    session.commit()
    return book


def import_codebook(
    session: Session, name: str, content: bytes, *, user_id: int, now: datetime
) -> Codebook:
    """Bring in a codebook from a CSV file or a REFI-QDA codebook.

    Raises:
        BadFile: it cannot be read; the sentence names the row, the line or the code.
        RuleBroken: the name is missing, too long or taken.
    """
    draft = _read(content, name)
    book = _new_book(session, name, user_id, now)
    codes = {
        one.name: Code(codebook_id=book.id, place=place, name=one.name, description=one.description)
        for place, one in enumerate(draft.codes, start=1)
    }
    session.add_all(codes.values())
    session.flush()
    for one in draft.codes:
        codes[one.name].parent_id = codes[one.parent].id if one.parent else None
        session.add_all(CodeExample(code_id=codes[one.name].id, text=e) for e in one.examples)
    record_act(session, "import_codebook", book, user_id, now, name=book.name, codes=len(codes))
    session.commit()
    return book


def _examples_of(
    session: Session, consultation_id: int, confirmed: Collection[int]
) -> dict[int, list[int]]:
    """Return the comments that people put under each theme and that may be quoted, newest first."""
    themes = themes_by_id(session, consultation_id)
    said = sorted(said_by_people(session, consultation_id).values(), reverse=True)
    free = free_comments().with_only_columns(Comment.id, maintain_column_froms=True)
    of_it = free.where(Submission.consultation_id == consultation_id, Submission.may_quote)
    allowed = set(session.scalars(of_it))
    found: dict[int, list[int]] = {}
    for word in said:
        theme_id = None if word.theme_id is None else final_id(word.theme_id, themes)
        if theme_id is not None and theme_id in confirmed and word.comment_id in allowed:
            found.setdefault(theme_id, []).append(word.comment_id)
    return {theme_id: ids[:MOST_KEPT_EXAMPLES] for theme_id, ids in found.items()}


def _named_apart(themes: Collection[Theme]) -> list[tuple[Theme, str]]:
    """Return themes in their order, each with a name of its own."""
    taken: set[str] = set()
    named = []
    for theme in themes:
        name, number = theme.name, 2
        while name.casefold() in taken:
            tail = f" ({number})"
            name, number = f"{theme.name[: LONGEST_CODE_NAME - len(tail)]}{tail}", number + 1
        taken.add(name.casefold())
        named.append((theme, name))
    return named


def _stand_under(codes: dict[int, Code], themes: dict[int, Theme]) -> None:
    for theme_id, code in codes.items():
        above = codes.get(broader_of(themes[theme_id], themes) or 0)
        code.parent_id = above.id if above else None


def _read(content: bytes, name: str) -> CodebookDraft:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<")):
        return from_refi(content, name)
    try:
        return from_csv(clean(content.decode("utf-8-sig")), name)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise BadFile(f"Row {row} is not UTF-8. Save the file as “CSV UTF-8”.") from error


def _new_book(
    session: Session,
    name: str,
    user_id: int,
    now: datetime,
    *,
    consultation_id: int | None = None,
) -> Codebook:
    name = tidy_name(name, LONGEST_CODEBOOK_NAME)
    if session.scalar(select(Codebook.id).where(Codebook.name == name)) is not None:
        raise RuleBroken(f"There is a codebook called “{name}” already. Choose another name.")
    book = Codebook(name=name, consultation_id=consultation_id, made_at=now, made_by_id=user_id)
    session.add(book)
    session.flush()
    return book
