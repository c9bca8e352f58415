"""Watching: who has come, who is missing, where people leave; never a small count."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.disclosure import is_few
from consult.errors import BadFile
from consult.partnership.models import Area
from consult.people.rules import Role
from consult.respond.models import Arrival, Draft, EntryLink, LeftAt, Setting, TimeTaken
from consult.respond.rules import REACHED, LinkKind, SettingKind
from consult.respond.services.replying import forget_old_drafts
from consult.respond.services.tallies import count_one
from consult.results.rules.coverage import by_day, groups_of, leaving, median_minutes
from consult.results.rules.population import read_population
from consult.results.services import import_population, set_targets, watch
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_areas,
    make_consultation,
    make_submission,
    make_user,
    version_for,
)
from tests.page import Browser
from tests.results.county import say_all

COUNTED = "area,age_band,people,source,counted_on\n"
HERE = COUNTED + (
    "saltby,13_15,500,County census,2026-06-30\n"
    "eastquay,13_15,500,County census,2026-06-30\n"
    "thornwick,13_15,1000,County census,2026-06-30\n"
)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return say_all(session)


def test_an_area_where_far_fewer_answered_than_live_there_is_missing(
    session: Session, consultation: Consultation
) -> None:
    import_population(session, HERE, actor="user:1", now=NOW)
    thornwick = session.scalars(select(Area).where(Area.key == "thornwick")).one()
    school = Setting(name="Thornwick School", kind=SettingKind.SCHOOL, area_id=thornwick.id)
    session.add(school)
    session.commit()

    seen = watch(session, consultation, TODAY)

    assert [step.group.label for step in seen.missing] == ["Thornwick"]
    assert seen.missing[0].settings == ("Thornwick School",)
    assert seen.sources == ["County census, June 2026"]


def test_a_place_where_somebody_finished_is_not_tried_next(
    session: Session, consultation: Consultation
) -> None:
    import_population(session, HERE, actor="user:1", now=NOW)
    thornwick = session.scalars(select(Area).where(Area.key == "thornwick")).one()
    for name in ("Thornwick School", "Thornwick Library"):
        session.add(Setting(name=name, kind=SettingKind.LIBRARY, area_id=thornwick.id))
    session.flush()
    used = session.scalars(select(Setting).where(Setting.name == "Thornwick School")).one()
    link = EntryLink(
        consultation_id=consultation.id,
        setting_id=used.id,
        kind=LinkKind.OPEN,
        code="otter-lamp",
        made_on=TODAY,
    )
    session.add(link)
    session.flush()
    arrived = {"link_id": link.id, "day": TODAY}
    session.execute(Arrival.__table__.insert().values(**arrived, began=9, finished=7))
    session.commit()

    seen = watch(session, consultation, TODAY)

    assert seen.missing[0].settings == ("Thornwick Library",)
    assert [(place.name, place.began, place.finished) for place in seen.places] == [
        ("Thornwick School", "9", "7")
    ]


def test_targets_stand_beside_replies(session: Session, consultation: Consultation) -> None:
    wanted = {Audience.YOUNG_PERSON: 80, Audience.PARENT: None, Audience.EASY_READ: None}
    set_targets(session, consultation.id, wanted, actor="user:1", now=NOW)

    columns = {column.audience: column for column in watch(session, consultation, TODAY).columns}

    assert (columns[Audience.YOUNG_PERSON].target, columns[Audience.YOUNG_PERSON].percent) == (
        80,
        50,
    )
    assert columns[Audience.PARENT].target is None


def test_replies_given_up_leave_only_how_far_they_came(session: Session) -> None:
    consultation = make_consultation(session)
    version = version_for(session, consultation)
    for number in range(30):
        session.add(
            Draft(
                key_hash=str(number),
                survey_version_id=version.id,
                answers={REACHED: 2, "one_thing": {"text": "My words"}},
                saved_on=TODAY - timedelta(days=8),
            )
        )
    session.commit()

    forget_old_drafts(session, TODAY)

    assert session.scalars(select(Draft)).all() == []
    left = session.scalars(select(LeftAt)).one()
    second = version.definition["questions"][1]["key"]
    assert (left.question_key, left.people) == (second, 30)
    places = watch(session, consultation, TODAY).columns[0].leaving
    assert places is not None
    assert {place.key: place.replies for place in places.places}[second] == 30


def test_the_time_it_takes_is_shown_when_twenty_have_finished(session: Session) -> None:
    consultation = make_consultation(session)
    version_for(session, consultation)
    keys = {"consultation_id": consultation.id, "audience": Audience.YOUNG_PERSON}
    for minutes in [4] * 9 + [6] * 10:
        count_one(session, TimeTaken, "people", **keys, minutes=minutes)
    session.commit()
    assert watch(session, consultation, TODAY).columns[0].minutes is None

    count_one(session, TimeTaken, "people", **keys, minutes=30)
    session.commit()

    assert watch(session, consultation, TODAY).columns[0].minutes == 6


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_no_small_group_is_ever_told(counts: list[int]) -> None:
    labels = {str(at): str(at) for at in range(len(counts))}

    groups = groups_of(labels, dict(zip(labels, counts, strict=True)))

    assert not any(group.replies is not None and is_few(group.replies) for group in groups)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 40)), st.integers(0, 60))
def test_where_few_left_is_never_told(left: dict[str, int], sent: int) -> None:
    found = leaving({key: key for key in "abcd"}, left, sent)

    if found is not None:
        assert not any(p.replies is not None and is_few(p.replies) for p in found.places)


def test_days_move_in_tens() -> None:
    sent = {date(2027, 3, 1): 9, date(2027, 3, 2): 4, date(2027, 3, 4): 20}

    assert [day.so_far for day in by_day(sent, date(2027, 3, 5))] == [0, 10, 10, 30, 30]


def test_half_of_them_took_so_long_at_most() -> None:
    assert median_minutes({3: 10, 5: 5, 90: 10}) == 5
    assert median_minutes({3: 10, 5: 5}) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("nowhere,13_15,5,Us,2026-06-30\n", "Row 2, column area"),
        ("saltby,13,5,Us,2026-06-30\n", "Row 2, column age_band"),
        ("saltby,13_15,-5,Us,2026-06-30\n", "Row 2, column people"),
        ("saltby,13_15,5,,2026-06-30\n", "Row 2, column source"),
        ("saltby,13_15,5,Us,June\n", "Row 2, column counted_on"),
        ("saltby,13_15,5,Us,2026-06-30\n" * 2, "Row 3 counts the same people"),
        ("saltby,13_15\n", "Row 2 has 2 columns, not 5"),
        ('saltby,13_15,5,"Us,2026-06-30\n', "Row 2 cannot be read"),
        ("", "Use from 1 to"),
    ],
)
def test_a_wrong_file_of_the_population_names_its_row(rows: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read_population(COUNTED + rows, {"saltby"}, ["13_15"])


def test_the_page_says_who_has_come_and_the_file_is_taken_in(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer = make_user(session, Role.PARTICIPATION_OFFICER)
    browser.sign_in(officer.email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/targets")
    page = browser.submit(page, young_person="80")
    text = page.get_text(" ", strip=True)
    assert "40 of 80 hoped for" in text
    assert "We need to know who lives here" in text

    page = browser.submit(
        browser.open(f"/staff/consultations/{consultation.id}/targets"), parent="many"
    )
    assert page.select_one("[role=alert]")


def test_a_file_of_the_population_is_taken_in_by_the_page(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer = make_user(session, Role.PARTICIPATION_OFFICER)
    browser.sign_in(officer.email, PASSWORD)
    page = browser.open("/staff/population")
    token = page.select_one("[name=csrf_token]")["value"]

    def send(text: bytes) -> str:
        file = (io.BytesIO(text), "people.csv")
        data = {"csrf_token": token, "file": file}
        answer = browser.client.post("/staff/population", data=data, follow_redirects=True)
        assert answer.status_code == 200
        return answer.text

    assert "Row 2, column area" in send(COUNTED.encode() + b"nowhere,13_15,5,Us,2026-06-30\n")
    assert "not a CSV file in UTF-8" in send(b"\xff\xfe\x00")
    assert "3 counts are in." in send(HERE.encode())


def test_somebody_who_did_not_say_where_they_live_is_in_no_area(session: Session) -> None:
    make_areas(session)
    consultation = make_consultation(session)
    for _ in range(30):
        make_submission(session, consultation)

    groups = watch(session, consultation, TODAY).areas

    assert groups[-1].label == "Did not say"
    assert groups[-1].replies == 30
