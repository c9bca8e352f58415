"""Use a kept codebook: its themes are suggested in a consultation, its examples are learnt from."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.db import find
from consult.errors import RuleBroken
from consult.survey.models import Consultation
from consult.themes.models import Code, Theme, ThemeFromCode
from consult.themes.rules import LIVE, Act, ThemeStatus
from consult.themes.services.acts import keep_act
from consult.themes.services.codebooks import CodeView, codebook_view, record_act, texts_of
from consult.themes.services.placing import themes_by_id


def use_codebook(
    session: Session, codebook_id: int, consultation_id: int, *, user_id: int, now: datetime
) -> list[Theme]:
    """Suggest a codebook's themes in a consultation; return those that were not there before.

    A theme in use by the same name becomes the code's theme, so using it twice is using it once.

    Raises:
        NotFound: there is no such codebook or consultation.
        RuleBroken: the codebook is put away.
    """
    view = codebook_view(session, codebook_id)
    find(session, Consultation, consultation_id)
    if view.codebook.put_away_at is not None:
        raise RuleBroken("This codebook is put away. Bring it back first.")
    live = [one for one in themes_by_id(session, consultation_id).values() if one.status in LIVE]
    there = {one.name.casefold(): one for one in live}
    linked = _linked(session, [one.id for one in live])
    made: list[Theme] = []
    theme_of: dict[int, Theme] = {}
    for one in view.codes:
        theme = there.get(one.code.name.casefold())
        if theme is None:
            theme = _suggest(session, one.code, consultation_id, user_id, now)
            made.append(theme)
        if theme.id not in linked:
            session.add(ThemeFromCode(theme_id=theme.id, code_id=one.code.id))
            linked.add(theme.id)
        theme_of[one.code.id] = theme
    _put_under(made, view.codes, theme_of)
    for theme in made:
        keep_act(session, Act.ADD, theme, None, user_id=user_id, now=now)
    detail = {"consultation": consultation_id, "themes": len(made)}
    record_act(session, "use_codebook", view.codebook, user_id, now, **detail)
    session.commit()
    return made


def examples_of_codebooks(session: Session, consultation_id: int) -> dict[int, tuple[str, ...]]:
    """Return what kept codebooks say of the themes in use here, by theme id: texts to learn from.

    A comment of this very consultation is left out: it is coded here, or still to be.
    """
    links = (
        select(ThemeFromCode.theme_id, ThemeFromCode.code_id)
        .join(Theme, Theme.id == ThemeFromCode.theme_id)
        .where(Theme.consultation_id == consultation_id, Theme.status.in_(LIVE))
    )
    code_of = dict(session.execute(links).all())
    texts = texts_of(session, code_of.values(), but=consultation_id)
    return {theme_id: texts[code_id] for theme_id, code_id in code_of.items() if code_id in texts}


def _suggest(
    session: Session, code: Code, consultation_id: int, user_id: int, now: datetime
) -> Theme:
    """Make a suggested theme; signed, so that no later reading of the machine takes it away."""
    theme = Theme(
        consultation_id=consultation_id,
        name=code.name,
        keywords=[],
        quotes=[],
        status=ThemeStatus.SUGGESTED,
        made_at=now,
        decided_by_id=user_id,
        decided_at=now,
    )
    session.add(theme)
    session.flush()
    return theme


def _put_under(
    made: Sequence[Theme], codes: Sequence[CodeView], theme_of: dict[int, Theme]
) -> None:
    """Give new themes their broader theme: two levels, however deep the codebook is."""
    parents = {one.code.id: one.parent for one in codes}
    for one in codes:
        theme, top = theme_of[one.code.id], one.parent
        while top is not None and parents[top.id] is not None:
            top = parents[top.id]
        if theme in made and top is not None:
            above = theme_of[top.id]
            theme.parent_id = above.parent_id or above.id


def _linked(session: Session, theme_ids: Collection[int]) -> set[int]:
    links = select(ThemeFromCode.theme_id).where(ThemeFromCode.theme_id.in_(theme_ids))
    return set(session.scalars(links))
