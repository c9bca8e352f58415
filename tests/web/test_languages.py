"""The words of the respondent pages in every language we offer: whole, sound, unchecked."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from consult.survey.rules import ENGLISH, LANGUAGES, RIGHT_TO_LEFT
from consult.web.languages import page_language, speak
from tests.page import Browser, one

TOP = Path(__file__).parents[2]
TRANSLATIONS = TOP / "consult" / "translations"
KEYWORDS = "in_any_language _l AnswerRefused FileRefused NoReply SurveyClosed"
OTHERS = [code for code in LANGUAGES if code != ENGLISH]
PLACE = re.compile(r"%\(\w+\)s")
each_language = pytest.mark.parametrize("language", OTHERS)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> set[object]:
    """Return every text that templates and code want translated."""
    file = tmp_path_factory.mktemp("words") / "messages.pot"
    asked = ["-q", "extract", "-F", str(TOP / "pyproject.toml"), "--ignore-dirs=.*"]
    CommandLineInterface().run(["pybabel", *asked, "-k", KEYWORDS, "-o", str(file), str(TOP)])
    return set(texts(read(file)))


def read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def catalogue(language: str) -> Catalog:
    return read(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po", language)


def texts(catalog: Catalog) -> dict[object, Message]:
    return {message.id: message for message in catalog if message.id}


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@each_language
def test_a_catalogue_has_the_words_of_the_pages_and_no_others(
    language: str, words: set[object]
) -> None:
    assert set(texts(catalogue(language))) == words, "run `make languages`"


def test_make_languages_looks_for_the_same_words() -> None:
    assert f'--ignore-dirs=".*" -k "{KEYWORDS}"' in (TOP / "Makefile").read_text()


@each_language
def test_every_text_is_translated_and_keeps_its_places(language: str) -> None:
    for message in texts(catalogue(language)).values():
        assert all(forms(message.string)), message.id
        assert not message.fuzzy, message.id
        places = set(PLACE.findall(" ".join(forms(message.id))))
        for text in forms(message.string):
            assert set(PLACE.findall(text)) == places, message.id
            assert "%" not in PLACE.sub("", text), message.id
            assert re.findall(r"<[^>]+>", text) == re.findall(r"<[^>]+>", forms(message.id)[0])


@each_language
def test_what_is_compiled_is_what_stands_in_the_source(language: str) -> None:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").open("rb") as opened:
        compiled = {forms(m.id): forms(m.string) for m in read_mo(opened) if m.id}

    source = texts(catalogue(language)).values()
    assert compiled == {forms(each.id): forms(each.string) for each in source}


@each_language
def test_a_catalogue_says_that_nobody_has_checked_it(language: str) -> None:
    source = (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    assert "# Not yet checked by a native speaker." in source.splitlines()[:5]


@each_language
def test_a_page_in_a_language_says_so_in_that_language(browser: Browser, language: str) -> None:
    page = browser.open(f"/display/{language}")

    assert page.html["lang"] == language
    assert (page.html["dir"] == "rtl") == (language in RIGHT_TO_LEFT)
    english = "Nobody who speaks this language has checked our translation yet."
    said = one(page, "footer p").get_text()
    assert said
    assert english not in said
    assert not browser.open("/display").select("footer p")


def test_numbers_of_emergency_keep_their_order_from_right_to_left(browser: Browser) -> None:
    page = browser.open("/display/ar")

    assert "0800\u00a01111" in one(page, "#help").get_text()


def test_a_page_that_turns_to_english_turns_whole(browser: Browser) -> None:
    with browser.client.application.test_request_context("/display/ur"):
        speak("ur")
        assert page_language().direction == "rtl"
        speak(ENGLISH)
        assert (page_language().code, page_language().direction) == (ENGLISH, "ltr")


def test_no_shared_part_is_translated_once_for_all_languages() -> None:
    """What stands outside a macro is worked out once, in whoever's language came first."""
    for part in (TOP / "templates" / "_parts").rglob("*.html"):
        tree = Environment().parse(part.read_text(encoding="utf-8"))
        for top in tree.body:
            if not isinstance(top, nodes.Macro):
                called = {n.name for n in top.find_all(nodes.Name)}
                assert not called & {"_", "gettext", "ngettext"}, part.name
