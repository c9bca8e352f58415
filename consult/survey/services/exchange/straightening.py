"""A survey without jumps that asks everybody the same: each jump becomes conditions of the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.errors import RuleBroken
from consult.survey.rules import (
    Condition,
    Definition,
    Every,
    Gave,
    Not,
    Question,
    Some,
)

MOST_PARTS = 1000
MOST_LAYERS = 40


def without_jumps(definition: Definition) -> Definition:
    """Return a survey with the same path for every answer, but no jumps.

    Raises:
        RuleBroken: the jumps lie across each other so that their conditions grow without end.
    """
    leaps: list[tuple[int, Condition]] = []
    questions: list[Question] = []
    for place, question in enumerate(definition.questions):
        over = [Not(when) for goal, when in leaps if goal > place]
        asked = _every([question.show_if, *over] if question.show_if else over)
        questions.append(replace(question, show_if=asked, jumps=()))
        leaps += [(definition.place_of(goal), when) for goal, when in _leaps(question, asked)]
    return replace(definition, questions=tuple(questions))


def _leaps(question: Question, asked: Condition | None) -> Iterator[tuple[str, Condition]]:
    """Yield where a question leads, and what must hold for it: the first jump that holds counts."""
    before: list[Condition] = []
    for jump in question.jumps:
        needs = [jump.when, *before] if jump.when else before
        if asked and not (jump.when and _needs_answer(jump.when, question.key)):
            needs = [asked, *needs]
        yield jump.to, _every(needs) or _always(question.key)
        if jump.when is None:
            return
        before.append(Not(jump.when))


def _always(key: str) -> Condition:
    return Some((Gave(key), Not(Gave(key))))


def _needs_answer(condition: Condition, key: str) -> bool:
    """Return whether a condition can only hold where a question was asked and answered."""
    match condition:
        case Not():
            return False
        case Every(parts):
            return any(_needs_answer(part, key) for part in parts)
        case Some(parts):
            return all(_needs_answer(part, key) for part in parts)
        case _:
            return condition.question == key


def _every(parts: Sequence[Condition]) -> Condition | None:
    if not parts:
        return None
    whole = parts[0] if len(parts) == 1 else Every(tuple(parts))
    if _is_tangled(whole):
        raise RuleBroken(
            "The jumps of this survey are too tangled for this kind of file. Export it as JSON, "
            "or use fewer jumps."
        )
    return whole


def _is_tangled(condition: Condition) -> bool:
    layer, parts = [condition], 0
    for _ in range(MOST_LAYERS):
        parts += len(layer)
        layer = [part for each in layer for part in _inside(each)]
        if not layer or parts > MOST_PARTS:
            return parts > MOST_PARTS
    return True


def _inside(condition: Condition) -> Sequence[Condition]:
    match condition:
        case Not(part):
            return [part]
        case Every(parts) | Some(parts):
            return parts
        case _:
            return ()
