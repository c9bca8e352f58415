"""Questions to ask again: each with its wordings, its standard if it follows one, its rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from consult.survey.rules import Audience, Definition, Question, read_definition, write_definition

FOLDER = Path(__file__).with_name("entries")


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard a question follows: its name, its version, its codes for our keys (L-HAR-01)."""

    name: str
    version: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A question, or a few that belong together, in the words of each audience that may be asked.

    The keys of the questions are the same in every wording and in every survey. What is asked
    about the people themselves (`about_you`) needs a use that is named (L-HAR-05).
    """

    key: str
    name: str
    topic: str
    wordings: Mapping[Audience, tuple[Question, ...]]
    note: str = ""
    standard: Standard | None = None
    about_you: bool = False
    least_age: int | None = None
    most_age: int | None = None
    ours: bool = False

    def is_standard(self, asked: Sequence[Question]) -> bool:
        """Return whether questions are asked as the standard has them; hints may differ."""
        return self.standard is not None and any(
            [_core(question) for question in asked] == [_core(question) for question in wording]
            for wording in self.wordings.values()
        )


def _core(question: Question) -> tuple[object, ...]:
    return question.key, question.type, question.title, question.options


@cache
def our_entries() -> tuple[BankEntry, ...]:
    """Return what the bank holds from the start, harmonised questions first."""
    files = sorted(FOLDER.glob("*.json"), key=lambda file: (file.stem != "about_you", file.stem))
    return tuple(
        read_entry(entry) for file in files for entry in json.loads(file.read_text("utf-8"))
    )


def read_entry(data: Mapping[str, Any], *, ours: bool = False) -> BankEntry:
    """Read an entry from its JSON.

    Raises:
        BadDefinition: one of its questions cannot be asked.
    """
    standard = data.get("standard")
    return BankEntry(
        key=data["key"],
        name=data["name"],
        topic=data["topic"],
        wordings={
            Audience(audience): read_definition({"questions": questions}).questions
            for audience, questions in data["wordings"].items()
        },
        note=data.get("note", ""),
        standard=Standard(**standard) if standard else None,
        about_you=data.get("about_you", False),
        least_age=data.get("least_age"),
        most_age=data.get("most_age"),
        ours=ours,
    )


def write_entry(entry: BankEntry) -> dict[str, Any]:
    """Return the JSON of an entry; reading it again gives the same entry."""
    return {
        "key": entry.key,
        "name": entry.name,
        "topic": entry.topic,
        "wordings": {
            audience.value: write_definition(Definition(questions=questions))["questions"]
            for audience, questions in entry.wordings.items()
        },
        "note": entry.note,
        "standard": asdict(entry.standard) if entry.standard else None,
        "about_you": entry.about_you,
        "least_age": entry.least_age,
        "most_age": entry.most_age,
    }
