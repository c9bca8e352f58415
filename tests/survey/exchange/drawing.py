"""Surveys drawn at random, of every type, with conditions, jumps and translations; and answers."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from consult.survey.rules import (
    END,
    LANGUAGES,
    Between,
    Chose,
    Condition,
    Definition,
    Every,
    Gave,
    Jump,
    Not,
    Option,
    Question,
    QuestionType,
    Said,
    Some,
    Start,
    texts_of,
    translated,
)
from consult.survey.rules.definition import DEFAULT_MAX_LENGTH, OTHER_MAX_LENGTH, SCALE_KEYS

# A machine that does other things meanwhile is no fault of the survey.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# What a form lets through: no control characters, no halves of characters.
letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
lines = st.text(letters | st.just("\n"), max_size=20)
words = st.text(letters, min_size=1, max_size=20).filter(str.strip)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda key: key != END)
option_keys = st.from_regex(r"[a-z0-9][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda key: key != "other"
)
numbers = st.integers(-50, 50)


@st.composite
def options(draw: st.DrawFn, kind: QuestionType) -> tuple[Option, ...]:
    if not kind.has_options:
        return ()
    found = draw(st.lists(option_keys, min_size=3, max_size=5, unique=True))
    if kind.is_scale:
        found = [*SCALE_KEYS, *(key for key in found[:1] if key not in SCALE_KEYS)]
    picture = st.sampled_from(["", "bus"])
    return tuple(Option(key, draw(words), draw(st.booleans()), draw(picture)) for key in found)


@st.composite
def questions(draw: st.DrawFn, key: str) -> Question:
    kind = draw(st.sampled_from(QuestionType))
    offered = draw(options(kind))
    grid = kind is QuestionType.STATEMENTS
    rows = draw(st.lists(option_keys, min_size=1, max_size=3, unique=True)) if grid else []
    least, most = sorted([draw(numbers), draw(numbers)])
    number = kind is QuestionType.NUMBER
    usual = DEFAULT_MAX_LENGTH.get(kind.value, OTHER_MAX_LENGTH)
    return Question(
        key=key,
        type=kind,
        title=draw(words),
        hint=draw(lines),
        priority=draw(st.sampled_from([None, "P1", "P8"])),
        options=offered,
        rows=tuple(Option(row, draw(words)) for row in rows),
        most=draw(st.sampled_from([None, most if number else 2 if offered else 0]))
        if number or offered
        else None,
        least=draw(st.sampled_from([None, least])) if number else None,
        total=draw(st.integers(1, 1000)) if kind is QuestionType.POINTS else 10,
        unit=draw(lines) if number else "",
        other=draw(st.booleans()) and kind.takes_other,
        max_length=draw(st.integers(1, 5000) | st.just(usual)),
        shuffle=draw(st.booleans()),
        clause=draw(words) if kind is QuestionType.CLAUSE else "",
        sensitive=draw(st.booleans()),
    )


@st.composite
def leaves(draw: st.DrawFn, earlier: list[Question]) -> Condition:
    asked = draw(st.sampled_from(earlier))
    offered = sorted(asked.option_keys)
    if asked.type is QuestionType.NUMBER and draw(st.booleans()):
        ends = st.none() | numbers.map(float) | st.just(1.5)
        return draw(
            st.builds(Between, st.just(asked.key), ends, ends).filter(
                lambda part: (part.least, part.most) != (None, None)
            )
        )
    if asked.type is QuestionType.AREA and draw(st.booleans()):
        return Chose(asked.key, ("saltby", "east-quay"))
    if not offered or draw(st.booleans()):
        return Gave(asked.key)
    chosen = draw(st.lists(st.sampled_from(offered), min_size=1, max_size=3, unique=True))
    grid = asked.type is QuestionType.STATEMENTS
    row = draw(st.sampled_from(sorted(asked.row_keys))) if grid else ""
    return Chose(asked.key, tuple(chosen), row)


def conditions(earlier: list[Question]) -> st.SearchStrategy[Condition]:
    def larger(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(part, min_size=1, max_size=3).map(tuple)
        return st.builds(Not, part) | st.builds(Every, several) | st.builds(Some, several)

    return st.recursive(leaves(earlier), larger, max_leaves=4)


@st.composite
def asked(draw: st.DrawFn, most: int = 5) -> tuple[Question, ...]:
    found: list[Question] = []
    taken = draw(st.lists(keys, max_size=most, unique=True))
    for place, key in enumerate(taken):
        question = draw(questions(key))
        if found and draw(st.booleans()):
            question = replace(question, show_if=draw(conditions(found)))
        if found and draw(st.booleans()):
            piped = f"[[{found[-1].key}{draw(st.sampled_from(['', '|that']))}]]"
            question = replace(question, title=f"{question.title} {piped}")
        goals = st.lists(st.sampled_from([*taken[place + 1 :], END]), max_size=2)
        whens = st.none() | conditions([*found, question])
        jumps = tuple(Jump(goal, draw(whens)) for goal in draw(goals))
        found.append(replace(question, jumps=jumps))
    return tuple(found)


@st.composite
def surveys(draw: st.DrawFn) -> Definition:
    whole = Definition(
        start=Start(
            title=draw(lines),
            lead=draw(lines),
            minutes=draw(st.integers(1, 60)),
            points=tuple(draw(st.lists(words, max_size=3))),
        ),
        questions=draw(asked()),
        thanks=draw(lines),
    )
    for language in draw(st.lists(st.sampled_from([*LANGUAGES][1:]), max_size=2, unique=True)):
        paths = sorted(texts_of(whole))
        chosen = draw(st.lists(st.sampled_from(paths), unique=True)) if paths else []
        whole = translated(whole, language, {path: draw(words) for path in chosen})
    return whole


@st.composite
def answers(draw: st.DrawFn, definition: Definition) -> dict[str, Said]:
    """Draw an answer to some of the questions, whether or not they are on the path."""
    return {
        question.key: draw(_said(question))
        for question in definition.questions
        if draw(st.booleans())
    }


@st.composite
def _said(draw: st.DrawFn, question: Question) -> Said:
    offered = sorted(question.option_keys)
    if question.type is QuestionType.NUMBER:
        return Said(amount=float(draw(numbers)), anything=True)
    if question.type is QuestionType.STATEMENTS:
        return Said(
            rows={row: draw(st.sampled_from(offered)) for row in sorted(question.row_keys)},
            anything=True,
        )
    if question.type is QuestionType.AREA:
        return Said(
            frozenset({draw(st.sampled_from(["saltby", "east-quay", "thornwick"]))}), anything=True
        )
    if not offered or question.type is QuestionType.POINTS:
        return Said(anything=True)
    several = question.type.takes_several or question.type.is_ranked
    chosen = st.lists(st.sampled_from(offered), min_size=1, max_size=3 if several else 1)
    return Said(frozenset(draw(chosen)), anything=True)
