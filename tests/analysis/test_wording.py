"""Words are measured as in the figures we know, and hints are about what is really in the way."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from consult.analysis.wording import Hint, HintKind, hints, reading

HERE = Path(__file__).parent
MODELS = json.loads((HERE / "model_surveys.json").read_text(encoding="utf-8"))
AGES = {"easy_read": 8, "young_person": 9, "parent": 9}
DATES = {
    "feedback_month": "July",
    "close_date": "30 September 2026",
    "feedback_date": "31 March 2027",
    "board_month": "December 2026",
    "consultation_phone": "03000 000000",
    "childrens_services_phone": "03000 111111",
}
# Seven of the eight priorities of a real plan, as its authors wrote them.
PRIORITIES_AS_WRITTEN = """\
To reduce the impact of poverty (generational and situational) on children's lives by tackling \
the underlying causes and mitigating the effects.
To draw on and improve resilience in children and young people to help them make informed and \
healthy/safe choices and develop coping strategies.
To improve the quality and stability of housing provision for vulnerable children and young \
people through to early adulthood.
To improve the achievement and quality of life for young carers by implementing the Young Carers \
Strategy.
To ensure more young people have things to do and safe places to go in their leisure time and \
improve outcomes for adolescents at risk to themselves and potentially others through, for \
example, implementation of the Integrated Youth Strategy.
To increase engagement and participation by young people in education, employment and society in \
order to prevent disaffection and improve security.
To take action to reduce the incidence and impact of bullying in schools and the community.
"""


def words_of(audience: str) -> str:
    """Return what people read: first pages, questions with their hints, last pages; no answers."""
    model = MODELS[audience]
    asked = (part for q in model["questions"] for part in (q["title"], q["hint"]) if part)
    return "\n".join([*model["start"], *asked, *model["end"]])


def filled_in(text: str) -> str:
    for name, words in DATES.items():
        text = text.replace(f"{{{name}}}", words if "phone" not in name else "0")
    return text


@pytest.mark.parametrize(
    ("audience", "words", "grade"),
    [("easy_read", 346, 0.5), ("young_person", 512, 2.6), ("parent", 504, 3.7)],
)
def test_the_three_model_surveys_read_as_they_were_measured(
    audience: str, words: int, grade: float
) -> None:
    text = words_of(audience)

    assert len(filled_in(text).split()) == words
    assert reading(text).grade == pytest.approx(grade, abs=0.5)
    assert reading(filled_in(text)).grade == pytest.approx(grade, abs=0.5)
    assert reading(text).age <= AGES[audience]


def test_a_plan_as_its_authors_wrote_it_is_for_grown_ups_only() -> None:
    found = reading(PRIORITIES_AS_WRITTEN)

    assert len(PRIORITIES_AS_WRITTEN.split()) == 156
    assert found.words_per_sentence == pytest.approx(22.3, abs=0.3)
    assert found.grade == pytest.approx(14.3, abs=0.5)
    assert {"implementation", "participation", "stability"} <= set(found.hard_words)


def test_numbers_addresses_and_what_stands_in_for_a_date_are_no_prose() -> None:
    plain = reading("Please call us. Or write.")
    full = reading(
        "Please call us 0808 800 5000. Or write to@example.org https://example.org/a {day}."
    )

    assert (full.words, full.sentences) == (plain.words, plain.sentences)


def test_headings_are_left_out_unless_there_is_nothing_else() -> None:
    assert reading("If you need help now\nTell a grown-up. It is free.").words == 6
    assert reading("How safe do you feel").words == 5
    forgotten = "We want to hear from all of you who go to a school or a club in our town"
    assert reading(f"Hello.\n{forgotten}").longest == 19


@pytest.mark.parametrize("nothing", ["", "  \n ", "10.", "0800 1111", "{name}", "?!", "🙂"])
def test_nothing_to_read_has_no_age(nothing: str) -> None:
    assert reading(nothing).age == 0
    assert hints(nothing, target_age=8) == []


@pytest.mark.parametrize("words", ["Grown-ups", "step-parents", "kids", "blorped", "don’t"])
def test_short_words_are_not_hard(words: str) -> None:
    assert reading(words).hard_words == ()


def test_the_longest_sentence_is_counted() -> None:
    assert reading("One two three. One two.\nOne two three four five? Yes.").longest == 5


def labelled() -> list[tuple[set[str], str]]:
    with (HERE / "wording.csv").open(newline="", encoding="utf-8") as file:
        return [(set(row["kinds"].split()), row["text"]) for row in csv.DictReader(file)]


def raised(text: str, *, target_age: int = 9) -> set[str]:
    found = hints(text, target_age=target_age, proposal=True)
    return {hint.kind.value for hint in found}


def test_hints_are_right_nine_times_in_ten_and_miss_one_in_ten() -> None:
    counts: Counter[str] = Counter()
    for kinds, text in labelled():
        counts["right"] += len(raised(text) & kinds)
        counts["wrong"] += len(raised(text) - kinds)
        counts["missed"] += len(kinds - raised(text))

    assert counts["right"] >= 70
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.9
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.9


def test_good_sentences_are_left_alone() -> None:
    good = [text for kinds, text in labelled() if not kinds]

    assert len(good) >= 40
    assert sum(bool(raised(text)) for text in good) <= len(good) / 20


@pytest.mark.parametrize("audience", MODELS)
def test_model_questions_raise_few_hints(audience: str) -> None:
    asked = [q["title"] + "\n" + q["hint"] for q in MODELS[audience]["questions"]]
    found = [hint for text in asked for hint in hints(text, target_age=AGES[audience])]

    assert len(found) <= 2


def only_hint(text: str, **given: bool) -> Hint:
    (found,) = hints(text, target_age=9, **given)
    return found


def test_a_hint_knows_its_place_and_what_to_try() -> None:
    text = "Please call 0800 1111. How do you utilise the park?"
    found = only_hint(text)

    assert found.kind is HintKind.JARGON
    assert text[found.start : found.end] == found.words == "utilise"
    assert found.instead == "use"


def test_short_forms_are_jargon_in_capitals_only() -> None:
    assert only_hint("Has your child SEND?").words == "SEND"
    assert hints("Where shall we send it?", target_age=9) == []


def test_easy_read_wants_shorter_sentences() -> None:
    words = "We go to the park in the day and we go home when it is dark."

    assert hints(words, target_age=9) == []
    (found,) = hints(words, target_age=8)
    assert (found.kind, found.why[:8]) == (HintKind.LONG, "16 words")


def test_a_closed_mind_is_looked_for_in_proposals_only() -> None:
    words = "The preferred option will save money."

    assert hints(words, target_age=9) == []
    assert only_hint(words, proposal=True).kind is HintKind.CLOSED


def test_a_promise_to_listen_is_no_closed_mind() -> None:
    kept = "We will read what you say. We will tell you what we did. We will not show your name."
    assert hints(kept, target_age=9, proposal=True) == []


def test_hints_come_in_the_order_of_the_text() -> None:
    found = hints("Surely you utilise it? How great is it?", target_age=9)
    assert [hint.words for hint in found] == ["Surely", "utilise", "How great"]
