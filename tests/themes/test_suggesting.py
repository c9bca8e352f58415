"""The machine suggests themes again and again; what a person did stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.themes import ThemeMap
from consult.jobs import Job, JobState, run_next
from consult.respond.models import Comment
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import Source, ThemeStatus
from consult.themes.services import suggesting, writing
from consult.themes.services.writing import Words, keep
from tests.builders import NOW, make_consultation, make_user
from tests.themes.words import BULLYING, BUSES, PARKS, say

Said = dict[str, Comment]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def said(session: Session, consultation: Consultation) -> Said:
    return say(session, consultation)


@pytest.fixture
def read_once(session: Session, consultation: Consultation, said: Said) -> ThemeRun:
    return services.suggest_themes(session, consultation.id, now=NOW)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


@pytest.fixture
def again(session: Session, consultation: Consultation) -> Callable[[], ThemeRun]:
    return lambda: services.suggest_themes(session, consultation.id, now=NOW + timedelta(days=1))


def theme_with(session: Session, comment: Comment) -> Theme:
    """Return the main theme of a comment."""
    standing = services.theme_of_comment(session, comment.id)
    assert standing, f"“{comment.text}” is in no theme"
    return standing[0]


def sizes(session: Session, consultation: Consultation) -> dict[str, int]:
    return {view.theme.name: view.size for view in services.themes_of(session, consultation.id)}


def test_every_suggestion_is_marked_as_one_and_signed_by_the_machine(
    session: Session, consultation: Consultation, said: Said, read_once: ThemeRun
) -> None:
    views = services.themes_of(session, consultation.id)
    assert len(views) >= 3
    assert {view.theme.status for view in views} == {ThemeStatus.SUGGESTED}
    assert {view.theme.suggested_name for view in views} == {view.theme.name for view in views}
    assert set(session.scalars(select(Coding.source))) == {Source.MACHINE}
    assert read_once.comments == len(said)


def test_reading_the_same_comments_again_changes_no_theme(
    session: Session, consultation: Consultation, read_once: ThemeRun, again: Callable[[], ThemeRun]
) -> None:
    before = sizes(session, consultation)
    ids = set(session.scalars(select(Theme.id)))
    again()
    assert sizes(session, consultation) == before
    assert set(session.scalars(select(Theme.id))) == ids


def test_a_confirmed_and_renamed_theme_keeps_its_name_and_status(
    session: Session,
    said: Said,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
    me: dict[str, Any],
) -> None:
    buses = theme_with(session, said[BUSES[0]])
    bullying = theme_with(session, said[BULLYING[0]])
    services.confirm_theme(session, buses.id, name="We cannot get home", **me)
    services.rename_theme(session, bullying.id, "Nobody stops bullies", **me)
    again()
    assert theme_with(session, said[BUSES[0]]).name == "We cannot get home"
    assert buses.status is ThemeStatus.CONFIRMED
    assert bullying.name == "Nobody stops bullies"
    assert bullying.suggested_name not in {"", "Nobody stops bullies"}
    assert bullying.status is ThemeStatus.SUGGESTED


def test_comments_a_person_moved_stay_where_they_are(
    session: Session,
    consultation: Consultation,
    said: Said,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
    me: dict[str, Any],
) -> None:
    parks = theme_with(session, said[PARKS[1]])
    services.move_comments(session, consultation.id, [said[BUSES[0]].id], parks.id, **me)
    services.move_comments(session, consultation.id, [said[BUSES[1]].id], None, **me)
    again()
    placed = services.placements(session, consultation.id)
    assert placed[said[BUSES[0]].id] == (parks.id,)
    assert placed[said[BUSES[1]].id] == ()


def test_a_theme_made_by_a_person_stays_even_without_comments(
    session: Session,
    consultation: Consultation,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
    me: dict[str, Any],
) -> None:
    made = services.add_theme(session, consultation.id, "Young carers", **me)
    again()
    assert made.status is ThemeStatus.CONFIRMED
    assert sizes(session, consultation)["Young carers"] == 0


def test_merged_themes_stay_merged(
    session: Session,
    said: Said,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
    me: dict[str, Any],
) -> None:
    buses = theme_with(session, said[BUSES[0]])
    parks = theme_with(session, said[PARKS[1]])
    services.merge_themes(session, parks.id, buses.id, **me)
    again()
    assert theme_with(session, said[PARKS[1]]) is buses
    assert parks.status is ThemeStatus.MERGED
    again()
    assert theme_with(session, said[PARKS[1]]) is buses


def test_a_theme_set_aside_does_not_come_back_by_itself(
    session: Session,
    consultation: Consultation,
    said: Said,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
    me: dict[str, Any],
) -> None:
    buses = theme_with(session, said[BUSES[0]])
    services.set_aside_theme(session, buses.id, **me)
    for _ in range(2):
        again()
        assert buses.status is ThemeStatus.SET_ASIDE
        assert services.placements(session, consultation.id)[said[BUSES[0]].id] == ()
    services.confirm_theme(session, buses.id, **me)
    assert theme_with(session, said[BUSES[0]]) is buses


def test_a_split_off_theme_keeps_its_comments(
    session: Session,
    said: Said,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
    me: dict[str, Any],
) -> None:
    buses = theme_with(session, said[BUSES[0]])
    dear = [said[BUSES[2]].id, said[BUSES[7]].id]
    split = services.split_theme(session, buses.id, dear, "Tickets cost too much", **me)
    again()
    assert theme_with(session, said[BUSES[2]]) is split
    assert theme_with(session, said[BUSES[0]]) is buses


def test_a_suggestion_nobody_touched_is_outdated_when_its_comments_are_gone(
    session: Session,
    consultation: Consultation,
    said: Said,
    read_once: ThemeRun,
    again: Callable[[], ThemeRun],
) -> None:
    buses = theme_with(session, said[BUSES[0]])
    for text in BUSES:
        said[text].text = ""
    session.commit()
    again()
    assert buses.status is ThemeStatus.OUTDATED
    assert buses.name not in sizes(session, consultation)


def test_what_a_person_confirmed_keeps_its_comments_when_the_machine_sees_it_no_more(
    session: Session,
    consultation: Consultation,
    said: Said,
    read_once: ThemeRun,
    me: dict[str, Any],
) -> None:
    buses = theme_with(session, said[BUSES[0]])
    services.confirm_theme(session, buses.id, **me)
    before = set(members(session, consultation, buses))
    words = suggesting.read_words(session, consultation.id)
    found = suggesting.think(words)
    others = tuple(one for one in found.themes if one.name != buses.suggested_name)
    gone = next(one.id for one in found.themes if one.name == buses.suggested_name)
    found.themes = others
    found.placed = tuple(tuple(one for one in ids if one != gone) for ids in found.placed)
    write(session, consultation, words, found)
    assert set(members(session, consultation, buses)) == before


def write(session: Session, consultation: Consultation, words: Words, found: ThemeMap) -> None:
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=len(words.ids))
    keep(session, run, words, found, now=NOW)


def members(session: Session, consultation: Consultation, theme: Theme) -> list[int]:
    placed = services.placements(session, consultation.id)
    return [comment_id for comment_id, told in placed.items() if theme.id in told]


def test_a_comment_held_while_the_machine_was_thinking_is_not_coded(
    session: Session, consultation: Consultation, said: Said, me: dict[str, Any]
) -> None:
    words = suggesting.read_words(session, consultation.id)
    found = suggesting.think(words)
    raise_concern(session, said[BUSES[0]].id, **me)
    write(session, consultation, words, found)
    coded = set(session.scalars(select(Coding.comment_id)))
    assert said[BUSES[0]].id not in coded
    assert said[BUSES[1]].id in coded


def test_there_is_nothing_to_read(session: Session, consultation: Consultation) -> None:
    run = services.suggest_themes(session, consultation.id, now=NOW)
    assert run.comments == 0
    assert services.themes_of(session, consultation.id) == []


def test_asking_twice_starts_one_piece_of_work(
    session: Session, consultation: Consultation, said: Said, me: dict[str, Any]
) -> None:
    first = services.ask_for_themes(session, consultation.id, **me)
    assert services.ask_for_themes(session, consultation.id, **me).id == first.id
    assert run_next(session, "worker", clock=lambda: NOW)
    assert not run_next(session, "worker", clock=lambda: NOW)
    assert services.newest_request(session, consultation.id).state is JobState.DONE  # type: ignore[union-attr]
    assert services.themes_of(session, consultation.id)
    assert services.ask_for_themes(session, consultation.id, **me).id != first.id


def test_work_that_was_killed_half_way_leaves_nothing_and_is_done_on_the_second_try(
    session: Session,
    consultation: Consultation,
    said: Said,
    me: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.ask_for_themes(session, consultation.id, **me)

    def killed(*_: object) -> list[dict[str, object]]:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_finish", killed)
        run_next(session, "first worker", clock=lambda: NOW)
    assert session.scalar(select(func.count(Theme.id))) == 0
    assert session.scalar(select(func.count(ThemeRun.id))) == 0
    assert session.scalars(select(Job)).one().state is JobState.WAITING
    run_next(session, "second worker", clock=lambda: NOW)
    assert session.scalar(select(func.count(ThemeRun.id))) == 1
    assert services.themes_of(session, consultation.id)


def test_a_worker_that_lost_its_work_to_another_writes_nothing(
    session: Session, consultation: Consultation, said: Said, me: dict[str, Any]
) -> None:
    job = services.ask_for_themes(session, consultation.id, **me)
    job.worker = "first worker"
    session.commit()

    def taken(done: float) -> None:
        session.execute(Job.__table__.update().values(worker="second worker"))  # type: ignore[attr-defined]
        session.commit()

    with pytest.raises(RuntimeError, match="another worker"):
        suggesting.work(session, job, taken)
    assert session.scalar(select(func.count(ThemeRun.id))) == 0
