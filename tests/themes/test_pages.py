"""The pages on which analysts check themes and read the comments behind every count."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.clock import now
from consult.jobs import Job, JobState, run_next
from consult.people.rules import Role
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes import services
from consult.themes.models import Coding, Theme
from consult.themes.rules import ThemeStatus
from tests.builders import PASSWORD, make_comment, make_consultation, make_theme, make_user
from tests.page import Browser, one
from tests.themes.words import say

SUGGEST = "form[action$='/suggest']"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def themes(consultation: Consultation) -> str:
    return f"/staff/consultations/{consultation.id}/themes"


@pytest.fixture
def analyst(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    return browser


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_from_no_themes_to_a_confirmed_one(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    say(session, consultation)
    page = analyst.open(themes)
    assert "No themes yet" in text_of(page)
    page = analyst.submit(page, form=SUGGEST)
    assert analyst.path == f"{themes}/progress"
    assert "waits for its turn" in text_of(page)
    assert run_next(session, "worker", clock=now)
    page = analyst.open(f"{themes}/progress")
    assert "has read all comments" in text_of(page)
    page = analyst.open(themes)
    cards = page.select("ol.themes > li")
    assert len(cards) >= 3
    assert "Suggested" in cards[0].get_text()
    assert "Tone" in cards[0].get_text()
    assert "a hint, no measure" in text_of(page)
    page = analyst.open(str(one(cards[0], "h3 a")["href"]))
    assert len(page.select("ul.cmts > li")) == 10
    page = analyst.submit(page, form="form[action$='/confirm']", **{"name-name": "Going home"})
    assert "The theme is confirmed" in text_of(page)
    assert one(page, "h2#th").get_text() == "Going home"
    confirmed = analyst.open(f"{themes}?show=confirmed")
    assert [link.get_text() for link in confirmed.select("ol.themes h3 a")] == ["Going home"]


def test_asking_again_while_the_machine_reads_changes_nothing(
    session: Session, analyst: Browser, themes: str
) -> None:
    for _ in range(2):
        analyst.submit(analyst.open(themes), form=SUGGEST)
    assert session.scalar(select(func.count(Job.id))) == 1


def test_a_failed_reading_says_so_in_plain_words(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    analyst.submit(analyst.open(themes), form=SUGGEST)
    job = session.scalars(select(Job)).one()
    job.state, job.problem = JobState.FAILED, "It did not work: KeyError('x')"
    session.commit()
    page = analyst.open(f"{themes}/progress")
    assert "nothing was changed" in text_of(page)
    assert "KeyError" not in text_of(page)


def test_nobody_asked_yet(analyst: Browser, themes: str) -> None:
    assert "Nobody has asked" in text_of(analyst.open(f"{themes}/progress"))


def test_a_few_people_are_never_counted_out(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    few = [make_comment(session, consultation, f"Bus {n}") for n in range(3)]
    many = [make_comment(session, consultation, f"Park {n}") for n in range(6)]
    parent = make_comment(session, consultation, "Parent", audience=Audience.PARENT)
    make_theme(session, consultation, name="Few", comments=few)
    make_theme(session, consultation, name="Many", comments=[*many, parent])
    page = analyst.open(themes)
    cards = {one(card, "h3").get_text(): text_of(card) for card in page.select("ol.themes > li")}
    assert "fewer than 5" in cards["Few"]
    assert "7 said it" in cards["Many"]
    assert "%" not in cards["Many"], "a percentage of fewer than 20"
    assert "3" not in cards["Few"]
    page = analyst.open(str(one(page, "ol.themes h3 a:-soup-contains(Many)")["href"]))
    assert "Parent or carer fewer than 5" in text_of(one(page, "#opened"))


def test_counts_among_one_audience_lead_to_its_comments(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    young = [make_comment(session, consultation, f"Young {n}") for n in range(6)]
    parents = [
        make_comment(session, consultation, f"Parent {n}", audience=Audience.PARENT)
        for n in range(5)
    ]
    make_theme(session, consultation, comments=[*young, *parents])
    page = analyst.open(f"{themes}?who=parent&who=nonsense")
    assert "5 said it" in text_of(one(page, "ol.themes > li"))
    page = analyst.open(str(one(page, "ol.themes h3 a")["href"]))
    assert len(page.select("ul.cmts > li")) == 5
    assert "Young" not in text_of(one(page, "ul.cmts")).replace("Young person", "")


def test_a_comment_shows_audience_and_age_band_but_no_place(
    session: Session, analyst: Browser, consultation: Consultation
) -> None:
    comment = make_comment(session, consultation, age_band="13_15", area_key="saltby")
    theme = make_theme(session, consultation, comments=[comment])
    page = analyst.open(f"/staff/themes/{theme.id}")
    assert [tag.get_text() for tag in page.select(".chips .tag")] == [
        "Young person",
        "Age 13 to 15",
    ]
    assert "saltby" not in str(one(page, "main")).casefold()


def test_long_lists_come_in_pages_of_fifty(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    for n in range(52):
        make_comment(session, consultation, f"Comment {n}")
    page = analyst.open(f"{themes}/unplaced")
    assert len(page.select("ul.cmts > li")) == 50
    page = analyst.open(str(one(page, "a[rel=next]")["href"]))
    assert len(page.select("ul.cmts > li")) == 2
    for odd in ("0", "-1", "x", "9" * 5000, "99"):
        analyst.open(f"{themes}/unplaced?page={odd}")


def test_every_act_is_listed_fifty_at_a_time_and_can_be_undone(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    assert "Nobody has done anything" in text_of(analyst.open(f"{themes}?acts=all"))
    me = make_user(session).id
    theme = make_theme(session, consultation, name="Buses 0")
    for n in range(1, 53):
        services.rename_theme(session, theme.id, f"Buses {n}", user_id=me, now=now())
    services.set_aside_theme(session, theme.id, user_id=me, now=now())
    undo = "form[action*='/undo/']"
    page = analyst.open(themes)
    assert len(page.select(undo)) == 6
    link = next(one for one in page.select("#opened a") if "All that was done" in one.get_text())
    page = analyst.open(str(link["href"]).partition("#")[0])
    assert len(page.select(undo)) == 50
    page = analyst.open(str(one(page, "a[rel=next]")["href"]).partition("#")[0])
    assert len(page.select(undo)) == 3
    page = analyst.submit(page, form=undo)
    assert "Undo the newer act first" in text_of(page)


def test_comments_move_to_a_theme_a_new_one_or_none(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    comments = [make_comment(session, consultation, f"Comment {n}") for n in range(3)]
    theme = make_theme(session, consultation, name="Parks")
    ids = [str(comment.id) for comment in comments]
    unplaced = analyst.open(f"{themes}/unplaced")
    move = {"form": "form:has(.cmts)", "move-comments": ids[:2], "move-to": str(theme.id)}
    page = analyst.submit(unplaced, **move)
    assert "The comments are moved" in text_of(page)
    assert len(page.select("ul.cmts > li")) == 1

    page = analyst.open(f"/staff/themes/{theme.id}")
    new = {"move-comments": ids[:1], "move-to": "new", "move-name": "Slides"}
    analyst.submit(page, form="form:has(.cmts)", **new)
    slides = session.scalars(select(Theme).where(Theme.name == "Slides")).one()
    assert services.placements(session, consultation.id)[comments[0].id] == (slides.id,)

    page = analyst.open(f"/staff/themes/{theme.id}")
    none = {"move-comments": ids[1:2], "move-to": "none"}
    analyst.submit(page, form="form:has(.cmts)", **none)
    assert services.placements(session, consultation.id)[comments[1].id] == ()

    page = analyst.open(f"{themes}/unplaced")
    other = {"move-comments": ids[2:], "move-to": "new", "move-name": "Swings"}
    analyst.submit(page, form="form:has(.cmts)", **other)
    assert session.scalar(select(Theme.status).where(Theme.name == "Swings")) == "confirmed"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tick the comments first"),
        ({"move-to": "THEME"}, "Tick the comments first"),
        ({"move-comments": "ID"}, "Choose where the comments go"),
        ({"move-comments": "ID", "move-to": "999"}, "Choose where the comments go"),
        ({"move-comments": "ID", "move-to": "x" * 100_000}, "Choose where the comments go"),
        ({"move-comments": "x", "move-to": "THEME"}, "Tick comments from this page only"),
        ({"move-comments": "9" * 5000, "move-to": "none"}, "Tick comments from this page only"),
        ({"move-comments": "ID", "move-to": "new"}, "Give the new theme a name"),
        ({"move-comments": "ID", "move-to": "new", "move-name": "x" * 100_000}, "120 characters"),
        (
            {"move-comments": "ID", "move-to": "THEME", "move-csrf_token": "stale"},
            "open for a long time",
        ),
    ],
)
def test_a_move_that_cannot_be_keeps_what_was_chosen(
    session: Session,
    analyst: Browser,
    consultation: Consultation,
    themes: str,
    typed: dict[str, str],
    said: str,
) -> None:
    comment = make_comment(session, consultation)
    theme = make_theme(session, consultation)
    real = {"ID": str(comment.id), "THEME": str(theme.id)}
    answers: dict[str, Any] = {name: real.get(value, value) for name, value in typed.items()}
    page = analyst.submit(analyst.open(f"{themes}/unplaced"), form="form:has(.cmts)", **answers)
    assert said in text_of(one(page, ".errors"))
    assert page.title is not None
    assert page.title.get_text().startswith("Error:")
    assert bool(page.select("input[type=checkbox][name=move-comments][checked]")) == (
        answers.get("move-comments") == str(comment.id)
    )
    assert session.scalar(select(func.count(Coding.id))) == 0


def test_a_comment_of_another_consultation_is_not_moved(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    make_comment(session, consultation)
    foreign = make_comment(session, make_consultation(session))
    page = analyst.open(f"{themes}/unplaced")
    chosen = {"move-comments": str(foreign.id), "move-to": "none"}
    page = analyst.submit(page, form="form:has(.cmts)", status=404, **chosen)
    assert "not here any more" in text_of(page)
    assert session.scalar(select(func.count(Coding.id))) == 0


def test_merging_setting_aside_and_bringing_back(
    session: Session, analyst: Browser, consultation: Consultation, themes: str
) -> None:
    one_theme = make_theme(session, consultation, name="Buses")
    other = make_theme(session, consultation, name="Late buses")
    page = analyst.open(f"/staff/themes/{other.id}")
    page = analyst.submit(page, form="form[action$='/merge']", **{"merge-into": str(one_theme.id)})
    assert analyst.path == f"/staff/themes/{one_theme.id}"
    assert "part of Buses now" in text_of(analyst.open(f"/staff/themes/{other.id}"))
    page = analyst.submit(page, form="form[action$='/set-aside']")
    assert "set aside" in text_of(page)
    assert "Set aside (1)" in text_of(analyst.open(themes))
    page = analyst.submit(page, form="form[action$='/confirm']")
    assert "The theme is confirmed" in text_of(page)


def test_only_renaming_keeps_a_suggestion_a_suggestion(
    session: Session, analyst: Browser, consultation: Consultation
) -> None:
    theme = make_theme(session, consultation, confirmed=False)
    page = analyst.open(f"/staff/themes/{theme.id}")
    button = one(page, "#opened button[formaction]")
    form = one(page, "#opened form:has(button[formaction])")
    form["action"] = button["formaction"]
    rename = "#opened form:has(button[formaction])"
    page = analyst.submit(page, form=rename, **{"name-name": "Trains"})
    assert one(page, "h2#th").get_text() == "Trains"
    session.expire_all()
    assert (theme.name, theme.status) == ("Trains", ThemeStatus.SUGGESTED)


@pytest.mark.parametrize(
    ("form", "typed", "said"),
    [
        ("confirm", {"name-name": ""}, "Give the theme a name"),
        ("confirm", {"name-name": "  "}, "Give the theme a name"),
        ("confirm", {"name-name": "x" * 100_000}, "120 characters or fewer"),
        ("confirm", {"name-csrf_token": "stale"}, "open for a long time"),
        ("merge", {}, "Choose a theme to merge into"),
        ("merge", {"merge-into": "999"}, "Choose a theme to merge into"),
        ("merge", {"merge-into": "x" * 100_000}, "Choose a theme to merge into"),
        ("merge", {"merge-csrf_token": ""}, "open for a long time"),
        ("set-aside", {"csrf_token": "stale"}, "open for a long time"),
    ],
)
def test_what_is_mistyped_about_a_theme_changes_nothing(
    session: Session,
    analyst: Browser,
    consultation: Consultation,
    form: str,
    typed: dict[str, str],
    said: str,
) -> None:
    theme = make_theme(session, consultation, name="Buses", confirmed=False)
    page = analyst.open(f"/staff/themes/{theme.id}")
    page = analyst.submit(page, form=f"form[action$='/{form}']", **typed)
    assert said in text_of(one(page, ".errors"))
    assert one(page, "h2#th").get_text() == "Buses"
    session.expire_all()
    assert theme.status is ThemeStatus.SUGGESTED
    if "name-name" in typed:
        assert one(page, "input[name=name-name]")["value"] == typed["name-name"]


def test_a_theme_merged_by_somebody_else_meanwhile(
    session: Session, analyst: Browser, consultation: Consultation
) -> None:
    theme, into = make_theme(session, consultation), make_theme(session, consultation)
    page = analyst.open(f"/staff/themes/{theme.id}")
    user = make_user(session)
    services.merge_themes(session, theme.id, into.id, user_id=user.id, now=now())
    page = analyst.submit(page, form="form[action$='/set-aside']")
    assert "part of another one now" in text_of(one(page, ".errors"))


def test_adding_a_theme(session: Session, analyst: Browser, themes: str) -> None:
    page = analyst.open(f"{themes}/new")
    for bad, said in (("", "Give the theme a name"), ("x" * 100_000, "120 characters")):
        page = analyst.submit(page, name=bad)
        assert said in text_of(one(page, ".errors"))
    page = analyst.submit(page, name="Young carers")
    assert one(page, "h2#th").get_text() == "Young carers"
    assert "No comments here" in text_of(page)


def test_suggesting_without_a_fresh_token_asks_nothing(
    session: Session, analyst: Browser, themes: str
) -> None:
    stale = {"suggest-csrf_token": "stale"}
    page = analyst.submit(analyst.open(themes), form=SUGGEST, **stale)
    assert "open for a long time" in text_of(page)
    assert session.scalar(select(func.count(Job.id))) == 0


def test_there_is_no_such_theme_or_consultation(analyst: Browser) -> None:
    for number in ("99", str(2**31 - 1), str(2**80)):
        analyst.open(f"/staff/themes/{number}", status=404)
        for tail in ("", "/new", "/unplaced", "/progress"):
            analyst.open(f"/staff/consultations/{number}/themes{tail}", status=404)


def test_only_those_who_read_words_open_these_pages(
    session: Session, browser: Browser, consultation: Consultation, themes: str
) -> None:
    theme = make_theme(session, consultation)
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)
    for path in (themes, f"{themes}/unplaced", f"/staff/themes/{theme.id}"):
        browser.open(path, status=403)
