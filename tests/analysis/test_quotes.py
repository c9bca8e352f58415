"""What is quoted of a theme: what is typical, said in different ways, and one voice against."""

from consult.analysis.quotes import choose_quotes, disagreeing, usual_side

TEXTS = [
    "the last bus leaves before training has ended",
    "the last bus leaves before my training ended",
    "buses",
    "we walk home along the main road because none run at night",
    "a ticket to college costs more than my dinner does",
    "the driver on the 42 is lovely and waits for my nan",
    "it is shit that the bus never comes on a sunday",
]
CENTRAL = [0.9, 0.89, 0.95, 0.8, 0.7, 0.6, 0.85]
TONES = [-0.3, -0.3, 0.0, -0.5, -0.4, 0.6, -0.7]
IDS = [10, 11, 12, 13, 14, 15, 16]


def test_three_typical_comments_that_differ_are_chosen() -> None:
    assert choose_quotes(IDS, TEXTS, CENTRAL, TONES) == (10, 13, 14)


def test_a_single_word_is_quoted_only_where_there_is_nothing_else() -> None:
    assert choose_quotes([12], ["buses"], [0.9], [0.0]) == (12,)
    assert choose_quotes([], [], [], []) == ()


def test_the_voice_against_is_the_most_central_of_the_other_side() -> None:
    assert disagreeing(IDS, TEXTS, CENTRAL, TONES) == 15
    assert disagreeing(IDS, TEXTS, CENTRAL, [-tone for tone in TONES]) == 15


def test_nobody_speaks_against_where_all_agree_or_no_side_is_taken() -> None:
    assert disagreeing(IDS, TEXTS, CENTRAL, [-0.5] * 7) is None
    assert disagreeing(IDS, TEXTS, CENTRAL, [0.0] * 7) is None
    assert disagreeing(IDS[:3], TEXTS[:3], CENTRAL[:3], [-0.5, -0.5, 0.2]) is None
    assert disagreeing([], [], [], []) is None


def test_where_both_sides_are_as_many_the_first_stands_for_most() -> None:
    assert disagreeing(IDS[:2], TEXTS[:2], CENTRAL[:2], [-0.5, 0.5]) == 11


def test_the_usual_side_is_that_of_most_who_take_one() -> None:
    assert usual_side([-0.5, -0.4, 0.9, 0.0, 0.0]) == -1
    assert usual_side([0.5, 0.0]) == 1
    assert usual_side([0.5, -0.5]) == 0
