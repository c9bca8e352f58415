"""Anonymity that was not, in other systems: each failure replayed here.

The numbers are those of the reports in the open.
"""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Date, DateTime, Integer, inspect, select
from sqlalchemy.orm import Session

from consult.db import Base, UtcDateTime, db
from consult.respond import services as respond
from consult.respond.models import AccessCard, Answer, Comment, Draft, EntryLink, Submission
from consult.respond.rules import LinkKind, Way
from consult.respond.services.replying import forget_old_drafts
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import NOW, TODAY, make_areas, make_consultation, version_for
from tests.page import Browser
from tests.respond.reaching import STAFF, end, make_cards, make_setting, make_way
from tests.servers import SECRET

KEPT_WITH_ANSWERS = (Submission, Answer, Comment)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def answered_with(session: Session, consultation: Consultation, code: str) -> None:
    """Answer with a card, up to the end."""
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    card = respond.card_of(session, SECRET, code)
    way = Way(link_id=card.link_id, card_id=card.id)
    respond.start_reply(session, SECRET, f"phone {code}", published, today=TODAY, way=way)
    respond.receive_submission(session, SECRET, f"phone {code}", today=TODAY)


def everything_stored() -> dict[str, str]:
    """Return every row of every table, as one text a table."""
    with db.engine.connect() as connection:
        return {
            name: str(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())
            for name in inspect(db.engine).get_table_names()
        }


def test_limesurvey_2091_the_token_of_an_anonymous_survey_is_stored_nowhere(
    session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    answered_with(session, consultation, code)
    held = [name for name, rows in everything_stored().items() if code in rows]
    assert held == []


def test_limesurvey_14302_no_column_of_an_answer_leads_to_an_invitation() -> None:
    invitations = {"entry_link", "access_card", "setting", "arrival", "user_account", "draft"}
    for table in KEPT_WITH_ANSWERS:
        pointed = {key.column.table.name for key in table.__table__.foreign_keys}
        assert not pointed & invitations, table.__tablename__
    for name in ("access_card", "entry_link", "arrival", "setting"):
        pointed = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert "submission" not in pointed, name


def test_limesurvey_4389_no_setting_of_staff_makes_answers_less_anonymous(
    session: Session, consultation: Consultation
) -> None:
    """There, anonymity was lost when a survey was activated from the participants' page."""
    before = set(Submission.__table__.columns.keys())
    for only in (True, False):
        respond.ask_for_codes(session, consultation.id, only=only, actor=STAFF, now=NOW)
        for kind in (LinkKind.CARDS, LinkKind.CLOSED, LinkKind.CLASS):
            make_way(session, consultation, kind, audience=None)
        for code in make_cards(session, consultation, 2):
            answered_with(session, consultation, code)
    kept = session.execute(
        select(Submission.route, Submission.setting_kind, Submission.sent_on)
    ).all()
    assert len(set(kept)) == 1, "somebody's answers can be told from another's by how they came"
    assert set(Submission.__table__.columns.keys()) == before


def test_limesurvey_5071_no_time_finer_than_a_day_is_left_with_an_answer() -> None:
    columns = [column for table in KEPT_WITH_ANSWERS for column in table.__table__.columns]
    fine = [c for c in columns if isinstance(c.type, DateTime | UtcDateTime)]
    assert fine == []
    days = {c.name for c in columns if isinstance(c.type, Date)}
    assert days <= {"sent_on", "withdrawn_on", "given_on", "changed_on", "taken_back_on"}
    whole = {c.name for c in columns if isinstance(c.type, Integer)}
    assert not [name for name in whole if re.search(r"minute|second|_at$|time", name)]


def test_limesurvey_5071_a_card_or_a_link_keeps_no_time_of_use() -> None:
    for table in (AccessCard, EntryLink):
        kinds = {column.name: column.type for column in table.__table__.columns}
        assert not [n for n, kind in kinds.items() if isinstance(kind, DateTime | UtcDateTime)]
    assert "used_on" not in AccessCard.__table__.columns


def test_eusurvey_324_nothing_is_left_to_reveal_when_somebody_changes_the_settings(
    session: Session, consultation: Consultation
) -> None:
    """There, anonymity could be switched off after the answers had come in."""
    setting = make_setting(session)
    link = make_way(session, consultation, setting=setting)
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    way = respond.way_through(link)
    respond.start_reply(session, SECRET, "phone", published, today=TODAY, way=way)
    assert session.scalars(select(Draft.link_id)).one() == link.id
    respond.receive_submission(session, SECRET, "phone", today=TODAY)

    assert session.scalars(select(Draft)).all() == []
    end(session, link)
    respond.ask_for_codes(session, consultation.id, only=True, actor=STAFF, now=NOW)
    row = session.execute(select(Submission.__table__)).mappings().one()
    assert link.code not in str(row)
    assert setting.name not in str(row)


def test_go_vocal_9231_no_export_can_hold_what_was_never_asked() -> None:
    """There, names and emails stood in every export until somebody took them out."""
    asked = {column.name for table in KEPT_WITH_ANSWERS for column in table.__table__.columns}
    personal = r"e?mail|phone|address|^ip|agent|surname|first_name|birth|postcode|token|cookie"
    assert not [name for name in asked if re.search(personal, name)]


def test_formbricks_8895_there_is_no_switch_for_anonymity() -> None:
    columns = {column.name for column in Consultation.__table__.columns}
    assert not [name for name in columns if "anonym" in name]


def test_the_pages_of_an_answer_carry_no_code_of_a_card(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    browser = Browser(app.test_client())
    page = browser.submit(browser.submit(browser.open("/j"), code=code))
    while page.select("main form button[name=skip]"):
        assert code not in str(page)
        assert code not in browser.path
        page = browser.submit(page, press="skip")
    assert code not in str(browser.submit(page))


def test_a_card_left_unfinished_is_free_again_when_its_reply_is_forgotten(
    session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    card = respond.card_of(session, SECRET, code)
    way = Way(link_id=card.link_id, card_id=card.id)
    respond.start_reply(session, SECRET, "phone", published, today=TODAY, way=way)
    forget_old_drafts(session, TODAY + timedelta(days=8))
    assert respond.card_of(session, SECRET, code).id == card.id
