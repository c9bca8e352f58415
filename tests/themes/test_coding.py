"""The machine codes the rest from what people coded, and says how sure and how right it is."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.clock import now
from consult.errors import RuleBroken
from consult.jobs import Job, JobState, run_next
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import Source
from consult.themes.services.coding import (
    THOUGHT,
    ask_to_code_rest,
    code_rest,
    examples_of,
    newest_coding,
    stop_coding,
    work,
)
from consult.themes.services.keeping_codebooks import import_codebook
from consult.themes.services.teaching import Pile, by_chance, code_several, next_to_code
from consult.themes.services.trusting import sureness, sureness_of, trust
from consult.themes.services.using_codebooks import use_codebook
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_comment,
    make_consultation,
    make_theme,
    make_user,
)
from tests.page import Browser, one
from tests.themes.words import BULLYING, BUSES, MENTAL_HEALTH, PARKS, say

SUBJECTS = {
    "Buses": BUSES,
    "Bullying": BULLYING,
    "Waiting for mental health help": MENTAL_HEALTH,
    "Parks and playgrounds": PARKS,
}
SHOWN = 5


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


@pytest.fixture
def said(session: Session, consultation: Consultation) -> dict[str, Comment]:
    return say(session, consultation)


@pytest.fixture
def themes(
    session: Session, consultation: Consultation, said: dict[str, Comment]
) -> dict[str, Theme]:
    """Four confirmed themes, each with five comments that a person put there."""
    return {
        name: make_theme(
            session, consultation, name=name, comments=[said[text] for text in texts[:SHOWN]]
        )
        for name, texts in SUBJECTS.items()
    }


def test_the_rest_is_coded_from_examples_and_people_are_left_alone(
    session: Session,
    consultation: Consultation,
    said: dict[str, Comment],
    themes: dict[str, Theme],
) -> None:
    by_people = session.scalars(select(Coding.id).where(Coding.source == Source.PERSON)).all()
    run = code_rest(session, consultation.id, now=NOW)
    assert (run.examples, run.comments, run.engine) == (20, 20, "from examples")
    codings = session.scalars(select(Coding).where(Coding.run_id == run.id)).all()
    coded = {coding.comment_id for coding in codings}
    shown = {said[text].id for texts in SUBJECTS.values() for text in texts[:SHOWN]}
    assert coded == {comment.id for comment in said.values()} - shown
    assert all(0 < one.confidence <= 1 for one in codings if one.confidence is not None)
    placed = services.placements(session, consultation.id)
    right = [
        placed[said[text].id][:1] == (themes[name].id,)
        for name, texts in SUBJECTS.items()
        for text in texts[SHOWN:]
    ]
    assert sum(right) >= 0.6 * len(right)
    still = session.scalars(select(Coding.id).where(Coding.source == Source.PERSON)).all()
    assert still == by_people


def test_a_person_who_speaks_later_stands_above_it(
    session: Session,
    consultation: Consultation,
    said: dict[str, Comment],
    themes: dict[str, Theme],
    me: dict[str, Any],
) -> None:
    comment = said[BUSES[-1]]
    code_rest(session, consultation.id, now=NOW)
    code_several(session, consultation.id, {comment.id: themes["Bullying"].id}, **me)
    code_rest(session, consultation.id, now=NOW)
    assert services.placements(session, consultation.id)[comment.id] == (themes["Bullying"].id,)


def test_what_the_machine_said_of_themes_without_examples_stays(
    session: Session,
    consultation: Consultation,
    said: dict[str, Comment],
    themes: dict[str, Theme],
) -> None:
    other = make_theme(session, consultation, name="Something else")
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=1, finished_at=NOW)
    session.add(run)
    session.flush()
    session.add(
        Coding(
            comment_id=said[PARKS[-1]].id,
            theme_id=other.id,
            source=Source.MACHINE,
            run_id=run.id,
            coded_at=NOW,
        )
    )
    session.commit()
    code_rest(session, consultation.id, now=NOW)
    assert other.id in services.placements(session, consultation.id)[said[PARKS[-1]].id]


def test_it_learns_from_two_themes_at_least(
    session: Session, consultation: Consultation, said: dict[str, Comment], me: dict[str, Any]
) -> None:
    make_theme(session, consultation, comments=[said[BUSES[0]]])
    with pytest.raises(RuleBroken, match="two themes"):
        ask_to_code_rest(session, consultation.id, **me)


def test_kept_examples_are_enough_to_begin_with(
    session: Session, consultation: Consultation, said: dict[str, Comment], me: dict[str, Any]
) -> None:
    rows = [
        f"{name},,,{text}\n"
        for name, texts in (("Buses", BUSES), ("Bullying", BULLYING))
        for text in texts[:SHOWN]
    ]
    table = "name,description,parent,example\n" + "".join(rows)
    book = import_codebook(session, "Old", table.encode(), **me)
    use_codebook(session, book.id, consultation.id, **me)
    examples = examples_of(session, consultation.id)
    assert not examples.by_people
    assert [len(texts) for texts in examples.from_codebooks.values()] == [SHOWN, SHOWN]
    assert code_rest(session, consultation.id, now=NOW).examples == 2 * SHOWN


def test_taken_back_and_held_comments_are_neither_learnt_from_nor_coded(
    session: Session,
    consultation: Consultation,
    said: dict[str, Comment],
    themes: dict[str, Theme],
) -> None:
    for text in (BUSES[0], BUSES[-1]):
        said[text].submission.withdrawn_on = TODAY
    session.commit()
    run = code_rest(session, consultation.id, now=NOW)
    assert (run.examples, run.comments) == (19, 19)


def test_it_can_be_stopped_and_leaves_nothing_behind(
    session: Session,
    consultation: Consultation,
    themes: dict[str, Theme],
    me: dict[str, Any],
) -> None:
    job = ask_to_code_rest(session, consultation.id, **me)
    assert ask_to_code_rest(session, consultation.id, **me).id == job.id
    stop_coding(session, consultation.id, **me)
    assert job.state is JobState.FAILED
    assert job.is_stopped

    def stop(done: float) -> None:
        if done > 0.9:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        code_rest(session, consultation.id, now=NOW, on_progress=stop)
    assert session.scalars(select(ThemeRun)).all() == []
    assert session.scalar(select(Coding).where(Coding.run_id.is_not(None))) is None
    told = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told == ["ask_to_code_rest", "stop_coding"]


def test_a_coder_that_lost_its_work_to_another_clears_away_its_own_only(
    session: Session,
    consultation: Consultation,
    themes: dict[str, Theme],
    me: dict[str, Any],
) -> None:
    job = ask_to_code_rest(session, consultation.id, **me)
    job.worker = "first worker"
    session.commit()
    others: list[int] = []

    def taken(done: float) -> None:
        if done > THOUGHT and not others:
            run = ThemeRun(consultation_id=consultation.id, engine="another's", comments=0)
            session.add(run)
            session.flush()
            others.append(run.id)
            session.execute(update(Job).values(worker="second worker"))
            session.commit()

    with pytest.raises(RuntimeError, match="another worker"):
        work(session, job, taken)
    assert session.scalars(select(ThemeRun.id)).all() == others


def test_the_machine_neither_suggests_beside_coding_nor_codes_beside_suggesting(
    session: Session,
    consultation: Consultation,
    themes: dict[str, Theme],
    me: dict[str, Any],
) -> None:
    ask_to_code_rest(session, consultation.id, **me)
    with pytest.raises(RuleBroken, match="coding from examples"):
        services.ask_for_themes(session, consultation.id, **me)

    stop_coding(session, consultation.id, **me)
    services.ask_for_themes(session, consultation.id, **me)
    with pytest.raises(RuleBroken, match="to suggest themes"):
        ask_to_code_rest(session, consultation.id, **me)


def test_what_would_teach_it_most_is_asked_ten_at_a_time_and_never_twice(
    session: Session,
    consultation: Consultation,
    themes: dict[str, Theme],
    me: dict[str, Any],
) -> None:
    run = code_rest(session, consultation.id, now=NOW)
    first = next_to_code(session, consultation.id, Pile.TEACH)
    assert [one.comment.id for one in first] == run.asks[:10]
    assert all(one.machine is None for one in first), "it would sway whoever codes"
    buses = themes["Buses"].id
    code_several(session, consultation.id, {one.comment.id: buses for one in first}, **me)
    second = next_to_code(session, consultation.id, Pile.TEACH)
    assert not {one.comment.id for one in first} & {one.comment.id for one in second}


def test_the_least_sure_come_first_with_what_the_machine_said(
    session: Session, consultation: Consultation, themes: dict[str, Theme]
) -> None:
    assert next_to_code(session, consultation.id, Pile.UNSURE) == []
    code_rest(session, consultation.id, now=NOW)
    found = next_to_code(session, consultation.id, Pile.UNSURE)
    told = [one.confidence for one in found if one.confidence is not None]
    assert told == sorted(told)
    assert all(one.machine is not None for one in found)


def machine_says(session: Session, buses: Theme, comments: list[Comment]) -> ThemeRun:
    """Let the machine put all of these under one theme, from examples, fairly sure."""
    run = ThemeRun(
        consultation_id=buses.consultation_id,
        engine="test",
        comments=len(comments),
        finished_at=NOW,
        examples=10,
    )
    session.add(run)
    session.flush()
    session.add_all(
        Coding(
            comment_id=one.id,
            theme_id=buses.id,
            source=Source.MACHINE,
            run_id=run.id,
            coded_at=NOW,
            confidence=0.6,
        )
        for one in comments
    )
    session.commit()
    return run


def test_how_right_it_is_needs_thirty_and_counts_only_what_came_after_it(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    buses, parks = (make_theme(session, consultation, name=name) for name in ("Buses", "Parks"))
    comments = [make_comment(session, consultation, f"Comment {n}") for n in range(50)]
    early, later = comments[:10], comments[10:]
    code_several(session, consultation.id, {one.id: buses.id for one in early}, **me)
    run = machine_says(session, buses, later)
    in_turn = by_chance(consultation.id, [one.id for one in later])
    right = dict.fromkeys(in_turn[:24], buses.id)
    code_several(session, consultation.id, {**right, in_turn[24]: None}, **me)
    told = trust(session, consultation.id)
    assert (told.overall.f1, told.overall.comments) == (None, 25), "not enough yet"
    code_several(session, consultation.id, dict.fromkeys(in_turn[24:32], parks.id), **me)
    told = trust(session, consultation.id)
    assert told.overall.comments == told.by_chance.comments == 32
    assert told.overall.f1 == pytest.approx(24 / 32)
    low, high = told.overall.low, told.overall.high
    assert low is not None
    assert high is not None
    assert low < 24 / 32 < high
    by_theme = {one.theme.name: one.told for one in told.by_theme}
    assert by_theme["Buses"].f1 == pytest.approx(2 * 24 / (32 + 24))
    assert by_theme["Parks"].f1 is None
    code_several(session, consultation.id, {in_turn[34]: buses.id}, **me)
    told = trust(session, consultation.id)
    assert (told.overall.comments, told.by_chance.comments) == (33, 32), "chosen, not drawn"
    assert sureness_of(session, run).fairly == 40


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.8, "sure"), (0.5, "fairly sure"), (0.49, "unsure"), (None, "")]
)
def test_how_sure_it_is_in_words(confidence: float | None, words: str) -> None:
    assert sureness(confidence) == words


@pytest.fixture
def analyst(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    return browser


def test_from_examples_to_a_measured_coder_on_the_pages(
    session: Session, analyst: Browser, consultation: Consultation, themes: dict[str, Theme]
) -> None:
    coding = f"/staff/consultations/{consultation.id}/themes/coding"
    page = analyst.open(coding)
    assert "has not coded anything yet" in page.get_text()
    page = analyst.submit(page)
    assert analyst.path == f"{coding}/progress"
    assert "waits for its turn" in page.get_text()
    assert run_next(session, "worker", clock=now)
    assert newest_coding(session, consultation.id) is not None
    page = analyst.open(f"{coding}/progress")
    assert "has coded what nobody had coded" in page.get_text()
    page = analyst.open(coding)
    assert "learnt from 20 examples" in page.get_text()
    assert "Not enough yet" in page.get_text()
    page = analyst.open(f"{coding}/next")
    asked = page.select("main select")
    assert len(asked) == 10
    assert asked[0].select("option")[1].get_text().startswith("1 ")
    page = analyst.submit(page)
    assert "Choose a theme for one comment" in page.get_text()
    chosen: dict[str, Any] = {str(one["name"]): "none" for one in page.select("main select")}
    page = analyst.submit(page, **chosen)
    assert "Written down" in page.get_text()
    for pile in ("chance", "unsure", "nonsense"):
        analyst.open(f"{coding}/next?pile={pile}")


def test_what_was_sent_for_another_consultation_is_refused(
    session: Session, analyst: Browser, consultation: Consultation, themes: dict[str, Theme]
) -> None:
    other = make_comment(session, make_consultation(session))
    page = analyst.open(f"/staff/consultations/{consultation.id}/themes/coding/next")
    token = one(page, "main input[name=csrf_token]")["value"]
    answer = analyst.client.post(
        analyst.path, data={"csrf_token": token, f"comment-{other.id}": str(themes["Buses"].id)}
    )
    assert "not here any more" in answer.get_data(as_text=True)
    assert session.scalar(select(Coding).where(Coding.comment_id == other.id)) is None


def test_a_comment_taken_back_meanwhile_loses_nothing_that_was_chosen(
    session: Session, analyst: Browser, consultation: Consultation, themes: dict[str, Theme]
) -> None:
    page = analyst.open(f"/staff/consultations/{consultation.id}/themes/coding/next")
    names = [str(one["name"]) for one in page.select("main select")]
    chosen = dict.fromkeys(names, str(themes["Buses"].id)) | {names[0]: "none"}
    before = session.scalars(select(Coding.id)).all()
    gone = session.get_one(Comment, int(names[1].removeprefix("comment-")))
    gone.submission.withdrawn_on = TODAY
    session.commit()
    page = analyst.submit(page, **chosen)
    assert "not here any more" in page.get_text()
    assert session.scalars(select(Coding.id)).all() == before, "all or nothing"
    still = {
        str(one["name"]): one.select("option[selected]")[-1]["value"]
        for one in page.select("main select")
        if one["name"] in names
    }
    assert still == {name: value for name, value in chosen.items() if name != names[1]}
    analyst.submit(page)
    assert len(session.scalars(select(Coding.id)).all()) == len(before) + 9
