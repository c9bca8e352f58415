"""Bars beside each other, from frozen figures."""

from typing import Any

import pytest

from consult.board.services.bars import MOST, Cell, bars_of
from consult.disclosure import FEW
from consult.evidence.models import Evidence


def evidence(**figures: Any) -> Evidence:
    return Evidence(consultation_id=1, figures=figures)


def figure(people: str, of: str, percent: int | None) -> dict[str, Any]:
    return {"people": people, "of": of, "percent": percent}


def test_young_people_and_parents_stand_side_by_side() -> None:
    bars = bars_of(
        [
            evidence(
                answered={"parent": "438", "young_person": "1,284"},
                top_three={"young_person": figure("642", "1,284", 50)},
                themes=[
                    {"id": 1, "name": "Dark stops", "said": {"parent": figure("44", "438", 10)}}
                ],
            )
        ],
        1,
    )
    assert bars
    assert bars.groups == (("g1", "Young people (1,284)"), ("g2", "Parents and carers (438)"))
    assert [(row.label, [cell.text for cell in row.cells]) for row in bars.rows] == [
        ("Picked it in their top three", ["50% (642)", "0"]),
        ("Dark stops", ["0", "10% (44)"]),
    ]


@pytest.mark.parametrize(
    ("people", "of", "text"),
    [(FEW, "40", FEW), ("12", "18", "12"), ("15", "18", MOST), ("18", "18", "18"),
     ("0", FEW, "0")],
)  # fmt: skip
def test_no_bar_tells_of_a_few_people(people: str, of: str, text: str) -> None:
    said = {"young_person": figure(people, of, None)}
    bars = bars_of([evidence(answered={"young_person": of}, top_three=said)], 1)
    assert bars
    assert bars.rows[0].cells == (Cell(None, text),)


def test_figures_of_the_consultation_on_the_table_come_first() -> None:
    other = evidence(answered={"parent": "9"}, top_three={"parent": figure("8", "9", None)})
    other.consultation_id = 2
    assert bars_of([other], 1)
    own = evidence(answered={"parent": "90"}, top_three={"parent": figure("45", "90", 50)})
    bars = bars_of([other, own], 1)
    assert bars
    assert bars.groups == (("g2", "Parents and carers (90)"),)
    assert bars_of([evidence(young_person="120")], 1) is None
