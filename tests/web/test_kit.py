"""The shared parts of pages: valid, labelled, within the strict content policy, and small."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import html5lib
import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from consult.web.display import Look
from consult.web.languages import PageLanguage

TOP = Path(__file__).parents[2]
TEMPLATES = TOP / "templates"
CSS = TOP / "static" / "css"
KIT = Path(__file__).parent / "kit"

FIRST_PAGE_BYTES = 14_000
LATER_PAGE_BYTES = 6_000
STYLE_BYTES = 12_000

ENVIRONMENT = Environment(
    loader=FileSystemLoader([TEMPLATES, KIT]),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=False,
    extensions=["jinja2.ext.i18n"],
)
ENVIRONMENT.install_null_translations(newstyle=True)
ENVIRONMENT.globals |= {
    "url_for": lambda endpoint, filename: f"/{endpoint}/{filename}",
    "csrf_token": lambda: "token",
    "get_flashed_messages": lambda: ["Saved."],
    "page_language": lambda: PageLanguage("en", "ltr"),
    "page_look": Look,
}

SCALE = [
    {"key": str(number), "label": label}
    for number, label in enumerate(["Not at all", "Not very", "In the middle", "Mostly", "Very"], 1)
] + [{"key": "not_sure", "label": "I am not sure"}]
OPTIONS = [{"key": key, "label": f"More {key} near me"} for key in ("buses", "lights", "clubs")]
AREAS = [{"key": "saltby", "label": "Saltby"}, {"key": "fleet", "label": "Fleet Harbour"}]
NOTHING: dict[str, Any] = {"choices": [], "text": "", "other": "", "ranks": []}

QUESTIONS: list[dict[str, Any]] = [
    {"type": "single", "options": OPTIONS, "other": True},
    {"type": "several", "options": OPTIONS, "most": 2, "other": True},
    {"type": "faces", "options": SCALE},
    {"type": "agree", "options": SCALE},
    {"type": "top3", "options": OPTIONS},
    {"type": "short_text", "max_length": 80},
    {"type": "long_text", "max_length": 500},
    {"type": "yes_no", "options": OPTIONS[:2]},
    {"type": "age_band", "options": OPTIONS},
    {"type": "area"},
]


class EveryField(Form):
    """One field of every kind."""

    token = HiddenField()
    email = EmailField("Your email", [InputRequired("Write your email")], description="We reply.")
    amount = IntegerField("How many?", [Optional()])
    message = TextAreaField("Message", [Length(max=3, message="That is too long")])
    priority = SelectField(
        "Priority", choices=[SelectChoice("p1", "Home"), SelectChoice("p2", "Us")], default="p2"
    )
    due = DateField("By when", [Optional()])
    paper = FileField("Paper", [Optional()])
    reply = RadioField(
        "Shall we reply?",
        [InputRequired("Say if we may reply")],
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
    )
    topics = SelectMultipleField(
        "Topics", choices=[SelectChoice("a", "Plan"), SelectChoice("b", "Survey")]
    )
    agree = BooleanField("I have read this", [InputRequired("Tick the box")], description="All.")
    name = StringField("Name")


def filled(*, wrong: bool = False) -> EveryField:
    """Return the form as first shown, or as it comes back with mistakes in it."""
    form = EveryField(message="far too long" if wrong else "", topics=["a"])
    if wrong:
        form.validate()
        form.form_errors.append("The survey has closed.")
    return form


def question(kind: dict[str, Any]) -> dict[str, Any]:
    """Return a whole question of this kind."""
    return {"key": f"about_{kind['type']}", "title": f"A question, {kind['type']}?"} | kind


def gallery(name: str, **context: Any) -> str:
    """Render one page of the gallery."""
    common = {
        "site_name": "Saltshire Children’s Trust",
        "nav": [
            SimpleNamespace(label="Overview", url="/staff", current=True, count=None),
            SimpleNamespace(label="Safeguarding", url="/checks", current=False, count=3),
        ],
        "signed_in": SimpleNamespace(name="Priya Nair", role_label="participation officer"),
        "steps": [
            SimpleNamespace(title="You said it", text="", when="March", state="done"),
            SimpleNamespace(title="We read it", text="All of it", when="Now", state="now"),
            SimpleNamespace(title="The board decides", text="", when="14 May", state="next"),
        ],
        "groups": [("g1", "Young people (1,284)"), ("g2", "Parents (438)")],
        "rows": [
            {
                "label": "Bus stops should be lit",
                "cells": [{"percent": 64, "text": "64%"}, {"percent": None, "text": "hidden"}],
            }
        ],
    }
    return ENVIRONMENT.get_template(name).render(common | context)


def asked(kind: dict[str, Any], error: str = "", **value: Any) -> str:
    """Render the page that asks one question."""
    return gallery(
        "question.html", question=question(kind), value=NOTHING | value, areas=AREAS, error=error
    )


def pages() -> Iterator[tuple[str, str]]:
    """Yield every page of the gallery with its name."""
    for wrong in (False, True):
        for name in ("respond.html", "staff.html"):
            yield f"{name} {wrong=}", gallery(name, form=filled(wrong=wrong))
    for kind in QUESTIONS:
        yield kind["type"], asked(kind)
        yield (
            kind["type"] + " wrong",
            asked(
                kind, "Choose one.", choices=["lights", "other"], text="x" * 503, ranks=["lights"]
            ),
        )
    yield "problem", gallery("errors/problem.html", message="It has closed.", status=409)


def weight(text: str | bytes) -> int:
    """Return how many bytes cross the wire."""
    return len(brotli.compress(text.encode() if isinstance(text, str) else text))


GALLERY = dict(pages())


@pytest.fixture(params=GALLERY.items(), ids=lambda entry: entry[0])
def page(request: pytest.FixtureRequest) -> str:
    """Each page of the gallery in turn."""
    return str(request.param[1])


def test_pages_are_valid_html(page: str) -> None:
    parser = html5lib.HTMLParser(strict=True)

    assert parser.parse(page) is not None


def test_ids_are_unique_and_all_that_is_referred_to_is_there(page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    described = [
        name
        for attribute in ("aria-describedby", "aria-labelledby")
        for tag in soup.select(f"[{attribute}]")
        for name in str(tag[attribute]).split()
    ]
    linked = [str(tag["href"])[1:] for tag in soup.select("a[href^='#']")]

    assert [name for name, times in ids.items() if times > 1] == []
    assert set(described + linked) <= set(ids)


def test_nothing_needs_a_looser_content_policy(page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")

    inline = "[style], style, script:not([src^='/static/js/']), [onclick], [src^='data:']"
    assert soup.select(inline) == []


def test_every_control_has_one_label_and_every_label_a_control(page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")
    ids = {str(tag["id"]) for tag in soup.select("input, select, textarea") if tag.get("id")}
    controls = soup.select("input:not([type=hidden]), select, textarea")

    assert all(
        label.select("input") or str(label.get("for")) in ids for label in soup.select("label")
    )
    assert all(
        tag.find_parent("label") or soup.select(f"label[for='{tag.get('id')}']") for tag in controls
    )


def test_each_page_has_one_main_heading_and_the_way_to_help(page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")

    assert len(soup.select("h1")) == 1
    assert len(soup.select("main")) == 1
    assert soup.select("a[href='/help']")
    assert soup.select("a[href='/accessibility']")


def test_title_says_first_that_something_is_wrong() -> None:
    for name, page in GALLERY.items():
        [title] = BeautifulSoup(page, "html.parser").select("title")
        wrong = name.endswith((" wrong", "wrong=True"))
        assert title.get_text().startswith("Error: ") is wrong, name


def test_summary_repeats_each_error_and_leads_to_its_question() -> None:
    soup = BeautifulSoup(GALLERY["staff.html wrong=True"], "html.parser")

    links = {str(link["href"]): link.get_text() for link in soup.select(".errors a")}

    assert links == {
        "#email": "Write your email",
        "#message": "That is too long",
        "#reply": "Say if we may reply",
        "#agree": "Tick the box",
    }
    assert "The survey has closed." in soup.select(".errors")[0].get_text()
    for target, sentence in links.items():
        assert sentence in soup.select(f"{target}-error")[0].get_text()


def test_what_was_answered_is_still_there() -> None:
    several = BeautifulSoup(asked(QUESTIONS[1], choices=["other"], other="A <b>"), "html.parser")
    ranked = BeautifulSoup(asked(QUESTIONS[4], ranks=["clubs", "buses"]), "html.parser")
    written = BeautifulSoup(asked(QUESTIONS[6], text="\nTwo\nlines"), "html.parser")

    assert [tag["value"] for tag in several.select("[checked]")] == ["other"]
    assert several.select("[name=other]")[0]["value"] == "A <b>"
    assert {str(tag["name"]): tag["value"] for tag in ranked.select("[checked]")} == {
        "r1": "clubs",
        "r2": "buses",
    }
    assert written.select("textarea")[0].get_text() == "\n\nTwo\nlines"


def test_the_longest_text_is_never_cut_by_the_browser() -> None:
    soup = BeautifulSoup(GALLERY["staff.html wrong=True"], "html.parser")

    assert soup.select("[maxlength], [required]") == []
    assert soup.select("textarea")[0].get_text().strip() == "far too long"


def test_every_macro_is_used() -> None:
    defined: Counter[str] = Counter()
    called: Counter[str] = Counter()
    for path in [*TEMPLATES.rglob("*.html"), *KIT.glob("*.html")]:
        tree = ENVIRONMENT.parse(path.read_text("utf-8"))
        if "_parts" in path.parts:
            defined.update(macro.name for macro in tree.find_all(nodes.Macro))
        called.update(
            call.node.name
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name)
        )

    assert set(defined) - set(called) == set()


def test_styles_and_pages_stay_small_enough_for_a_slow_phone() -> None:
    styles = sum(weight((CSS / name).read_bytes()) for name in ("tokens.css", "respond.css"))
    icon = weight((TOP / "static" / "img" / "favicon.svg").read_bytes())
    later = max(weight(GALLERY[kind["type"]]) for kind in QUESTIONS)

    assert styles <= STYLE_BYTES
    assert styles + icon + weight(GALLERY["respond.html wrong=False"]) <= FIRST_PAGE_BYTES
    assert later <= LATER_PAGE_BYTES
