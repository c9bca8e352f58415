"""Whole surveys to start from: the model surveys on a draft plan, one for each audience."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from consult.survey.bank.topics import code_for
from consult.survey.rules import Audience, Definition, Option, QuestionType, read_definition

FOLDER = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Template:
    """A survey to start from, and what each of its questions is about."""

    key: str
    name: str
    audience: Audience
    definition: Definition
    topics: Mapping[str, str]

    def for_priorities(self, priorities: Iterable[tuple[str, str, str]]) -> Definition:
        """Return the survey about the priorities of a plan, each (code, label, text).

        A question is about the priority its topic fits; the top three are chosen among them all.
        """
        asked = list(priorities)
        words = [(code, f"{label}. {text}") for code, label, text in asked]
        options = tuple(Option(code.lower(), label) for code, label, _ in asked)
        enough = len(options) >= QuestionType.TOP3.least_options
        questions = [
            replace(question, priority=code_for(self.topics.get(question.key, ""), words))
            for question in self.definition.questions
        ]
        return replace(
            self.definition,
            questions=tuple(
                replace(question, options=options)
                if question.type is QuestionType.TOP3 and enough
                else question
                for question in questions
            ),
        )


@cache
def templates() -> tuple[Template, ...]:
    """Return every template, in the order of the audiences."""
    read = [_read(file) for file in FOLDER.glob("*.json")]
    return tuple(sorted(read, key=lambda one: list(Audience).index(one.audience)))


def _read(file: Path) -> Template:
    data = json.loads(file.read_text("utf-8"))
    questions = data["definition"]["questions"]
    return Template(
        key=file.stem,
        name=data["name"],
        audience=Audience(data["audience"]),
        definition=read_definition(data["definition"]),
        topics={q["key"]: q["topic"] for q in questions if "topic" in q},
    )
