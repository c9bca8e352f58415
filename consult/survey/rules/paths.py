"""Which questions somebody is asked: a pure function of the survey and their answers."""

from consult.survey.rules.conditions import Answers, Said, holds
from consult.survey.rules.definition import Definition, Question


def path_of(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """Return the questions on somebody's path, in order.

    Only answers on the path count: what was said on a page that is no longer on it is as if it
    had not been said.
    """
    path: list[Question] = []
    said: dict[str, Said] = {}
    place = 0
    while place < len(definition.questions):
        question = definition.questions[place]
        place += 1
        if question.show_if and not holds(question.show_if, said):
            continue
        path.append(question)
        if question.key in answers:
            said[question.key] = answers[question.key]
        for jump in question.jumps:
            if jump.when is None or holds(jump.when, said):
                place = definition.place_of(jump.to)
                break
    return tuple(path)


def is_straight(definition: Definition) -> bool:
    """Return whether everybody is asked the same questions."""
    return not any(question.show_if or question.jumps for question in definition.questions)
