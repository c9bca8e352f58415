"""How a draft differs from what is published: in words, question by question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.survey.rules.definition import Definition, Option, Question
from consult.survey.rules.saying import plain_title

SETTINGS = ("most", "least", "total", "unit", "other", "max_length", "shuffle", "sensitive")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: the key of the question (none for a page that is no question)."""

    key: str
    title: str
    what: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False
    answers_gone: bool = False


def differences(before: Definition, after: Definition) -> list[Difference]:
    """Return what differs, in the order of the newer survey; what is gone comes last."""
    return [
        *_page_differences(before, after),
        *(found for question in after.questions if (found := _compared(before, question))),
        *(
            Difference(gone.key, plain_title(gone), ("taken out",), is_gone=True)
            for gone in before.questions
            if after.question(gone.key) is None
        ),
    ]


def _page_differences(before: Definition, after: Definition) -> Iterator[Difference]:
    if before.start != after.start:
        yield Difference("", "First page", ("reworded",))
    if before.thanks != after.thanks:
        yield Difference("", "Last page", ("reworded",))
    if before.wordings != after.wordings:
        yield Difference("", "Other languages", ("translated anew",))
    there = [q.key for q in before.questions if after.question(q.key)]
    if there != [q.key for q in after.questions if before.question(q.key)]:
        yield Difference("", "Order of the questions", ("changed",))


def _compared(before: Definition, question: Question) -> Difference | None:
    old = before.question(question.key)
    title = plain_title(question)
    if old is None:
        return Difference(question.key, title, ("new",), is_new=True)
    if old == question:
        return None
    gone = any(_missing(old.options, question.options)) or any(_missing(old.rows, question.rows))
    return Difference(question.key, title, tuple(_what(old, question)), answers_gone=gone)


def _what(old: Question, new: Question) -> Iterator[str]:
    for text, name in (("title", "question reworded"), ("hint", "hint reworded")):
        if getattr(old, text) != getattr(new, text):
            yield name
    yield from _answers(old.options, new.options, "answer")
    yield from _answers(old.rows, new.rows, "statement")
    if (old.priority, old.clause) != (new.priority, new.clause):
        yield "about something else in the plan"
    if old.show_if != new.show_if:
        yield "asked of other people"
    if old.jumps != new.jumps:
        yield "leads elsewhere"
    if any(getattr(old, name) != getattr(new, name) for name in SETTINGS):
        yield "other settings"


def _answers(old: Sequence[Option], new: Sequence[Option], noun: str) -> Iterator[str]:
    for option in _missing(old, new):
        yield f"{noun} “{option.label}” taken out"
    for option in _missing(new, old):
        yield f"{noun} “{option.label}” added"
    now = {option.key: option for option in new}
    kept = [option for option in old if option.key in now]
    if any(now[option.key] != option for option in kept):
        yield f"{noun}s reworded"
    if [option.key for option in kept] != [key for key in now if key in {o.key for o in kept}]:
        yield f"{noun}s in another order"


def _missing(old: Sequence[Option], new: Sequence[Option]) -> Iterator[Option]:
    """Yield the answers that are not there any more."""
    kept = {option.key for option in new}
    yield from (option for option in old if option.key not in kept)
