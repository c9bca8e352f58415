"""The thread of the demo, walked by command; each link cut by hand is named, and each forgery."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult import cli
from consult.db import db_session
from consult.feedback import commands
from consult.web import commands as web_commands
from tests.county import County
from tests.feedback.threads import tear

KNOTS = ["comments", "themes", "evidence", "priorities", "decisions", "feedback"]

Run = Callable[..., Result]


@pytest.fixture
def run(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a copy of the county."""
    monkeypatch.setattr(commands, "ready_app", lambda: demo_app)
    monkeypatch.setattr(web_commands, "ready_app", lambda: demo_app)
    return lambda *arguments: CliRunner().invoke(cli.main, arguments)


@pytest.fixture
def session(demo_app: Flask) -> Session:
    return db_session()


def trace(run: Run, reference: str) -> dict[str, Any]:
    done = run("trace", reference, "--json")
    assert done.exit_code == 0, done.output
    thread: dict[str, Any] = json.loads(done.stdout)
    return thread


def test_somebodys_code_leads_the_whole_way(run: Run, county: County) -> None:
    thread = trace(run, county.receipt)
    assert list(thread) == [*KNOTS, "gaps"]
    assert thread["gaps"] == []
    for knot in KNOTS:
        assert thread[knot], f"no {knot}"
        for entry in thread[knot]:
            assert entry["id"]
            assert entry["text"]
            assert entry["when"][:4].isdigit()


def test_every_knot_leads_back_to_the_words(run: Run, county: County) -> None:
    thread = trace(run, county.receipt)
    words = thread["comments"][0]
    for knot in ("decisions", "evidence", "themes", "comments"):
        back = trace(run, thread[knot][0]["id"])
        assert back["gaps"] == [], knot
        assert words in back["comments"], knot
        assert all(back[other] for other in KNOTS), knot


def test_each_decision_people_were_told_of_is_whole(run: Run, session: Session) -> None:
    told = session.scalars(text("SELECT decision_id FROM feedback ORDER BY id")).all()
    assert len(told) == 3
    for decision in told:
        assert trace(run, f"decision:{decision}")["gaps"] == []


CUTS = [
    ("comment", "id = {comments}", "code", "No words are left here"),
    ("comment", "id = {comments}", "decisions", "comment:{comments} is linked to but is not on"),
    ("submission", "id = {submission}", "decisions", "comment:{comments} is linked to but is not"),
    ("coding", "comment_id = {comments}", "code", "comment:{comments} is in no theme"),
    ("coding", "theme_id = {themes}", "decisions", "theme:{themes}, “{name}”, holds no comment"),
    ("theme", "id = {themes}", "decisions", "theme:{themes} is linked to but is not on record"),
    ("evidence_theme", "theme_id = {themes}", "code", "No evidence rests on theme:{themes}"),
    ("evidence_theme", "evidence_id = {evidence}", "decisions", "{evidence} rests on no theme"),
    ("evidence", "id = {evidence}", "code", "evidence:{evidence} is linked to but is not on"),
    ("evidence", "id = {evidence}", "decisions", "evidence:{evidence} is linked to but is not on"),
    ("decision_evidence", "evidence_id = {evidence}", "code", "the link to it is missing"),
    ("decision_evidence", "evidence_id = {evidence}", "decisions", "the link to it is missing"),
    ("decision", "id = {decisions}", "code", "decision:{decisions} is linked to but is not on"),
    ("agenda_item", "id = {item}", "code", "decision:{decisions} belongs to no meeting on record"),
    ("commitment", "decision_id = {decisions}", "code", "no organisation has promised anything"),
    ("feedback", "decision_id = {decisions}", "code", "Nothing has been published about"),
    ("priority", "id = {priorities}", "code", "priority:{priorities} is linked to but is not on"),
    ("priority", "id = {priorities}", "decisions", "priority:{priorities} is linked to but is not"),
]


@pytest.mark.parametrize(
    ("table", "where", "taken_up", "gap"), CUTS, ids=[f"{cut[0]}-{cut[2]}" for cut in CUTS]
)
def test_a_link_cut_by_hand_is_named(
    run: Run, session: Session, county: County, table: str, where: str, taken_up: str, gap: str
) -> None:
    thread = trace(run, county.receipt)
    ids = {knot: thread[knot][0]["id"].partition(":")[2] for knot in KNOTS}
    ids["item"] = found(session, "agenda_item_id", "decision", ids["decisions"])
    ids["submission"] = found(session, "submission_id", "comment", ids["comments"])
    reference = county.receipt if taken_up == "code" else thread[taken_up][0]["id"]

    tear(session, table, where.format(**ids))

    gaps = trace(run, reference)["gaps"]
    named = gap.format(name=thread["themes"][0]["text"], **ids)
    assert any(named in each for each in gaps), gaps


def found(session: Session, column: str, table: str, at: str) -> str:
    return str(session.scalar(text(f"SELECT {column} FROM {table} WHERE id = {at}")))


def test_the_audit_of_the_county_holds(run: Run) -> None:
    done = run("audit", "verify")
    assert done.exit_code == 0
    assert "The audit holds" in done.stdout


def test_an_entry_forged_by_hand_is_named(run: Run, session: Session) -> None:
    forge(session, "audit_entry", "UPDATE audit_entry SET actor = 'user:1000' WHERE id = 40")

    done = run("audit", "verify")

    assert done.exit_code == 1
    assert done.stderr.startswith("Entry 40 (")
    assert "was changed after it was made" in done.stderr


def test_an_entry_torn_out_is_named(run: Run, session: Session) -> None:
    tear(session, "audit_entry", "id = 40")

    done = run("audit", "verify")

    assert done.exit_code == 1
    assert "Entry 40 is missing" in done.stderr


def forge(session: Session, table: str, statement: str) -> None:
    """Change a row past its triggers, as only a vandal would."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    else:
        chosen = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        for name in session.scalars(chosen, {"table": table}).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    session.execute(text(statement))
    session.commit()
