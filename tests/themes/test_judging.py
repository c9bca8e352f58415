"""People judge themes: confirm, rename, merge, split, move, set aside; each act is signed."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry, problems
from consult.errors import NotFound, RuleBroken
from consult.safeguarding.rules import ConcernOutcome
from consult.safeguarding.services import close_concern, raise_concern
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes import services
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import CannotMerge, Source, ThemeStatus
from consult.themes.services.matching import Group, Known, recognise
from tests.builders import (
    NOW,
    TODAY,
    make_comment,
    make_consultation,
    make_submission,
    make_theme,
    make_user,
)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


def machine_says(
    session: Session, consultation: Consultation, **coded: tuple[Theme, list[int]]
) -> ThemeRun:
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=1, finished_at=NOW)
    session.add(run)
    session.flush()
    for theme, comment_ids in coded.values():
        for comment_id in comment_ids:
            session.add(
                Coding(
                    comment_id=comment_id,
                    theme_id=theme.id,
                    source=Source.MACHINE,
                    run_id=run.id,
                    coded_at=NOW,
                )
            )
    session.commit()
    return run


def test_a_persons_newest_word_stands_above_the_machines_newest_run(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    one, two = (make_theme(session, consultation, name=name) for name in ("One", "Two"))
    machine_says(session, consultation, first=(one, [comment.id]))
    assert services.placements(session, consultation.id) == {comment.id: (one.id,)}
    machine_says(session, consultation, second=(two, [comment.id]))
    assert services.placements(session, consultation.id) == {comment.id: (two.id,)}
    services.move_comments(session, consultation.id, [comment.id], one.id, **me)
    machine_says(session, consultation, third=(two, [comment.id]))
    assert services.placements(session, consultation.id) == {comment.id: (one.id,)}
    services.move_comments(session, consultation.id, [comment.id], None, **me)
    assert services.placements(session, consultation.id) == {comment.id: ()}
    assert services.theme_of_comment(session, comment.id) is None
    assert services.unplaced_comments(session, consultation.id) == [comment.id]


def test_who_placed_a_comment_can_always_be_told(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    theme = make_theme(session, consultation)
    machine_says(session, consultation, run=(theme, [comment.id]))
    found = services.theme_of_comment(session, comment.id)
    assert found is not None
    assert (found[0], found[1].source) == (theme, Source.MACHINE)
    services.move_comments(session, consultation.id, [comment.id], theme.id, **me)
    found = services.theme_of_comment(session, comment.id)
    assert found is not None
    assert (found[1].source, found[1].user_id) == (Source.PERSON, me["user_id"])


def test_merging_takes_the_comments_along_the_whole_chain(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    one, two, three = (make_theme(session, consultation, name=name) for name in "123")
    machine_says(session, consultation, a=(one, [comment.id]), b=(two, [comment.id]))
    services.merge_themes(session, one.id, two.id, **me)
    services.merge_themes(session, two.id, three.id, **me)
    assert services.placements(session, consultation.id) == {comment.id: (three.id,)}
    assert [view.size for view in services.themes_of(session, consultation.id)] == [1]


def test_what_cannot_be_merged(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    one, two = (make_theme(session, consultation, name=name) for name in "12")
    elsewhere = make_theme(session, make_consultation(session))
    with pytest.raises(CannotMerge, match="itself"):
        services.merge_themes(session, one.id, one.id, **me)
    with pytest.raises(CannotMerge, match="different"):
        services.merge_themes(session, one.id, elsewhere.id, **me)
    services.merge_themes(session, one.id, two.id, **me)
    with pytest.raises(CannotMerge):
        services.merge_themes(session, two.id, one.id, **me)
    with pytest.raises(NotFound):
        services.merge_themes(session, two.id, 999, **me)


def test_splitting_takes_only_what_is_in_the_theme(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    inside, outside = (make_comment(session, consultation, text) for text in ("In", "Out"))
    theme = make_theme(session, consultation, comments=[inside])
    with pytest.raises(NotFound):
        services.split_theme(session, theme.id, [outside.id], "New", **me)
    new = services.split_theme(session, theme.id, [inside.id], "New", **me)
    assert services.placements(session, consultation.id)[inside.id] == (new.id,)
    assert new.status is ThemeStatus.CONFIRMED


def test_nothing_moves_from_or_to_another_consultation(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    other = make_consultation(session)
    mine, theirs = make_comment(session, consultation), make_comment(session, other)
    theme, foreign = make_theme(session, consultation), make_theme(session, other)
    with pytest.raises(NotFound):
        services.move_comments(session, consultation.id, [mine.id, theirs.id], theme.id, **me)
    with pytest.raises(NotFound):
        services.move_comments(session, consultation.id, [mine.id], foreign.id, **me)
    with pytest.raises(RuleBroken, match="Tick"):
        services.move_comments(session, consultation.id, [], theme.id, **me)
    assert services.placements(session, consultation.id) == {mine.id: ()}


def test_a_name_is_given_and_not_too_long(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme = make_theme(session, consultation)
    for bad in ("", "   ", "x" * 100_000):
        with pytest.raises(RuleBroken, match="name"):
            services.rename_theme(session, theme.id, bad, **me)
        with pytest.raises(RuleBroken, match="name"):
            services.add_theme(session, consultation.id, bad, **me)
        session.rollback()


def test_a_theme_made_twice_by_one_name_is_one(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    made = {services.add_theme(session, consultation.id, "Buses", **me).id for _ in range(2)}
    assert len(made) == 1


def test_a_theme_out_of_use_cannot_be_changed(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    theme, into = make_theme(session, consultation), make_theme(session, consultation)
    comment = make_comment(session, consultation)
    services.merge_themes(session, theme.id, into.id, **me)
    with pytest.raises(RuleBroken, match="part of another"):
        services.confirm_theme(session, theme.id, **me)
    with pytest.raises(RuleBroken):
        services.rename_theme(session, theme.id, "New", **me)
    with pytest.raises(RuleBroken):
        services.set_aside_theme(session, theme.id, **me)
    with pytest.raises(RuleBroken):
        services.move_comments(session, consultation.id, [comment.id], theme.id, **me)


def test_every_act_is_in_the_audit(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    theme = services.add_theme(session, consultation.id, "Buses", **me)
    services.rename_theme(session, theme.id, "Late buses", **me)
    services.move_comments(session, consultation.id, [comment.id], theme.id, **me)
    services.set_aside_theme(session, theme.id, **me)
    services.confirm_theme(session, theme.id, **me)
    told = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in told] == [
        "add_theme",
        "rename_theme",
        "move_comments",
        "set_aside_theme",
        "confirm_theme",
    ]
    assert {entry.actor for entry in told} == {f"user:{me['user_id']}"}
    assert not list(problems(session))


def test_people_are_counted_and_not_comments(session: Session, consultation: Consultation) -> None:
    submission = make_submission(
        session, consultation, comments={"one_thing": "Buses", "better_play": "Buses again"}
    )
    theme = make_theme(session, consultation)
    comments = services.unplaced_comments(session, consultation.id)
    assert len(comments) == 2
    machine_says(session, consultation, run=(theme, comments))
    parent = make_comment(session, consultation, "Parks", audience=Audience.PARENT)
    (view,) = services.themes_of(session, consultation.id)
    assert (view.size, view.share) == (1, 0.5)
    assert view.by_audience == {submission.audience: 1}
    assert view.written == {Audience.YOUNG_PERSON: 1, Audience.PARENT: 1}
    assert view.comment_ids == tuple(comments)
    (among_parents,) = services.themes_of(session, consultation.id, audiences=[Audience.PARENT])
    assert among_parents.size == 0
    assert services.unplaced_comments(session, consultation.id) == [parent.id]


def test_only_what_may_be_quoted_is_quoted_and_each_audience_has_its_turn(
    session: Session, consultation: Consultation
) -> None:
    young = [make_comment(session, consultation, f"Young {n}") for n in range(4)]
    private = make_comment(session, consultation, "Do not quote", may_quote=False)
    parent = make_comment(session, consultation, "Parent", audience=Audience.PARENT)
    theme = make_theme(session, consultation, comments=[*young, private, parent])
    theme.quotes = [str(private.id), str(young[3].id)]
    session.commit()
    (view,) = services.themes_of(session, consultation.id)
    assert view.quotes == (young[3], young[0], parent)
    assert private not in services.quotable(session, theme.id)
    assert services.quotable(session, theme.id)[0] is young[3]


def test_words_taken_back_leave_every_count(session: Session, consultation: Consultation) -> None:
    comment = make_comment(session, consultation)
    theme = make_theme(session, consultation, comments=[comment])
    comment.submission.withdrawn_on = TODAY
    session.commit()
    assert services.placements(session, consultation.id) == {}
    assert services.themes_of(session, consultation.id)[0].size == 0
    assert services.quotable(session, theme.id) == []
    assert services.theme_of_comment(session, comment.id) is None


def test_a_held_comment_is_out_of_all_themes_until_it_is_released(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation)
    theme = make_theme(session, consultation, comments=[comment])
    concern = raise_concern(session, comment.id, **me)
    assert services.placements(session, consultation.id) == {}
    assert services.quotable(session, theme.id) == []
    assert services.theme_of_comment(session, comment.id) is None
    with pytest.raises(NotFound):
        services.move_comments(session, consultation.id, [comment.id], None, **me)
    close_concern(session, concern.id, ConcernOutcome.NOT_A_CONCERN, "A song", **me)
    assert services.placements(session, consultation.id) == {comment.id: (theme.id,)}


def test_a_group_is_the_theme_it_shares_most_with() -> None:
    groups = [
        Group(1, "Buses", frozenset(range(10))),
        Group(2, "Parks", frozenset(range(10, 20))),
        Group(3, "Food", frozenset(range(20, 30))),
    ]
    known = [
        Known(7, "Parks and play", (frozenset(), frozenset(range(5, 20)))),
        Known(8, "Cars", (frozenset(range(5)),)),
        Known(9, "Food", (frozenset({99}),)),
    ]
    assert recognise(groups, known) == {1: 8, 2: 7, 3: 9}


def test_too_small_an_overlap_is_a_new_theme() -> None:
    group = Group(1, "Buses", frozenset(range(10)))
    assert recognise([group], [Known(7, "Parks", (frozenset(range(8, 20)),))]) == {}
    assert recognise([], []) == {}
