"""A run of the machine can be stopped, leaves nothing half-written and keeps nobody waiting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.themes import FoundTheme, ThemeMap
from consult.jobs import Job, JobState, run_next
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.models import ApartComment, Coding, Theme, ThemeRun
from consult.themes.rules import ThemeStatus
from consult.themes.services import suggesting, writing
from consult.themes.services.remembering import staying
from consult.themes.services.writing import Words
from tests.builders import NOW, make_comment, make_consultation, make_user
from tests.themes.words import BUSES, PARKS, say


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 3)


def left(session: Session) -> dict[str, int]:
    """Count what a run writes."""
    kinds: tuple[Any, ...] = (ThemeRun, Theme, Coding, ApartComment)
    return {each.__name__: session.query(each).count() for each in kinds}


NOTHING = {"ThemeRun": 0, "Theme": 0, "Coding": 0, "ApartComment": 0}


def work(session: Session, consultation: Consultation, me: dict[str, Any]) -> Job:
    return services.ask_for_themes(session, consultation.id, **me)


def as_it_writes(monkeypatch: pytest.MonkeyPatch, happens: Callable[[Session], None]) -> None:
    """Let something happen when the first few rows are written."""
    write = writing._write

    def interrupted(session: Session, kind: type[Any], rows: Any, tell: Any) -> None:
        def told(done: float) -> None:
            if not happened:
                happened.append(done)
                happens(session)
            tell(done)

        write(session, kind, rows, told if tell else None)

    happened: list[float] = []
    monkeypatch.setattr(writing, "_write", interrupted)


def test_stopped_while_it_writes_it_leaves_nothing(
    session: Session,
    consultation: Consultation,
    me: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say(session, consultation)
    job = work(session, consultation, me)
    written = []

    def stop(session: Session) -> None:
        written.append(session.scalar(select(func.count(Coding.id))))
        services.stop_asking(session, consultation.id, **me)

    as_it_writes(monkeypatch, stop)
    assert run_next(session, "worker", clock=lambda: NOW)
    assert written == [3], "it was stopped in the middle"
    assert left(session) == NOTHING
    session.refresh(job)
    assert job.is_stopped
    assert not run_next(session, "worker", clock=lambda: NOW), "and is not begun again"


def test_what_waits_is_stopped_at_once(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    job = work(session, consultation, me)
    services.stop_asking(session, consultation.id, **me)
    assert job.is_stopped
    assert not run_next(session, "worker", clock=lambda: NOW)
    assert work(session, consultation, me).id != job.id


def test_stopping_what_is_over_changes_nothing(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    job = work(session, consultation, me)
    run_next(session, "worker", clock=lambda: NOW)
    services.stop_asking(session, consultation.id, **me)
    session.refresh(job)
    assert (job.state, job.stop_asked_at) == (JobState.DONE, None)


def test_an_answer_is_saved_while_a_run_is_written_and_nothing_of_it_shows(
    session: Session,
    consultation: Consultation,
    me: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = say(session, consultation)
    seen: list[object] = []

    def answer(_: Session) -> None:
        # A connection of its own, as another person's request has.
        with Session(session.get_bind()) as other:
            place = other.get_one(Consultation, consultation.id)
            make_comment(other, place, "I wrote this meanwhile")
            seen.append(services.newest_run(other, consultation.id))
            seen.append(services.themes_of(other, consultation.id))

    as_it_writes(monkeypatch, answer)
    services.suggest_themes(session, consultation.id, now=NOW)
    assert seen == [None, []]
    assert session.scalar(select(Comment).where(Comment.text.contains("meanwhile")))
    assert len(services.unplaced_comments(session, consultation.id)) < len(said)
    assert services.themes_of(session, consultation.id)


def test_what_a_killed_worker_left_is_cleared_away_and_the_work_done(
    session: Session,
    consultation: Consultation,
    me: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say(session, consultation)
    work(session, consultation, me)

    class Killed(BaseException):
        """No code runs after this."""

    def kill(_: Session) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        as_it_writes(patch, kill)
        with pytest.raises(Killed):
            run_next(session, "first", clock=lambda: NOW)
    session.rollback()
    assert left(session)["Coding"] == 3
    assert services.newest_run(session, consultation.id) is None
    later = NOW + timedelta(minutes=5)
    assert run_next(session, "second", clock=lambda: later)
    (run,) = session.scalars(select(ThemeRun))
    assert run.finished_at == later
    assert set(session.scalars(select(Coding.run_id))) == {run.id}
    hidden = select(Theme.id).where(Theme.status == ThemeStatus.OUTDATED)
    assert session.scalars(hidden).all() == []


def test_what_people_do_while_it_writes_is_kept(
    session: Session,
    consultation: Consultation,
    me: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = say(session, consultation)
    services.suggest_themes(session, consultation.id, now=NOW)
    found = services.theme_of_comment(session, said[BUSES[0]].id)
    assert found
    words = suggesting.read_words(session, consultation.id)
    gone = ThemeMap((), ((),) * len(words.ids), "test", 0.0)
    kept = [
        one
        for one, told in services.placements(session, consultation.id).items()
        if found[0].id in told
    ]

    def confirm(session: Session) -> None:
        services.confirm_theme(session, found[0].id, name="Buses stop too early", **me)

    monkeypatch.setattr(writing, "staying", confirming(confirm, session))
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=0)
    writing.keep(session, run, words, gone, now=NOW)
    assert (found[0].name, found[0].status) == ("Buses stop too early", ThemeStatus.CONFIRMED)
    placed = services.placements(session, consultation.id)
    assert [one for one, told in placed.items() if told] == kept


def confirming(act: Callable[[Session], None], session: Session) -> Callable[..., set[int]]:
    """Return `staying`, with an act of a person just after it was asked for the first time."""
    asked: list[bool] = []

    def asked_once(*what: Any) -> set[int]:
        found = staying(*what)
        if not asked:
            asked.append(True)
            act(session)
        return found

    return asked_once


def test_two_levels_tones_and_what_was_kept_apart_are_written_down(
    session: Session, consultation: Consultation
) -> None:
    comments = [make_comment(session, consultation, text) for text in (BUSES[0], PARKS[0], "Nic")]
    ids = tuple(comment.id for comment in comments)
    words = Words(ids, tuple(comment.text for comment in comments), (True,) * 3)
    broad = FoundTheme(1, "Places", (), (0, 1), 2, 0.6, -0.5, ())
    narrow = FoundTheme(
        2, "Buses", (), (0,), 1, 0.3, -0.5, (), parent=1, is_rare=True, against=1, tones=(4, 1, 2)
    )
    found = ThemeMap((broad, narrow), ((2,), (1,), ()), "test", 0.0)
    found.languages, found.apart = {"cy": 1}, {"not in English": (2,)}
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=3)
    writing.keep(session, run, words, found, now=NOW)
    themes = {theme.name: theme for theme in session.scalars(select(Theme))}
    buses = themes["Buses"]
    assert (buses.parent_id, buses.is_rare) == (themes["Places"].id, True)
    assert (buses.negative, buses.mixed, buses.positive) == (4, 1, 2)
    assert buses.against_id == ids[1]
    assert session.scalars(select(ApartComment.comment_id)).all() == [ids[2]]


def test_how_a_confirmed_theme_sounds_is_what_the_machine_last_heard(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    comment = make_comment(session, consultation, BUSES[0])
    for tones in ((1, 0, 0), (0, 1, 0)):
        buses = FoundTheme(1, "Buses", (), (0,), 1, 1.0, 0.0, (), tones=tones)
        found = ThemeMap((buses,), ((1,),), "test", 0.0)
        run = ThemeRun(consultation_id=consultation.id, engine="test", comments=1)
        writing.keep(session, run, Words((comment.id,), (comment.text,), (True,)), found, now=NOW)
        theme = session.scalars(select(Theme)).one()
        assert (theme.negative, theme.mixed, theme.positive) == tones
        assert theme.run_id == run.id
        if theme.status is ThemeStatus.SUGGESTED:
            services.confirm_theme(session, theme.id, **me)


def test_the_broader_theme_that_a_person_chose_stays(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    texts = (BUSES[0], BUSES[1], PARKS[0], PARKS[1])
    comments = [make_comment(session, consultation, text) for text in texts]
    words = Words(tuple(one.id for one in comments), texts, (True,) * 4)

    def read(*parents: int | None) -> dict[str, Theme]:
        buses = FoundTheme(1, "Buses", (), (0, 1), 2, 0.5, 0.0, (), parent=parents[0])
        parks = FoundTheme(2, "Parks", (), (2, 3), 2, 0.5, 0.0, (), parent=parents[1])
        found = ThemeMap((buses, parks), ((1,), (1,), (2,), (2,)), "test", 0.0)
        run = ThemeRun(consultation_id=consultation.id, engine="test", comments=4)
        writing.keep(session, run, words, found, now=NOW)
        return {theme.name: theme for theme in session.scalars(select(Theme))}

    themes = read(None, None)
    buses, parks = themes["Buses"], themes["Parks"]
    services.nest_theme(session, buses.id, parks.id, **me)
    assert read(None, 1) == themes, "the machine sees it the other way round"
    assert (buses.parent_id, parks.parent_id) == (parks.id, None)


def test_fewer_themes_are_asked_for_and_remembered(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    say(session, consultation)
    services.ask_for_themes(session, consultation.id, about=2, **me)
    assert run_next(session, "worker", clock=lambda: NOW)
    run = services.newest_run(session, consultation.id)
    assert run is not None
    assert run.asked_themes == 2
    assert len(services.themes_of(session, consultation.id)) <= 2
