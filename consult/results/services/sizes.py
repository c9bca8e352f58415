"""How many came from each area and age: one decision on what is hidden, for every page."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.disclosure import Column, is_few, safe_column, safe_table
from consult.respond.models import Submission
from consult.results.rules import READING_ORDER
from consult.results.rules.questions import NOT_ANSWERED
from consult.results.services.standing import standing
from consult.survey.rules import Audience, Option, Question, QuestionType
from consult.survey.rules.drafting import AGE_BANDS

AGE, AREA = "age", "area"
# Parents were asked how old their children are.
OF_THEMSELVES = tuple(audience for audience in READING_ORDER if audience is not Audience.PARENT)
ASKED_BY = {AREA: QuestionType.AREA, AGE: QuestionType.AGE_BAND}
COLUMNS = {AREA: Submission.area_key, AGE: Submission.age_band}
NOT_TOLD = "rather_not_say"
AGE_LABELS = {option.key: option.label for option in AGE_BANDS if option.key != NOT_TOLD}

Asked = Mapping[str, Mapping[Audience, Question]]


People = dict[Audience, Counter[str]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """One audience by area or age, the last being who did not answer; `hidden` are keys.

    `counts` are raw numbers of people, never to be shown.
    """

    options: tuple[Option, ...]
    counts: tuple[int, ...]
    hidden: frozenset[str]


BySize = dict[Audience, Sizes]


def asked_by(asked: Asked, by: str) -> dict[Audience, Question]:
    """Return the question that told where people live, or how old they are, by audience."""
    return {
        audience: question
        for questions in asked.values()
        for audience, question in questions.items()
        if question.type is ASKED_BY[by]
    }


def counted_together(asked: Asked, by: str) -> tuple[dict[str, str], tuple[Audience, ...]]:
    """Return the groups that audiences are added up by, and which: who has come is told so.

    Only what was offered is a group: nothing could hide behind one that nobody could choose.
    """
    audiences = OF_THEMSELVES if by == AGE else READING_ORDER
    questions = {each: q for each, q in asked_by(asked, by).items() if each in audiences}
    offered = {option.key: option.label for q in questions.values() for option in q.options}
    if by == AGE:
        offered = {key: label for key, label in AGE_LABELS.items() if key in offered}
    return offered, tuple(each for each in audiences if each in questions)


def sizes_of(session: Session, consultation_id: int, asked: Asked) -> dict[str, BySize]:
    """Return each audience by area and by age, where it was asked, with what no page may show.

    Three pages tell of the same people: the results of the question, the bases of groups, and who
    has come so far, where audiences are added up and who did not say is one group.
    """
    columns = (Submission.audience, Submission.area_key, Submission.age_band)
    query = select(*columns, func.count(Submission.id)).group_by(*columns)
    people: dict[str, People] = {by: defaultdict(Counter) for by in ASKED_BY}
    for audience, area, age, count in session.execute(standing(query, consultation_id, None)):
        people[AREA][audience][area or NOT_ANSWERED.key] += count
        people[AGE][audience][age or NOT_ANSWERED.key] += count
    return {by: _sizes(by, asked, people[by]) for by in ASKED_BY}


def hidden_sizes(
    session: Session, consultation_id: int, asked: Asked
) -> dict[str, dict[Audience, frozenset[str]]]:
    """Return which options of the questions of area and age are hidden, by key and audience."""
    sizes = sizes_of(session, consultation_id, asked)
    return {
        key: {each: sizes[by][each].hidden for each, q in questions.items() if q.type is kind}
        for key, questions in asked.items()
        for by, kind in ASKED_BY.items()
        if any(question.type is kind for question in questions.values())
    }


def safe_sizes(counts: Sequence[Sequence[int]]) -> list[Column]:
    """Return how many of each audience stand in each group, safe beside the sums of groups.

    Who has come so far is shown by group over all audiences, so that a single one may not be what
    is left over.
    """
    came = [line for line in counts if any(line)]
    if not came:
        return [tuple(line) for line in counts]
    if len(came) < len(counts):
        safe = iter(safe_sizes(came))
        return [next(safe) if any(line) else tuple(line) for line in counts]
    if len(counts) == 1:
        return [safe_column(counts[0], adds_up=True, total=sum(counts[0]))]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    of_groups = safe_column(sums, adds_up=True, total=sum(sums))
    table = safe_table(
        counts,
        sums,
        adds_up=True,
        hidden_rows=[at for at, line in enumerate(counts) if is_few(sum(line))],
        hidden_columns=[at for at, count in enumerate(of_groups) if count is None],
    )
    return list(table) if table else [(None,) * len(sums)] * len(counts)


def _sizes(by: str, asked: Asked, people: People) -> BySize:
    groups, together = counted_together(asked, by)
    lines = [[people[each][key] for key in groups] for each in together]
    for each, line in zip(together, lines, strict=True):
        line.append(people[each].total() - sum(line))
    safe = dict(zip(together, safe_sizes(lines), strict=True))
    found: BySize = {}
    for audience, question in asked_by(asked, by).items():
        options = _options(question, people[audience])
        counts = {option.key: people[audience][option.key] for option in options}
        if audience in safe:
            hidden = _hidden(counts, [*groups], safe[audience])
        else:
            column = safe_column([*counts.values()], adds_up=True, total=sum(counts.values()))
            hidden = {key for key, count in zip(counts, column, strict=True) if count is None}
        found[audience] = Sizes(options, tuple(counts.values()), frozenset(hidden))
    return found


def _hidden(counts: Mapping[str, int], groups: Sequence[str], safe: Column) -> set[str]:
    """Return what is hidden; of those who did not say, all ways not to say or none."""
    hidden = {key for key, count in zip(groups, safe, strict=False) if count is None}
    silent = {key for key in counts if key not in groups}
    if safe[-1] is None or any(is_few(counts[key]) for key in silent):
        hidden |= silent
    return hidden & counts.keys()


def _options(question: Question, people: Mapping[str, int]) -> tuple[Option, ...]:
    listed = [*question.options]
    lost = sorted(people.keys() - {option.key for option in listed} - {NOT_ANSWERED.key})
    return (*listed, *(Option(key, question.label_of(key)) for key in lost), NOT_ANSWERED)
