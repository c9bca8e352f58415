"""Free text of any subject falls into groups: fine, broad, steady and no more than asked for."""

import random
from collections import Counter
from itertools import combinations

import numpy as np

from consult.analysis.clusters import group_freely as group_by
from consult.analysis.grouping import Grouping
from consult.analysis.vectors import StaticVectors

SUBJECTS = {
    "money": ("card", "payment", "refund", "bank", "cash", "transfer", "account"),
    "cooking": ("oven", "recipe", "soup", "bake", "flour", "onion", "dinner"),
    "travel": ("flight", "airport", "visa", "hotel", "luggage", "passport", "train"),
    "weather": ("rain", "snow", "storm", "sunny", "cloud", "wind", "forecast"),
    "health": ("doctor", "medicine", "pain", "hospital", "nurse", "fever", "cough"),
}
WAYS = ("my {} and the {}", "what about {} or {}", "i need {} for {}", "the {} {} is here")
ODD = [
    "volcano lava erupts",
    "lava from a volcano",
    "a volcano erupts with lava",
    "hot lava volcano",
]


def group_freely(texts: list[str], most: int | None, seed: int) -> Grouping:
    return group_by(texts, most, seed, StaticVectors())


def comments(count: int) -> list[tuple[str, str]]:
    pick = random.Random(4)
    made = []
    for at in range(count):
        subject, known = list(SUBJECTS.items())[at % len(SUBJECTS)]
        made.append((subject, pick.choice(WAYS).format(*pick.sample(known, 2))))
    return made


def pairs(grouping: Grouping, texts: list[str]) -> set[tuple[str, str]]:
    placed: dict[int, list[str]] = {}
    for text, main in zip(texts, grouping.main, strict=True):
        placed.setdefault(int(main), []).append(text)
    return {
        pair for at, each in placed.items() if at >= 0 for pair in combinations(sorted(each), 2)
    }


def test_groups_hold_one_subject() -> None:
    told = comments(400)
    grouping = group_freely([text for _, text in told], None, 0)

    groups: dict[int, Counter[str]] = {}
    for (subject, _), main in zip(told, grouping.main, strict=True):
        groups.setdefault(int(main), Counter())[subject] += 1
    assert sum(max(each.values()) for each in groups.values()) >= 0.9 * len(told)


def test_no_more_groups_than_asked_for_and_two_levels_at_most() -> None:
    texts = [text for _, text in comments(400)]

    assert group_freely(texts, 3, 0).strength.shape[1] == 3
    grouping = group_freely(texts, None, 0)
    assert len(grouping.parents) == grouping.strength.shape[1]
    assert all(-1 <= at < len(grouping.broader) for at in grouping.parents)
    assert all(times > 1 for at, times in Counter(grouping.parents).items() if at >= 0)


def test_four_comments_far_from_the_rest_are_a_theme_of_their_own() -> None:
    texts = [*(text for _, text in comments(600)), *ODD]
    main = group_freely(texts, None, 0).main

    (own,) = set(main[-4:])
    assert np.flatnonzero(main == own).tolist() == list(range(600, 604))


def test_the_same_comments_make_the_same_groups_and_few_shift_when_some_go() -> None:
    texts = sorted({text for _, text in comments(900)})
    all_of_them = group_freely(texts, None, 0)
    assert np.array_equal(all_of_them.main, group_freely(texts, None, 0).main)

    kept = [text for at, text in enumerate(texts) if at % 20]
    before = {pair for pair in pairs(all_of_them, texts) if set(pair) <= set(kept)}
    after = pairs(group_freely(kept, None, 0), kept)
    assert len(before & after) >= 0.85 * len(before)


def test_one_comment_is_one_group() -> None:
    assert group_freely(["the bus is late"], None, 0).main.tolist() == [0]
    assert group_freely(["☃"], None, 0).strength.shape == (1, 1)
