"""An attacker who knows everybody's age, area and more: whose row is whose?"""

import io
from collections import Counter
from collections.abc import Hashable

import openpyxl
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


@pytest.fixture
def writers(session: Session) -> Consultation:
    """Twenty of Saltby, 6 of whom wrote and 3 asked not to be quoted; two of Eastquay wrote."""
    make_areas(session)
    consultation = make_consultation(session)
    for number in range(22):
        area = "saltby" if number < 20 else "eastquay"
        make_submission(
            session,
            consultation,
            answers={"age_band": "13_15", "area": area, "things_to_do_ease": "1"},
            comments={"one_thing": "More buses"} if number < 9 or number > 19 else {},
            age_band="13_15",
            area_key=area,
            may_quote=not 6 <= number < 9,
        )
    return consultation


def test_beside_words_stand_the_survey_and_the_age_band_alone(writers: Consultation) -> None:
    rows = table(writers)
    quoted = [row for row in rows if row["one_thing"]]
    others = [row for row in rows if not row["one_thing"]]

    assert len(quoted) == 8
    for row in quoted:
        assert (row["audience"], row["age_band"]) == ("Young person", "13 to 15")
        assert {row[name] for name in ("area", "language", "setting")} == {"hidden"}
    assert [row["area"] for row in others] == ["Saltby"] * 14
    assert {row["language"] for row in others} == {"English"}


def test_what_is_hidden_beside_words_is_hidden_in_every_file(writers: Consultation) -> None:
    quoted = {row["submission"] for row in table(writers) if row["one_thing"]}
    long = [row for row in table(writers, "csv-long-codes") if row["question"] == "area"]
    replies = record(writers)["replies"]
    codes = table(writers, "csv-codes")
    sheet = openpyxl.load_workbook(io.BytesIO(taken(writers, "xlsx")))["Answers"]
    lines = list(sheet.iter_rows(values_only=True))
    area = lines[0].index("area")

    assert {row["submission"] for row in long if row["value"] == HIDDEN_KEY} == quoted
    assert {row["submission"] for row in codes if row["area"] == HIDDEN_KEY} == quoted
    assert {each["submission"] for each in replies if each["area"] == HIDDEN_KEY} == quoted
    assert {line[0] for line in lines[1:] if line[area] == "hidden"} == quoted


def test_the_readme_counts_what_is_hidden_beside_words(writers: Consultation) -> None:
    with snapshot(db.engine) as session:
        outgoing = prepared(session, writers)
        text = readme(outgoing, ())

    assert "the survey and their age band alone" in text
    assert "- area: 8" in text
    assert "- age_band: 0" in text
    assert "asked us to count them and not to quote them: fewer than 5" in text
    assert outgoing.rows == 22


def test_raw_files_tell_all_beside_words(writers: Consultation) -> None:
    told = Counter(row["area"] for row in table(writers, raw=True) if row["one_thing"])

    assert told == {"Saltby": 9, "Eastquay": 2}


def test_few_who_wrote_are_never_alike_with_fewer_than_five(session: Session) -> None:
    consultation = make_consultation(session)
    for number in range(15):
        age = "13_15" if number < 9 else "16_17"
        make_submission(
            session,
            consultation,
            answers={"age_band": age},
            comments={"one_thing": "More buses"} if number in {0, 14} else {},
            age_band=age,
        )
    rows = table(consultation)

    alike = Counter((row["age_band"], row["language"]) for row in rows)
    assert len(rows) == 15
    assert min(alike.values()) >= LEAST
    assert len([row for row in rows if row["one_thing"]]) == 2


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
