"""Every form of the site, sent as nobody should send it: a sentence, never a crash, nothing lost.

The forms are found by walking the pages of the make-believe county, and must cover every address
that takes a form at all. So a new form is tested from the day it is made.
"""

import re
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.characters import clean
from consult.web import MOST_BYTES
from tests.county import County
from tests.forms import CHOSEN, TYPED, WORDS, Fields, Form, standing
from tests.page import one
from tests.web.sending import Answer, Found, Site, walked

# Nobody is signed in there: to know the key or the code is all the right there is.
WITHOUT_TOKEN = {
    "respond.start",
    "respond.question",
    "respond.words",
    "respond.send",
    "respond.check",
    "respond.enter_code",
    "respond.start_again",
    "respond.host_class",
    "respond.copy",
    "respond.display",
    "respond.resume",
    "feedback.receipt",
    "feedback.withdraw",
}
# Says so on another page, and has nothing that could be lost.
SAYS_SO_ELSEWHERE = {"people.sign_out"}
# The builder's script asks while somebody types: a part of a page comes back, or nothing.
ASKED_BY_SCRIPT = {
    "survey.preview_draft",
    "survey.wording",
    "survey.accept_wording",
    "survey.accept_closed_wording",
    "respond.kept",
    "respond.send_whole",
}
# Only who has come that far sees their forms; they are tried in tests of their own.
FURTHER_ON = {
    "respond.upload",
    "respond.change",
    "themes.coding_progress",
    "results.publish_report",
    "results.ask_raw",
}
# To look at a concern is written in the audit, and its form stands under the words.
LOOKS_ARE_WRITTEN_DOWN = {"safeguarding.concern"}
# One box to tick: whatever it holds means yes.
YES = ("y",)
# What a library says when nobody wrote a sentence.
NOT_OURS = re.compile(
    r"(?i)not a valid|invalid|field is required|could not coerce|csrf|cannot be longer"
)

EVERY_SCRIPT = (
    "Otters 🦦 👩‍👩‍👧‍👦 שלום \u202eotters\u202c مرحبا Z" + "\u0336\u0301" * 40 + "\x00matter\x00"
)
MARKUP = "</textarea></p>\"'><script>alert(1)</script>&amp;{{ 7 * 7 }}%s'; DROP TABLE theme; --"
IDS = ["999999", str(2**64), "-1", "1 OR 1=1", "٣"]

Texts = list[list[str] | None]
Variant = Callable[[Form], Fields]


def _ids(ids: str) -> Variant:
    return lambda form: form.with_each({"hidden", *CHOSEN}, ids)


VARIANTS: dict[str, Variant] = {
    "empty": Form.emptied,
    "no fields": lambda _: {},
    "wrong types": lambda form: form.with_each({"date", "number", "hidden", *CHOSEN}, "otters"),
    "far too much": lambda form: {
        **form.with_each({"number"}, "9" * 5000),
        **form.answers({"date"}, "9999-12-31"),
    },
    "lists": lambda form: {
        **form.with_each({*TYPED, *CHOSEN, "hidden"}, WORDS, "1", ""),
        **form.answers({"date", "number"}, "2031-02-30", "1"),
    },
    **{f"id {ids}": _ids(ids) for ids in IDS},
    "every script": lambda form: form.filled_in(EVERY_SCRIPT),
    "markup": lambda form: form.filled_in(MARKUP),
}


@pytest.fixture(scope="module")
def found(county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """Every form of the county."""
    with walked(county, tmp_path_factory.mktemp("walked") / "copy") as found:
        yield found


@pytest.fixture
def site(found: Found, tmp_path: Path) -> Iterator[Site]:
    """A county of one's own, with everybody signed in."""
    with found.copied(tmp_path / "copy") as site:
        yield site


def test_every_address_that_takes_a_form_has_a_form_on_some_page(site: Site, found: Found) -> None:
    rules = site.app.url_map.iter_rules()
    takes = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}

    assert takes - ASKED_BY_SCRIPT - FURTHER_ON == {site.endpoint(form) for form in found.forms}


def test_every_form_of_somebody_signed_in_has_a_token(site: Site, found: Found) -> None:
    without = {site.endpoint(form) for form in found.forms if not form.has_token}

    assert without == WITHOUT_TOKEN


@pytest.mark.parametrize("name", VARIANTS)
def test_whatever_is_sent_is_answered_with_a_sentence_and_kept(
    site: Site, found: Found, name: str
) -> None:
    wrong = [
        f"{form.action} sent {name}: {trouble}"
        for form in found.forms
        for trouble in troubles(site, form, VARIANTS[name](form))
    ]

    assert not wrong, "\n".join(wrong)


def troubles(site: Site, form: Form, fields: Fields) -> list[str]:
    """Send a form, and return what is wrong with the answer."""
    try:
        answer = site.send(form, fields)
    except Exception as crash:
        return [f"{type(crash).__name__}: {str(crash)[:300]}"]
    return [*unclear(answer), *lost(answer, form, fields)]


def unclear(answer: Answer) -> Iterator[str]:
    """Return what people would not understand."""
    if answer.status >= 500:
        yield f"status {answer.status}"
    sentences = [*answer.problems, one(answer.page, "h1").get_text()]
    for sentence in sentences:
        if NOT_OURS.search(sentence) or not sentence.strip():
            yield f"no sentence: {sentence!r}"
    if answer.status >= 400 and len(sentences) == 1 and not answer.page.select("main p"):
        yield f"status {answer.status} without a sentence"


def lost(answer: Answer, form: Form, fields: Fields) -> Iterator[str]:
    """Return the boxes whose words are gone from a page that asks to try again."""
    if answer.took or not answer.problems:
        return
    for name in form.boxes:
        words = clean((fields.get(name) or [""])[0]).strip()
        stands = {each.strip() for each in standing(answer.page, name)}
        if words and words not in stands:
            yield f"{name} is lost: {words[:40]!r}, there is {[s[:40] for s in stands]}"


def test_nothing_is_taken_that_is_far_too_long(site: Site, found: Found) -> None:
    words = ("otters and " * 10_000)[:100_000].strip()
    wrong = []
    for form in found.forms:
        if form.boxes:
            fields = form.filled_in(words)
            answer = site.send(form, fields)
            wrong += [
                f"{form.action}: {each}" for each in [*unclear(answer), *lost(answer, form, fields)]
            ]
            if answer.took or not (answer.problems or answer.status >= 400):
                wrong.append(f"{form.action} took 100,000 characters")

    assert not wrong, "\n".join(wrong)


def test_a_body_that_is_too_large_is_a_sentence(site: Site, found: Found) -> None:
    for form in found.forms:
        answer = site.send(form, {**form.filled_in(), "more": ["x" * (MOST_BYTES + 1)]})
        assert answer.status == 413
        assert "make it shorter" in answer.page.get_text()


@pytest.mark.parametrize("number", ["0", "999999", str(2**31), str(2**64)])
def test_a_form_sent_to_what_is_not_there_is_not_found(
    site: Site, found: Found, number: str
) -> None:
    wrong = []
    for form in found.forms:
        address = re.sub(r"(?<=/)\d+", number, form.action)
        if address != form.action:
            answer = site.send(form, form.filled_in(), address)
            if answer.status not in {404, 405, 409}:
                wrong.append(f"{address}: {answer.status}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("tokens", [[], ["stale"]], ids=["missing", "stale"])
def test_without_a_fresh_token_nothing_changes_and_nothing_is_lost(
    site: Site, found: Found, tokens: list[str]
) -> None:
    before, counts = site.contents(), site.counts()
    wrong = []
    for form in found.forms:
        if not form.has_token:
            continue
        fields = form.with_token(*tokens)
        answer = site.send(form, fields)
        wrong += [f"{form.action}: {each}" for each in lost(answer, form, fields)]
        if not answer.problems and site.endpoint(form) not in SAYS_SO_ELSEWHERE:
            wrong.append(f"{form.action} does not say what is wrong")
        if site.endpoint(form) in LOOKS_ARE_WRITTEN_DOWN:
            counts["audit_entry"] += 1
        if site.counts() != counts:
            wrong.append(f"{form.action} was taken")
            counts = site.counts()

    assert not wrong, "\n".join(wrong)
    assert site.contents() == before


def test_what_was_not_offered_is_not_taken(site: Site, found: Found) -> None:
    wrong = []
    for form in found.forms:
        for control in form.controls:
            if control.kind not in CHOSEN or control.options == YES:
                continue
            # The first things there are belong to another consultation than the forms'.
            another = next(str(n) for n in count(1) if str(n) not in control.options)
            answer = site.send(form, {**form.filled_in(), control.name: [another]})
            if not answer.problems and answer.status < 400:
                wrong.append(f"{form.action} took {another} as {control.name}")

    assert not wrong, "\n".join(wrong)


def test_what_must_be_written_is_not_written_with_spaces(site: Site, found: Found) -> None:
    wrong = []
    for form in found.forms:
        refused = not site.send(form, form.filled_in("")).took
        if refused and site.send(form, form.filled_in(" \t \n")).took:
            wrong.append(f"{form.action} took spaces")

    assert not wrong, "\n".join(wrong)


@pytest.fixture
def troubles_with(site: Site, found: Found) -> Callable[[int, Texts, bool], list[str]]:
    """Sends some form with texts in some of its fields; returns what was wrong with the answer."""

    def send(pick: int, texts: Texts, rest: bool) -> list[str]:
        form = found.forms[pick % len(found.forms)]
        answered = form.filled_in()
        typed = {name: words for name, words in zip(answered, cycle(texts), strict=False) if words}
        return troubles(site, form, {**answered, **typed} if rest else typed)

    return send


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    pick=st.integers(0, 999),
    texts=st.lists(st.none() | st.lists(st.text(), max_size=2), min_size=1, max_size=12),
    rest=st.booleans(),
)
def test_any_text_in_any_fields_is_answered_with_a_page(
    troubles_with: Callable[[int, Texts, bool], list[str]], pick: int, texts: Texts, rest: bool
) -> None:
    assert troubles_with(pick, texts, rest) == []
