"""A question made of the rows that ask it; what cannot be part of it is noted."""

import re
from collections.abc import Iterator
from dataclasses import replace

from consult.survey.rules import (
    OTHER,
    BadDefinition,
    Condition,
    Every,
    Option,
    Question,
    QuestionType,
)
from consult.survey.rules.checking import check_question
from consult.survey.rules.definition import (
    DEFAULT_MAX_LENGTH,
    DEFAULT_POINTS,
    OTHER_MAX_LENGTH,
)
from consult.survey.services.exchange.understanding import Named, NotUnderstood
from consult.survey.services.exchange.xlsform.asking import PLAIN, Asked
from consult.survey.services.exchange.xlsform.form import Form, Keys, option_key
from consult.survey.services.exchange.xlsform.layout import UNIT, part_name, shuffles, whole
from consult.survey.services.exchange.xlsform.limits import ended, limited
from consult.survey.services.exchange.xlsform.rows import SEVERAL, Item
from consult.survey.services.exchange.xlsform.sheets import Row
from consult.survey.services.exchange.xlsform.tokens import read_expression

SUM = re.compile(r"\. >= 0( and \. \+ .+ = [0-9]+)?")


def take_question(form: Form, asked: Asked) -> None:
    """Add a question to the form, or note why it cannot be asked."""
    row = asked.item.row
    question, keys = _drafted(form, asked, form.key_for(row, asked.item.name))
    try:
        check_question(question)
    except BadDefinition as broken:
        plain = PLAIN.get(asked.item.kind)
        if plain and plain is not asked.type:
            form.note(row, "consult_type", f"“{asked.type}” does not fit. {broken}")
            take_question(form, replace(asked, type=plain))
        else:
            form.note(row, "", f"“{asked.item.name}” is left out. {broken}")
        return
    form.questions.append(replace(question, show_if=_condition(form, asked)))
    form.names[asked.item.name] = Named(question, options=keys)
    for part in asked.parts:
        form.names[part.name] = Named(question, _part_key(asked, part), keys)


def _drafted(form: Form, asked: Asked, key: str) -> tuple[Question, Keys]:
    row, at = asked.item.row, f"q.{key}"
    title = form.text(row, "label", f"{at}.title", piped=True)
    if not title:
        form.note(row, "label", "its name stands for it.")
    options, keys = _options(form, asked, key)
    other = bool(asked.other or asked.item.or_other) and asked.type.takes_other
    question = Question(
        key=key,
        type=asked.type,
        title=title or asked.item.name,
        hint=form.text(row, "hint", f"{at}.hint", piped=True),
        priority=row["consult_priority"] or None,
        options=tuple(option for option in options if not (other and option.key == OTHER)),
        rows=_rows(form, asked, key),
        most=_most(asked, options),
        total=whole(row["consult_total"]) or DEFAULT_POINTS,
        unit=form.text(row, UNIT, f"{at}.unit"),
        other=other,
        max_length=DEFAULT_MAX_LENGTH.get(asked.type.value, OTHER_MAX_LENGTH),
        shuffle=row["consult_shuffle"] == "yes",
        clause=row["consult_clause"],
        sensitive=row["consult_sensitive"] == "yes",
    )
    question = _with_parameters(form, row, question)
    return _with_limits(form, asked, question, keys), keys


def _options(form: Form, asked: Asked, key: str) -> tuple[tuple[Option, ...], Keys]:
    if asked.type is QuestionType.POINTS:
        return tuple(_part_options(form, asked, f"q.{key}.options")), {}
    holder = asked.parts[0] if asked.parts else asked.item
    if not holder.choices:
        return (), {}
    options, keys = form.options(holder.row, holder.choices, key)
    return options, {**keys, **({OTHER: OTHER} if asked.item.or_other else {})}


def _rows(form: Form, asked: Asked, key: str) -> tuple[Option, ...]:
    if asked.type is not QuestionType.STATEMENTS:
        return ()
    for part in asked.parts:
        if part.choices != asked.parts[0].choices:
            form.note(part.row, "type", "the scale of the first statement counts for all.")
            form.used.add(part.choices)
    return tuple(_part_options(form, asked, f"q.{key}.rows"))


def _part_options(form: Form, asked: Asked, at: str) -> Iterator[Option]:
    for part in asked.parts:
        key = _part_key(asked, part)
        yield Option(key, form.text(part.row, "label", f"{at}.{key}") or key)
        if part.row["relevant"] != asked.item.row["relevant"]:
            form.note(part.row, "relevant", "the condition of the whole question counts.")
        if part.row["constraint"] and not SUM.fullmatch(part.row["constraint"]):
            form.note(part.row, "constraint", "it is left out.")


def _part_key(asked: Asked, part: Item) -> str:
    return option_key(part.name.removeprefix(part_name(asked.item.name, "")), ())


def _most(asked: Asked, options: tuple[Option, ...]) -> int | None:
    if asked.type.is_ranked:
        most = whole(asked.item.row["consult_most"])
        return min(most, len(options)) if most else None
    # Of pictures people choose one, unless we say how many.
    pictures = asked.type is QuestionType.PICTURES and asked.item.kind == SEVERAL
    return len(options) if pictures else None


def _with_parameters(form: Form, row: Row, question: Question) -> Question:
    for part in row["parameters"].replace(",", " ").replace(";", " ").split():
        name, _, value = part.partition("=")
        if name == "randomize" and shuffles(question):
            question = replace(question, shuffle=value == "true")
        elif name in {"start", "end"} and question.type is QuestionType.NUMBER and whole(value):
            question = ended(question, int(value), above=name == "end")
        else:
            form.note(row, "parameters", f"“{part}” is left out.")
    return question


def _with_limits(form: Form, asked: Asked, question: Question, keys: Keys) -> Question:
    holders = [asked.item.row, *([asked.other.row] if asked.other else [])]
    for row in holders:
        question, left = limited(question, row["constraint"], keys)
        if left:
            form.note(row, "constraint", f"“{left}” is left out.")
    return question


def _condition(form: Form, asked: Asked) -> Condition | None:
    parts: list[Condition] = []
    for row in (*asked.item.around, asked.item.row):
        expression = row["relevant"]
        if not expression:
            continue
        try:
            parts.append(read_expression(expression, form.names))
        except NotUnderstood as error:
            what = f"“{expression}” is left out, {error}. Say in the builder when it is asked."
            form.note(row, "relevant", what)
    return Every(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
