"""From comments to themes: what is placed, what is not, and what is said about each theme."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score

from consult.analysis.themes import ThemeMap, find_themes
from tests.analysis.builders import UNSEEN, labelled_comments, questions_to_a_bank


def mains(found: ThemeMap) -> list[int]:
    return [ids[0] if ids else 0 for ids in found.placed]


def check_shape(found: ThemeMap, rows: int) -> None:
    assert len(found.placed) == rows
    ids = [theme.id for theme in found.themes]
    assert ids == list(range(1, len(ids) + 1))
    assert len({theme.name for theme in found.themes}) == len(ids)
    for theme in found.themes:
        inside = {theme.id, *(one.id for one in found.themes if one.parent == theme.id)}
        assert theme.parent is None or len(inside) == 1, "two levels at most"
        assert theme.members == tuple(r for r, ids in enumerate(found.placed) if inside & set(ids))
        assert theme.size == len(theme.members) > 0
        assert theme.share == pytest.approx(theme.size / rows)
        assert -1 <= theme.tone <= 1
        assert theme.name.strip()
        assert len(set(theme.quotes)) == len(theme.quotes) <= 3
        assert set(theme.quotes) <= set(theme.members)
    for ids_of_row in found.placed:
        assert len(set(ids_of_row)) == len(ids_of_row) <= 3


def test_the_same_comments_and_seed_give_the_same_themes() -> None:
    for texts in (labelled_comments()[0], questions_to_a_bank()):
        first, second = find_themes(texts, seed=3), find_themes(texts, seed=3)
        assert (first.themes, first.placed) == (second.themes, second.placed)


def test_the_codebook_beats_plain_counting_on_our_own_labelled_comments() -> None:
    texts, labels = labelled_comments()
    found = find_themes(texts)
    counted = TfidfVectorizer(stop_words="english").fit_transform(texts)
    plain = KMeans(len(set(labels)), n_init=3, random_state=0).fit_predict(counted)
    ours = normalized_mutual_info_score(labels, mains(found))
    assert ours > normalized_mutual_info_score(labels, plain) + 0.2
    assert found.engine == "codebook"


def test_comments_nobody_tuned_on_are_read_as_an_analyst_reads_them() -> None:
    texts, labels = labelled_comments(UNSEEN)
    found = find_themes(texts)
    said = [at for at, label in enumerate(labels) if label != "none"]
    main = mains(found)
    told = normalized_mutual_info_score([labels[at] for at in said], [main[at] for at in said])
    assert told > 0.65
    assert len(found.themes) <= 40
    assert sum(main[at] > 0 for at in said) >= 0.9 * len(said)


def test_most_comments_with_something_to_say_are_placed() -> None:
    found = find_themes(labelled_comments()[0])
    assert sum(map(bool, found.placed)) >= 0.95 * len(found.placed)


def test_who_has_nothing_to_say_stays_unplaced() -> None:
    nothing = [
        "",
        " ",
        "-",
        "n/a",
        "N/A",
        "None",
        "nothing",
        "see above",
        "idk",
        "👍😀",
        "…",
        "no.",
    ]
    texts = [*labelled_comments()[0], *nothing]
    found = find_themes(texts)
    assert found.placed[-len(nothing) :] == ((),) * len(nothing)


def test_repeats_are_counted_and_placed_alike_but_quoted_once() -> None:
    texts = [*labelled_comments()[0], *["Make the buses free!"] * 5, "make the buses free"]
    found = find_themes(texts)
    assert len(set(found.placed[-6:])) == 1
    theme = found.themes[found.placed[-1][0] - 1]
    assert set(range(len(texts) - 6, len(texts))) <= set(theme.members)
    assert sum(row >= len(texts) - 6 for row in theme.quotes) <= 1


def test_a_rare_subject_the_codebook_does_not_know_stands_on_its_own() -> None:
    rare = [
        "save the falconry centre",
        "The falconry evenings must not close",
        "my grandad does falconry with me and the hawks are class",
        "falconry hawks and owls, amazing",
        "we want our falconry mornings back",
    ]
    texts = [*labelled_comments()[0], *rare]
    found = find_themes(texts)
    (main,) = {ids[0] for ids in found.placed[-5:]}
    theme = found.themes[main - 1]
    assert set(theme.members) == set(range(len(texts) - 5, len(texts)))
    assert "falconry" in " ".join((theme.name.lower(), *theme.keywords))


def test_the_name_of_a_town_in_all_sorts_of_comments_makes_no_theme() -> None:
    texts = [
        f"{text} in Ambleford" if at % 3 == 0 else text
        for at, text in enumerate(labelled_comments()[0])
    ]
    assert not any("ambleford" in theme.name.lower() for theme in find_themes(texts).themes)


def test_other_subjects_are_not_forced_into_the_codebook() -> None:
    texts = questions_to_a_bank()
    found = find_themes(texts)
    assert found.engine != "codebook"
    assert len(found.themes) > 3
    assert not any("Buses" in theme.name for theme in found.themes)


def test_no_more_themes_than_asked_for() -> None:
    for texts in (labelled_comments()[0], questions_to_a_bank()):
        for most in (1, 4, 9):
            assert 1 <= len(find_themes(texts, max_themes=most).themes) <= most
    with pytest.raises(ValueError, match="one theme"):
        find_themes(["more buses"], max_themes=0)


def count_mains(found: ThemeMap) -> int:
    return len({ids[0] for ids in found.placed if ids})


def test_themes_can_be_made_coarser_and_finer() -> None:
    said = labelled_comments()[0]
    texts = [*said, *(f"{text} please" for text in said)]
    usual = count_mains(find_themes(texts))
    fine = find_themes(texts, about=usual + 4)
    check_shape(fine, len(texts))
    assert count_mains(find_themes(texts, about=3)) <= 3 < usual < count_mains(fine)


def test_what_may_not_be_quoted_counts_but_is_not_quoted() -> None:
    texts = labelled_comments()[0]
    quotable = [at % 2 == 0 for at in range(len(texts))]
    open_to_all = find_themes(texts)
    held = find_themes(texts, quotable=quotable)
    assert held.placed == open_to_all.placed
    assert all(quotable[row] for theme in held.themes for row in theme.quotes)
    assert all(theme.against is None or quotable[theme.against] for theme in held.themes)


def test_a_theme_is_named_only_in_words_that_may_be_quoted() -> None:
    texts = questions_to_a_bank()
    held = find_themes(texts, quotable=[False] * len(texts))
    assert held.placed == find_themes(texts).placed
    assert not [one for one in held.themes if one.name.lower() in " ".join(texts).lower()]


def test_say_for_every_comment_whether_it_may_be_quoted() -> None:
    with pytest.raises(ValueError, match="each comment"):
        find_themes(["more buses", "less rain"], quotable=[True])


def test_a_personal_name_never_names_a_theme() -> None:
    asked = [
        "my card from Priya Nair was lost",
        "the card that Priya Nair sent",
        "ask Priya Nair for a card",
    ]
    found = find_themes([*questions_to_a_bank(), *asked])
    said = " ".join(
        word for theme in found.themes for word in (theme.name, *theme.keywords)
    ).lower()
    assert "priya" not in said
    assert "nair" not in said


def test_progress_runs_from_start_to_end() -> None:
    told: list[float] = []
    find_themes(labelled_comments()[0], on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_texts_of_every_kind_keep_their_shape() -> None:
    long = "the bus is late " * 6250
    for texts in (
        [],
        [""],
        ["more buses"],
        ["zzxq"],
        ["the same thing"] * 40,
        [
            long,
            "a\x00b",
            "אוטובוס מאוחר",
            "حافلات أكثر من فضلك",
            "🚌🚌",
            "巴士太貴了",
            "\ud800 odd",
        ],
        [
            f"{word} only"
            for word in [
                "alpha",
                "beta",
                "gamma",
                "delta",
                "epsilon",
                "zeta",
                "eta",
                "theta",
                "iota",
            ]
        ],
    ):
        check_shape(find_themes(texts), len(texts))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_texts_at_all_keep_their_shape(texts: list[str]) -> None:
    check_shape(find_themes(texts), len(texts))


def test_labelled_comments_and_many_more_keep_their_shape() -> None:
    check_shape(find_themes(labelled_comments()[0]), len(labelled_comments()[0]))
    check_shape(find_themes(questions_to_a_bank()), len(questions_to_a_bank()))
