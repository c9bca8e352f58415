"""Codebooks are kept, used again, and go in and out as files."""

import io
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import BadFile, RuleBroken
from consult.people.rules import Role
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.models import Code, CodeExample, ThemeFromCode
from consult.themes.rules import ThemeStatus
from consult.themes.services.codebooks import (
    change_code,
    codebook_view,
    export_codebook,
    put_away_codebook,
)
from consult.themes.services.keeping_codebooks import import_codebook, keep_codebook
from consult.themes.services.using_codebooks import examples_of_codebooks, use_codebook
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

HEAD = "name,description,parent,example\n"
CSV = f"""{HEAD}Getting about,How people get about,,
Buses,Late or missing,Getting about,The bus never comes
Buses,,,No bus on Sunday
Night buses,After ten,Buses,
"""


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def me(session: Session) -> dict[str, Any]:
    return {"user_id": make_user(session).id, "now": NOW}


@pytest.fixture
def analyst(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    return browser


def test_only_what_may_be_quoted_becomes_an_example_and_is_gone_when_taken_back(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    said = [make_comment(session, consultation, f"The bus is late {n}") for n in range(2)]
    held = make_comment(session, consultation, "A bus and a secret")
    private = make_comment(session, consultation, "Do not quote me", may_quote=False)
    make_theme(session, consultation, name="Buses", comments=[*said, held, private])
    book = keep_codebook(session, consultation.id, "Buses 2027", **me)
    (code,) = codebook_view(session, book.id).codes
    assert set(code.examples) == {"The bus is late 0", "The bus is late 1", "A bus and a secret"}
    assert set(session.scalars(select(CodeExample.text))) == {None}, "a copy was kept"

    said[0].submission.withdrawn_on = TODAY
    session.commit()
    raise_concern(session, held.id, **me)
    (code,) = codebook_view(session, book.id).codes
    assert code.examples == ("The bus is late 1",)
    assert b"secret" not in export_codebook(session, book.id, "csv")


def test_only_confirmed_themes_are_kept_and_under_a_name_of_their_own(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    make_theme(session, consultation, name="Perhaps", confirmed=False)
    with pytest.raises(RuleBroken, match="Confirm a theme"):
        keep_codebook(session, consultation.id, "Mine", **me)
    for _ in range(2):
        make_theme(session, consultation, name="Buses")
    book = keep_codebook(session, consultation.id, "Mine", **me)
    assert [one.code.name for one in codebook_view(session, book.id).codes] == [
        "Buses",
        "Buses (2)",
    ]
    for name, why in (("Mine", "already"), (" ", "name"), ("x" * 500, "120")):
        with pytest.raises(RuleBroken, match=why):
            keep_codebook(session, consultation.id, name, **me)
        session.rollback()


def test_a_codebook_is_used_once_however_often_it_is_used(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", CSV.encode(), **me)
    there = make_theme(session, consultation, name="buses")
    made = use_codebook(session, book.id, consultation.id, **me)
    by_name = {theme.name: theme for theme in made}
    assert set(by_name) == {"Getting about", "Night buses"}
    assert {theme.status for theme in made} == {ThemeStatus.SUGGESTED}
    assert by_name["Night buses"].parent_id == by_name["Getting about"].id, "two levels at most"
    assert examples_of_codebooks(session, consultation.id) == {
        there.id: ("The bus never comes", "No bus on Sunday")
    }
    assert use_codebook(session, book.id, consultation.id, **me) == []

    services.suggest_themes(session, consultation.id, now=NOW)
    session.refresh(by_name["Night buses"])
    assert by_name["Night buses"].status is ThemeStatus.SUGGESTED, "the machine took it away"


def test_two_codes_may_be_one_theme(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", f"{HEAD}Parks,,,\nparks,,,\n".encode(), **me)
    there = make_theme(session, consultation, name="Parks")
    assert use_codebook(session, book.id, consultation.id, **me) == []
    links = session.scalars(select(ThemeFromCode.theme_id)).all()
    assert links == [there.id]


def test_each_theme_of_a_codebook_can_be_taken_back(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", CSV.encode(), **me)
    made = use_codebook(session, book.id, consultation.id, **me)
    acts = services.newest_acts(session, consultation.id)
    assert {view.act.theme for view in acts} == set(made)
    services.undo_act(session, consultation.id, acts[0].act.id, **me)
    assert made[-1].status is ThemeStatus.SET_ASIDE


def test_what_no_database_keeps_is_taken_out_of_a_file(
    session: Session, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", f"{HEAD}Bu\x00ses\x07,,,a\x00b\n".encode(), **me)
    (code,) = codebook_view(session, book.id).codes
    assert (code.code.name, code.examples) == ("Buses", ("ab",))


def test_a_theme_stands_where_the_one_above_it_was_merged_into(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    buses, travel, roads = (
        make_theme(session, consultation, name=name) for name in ("Buses", "Travel", "Roads")
    )
    services.nest_theme(session, buses.id, travel.id, **me)
    services.merge_themes(session, travel.id, roads.id, **me)
    book = keep_codebook(session, consultation.id, "Mine", **me)
    parents = {one.code.name: one.parent for one in codebook_view(session, book.id).codes}
    assert parents["Roads"] is None
    assert parents["Buses"] is not None
    assert parents["Buses"].name == "Roads"


def test_a_codebook_put_away_is_not_used(
    session: Session, consultation: Consultation, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", CSV.encode(), **me)
    put_away_codebook(session, book.id, is_away=True, **me)
    with pytest.raises(RuleBroken, match="put away"):
        use_codebook(session, book.id, consultation.id, **me)
    put_away_codebook(session, book.id, is_away=False, **me)
    assert use_codebook(session, book.id, consultation.id, **me)
    told = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told == [
        "import_codebook",
        "put_away_codebook",
        "bring_back_codebook",
        *["add_theme"] * 3,
        "use_codebook",
    ]


@pytest.mark.parametrize("kind", ["csv", "qdc"])
def test_what_goes_out_comes_back(session: Session, me: dict[str, Any], kind: str) -> None:
    book = import_codebook(session, "Old", CSV.encode(), **me)
    back = import_codebook(session, "New", export_codebook(session, book.id, kind), **me)
    before, after = codebook_view(session, book.id), codebook_view(session, back.id)
    assert [
        (one.code.name, one.code.description, one.parent and one.parent.name, one.examples)
        for one in before.codes
    ] == [
        (one.code.name, one.code.description, one.parent and one.parent.name, one.examples)
        for one in after.codes
    ]


def test_a_code_is_said_better_but_not_by_a_name_that_is_taken(
    session: Session, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", CSV.encode(), **me)
    codes = {one.code.name: one.code for one in codebook_view(session, book.id).codes}
    change_code(session, codes["Buses"].id, name="Late buses", description="Not trains", **me)
    with pytest.raises(RuleBroken, match="Another code"):
        change_code(session, codes["Buses"].id, name="Night buses", description="", **me)
    assert session.get_one(Code, codes["Buses"].id).description == "Not trains"


def test_what_is_no_utf_8_names_its_row(session: Session, me: dict[str, Any]) -> None:
    with pytest.raises(BadFile, match="Row 2"):
        import_codebook(session, "Old", b"name,description,parent,example\nCaf\xe9,,,\n", **me)


def test_a_broken_file_says_so_at_the_field_and_keeps_the_name(analyst: Browser) -> None:
    page = analyst.open("/staff/codebooks")
    broken = (io.BytesIO(b"name,description,parent,example\n,,,lost\n"), "old.csv")
    page = analyst.submit(page, name="Old themes", file=broken)
    assert "Row 2" in one(page, "#file-error").get_text()
    assert one(page, "#name")["value"] == "Old themes"
    page = analyst.submit(page, name="Old themes", file=(io.BytesIO(CSV.encode()), "old.csv"))
    assert one(page, "h1").get_text() == "Old themes"


def test_themes_are_kept_described_and_used_in_the_next_consultation(
    session: Session, analyst: Browser, consultation: Consultation
) -> None:
    comment = make_comment(session, consultation, "The bus is late")
    make_theme(session, consultation, name="Buses", comments=[comment])
    following = make_consultation(session)
    page = analyst.open(f"/staff/consultations/{consultation.id}/themes/codebook")
    page = analyst.submit(page, name="")
    assert "Write a name" in one(page, "#name-error").get_text()
    page = analyst.submit(page, name="Buses 2027")
    assert "1 theme, 1 example" in page.get_text()
    page = analyst.open(str(one(page, "h3 a")["href"]))
    page = analyst.submit(page, name="Buses", description="Late, dear or not there")
    assert "Late, dear or not there" in page.get_text()
    page = analyst.submit(page, consultation=str(following.id))
    assert analyst.path == f"/staff/consultations/{following.id}/themes"
    assert "Buses" in page.get_text()


def test_a_codebook_goes_out_as_a_file(
    session: Session, analyst: Browser, me: dict[str, Any]
) -> None:
    book = import_codebook(session, "Old", CSV.encode(), **me)
    for kind in ("csv", "qdc"):
        answer = analyst.client.get(f"/staff/codebooks/{book.id}/file/{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f".{kind}")
    assert analyst.client.get(f"/staff/codebooks/{book.id}/file/exe").status_code == 404
