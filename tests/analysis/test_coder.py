"""The coder learns from a few examples, is as sure as it may be, and asks about what it lacks."""

import random

import numpy as np
import pytest

from consult.analysis.asking import accuracy, margins, to_ask
from consult.analysis.coder import Coder
from tests.analysis.builders import labelled_comments

# Nothing of our field: what the codebook knows must not be in the way.
KITCHENS = {
    "oven": ("the oven will not get hot", "oven door broken", "my new oven burns every cake"),
    "fridge": ("the fridge hums all night", "water under the fridge", "fridge is too warm inside"),
    "kettle": ("kettle leaks at the spout", "the kettle never switches off", "lid of kettle stuck"),
}
WORDS = {"oven": "oven cake hot door", "fridge": "fridge warm milk hum", "kettle": "kettle lid tea"}


def kitchens(seed: int, count: int) -> tuple[list[str], list[str]]:
    chance = random.Random(seed)
    labels = [chance.choice(sorted(WORDS)) for _ in range(count)]
    texts = [
        f"{' '.join(chance.sample(WORDS[label].split(), 3))} since {chance.choice('abcdef')}"
        for label in labels
    ]
    return texts, labels


def kitchen_coder() -> Coder:
    examples = [(text, label) for label, texts in KITCHENS.items() for text in texts]
    texts, labels = zip(*examples, strict=True)
    return Coder().fit(texts, labels, rest=kitchens(1, 60)[0])


@pytest.fixture(scope="module")
def split() -> tuple[list[str], list[str], list[str], list[str]]:
    """Two comments a theme as examples, and the rest."""
    texts, labels = labelled_comments()
    first: dict[str, list[int]] = {}
    for row, label in enumerate(labels):
        first.setdefault(label, []).append(row)
    shown = {row for rows in first.values() for row in rows[:2]}
    rest = [row for row in range(len(texts)) if row not in shown]
    pick = sorted(shown)
    return (
        [texts[row] for row in pick],
        [labels[row] for row in pick],
        [texts[row] for row in rest],
        [labels[row] for row in rest],
    )


def test_two_examples_a_theme_are_enough_where_the_codebook_helps(
    split: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    texts, labels, rest, truth = split
    coded = Coder().fit(texts, labels, rest=rest).code(rest)

    right = [bool(row) and row[0].label == label for row, label in zip(coded, truth, strict=True)]
    assert np.mean(right) >= 0.8


def test_it_codes_other_subjects_from_their_own_words() -> None:
    texts, labels = kitchens(2, 40)
    coded = kitchen_coder().code(texts)

    assert (
        np.mean(
            [bool(row) and row[0].label == label for row, label in zip(coded, labels, strict=True)]
        )
        > 0.9
    )


def test_the_names_of_labels_are_heard() -> None:
    texts = ["Nice shop", "Lovely garden", "Nice shop too", "Lovely garden again"]
    labels = ["parking_fines", "library", "parking_fines", "library"]
    coded = Coder().fit(texts, labels, rest=["parking fines", "library"])

    assert [coded.labels[at] for at in coded.transform(["fines for parking"]).argmax(axis=1)] == [
        "parking_fines"
    ]


def test_what_fits_no_label_gets_none() -> None:
    coder = kitchen_coder()

    assert coder.code(["", "n/a", "...", "zzzz"]) == [(), (), (), ()]


def test_the_confidence_is_believable_on_comments_it_has_not_seen(
    split: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    texts, labels, rest, truth = split
    coder = Coder().fit(texts, labels, rest=rest)
    probable = coder.transform(rest)

    right = [coder.labels[at] == label for at, label in zip(probable.argmax(1), truth, strict=True)]
    assert abs(float(probable.max(axis=1).mean()) - float(np.mean(right))) < 0.15
    assert np.allclose(probable.sum(axis=1), 1, atol=1e-5)


def test_the_same_examples_code_the_same_way() -> None:
    texts, _ = kitchens(3, 10)

    assert kitchen_coder().code(texts) == kitchen_coder().code(texts)


def test_a_comment_can_carry_two_labels() -> None:
    texts = ["oven oven hot", "fridge milk warm", "oven and fridge", "oven and fridge"]
    coder = Coder().fit(texts, ["oven", "fridge", "oven", "fridge"])

    assert {one.label for one in coder.code(["oven and fridge"])[0]} == {"oven", "fridge"}


def test_a_few_examples_make_nobody_certain() -> None:
    texts = ["the bus is late", "no bus at all", "the swing is broken", "more swings please"]
    coder = Coder().fit(texts, ["bus", "bus", "park", "park"])

    ((first, *_),) = coder.code(["the bus again"])
    assert first.label == "bus"
    assert first.confidence < 0.95


def test_one_label_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="two labels"):
        Coder().fit(["oven"], ["oven"])


def test_nothing_to_code_is_no_trouble() -> None:
    assert kitchen_coder().code([]) == []


def test_it_asks_first_about_the_middle_of_what_many_say() -> None:
    texts, labels = kitchens(4, 60)

    asked = to_ask(None, [*texts, "", texts[0]], 3)

    assert {labels[row] for row in asked} == set(WORDS)


def test_then_it_asks_about_what_lies_between_two_labels() -> None:
    texts, _ = kitchens(5, 40)
    between = ["oven door, fridge door", "kettle hot, oven hot", "warm fridge, warm kettle"]
    coder = kitchen_coder()

    asked = to_ask(coder, [*texts, *between], 3)

    assert len(set(asked)) == 3
    lead = margins(coder.transform([*texts, *between]))
    assert lead[list(asked)].mean() < lead.mean()
    assert to_ask(coder, ["", "n/a"], 3) == ()


def test_accuracy_is_not_told_from_a_few_edits() -> None:
    assert accuracy([(["bus"], ["bus"])] * 29).f1 is None


def test_accuracy_is_f1_against_what_the_analyst_made_of_it() -> None:
    kept, changed, emptied = (["bus"], ["bus"]), (["bus"], ["park", "bus"]), (["bus"], [])
    found = accuracy([kept] * 30 + [changed] * 6 + [emptied] * 4)

    assert found.f1 == pytest.approx(2 * 36 / (60 + 18 + 8))
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.f1 < found.high
    assert found.comments == 40
