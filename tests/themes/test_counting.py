"""The workspace counts people under filters, at two levels, in a fixed number of queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from consult.errors import NotFound
from consult.respond.models import GroupSession
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes import services
from consult.themes.models import ApartComment, Theme, ThemeRun
from consult.themes.services import Filters, Place, Workspace
from tests.builders import (
    NOW,
    TODAY,
    make_areas,
    make_comment,
    make_consultation,
    make_submission,
    make_theme,
    make_user,
)

NOBODY = Filters()


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


def test_words_are_found_in_capitals_of_any_alphabet(
    session: Session, consultation: Consultation
) -> None:
    comment = make_comment(session, consultation, "Дім далеко від ŁAWKI")
    for words in ("дім", "ДІМ", "ławki"):
        themes = seen(session, consultation).themes
        ids = services.comment_ids(session, consultation.id, themes, Place(), asked(words))
        assert ids == [comment.id], words


def test_nobody_is_quoted_in_a_theme_that_a_person_moved_them_out_of(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    stays, moved, against = (
        make_comment(session, consultation, text, may_quote=True) for text in ("A", "B", "C")
    )
    buses = make_theme(session, consultation, name="Buses", comments=[stays, moved, against])
    buses.quotes, buses.against_id = [str(moved.id), str(stays.id)], against.id
    trams = make_theme(session, consultation, name="Trams")
    services.nest_theme(session, trams.id, buses.id, **me)
    services.move_comments(session, consultation.id, [moved.id], None, **me)
    services.move_comments(session, consultation.id, [against.id], trams.id, **me)
    assert services.quotes_of(session, buses) == ([stays], against)
    services.nest_theme(session, trams.id, None, **me)
    assert services.quotes_of(session, buses) == ([stays], None)


def seen(session: Session, consultation: Consultation, filters: Filters = NOBODY) -> Workspace:
    return services.workspace(session, consultation.id, filters, today=TODAY)


def sizes(found: Workspace) -> dict[str, int]:
    return {count.theme.name: count.size for count in found.flat}


def asked(words: str = "", **chosen: list[str]) -> Filters:
    return services.read_filters(chosen, words)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Count the queries that are made meanwhile."""
    made: list[str] = []
    engine = session.get_bind()

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        made.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield made
    event.remove(engine, "before_cursor_execute", note)


def test_counts_agree_with_where_the_comments_stand(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comments = [make_comment(session, consultation, f"Comment {n}") for n in range(6)]
    one = make_theme(session, consultation, name="One", comments=comments[:3])
    two = make_theme(session, consultation, name="Two", comments=comments[3:5])
    services.merge_themes(session, two.id, one.id, **me)
    services.move_comments(session, consultation.id, [comments[0].id], None, **me)
    found = seen(session, consultation)
    assert sizes(found) == {"One": 4}
    assert sizes(found) == {
        view.theme.name: view.size for view in services.themes_of(session, consultation.id)
    }
    assert found.unplaced == 2
    for place, ids in ((Place(theme_id=one.id), comments[1:5]), (Place(unplaced=True), [])):
        listed = services.comment_ids(session, consultation.id, found.themes, place, NOBODY)
        wanted = ids or [comments[0], comments[5]]
        assert listed == [comment.id for comment in wanted]


def test_notes_of_a_group_are_comments_and_nobody_in_particular(
    session: Session, consultation: Consultation
) -> None:
    own, note = (make_comment(session, consultation, text) for text in ("Bus", "More buses"))
    held = GroupSession(
        consultation_id=consultation.id,
        audience=Audience.YOUNG_PERSON,
        name="Youth council",
        held_on=TODAY,
        people=9,
        ages={},
        noted_by_id=make_user(session).id,
    )
    session.add(held)
    session.flush()
    note.submission.group_session_id = held.id
    theme = make_theme(session, consultation, name="Buses", comments=[own, note])
    found = seen(session, consultation)
    assert sizes(found) == {"Buses": 1}
    assert found.writers.people == {Audience.YOUNG_PERSON: 1}
    assert [one.people for one in found.writers.options["who"]] == [1]
    (view,) = services.themes_of(session, consultation.id)
    assert (view.size, view.written.total()) == (1, 1)
    place = Place(theme_id=theme.id)
    listed = services.comment_ids(session, consultation.id, found.themes, place, NOBODY)
    assert listed == [own.id, note.id]


def test_a_broader_theme_counts_its_people_once(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    both = make_submission(session, consultation, comments={"one_thing": "A", "better_play": "B"})
    first, second = services.unplaced_comments(session, consultation.id)
    other = make_comment(session, consultation, "C")
    broad = make_theme(session, consultation, name="Broad", comments=[other])
    for name, comment_id in (("Left", first), ("Right", second)):
        theme = make_theme(session, consultation, name=name)
        services.move_comments(session, consultation.id, [comment_id], theme.id, **me)
        services.nest_theme(session, theme.id, broad.id, **me)
    found = seen(session, consultation)
    assert [count.theme.name for count in found.counts] == ["Broad"]
    assert sizes(found) == {"Broad": 2, "Left": 1, "Right": 1}
    place = Place(theme_id=broad.id)
    assert len(services.comment_ids(session, consultation.id, found.themes, place, NOBODY)) == 3
    assert both.consultation_id == consultation.id


def test_each_filter_counts_under_the_others(session: Session, consultation: Consultation) -> None:
    facts = [("young_person", "13_15"), ("young_person", "11_12"), ("parent", "13_15")]
    comments = [
        make_comment(session, consultation, "Bus", audience=Audience(who), age_band=age)
        for who, age in facts
    ]
    make_theme(session, consultation, name="Buses", comments=comments)
    found = seen(session, consultation, asked(who=["young_person"], age=["13_15"]))
    people = {
        kind: {option.key: option.people for option in options}
        for kind, options in found.writers.options.items()
    }
    assert people["who"] == {"young_person": 1, "parent": 1}
    assert people["age"] == {"13_15": 1, "11_12": 1}
    assert found.writers.people == {Audience.YOUNG_PERSON: 1}
    assert sizes(found) == {"Buses": 1}


def test_words_are_looked_for_as_they_are_written(
    session: Session, consultation: Consultation
) -> None:
    comments = [
        make_comment(session, consultation, text) for text in ("Late BUS", "100% late", "Bus")
    ]
    make_theme(session, consultation, name="Buses", comments=comments)
    assert sizes(seen(session, consultation, asked("late bus"))) == {"Buses": 1}
    assert sizes(seen(session, consultation, asked("%"))) == {"Buses": 1}
    assert sizes(seen(session, consultation, asked("_"))) == {"Buses": 0}


def test_two_kinds_of_filter_work_at_once_and_no_more() -> None:
    filters = asked(who=["parent"], age=["13_15"], area=["saltby"])
    assert set(filters.chosen) == {"who", "age"}
    assert filters.too_many
    assert not asked(who=["nonsense"]).is_on


def test_what_was_kept_apart_is_listed_until_somebody_places_it(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comments = [make_comment(session, consultation, "Nic") for _ in range(2)]
    theme = make_theme(session, consultation)
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=2, finished_at=NOW)
    session.add(run)
    session.flush()
    for comment in comments:
        session.add(ApartComment(run_id=run.id, comment_id=comment.id, reason="Welsh"))
    session.commit()
    found = seen(session, consultation)
    assert found.apart == {"Welsh": 2}
    place = Place(unplaced=True, apart="Welsh")
    assert len(services.comment_ids(session, consultation.id, found.themes, place, NOBODY)) == 2
    services.move_comments(session, consultation.id, [comments[0].id], theme.id, **me)
    assert seen(session, consultation).apart == {"Welsh": 1}


def test_more_themes_and_comments_make_no_more_queries(
    session: Session, consultation: Consultation
) -> None:
    def look() -> int:
        session.expire_all()
        with counted(session) as made:
            found = seen(session, consultation)
            place = Place(theme_id=found.flat[0].theme.id)
            ids = services.comment_ids(session, consultation.id, found.themes, place, NOBODY)
            services.comments_shown(session, consultation.id, ids, theme_id=place.theme_id)
        return len(made)

    make_theme(session, consultation, comments=[make_comment(session, consultation)])
    few = look()
    for n in range(6):
        comments = [make_comment(session, consultation) for _ in range(3)]
        make_theme(session, consultation, name=f"Theme {n}", comments=comments)
    assert look() == few


def test_more_like_this_begins_with_the_likest(
    session: Session, consultation: Consultation
) -> None:
    texts = ("The last bus leaves too early", "Parks are full of glass", "Bus leaves early")
    one, _, like = (make_comment(session, consultation, text) for text in texts)
    assert services.comments_like(session, consultation.id, one.id, NOBODY) == [one.id, like.id]
    foreign = make_comment(session, make_consultation(session))
    with pytest.raises(NotFound):
        services.comments_like(session, consultation.id, foreign.id, NOBODY)


def test_a_theme_of_an_unfinished_run_is_not_there(
    session: Session, consultation: Consultation
) -> None:
    comment = make_comment(session, consultation)
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=1)
    session.add(run)
    session.commit()
    assert services.newest_run(session, consultation.id) is None
    assert session.query(Theme).count() == 0
    assert services.unplaced_comments(session, consultation.id) == [comment.id]
