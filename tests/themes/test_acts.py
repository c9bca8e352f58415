"""Every act on themes can be undone: what was before stands again, and undoing is an act too."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult.audit import AuditEntry, problems
from consult.errors import NotFound, RuleBroken
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.models import Coding, Theme, ThemeAct
from consult.themes.rules import Act, ThemeStatus
from tests.builders import NOW, make_comment, make_consultation, make_theme, make_user


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


def undo(session: Session, consultation: Consultation, me: dict[str, Any]) -> ThemeAct:
    """Undo the newest act that stands."""
    acts = services.newest_acts(session, consultation.id)
    newest = next(view.act for view in acts if not view.is_undone)
    return services.undo_act(session, consultation.id, newest.id, **me)


def test_names_and_statuses_come_back(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme = make_theme(session, consultation, name="Buses", confirmed=False)
    services.confirm_theme(session, theme.id, name="Late buses", **me)
    services.rename_theme(session, theme.id, "No buses", **me)
    services.set_aside_theme(session, theme.id, **me)
    undo(session, consultation, me)
    assert (theme.name, theme.status) == ("No buses", ThemeStatus.CONFIRMED)
    undo(session, consultation, me)
    assert theme.name == "Late buses"
    undo(session, consultation, me)
    assert (theme.name, theme.status) == ("Buses", ThemeStatus.SUGGESTED)
    assert theme.decided_by_id is None


def test_merges_and_moves_come_back(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    one, two = (make_theme(session, consultation, name=name) for name in ("One", "Two"))
    services.move_comments(session, consultation.id, [comment.id], one.id, **me)
    services.move_comments(session, consultation.id, [comment.id], two.id, **me)
    services.merge_themes(session, two.id, one.id, **me)
    undo(session, consultation, me)
    assert services.placements(session, consultation.id) == {comment.id: (two.id,)}
    undo(session, consultation, me)
    assert services.placements(session, consultation.id) == {comment.id: (one.id,)}
    undo(session, consultation, me)
    assert services.placements(session, consultation.id) == {comment.id: ()}


def test_a_split_that_is_undone_leaves_the_theme_as_it_was(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    theme = make_theme(session, consultation, comments=[comment])
    new = services.split_theme(session, theme.id, [comment.id], "New", **me)
    undo(session, consultation, me)
    assert new.status is ThemeStatus.SET_ASIDE
    assert services.placements(session, consultation.id) == {comment.id: (theme.id,)}


def test_a_later_word_about_a_comment_stands_when_the_earlier_is_undone(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    one, two = (make_theme(session, consultation, name=name) for name in ("One", "Two"))
    services.move_comments(session, consultation.id, [comment.id], one.id, **me)
    first = services.newest_acts(session, consultation.id)[0].act
    services.move_comments(session, consultation.id, [comment.id], two.id, **me)
    services.undo_act(session, consultation.id, first.id, **me)
    assert services.placements(session, consultation.id) == {comment.id: (two.id,)}


def test_what_somebody_changed_since_is_not_undone_behind_their_back(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme = make_theme(session, consultation, name="Buses")
    services.rename_theme(session, theme.id, "Late buses", **me)
    first = services.newest_acts(session, consultation.id)[0].act
    services.rename_theme(session, theme.id, "No buses", **me)
    with pytest.raises(RuleBroken, match="newer act first"):
        services.undo_act(session, consultation.id, first.id, **me)
    assert theme.name == "No buses"


def test_an_act_is_undone_once_and_only_from_its_own_consultation(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme = make_theme(session, consultation)
    services.set_aside_theme(session, theme.id, **me)
    done = undo(session, consultation, me)
    assert done.undoes_id is not None
    with pytest.raises(RuleBroken, match="already"):
        services.undo_act(session, consultation.id, done.undoes_id, **me)
    for act_id in (done.id, 999):
        with pytest.raises(NotFound):
            services.undo_act(session, consultation.id, act_id, **me)
    with pytest.raises(NotFound):
        services.undo_act(session, make_consultation(session).id, done.undoes_id, **me)


def test_acts_and_undoing_are_in_the_audit_and_never_change(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme = make_theme(session, consultation, confirmed=False)
    services.confirm_theme(session, theme.id, **me)
    undo(session, consultation, me)
    told = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in told][-2:] == ["confirm_theme", "undo_act"]
    assert not list(problems(session))
    kinds = session.scalars(select(ThemeAct.kind).order_by(ThemeAct.id)).all()
    assert kinds == [Act.CONFIRM, Act.UNDO]
    for change in (update(ThemeAct).values(before={}), delete(ThemeAct), delete(Coding)):
        make_theme(session, consultation, comments=[make_comment(session, consultation)])
        with pytest.raises(DatabaseError, match="append only"):
            session.execute(change)
        session.rollback()


def test_themes_have_two_levels_and_no_more(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    top, middle, low = (make_theme(session, consultation, name=name) for name in "123")
    services.nest_theme(session, middle.id, top.id, **me)
    for theme, parent in ((low, middle), (top, low)):
        with pytest.raises(RuleBroken, match="two levels"):
            services.nest_theme(session, theme.id, parent.id, **me)
    with pytest.raises(RuleBroken, match="itself"):
        services.nest_theme(session, low.id, low.id, **me)
    themes = {theme.id: theme for theme in session.scalars(select(Theme))}
    assert services.broader_of(middle, themes) == top.id
    services.merge_themes(session, top.id, low.id, **me)
    assert services.broader_of(middle, themes) == low.id
    services.nest_theme(session, middle.id, None, **me)
    undo(session, consultation, me)
    assert services.broader_of(middle, themes) == low.id
    services.nest_theme(session, middle.id, None, **me)
    out = services.newest_acts(session, consultation.id)[0].act
    services.set_aside_theme(session, low.id, **me)
    with pytest.raises(RuleBroken, match="set aside"):
        services.undo_act(session, consultation.id, out.id, **me)


def test_undoing_never_closes_a_circle(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    one, two = (make_theme(session, consultation, name=name) for name in ("One", "Two"))
    services.nest_theme(session, one.id, two.id, **me)
    services.nest_theme(session, one.id, None, **me)
    out = services.newest_acts(session, consultation.id)[0].act
    services.nest_theme(session, two.id, one.id, **me)
    with pytest.raises(RuleBroken, match="two levels"):
        services.undo_act(session, consultation.id, out.id, **me)
    session.rollback()
    assert (one.parent_id, two.parent_id) == (None, one.id)
    one.parent_id = two.id
    themes = {theme.id: theme for theme in (one, two)}
    assert [services.broader_of(theme, themes) for theme in (one, two)] == [None, None]


def test_undoing_leaves_the_signature_of_who_signed_since(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme = make_theme(session, consultation, name="Buses", confirmed=False)
    services.rename_theme(session, theme.id, "Late buses", **me)
    renamed = services.newest_acts(session, consultation.id)[0].act
    other = make_user(session).id
    later = NOW + timedelta(hours=1)
    services.confirm_theme(session, theme.id, user_id=other, now=later)
    services.undo_act(session, consultation.id, renamed.id, **me)
    assert (theme.name, theme.status) == ("Buses", ThemeStatus.CONFIRMED)
    assert (theme.decided_by_id, theme.decided_at) == (other, later)


def test_a_theme_whose_broader_one_is_out_of_use_is_of_the_first_level(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    gone, top, low = (make_theme(session, consultation, name=name) for name in "123")
    services.nest_theme(session, top.id, gone.id, **me)
    services.set_aside_theme(session, gone.id, **me)
    services.nest_theme(session, low.id, top.id, **me)
    assert low.parent_id == top.id
