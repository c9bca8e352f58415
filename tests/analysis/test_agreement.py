"""Kappa and alpha agree with published worked examples and with a reference library."""

import math
import random

import pytest
from sklearn.metrics import cohen_kappa_score

from consult.analysis.agreement import (
    agree_by_label,
    agree_overall,
    cohen_kappa,
    krippendorff_alpha,
    masi,
)


def coders(*lines: str) -> list[list[str | None]]:
    """Turn a line of marks for each coder (a full stop: not coded) into a row for each unit."""
    return [
        [None if mark == "." else mark for mark in marks]
        for marks in zip(*map(str.split, lines), strict=True)
    ]


@pytest.mark.parametrize(
    ("lines", "alpha"),
    [
        # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples A to C.
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095238),
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.691964),
        (
            (
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743421,
        ),
        # The example with three coders and fifteen units.
        (
            (
                ". . . . . 3 4 1 2 1 1 3 3 . 3",
                "1 . 2 1 3 3 4 3 . . . . . . .",
                ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
            ),
            0.691358,
        ),
    ],
)
def test_alpha_is_that_of_the_worked_examples(lines: tuple[str, ...], alpha: float) -> None:
    found = krippendorff_alpha(coders(*lines))

    assert found.value is not None
    assert math.isclose(found.value, alpha, abs_tol=5e-7)


def test_kappa_is_that_of_the_reference_library() -> None:
    chance = random.Random(4)
    first = [chance.choice("abcd") for _ in range(400)]
    second = [one if chance.random() < 0.7 else chance.choice("abcd") for one in first]

    found = cohen_kappa(first, second)

    assert found.value is not None
    assert math.isclose(found.value, cohen_kappa_score(first, second), abs_tol=1e-9)
    assert found.comments == 400
    assert found.agreed == pytest.approx(sum(map(str.__eq__, first, second)) / 400)


def test_the_interval_holds_what_is_true_about_as_often_as_it_says() -> None:
    chance = random.Random(7)
    held = 0
    for seed in range(60):
        first = [chance.choice("ab") for _ in range(150)]
        second = [one if chance.random() < 0.8 else "ab"[one == "a"] for one in first]
        found = cohen_kappa(first, second, seed=seed)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.6 <= found.high
    assert held >= 52


def test_what_one_coder_left_out_says_nothing_of_agreement() -> None:
    whole = cohen_kappa(["a", "b", "a", "b"], ["a", "b", "b", "b"])
    with_gaps = cohen_kappa(["a", "b", "a", "b", "a", None], ["a", "b", "b", "b", None, "b"])

    assert with_gaps == whole


def test_nothing_is_said_where_only_one_value_was_ever_used() -> None:
    assert cohen_kappa(["a", "a"], ["a", "a"]).value is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]).value is None
    assert krippendorff_alpha([["a", None], []]).comments == 0


def test_half_shared_sets_of_labels_are_half_agreed() -> None:
    both, one, other = frozenset({"bus", "cost"}), frozenset({"bus"}), frozenset({"cost", "park"})

    assert masi(both, both) == masi(frozenset(), frozenset()) == 0
    assert masi(one, other) == 1
    assert masi(both, one) == pytest.approx(1 - 2 / 3 / 2)
    assert masi(both, other) == pytest.approx(1 - 1 / 3 / 3)


def test_each_label_and_the_whole_are_measured() -> None:
    bus, cost, none = frozenset({"bus"}), frozenset({"cost"}), frozenset[str]()
    codings = [[bus, bus], [bus, bus], [cost, none], [none, none], [cost, cost], [bus, None]]

    found = {each.label: each for each in agree_by_label(codings, ["bus", "cost"])}

    assert found["bus"].kappa is not None
    assert found["bus"].kappa.value == 1
    assert found["bus"].alpha.comments == 5
    assert found["cost"].alpha.value is not None
    assert found["cost"].alpha.value < 1
    overall = agree_overall(codings)
    single = [["b", "b"], ["b", "b"], ["c", "n"], ["n", "n"], ["c", "c"]]
    assert overall.alpha.value == krippendorff_alpha(single).value


def test_kappa_is_only_of_two_coders() -> None:
    bus = frozenset({"bus"})
    assert agree_overall([[bus, bus, frozenset()], [frozenset(), bus, bus]]).kappa is None
