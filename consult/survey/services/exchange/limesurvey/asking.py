"""One question of a LimeSurvey file as ours, or several where it asks for several things."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consult.survey.rules import BadDefinition, Condition, Every, Option, Question, QuestionType
from consult.survey.rules.checking import LONGEST_TEXT, check_question
from consult.survey.rules.definition import DEFAULT_MAX_LENGTH, OTHER, OTHER_MAX_LENGTH
from consult.survey.services.exchange.limesurvey.draft import Draft
from consult.survey.services.exchange.limesurvey.kinds import Kind
from consult.survey.services.exchange.limesurvey.relevance import read_relevance
from consult.survey.services.exchange.limesurvey.sections import Entry, Row
from consult.survey.services.exchange.understanding import Named, NotUnderstood

Options = list[tuple[str, Option]]
SHUFFLED = {"random_order": "1", "answer_order": "random", "subquestion_order": "random"}


@dataclass(frozen=True, slots=True)
class Source:
    """A question of the file with all that belongs to it."""

    entry: Entry
    group: Row
    kind: Kind
    parts: Sequence[Entry]
    answers: Sequence[Entry]
    attributes: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code of the question."""
        return self.entry.row["title"]

    @property
    def row(self) -> Row:
        """The row of the question."""
        return self.entry.row


def take_question(draft: Draft, source: Source) -> None:
    """Add a question to the draft, or note why it cannot be asked."""
    if source.kind.lost:
        draft.note(source.row, f"“{source.code}”: {source.kind.lost}")
    if source.row["mandatory"] in {"Y", "S"}:
        draft.left.add("questions", 0, "", "people can skip every question here.")
    condition = _condition(draft, source)
    if source.kind.split:
        _take_parts(draft, source, condition)
        return
    key = draft.key_for(source.row, source.code)
    title = draft.text(source.entry, "question", f"q.{key}.title")
    question, options = _drafted(draft, source, key, title or source.code)
    if _is_fit(draft, source, question):
        draft.questions.append(replace(question, show_if=condition))
        _name(draft, source, question, options)


def _take_parts(draft: Draft, source: Source, condition: Condition | None) -> None:
    """Ask for each part of a question by itself."""
    draft.note(source.row, f"“{source.code}” asked several things: each is a question now.")
    if draft.others:
        draft.note(source.row, f"“{source.code}” has lost its translations with that.")
    whole = draft.plain(source.row, _words(draft, source.entry, "question"))
    for part in source.parts:
        code = f"{source.code}_{part.row.needs('title')}"
        key = draft.key_for(part.row, code)
        words = draft.plain(part.row, _words(draft, part, "question"))
        question = Question(
            key=key,
            type=source.kind.type,
            title=f"{whole} {words}".strip() or code,
            hint=draft.plain(source.row, _words(draft, source.entry, "help")),
            max_length=DEFAULT_MAX_LENGTH.get(source.kind.type.value, OTHER_MAX_LENGTH),
            show_if=condition,
        )
        if _is_fit(draft, source, question):
            draft.questions.append(question)
            draft.names[code] = Named(question)


def _words(draft: Draft, entry: Entry, name: str) -> str:
    return entry.texts.get(draft.base, entry.row)[name]


def _drafted(draft: Draft, source: Source, key: str, title: str) -> tuple[Question, Options]:
    kind, at = source.kind, f"q.{key}"
    grid = kind.type is QuestionType.STATEMENTS
    rows = list(draft.options(source.parts, "title", "question", f"{at}.rows")) if grid else []
    if kind.fixed:
        options = list(kind.fixed)
    elif kind.by_parts or (kind.type is QuestionType.RANKING and not source.answers):
        options = list(draft.options(source.parts, "title", "question", f"{at}.options"))
    else:
        options = list(draft.options(source.answers, "code", "answer", f"{at}.options"))
    question = Question(
        key=key,
        type=kind.type,
        title=title,
        hint=draft.text(source.entry, "help", f"{at}.hint"),
        options=tuple(option for _, option in options) if kind.type.has_options else (),
        rows=tuple(row for _, row in rows),
        other=source.row["other"] == "Y" and kind.type.takes_other,
        max_length=DEFAULT_MAX_LENGTH.get(kind.type.value, OTHER_MAX_LENGTH),
    )
    _name_rows(draft, source, question, rows, options)
    return _with_attributes(source.attributes, question, dict(options)), options


def _with_attributes(
    attributes: Mapping[str, str], question: Question, options: Mapping[str, Option]
) -> Question:
    number = question.type is QuestionType.NUMBER
    least, most = (_number(attributes, f"{end}_num_value_n") for end in ("min", "max"))
    chosen = _number(attributes, "max_answers")
    longest = _number(attributes, "maximum_chars")
    alone = {options[c].key for c in _codes(attributes, "exclude_all_others") if c in options}
    several = question.type.takes_several
    if several and chosen:
        question = replace(question, most=max(1, min(chosen, len(question.options))))
    if question.type.is_text and longest:
        question = replace(question, max_length=max(1, min(longest, LONGEST_TEXT)))
    return replace(
        question,
        least=least if number else None,
        most=most if number else question.most,
        shuffle=any(attributes.get(name) == value for name, value in SHUFFLED.items()),
        options=tuple(replace(o, exclusive=several and o.key in alone) for o in question.options),
    )


def _number(attributes: Mapping[str, str], name: str) -> int | None:
    text = attributes.get(name, "")
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


def _codes(attributes: Mapping[str, str], name: str) -> list[str]:
    return re.split(r"[;,\s]+", attributes.get(name, ""))


def _name_rows(
    draft: Draft, source: Source, question: Question, rows: Options, options: Options
) -> None:
    keys = {code: option.key for code, option in options}
    for code, row in rows:
        draft.names[f"{source.code}_{code}"] = Named(question, row.key, keys)


def _name(draft: Draft, source: Source, question: Question, options: Options) -> None:
    """Keep what the codes of a question have become, for conditions and texts after it."""
    keys = {code: option.key for code, option in options}
    if question.other:
        keys |= {"-oth-": OTHER, "other": OTHER}
    draft.names[source.code] = Named(question, options=keys)
    if source.kind.by_parts:
        draft.ticks |= {f"{source.code}_{code}": (source.code, code) for code, _ in options}


def _is_fit(draft: Draft, source: Source, question: Question) -> bool:
    try:
        check_question(question)
    except BadDefinition as broken:
        draft.note(source.row, f"“{source.code}” is left out. {broken}")
        return False
    return True


def _condition(draft: Draft, source: Source) -> Condition | None:
    parts: list[Condition] = []
    for row, name in ((source.group, "grelevance"), (source.row, "relevance")):
        try:
            condition = read_relevance(row[name], draft.names, draft.ticks)
        except NotUnderstood as error:
            what = f"the relevance “{row[name]}” is left out, {error}. Say when it is asked."
            draft.note(row, what)
        else:
            parts += [condition] if condition else []
    return Every(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
