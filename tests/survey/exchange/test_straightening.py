"""A survey whose jumps were turned into conditions: everybody is asked the same as before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import RuleBroken
from consult.survey.rules import Chose, Definition, Jump, Option, Question, QuestionType, path_of
from consult.survey.services.exchange.straightening import without_jumps
from tests.survey.exchange.drawing import answers, surveys, unhurried


@unhurried
@given(st.data())
def test_conditions_lead_the_same_way_as_jumps(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    said = data.draw(answers(survey))

    straight = without_jumps(survey)

    assert not any(question.jumps for question in straight.questions)
    before = [question.key for question in path_of(survey, said)]
    assert [question.key for question in path_of(straight, said)] == before


def test_jumps_that_lie_across_each_other_without_end_are_refused() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    questions = tuple(
        Question(
            key=f"q{number}",
            type=QuestionType.SINGLE,
            title="Which?",
            options=options,
            jumps=(Jump("q59", Chose("q0", ("a",))),),
        )
        for number in range(59)
    )

    with pytest.raises(RuleBroken, match="too tangled"):
        without_jumps(Definition(questions=(*questions, Question("q59", QuestionType.AREA, "W?"))))
