"""A survey read from and written to JSON."""

from collections.abc import Mapping
from typing import Any

from consult.survey.rules.checking import check_definition
from consult.survey.rules.conditions import read_condition, write_condition
from consult.survey.rules.definition import (
    DEFAULT_MAX_LENGTH,
    DEFAULT_POINTS,
    OTHER,
    OTHER_MAX_LENGTH,
    BadDefinition,
    Definition,
    Jump,
    Option,
    Question,
    Start,
    Translation,
    Wording,
)
from consult.survey.rules.kinds import QuestionType
from consult.survey.rules.languages import ENGLISH, LANGUAGES


def read_definition(data: Mapping[str, Any]) -> Definition:
    """Read a survey from its JSON.

    Raises:
        BadDefinition: it is not a survey that can be asked.
    """
    if not isinstance(data, Mapping):
        raise BadDefinition("A survey needs a start page, questions and a thank you.")
    try:
        definition = Definition(
            start=_read_start(data.get("start", {})),
            questions=tuple(
                _read_numbered(number, entry)
                for number, entry in enumerate(data.get("questions", ()), start=1)
            ),
            thanks=str(data.get("thanks", "")),
            wordings=tuple(
                _read_wording(language, texts)
                for language, texts in data.get("languages", {}).items()
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadDefinition("The start page or the list of questions cannot be read.") from error
    check_definition(definition)
    return definition


def _read_start(start: Mapping[str, Any]) -> Start:
    return Start(
        title=str(start.get("title", "")),
        lead=str(start.get("lead", "")),
        minutes=int(start.get("minutes", 5)),
        points=tuple(str(point) for point in start.get("points", ())),
    )


def _read_wording(language: str, texts: Mapping[str, Mapping[str, str]]) -> Wording:
    if language not in LANGUAGES or language == ENGLISH:
        raise BadDefinition(f"There is no language “{language}” here.")
    return Wording(
        language,
        tuple(Translation(path, str(t["text"]), str(t["of"])) for path, t in texts.items()),
    )


def _read_numbered(number: int, data: Mapping[str, Any]) -> Question:
    try:
        return _read_question(data)
    except KeyError as error:
        raise BadDefinition(f"Question {number} has no {error.args[0]}.") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise BadDefinition(f"Question {number} cannot be read: {error}.") from error


def _read_question(data: Mapping[str, Any]) -> Question:
    kind = QuestionType(data["type"])
    options = _read_options(data.get("options"))
    other = bool(data.get("other")) and kind.takes_other
    if other:
        options = tuple(option for option in options if option.key != OTHER)
    return Question(
        key=str(data["key"]),
        type=kind,
        title=str(data["title"]),
        hint=str(data.get("hint") or ""),
        priority=data.get("priority") or None,
        options=options if kind.has_options else (),
        rows=_read_options(data.get("rows")) if kind is QuestionType.STATEMENTS else (),
        most=_whole(data.get("most")),
        least=_whole(data.get("least")),
        total=_whole(data.get("total")) or DEFAULT_POINTS,
        unit=str(data.get("unit") or ""),
        other=other,
        max_length=_whole(data.get("max_length"))
        or DEFAULT_MAX_LENGTH.get(kind.value, OTHER_MAX_LENGTH),
        shuffle=bool(data.get("shuffle")),
        clause=str(data.get("clause") or ""),
        sensitive=bool(data.get("sensitive")),
        show_if=read_condition(data["show_if"]) if data.get("show_if") else None,
        jumps=tuple(_read_jump(jump) for jump in data.get("jumps") or ()),
    )


def _read_options(options: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            key=str(option["key"]),
            label=str(option["label"]),
            exclusive=bool(option.get("exclusive")),
            picture=str(option.get("picture") or ""),
        )
        for option in options or ()
    )


def _read_jump(jump: Mapping[str, Any]) -> Jump:
    return Jump(str(jump["to"]), read_condition(jump["when"]) if jump.get("when") else None)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def write_definition(definition: Definition) -> dict[str, Any]:
    """Return the JSON of a survey; reading it again gives the same survey.

    What is as usual is left out of a question, so that the file reads well.
    """
    written: dict[str, Any] = {
        "start": {
            "title": definition.start.title,
            "lead": definition.start.lead,
            "minutes": definition.start.minutes,
            "points": list(definition.start.points),
        },
        "questions": [_write_question(question) for question in definition.questions],
        "thanks": definition.thanks,
    }
    if definition.wordings:
        written["languages"] = {
            wording.language: {t.path: {"text": t.text, "of": t.of} for t in wording.texts}
            for wording in definition.wordings
        }
    return written


def _write_question(question: Question) -> dict[str, Any]:
    more = {
        "rows": [_write_option(row) for row in question.rows],
        "total": question.total if question.type is QuestionType.POINTS else None,
        "unit": question.unit,
        "shuffle": question.shuffle,
        "clause": question.clause,
        "sensitive": question.sensitive,
        "show_if": write_condition(question.show_if) if question.show_if else None,
        "jumps": [_write_jump(jump) for jump in question.jumps],
    }
    return {
        "key": question.key,
        "type": question.type.value,
        "title": question.title,
        "hint": question.hint,
        "priority": question.priority,
        "options": [_write_option(option) for option in question.options],
        "most": question.most,
        "other": question.other,
        "max_length": question.max_length,
        # 0 is a smallest number like others.
        **({} if question.least is None else {"least": question.least}),
        **{name: value for name, value in more.items() if value},
    }


def _write_option(option: Option) -> dict[str, Any]:
    more = {"exclusive": option.exclusive, "picture": option.picture}
    return {
        "key": option.key,
        "label": option.label,
        **{name: value for name, value in more.items() if value},
    }


def _write_jump(jump: Jump) -> dict[str, Any]:
    return {"to": jump.to, **({"when": write_condition(jump.when)} if jump.when else {})}
