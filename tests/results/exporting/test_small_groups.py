"""An attacker who knows everybody's age, area and more: whose row is whose?"""

from collections import Counter
from collections.abc import Hashable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consult.db import db
from consult.results.rules.exporting import HIDDEN_KEY, Combination, safe_combinations
from consult.results.services.exporting import snapshot
from consult.results.services.exporting.about import readme
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import make_areas, make_consultation, make_submission
from tests.results.exporting.files import prepared, record, table, taken

LEAST = 5
people = st.lists(
    st.tuples(
        st.sampled_from(["young_person", "parent"]),
        st.sampled_from([None, "8_10", "13_15"]),
        st.sampled_from([None, "saltby", "eastquay", "thornwick"]),
        st.sampled_from([None, "yes", "no"]),
    ),
    max_size=60,
)


def told(everybody: list[tuple[Hashable, ...]]) -> list[tuple[Combination, Combination | None]]:
    tell = safe_combinations(Counter(everybody)).teller()
    return [(each, tell(each)) for each in everybody]


@settings(max_examples=200, deadline=None)
@given(people)
def test_whoever_knows_everybody_is_left_with_five_rows_for_each(
    everybody: list[tuple[Hashable, ...]],
) -> None:
    shown = told(everybody)

    alike = Counter(seen for _, seen in shown if seen is not None)
    assert all(count >= LEAST for count in alike.values())


@settings(max_examples=100, deadline=None)
@given(people)
def test_what_is_told_is_true_and_only_small_audiences_are_left_out(
    everybody: list[tuple[Hashable, ...]],
) -> None:
    audiences = Counter(each[0] for each in everybody)
    for real, seen in told(everybody):
        assert (seen is None) == (audiences[real[0]] < LEAST)
        for was, now in zip(real, seen or (), strict=False):
            assert now in {was, HIDDEN_KEY}


def test_groups_of_five_are_told_as_they_are() -> None:
    everybody = [("young_person", "8_10", "saltby")] * 5 + [("parent", None, "fenby")] * 9

    assert all(real == seen for real, seen in told([*everybody]))


def test_one_alone_takes_a_few_of_a_large_group_along() -> None:
    everybody = [("parent", "8_10")] * 30 + [("parent", "11_12")] * 6 + [("parent", "13_15")]

    shown = Counter(seen for _, seen in told([*everybody]))
    assert shown == {("parent", "8_10"): 26, ("parent", "11_12"): 6, ("parent", HIDDEN_KEY): 5}


def test_where_all_groups_are_small_the_smallest_is_taken_whole() -> None:
    everybody = [("parent", "8_10")] * 5 + [("parent", "11_12")] * 6 + [("parent", "13_15")]

    shown = Counter(seen for _, seen in told([*everybody]))
    assert shown == {("parent", HIDDEN_KEY): 6, ("parent", "11_12"): 6}


@pytest.fixture
def lonely(session: Session) -> Consultation:
    """Thirty in Saltby; one of 8 to 10 in Thornwick; three parents."""
    make_areas(session)
    consultation = make_consultation(session)
    for number in range(31):
        age, area = ("8_10", "thornwick") if number == 17 else ("13_15", "saltby")
        make_submission(
            session,
            consultation,
            answers={"age_band": age, "area": area, "things_to_do_ease": "1"},
            age_band=age,
            area_key=area,
        )
    for _ in range(3):
        make_submission(session, consultation, audience=Audience.PARENT)
    return consultation


@pytest.mark.parametrize("kind", ["csv", "csv-codes", "csv-long", "csv-long-codes", "json"])
def test_the_only_child_of_a_town_is_in_no_file(lonely: Consultation, kind: str) -> None:
    rows = taken(lonely, kind).decode().split('"replies"')[-1].lower()

    for telling in ("thornwick", "8 to 10", "8_10", "parent"):
        assert telling not in rows
    assert "13" in rows
    assert "saltby" in rows


def test_hidden_is_hidden_in_the_same_rows_of_every_file(lonely: Consultation) -> None:
    labels = [row["submission"] for row in table(lonely) if row["area"] == "hidden"]
    codes = [row["submission"] for row in table(lonely, "csv-codes") if row["area"] == "_hidden"]
    replies = record(lonely)["replies"]

    assert labels == codes
    assert labels == [each["submission"] for each in replies if each.get("area") == "_hidden"]
    assert len(labels) == LEAST


def test_the_readme_says_how_many_without_saying_few(lonely: Consultation) -> None:
    with snapshot(db.engine) as session:
        text = readme(prepared(session, lonely), ())

    assert "left out whole: fewer than 5 replies" in " ".join(text.split())
    assert "- area: 5" in text
    assert "Small groups are NOT hidden" not in text


def test_raw_files_tell_small_groups_and_say_so(lonely: Consultation) -> None:
    rows = table(lonely, raw=True)

    assert [row["age_band"] for row in rows if row["area"] == "Thornwick"] == ["8 to 10"]
    assert len(rows) == 34
