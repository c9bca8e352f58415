"""A second person codes a sample blind; both are set side by side, and differences are settled."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import NotAllowed, NotFound, RuleBroken
from consult.people.models import User
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.models import BlindCoding, Coding, SecondReading, Theme
from consult.themes.rules import Pool, Source
from consult.themes.services.agreeing import agreement_of, settle
from consult.themes.services.second_reading import (
    code_blind,
    pool_of,
    reading_view,
    readings_of,
    set_up_second_reading,
)
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

MANY = 60


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


@pytest.fixture
def reader(session: Session) -> User:
    return make_user(session, Role.PARTICIPATION_OFFICER, name="Sam Second")


@pytest.fixture
def comments(session: Session, consultation: Consultation) -> list[Comment]:
    return [make_comment(session, consultation, f"Comment number {n}") for n in range(MANY)]


@pytest.fixture
def themes(
    session: Session, consultation: Consultation, comments: list[Comment]
) -> tuple[Theme, Theme]:
    """Two themes; a person put the first half of the comments in one, the rest in the other."""
    half = len(comments) // 2
    return (
        make_theme(session, consultation, name="Buses", comments=comments[:half]),
        make_theme(session, consultation, name="Parks", comments=comments[half:]),
    )


def draw(
    session: Session,
    consultation: Consultation,
    reader: User,
    me: dict[str, Any],
    *,
    size: int | None = None,
    pool: Pool = Pool.PEOPLE,
) -> SecondReading:
    return set_up_second_reading(
        session, consultation.id, reader_id=reader.id, pool=pool, size=size, **me
    )


def read(session: Session, reading: SecondReading, *, wrong: int, other: int | None) -> None:
    """Code all as before, but some first ones otherwise."""
    blind = reading_view(session, reading.id).comments
    said = {each.id: each.first_theme_id for each in blind}
    said |= dict.fromkeys([each.id for each in blind[:wrong]], other)
    code_blind(session, reading.id, said, user_id=reading.reader_id, now=NOW)


def test_a_sample_is_drawn_by_chance_and_the_first_codings_are_written_down(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    reading = draw(session, consultation, reader, me, size=50)
    view = reading_view(session, reading.id)
    assert (view.total, view.done, view.by_people, reading.drawn_from) == (50, 0, 50, MANY)
    ids = [each.comment_id for each in view.comments]
    assert ids != sorted(ids), "not by chance"
    placed = services.placements(session, consultation.id)
    assert all((each.first_theme_id,) == placed[each.comment_id] for each in view.comments)


def test_who_and_how_many(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    with pytest.raises(RuleBroken, match="50 comments or more"):
        draw(session, consultation, reader, me, size=49)
    own = session.get_one(User, me["user_id"])
    with pytest.raises(RuleBroken, match="somebody else"):
        draw(session, consultation, own, me)
    with pytest.raises(NotFound):
        draw(session, consultation, make_user(session, Role.BOARD_MEMBER), me)
    with pytest.raises(RuleBroken, match="no such comments"):
        draw(session, make_consultation(session), reader, me)
    assert reading_view(session, draw(session, consultation, reader, me).id).total == MANY


def test_nobody_reads_their_own_work_twice(
    session: Session,
    consultation: Consultation,
    comments: list[Comment],
    themes: tuple[Theme, Theme],
    reader: User,
) -> None:
    services.move_comments(
        session, consultation.id, [comments[0].id], themes[1].id, user_id=reader.id, now=NOW
    )
    assert comments[0].id not in pool_of(session, consultation.id, Pool.PEOPLE, reader.id)
    assert comments[0].id not in pool_of(session, consultation.id, Pool.ALL, reader.id)
    assert comments[0].id in pool_of(session, consultation.id, Pool.PEOPLE)


def test_blind_codings_count_nowhere_and_only_the_reader_makes_them(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    before = services.placements(session, consultation.id)
    reading = draw(session, consultation, reader, me)
    blind = reading_view(session, reading.id).comments[0]
    with pytest.raises(NotAllowed):
        code_blind(session, reading.id, {blind.id: None}, **me)
    with pytest.raises(NotFound):
        code_blind(session, reading.id, {999_999: None}, user_id=reader.id, now=NOW)
    with pytest.raises(NotFound):
        code_blind(session, reading.id, {blind.id: 999_999}, user_id=reader.id, now=NOW)
    read(session, reading, wrong=10, other=None)
    assert services.placements(session, consultation.id) == before
    with pytest.raises(RuleBroken, match="finished"):
        code_blind(session, reading.id, {blind.id: None}, user_id=reader.id, now=NOW)


def test_kappa_and_alpha_as_by_hand(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    """60 comments, 30 and 30; the second moves 12 of the first theme to the second.

    Observed 48/60 = 0.8; expected 0.5 * 18/60 + 0.5 * 42/60 = 0.5; kappa = 0.3/0.5 = 0.6.
    """
    reading = draw(session, consultation, reader, me)
    with pytest.raises(RuleBroken, match="has not coded all"):
        agreement_of(session, reading.id)
    buses, parks = themes
    blind = reading_view(session, reading.id).comments
    of_buses = [each.id for each in blind if each.first_theme_id == buses.id]
    said = {each.id: each.first_theme_id for each in blind}
    said |= dict.fromkeys(of_buses[:12], parks.id)
    code_blind(session, reading.id, said, user_id=reader.id, now=NOW)
    told = agreement_of(session, reading.id)
    kappa, alpha = told.overall.kappa, told.overall.alpha
    assert kappa is not None
    assert kappa.value == pytest.approx(0.6)
    assert kappa.low is not None
    assert kappa.high is not None
    assert kappa.low < 0.6 < kappa.high
    # Krippendorff: 120 values, 48 and 72; 1 - 119 * 24 / (2 * 48 * 72)
    assert alpha.value == pytest.approx(1 - 119 * 24 / (2 * 48 * 72))
    by_theme = {each.theme.name: (each.first, each.second, each.both) for each in told.by_theme}
    assert by_theme == {"Buses": (30, 18, 18), "Parks": (30, 42, 30)}
    assert len(told.disagreements) == 12
    assert not told.needs_review


def test_merged_themes_and_words_taken_back_are_not_held_against_anybody(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    buses, parks = themes
    reading = draw(session, consultation, reader, me)
    read(session, reading, wrong=MANY, other=parks.id)
    gone = reading_view(session, reading.id).comments[0]
    gone.comment.submission.withdrawn_on = TODAY
    session.commit()
    assert reading_view(session, reading.id).total == MANY - 1
    assert agreement_of(session, reading.id).needs_review
    services.merge_themes(session, buses.id, parks.id, **me)
    assert agreement_of(session, reading.id).disagreements == ()


def test_a_settled_difference_is_a_coding_of_the_ordinary_kind(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    reading = draw(session, consultation, reader, me)
    read(session, reading, wrong=1, other=None)
    (found,) = agreement_of(session, reading.id).disagreements
    agreed = next(
        each for each in reading_view(session, reading.id).comments if each is not found.blind
    )
    with pytest.raises(RuleBroken, match="the same"):
        settle(session, reading.id, {found.blind.id: None, agreed.id: None}, **me)
    settle(session, reading.id, {found.blind.id: None}, **me)
    coding = session.scalars(select(Coding).order_by(Coding.id.desc()).limit(1)).one()
    assert (coding.comment_id, coding.theme_id) == (found.blind.comment_id, None)
    assert (coding.source, coding.user_id) == (Source.PERSON, me["user_id"])
    (found,) = agreement_of(session, reading.id).disagreements
    assert found.settled is not None
    assert found.settled.theme is None
    told = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told == ["set_up_second_reading", "code_blind", "move_comments"]


def test_asking_for_a_second_reader_keeps_what_was_typed(
    session: Session,
    browser: Browser,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
) -> None:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/themes/second")
    page = browser.submit(page, reader=str(reader.id), pool="people", size="3")
    assert "50 comments or more" in page.get_text()
    assert one(page, "#size")["value"] == "3"
    page = browser.submit(page, reader=str(reader.id), pool="people", size="")
    assert "The sample is drawn" in page.get_text()
    reading = session.scalars(select(SecondReading)).one()
    browser.open(f"/staff/second-readings/{reading.id}/code", status=403)
    page = browser.open(f"/staff/second-readings/{reading.id}")
    assert "Not finished yet" in page.get_text()


def test_the_second_reader_codes_page_by_page_and_sees_no_first_coding(
    session: Session,
    browser: Browser,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    reading = draw(session, consultation, reader, me)
    browser.sign_in(reader.email, PASSWORD)
    page = browser.open(f"/staff/second-readings/{reading.id}/code")
    assert "Comments 1 to 10 of 60" in page.get_text()
    assert not page.select("main .chips"), "it shows how they were coded"
    assert not [each for each in page.select("main option[selected]") if each.get("value")]
    for _ in range(6):
        page = browser.submit(page, **all_chosen(page, str(themes[0].id)))
    assert "How far two coders agree" in page.get_text()
    assert "Kappa is below 0.6" in page.get_text()
    assert "30" in one(page, "section[aria-labelledby=by-theme]").get_text()


def test_differences_are_settled_on_the_page(
    session: Session,
    browser: Browser,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    reading = draw(session, consultation, reader, me)
    read(session, reading, wrong=12, other=None)
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    page = browser.open(f"/staff/second-readings/{reading.id}")
    assert len(page.select("main select")) == 10
    page = browser.submit(page)
    assert "Choose a theme for one comment" in page.get_text()
    page = browser.submit(page, **all_chosen(page, "none"))
    assert "Settled, under your name" in page.get_text()
    assert "Settled (10)" in page.get_text()
    assert len(page.select("main select")) == 2


def all_chosen(page: BeautifulSoup, value: str) -> dict[str, Any]:
    return {str(each["name"]): value for each in page.select("main select")}


def test_each_consultation_has_its_own(
    session: Session,
    consultation: Consultation,
    themes: tuple[Theme, Theme],
    reader: User,
    me: dict[str, Any],
) -> None:
    draw(session, consultation, reader, me)
    assert len(readings_of(session, consultation.id)) == 1
    assert readings_of(session, make_consultation(session).id) == []
    assert session.scalars(select(BlindCoding.coded_at)).all() == [None] * MANY
