"""What a theme can be, and who put it on a comment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.errors import RuleBroken


class ThemeStatus(StrEnum):
    """How far a theme has come: suggested by the machine until a person says otherwise."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    MERGED = "merged"
    OUTDATED = "outdated"


LIVE = (ThemeStatus.SUGGESTED, ThemeStatus.CONFIRMED)


GONE = {
    ThemeStatus.MERGED: "This theme is part of another one now.",
    ThemeStatus.SET_ASIDE: "This theme is set aside. Confirm it to bring it back.",
    ThemeStatus.OUTDATED: "This theme was not found again when the comments were last read.",
}


class Act(StrEnum):
    """What people do to themes and comments; each can be undone."""

    ADD = "add_theme"
    CONFIRM = "confirm_theme"
    RENAME = "rename_theme"
    SET_ASIDE = "set_aside_theme"
    MERGE = "merge_themes"
    NEST = "nest_theme"
    MOVE = "move_comments"
    SPLIT = "split_theme"
    UNDO = "undo_act"


ACT_LABELS = {
    Act.ADD: "Added a theme",
    Act.CONFIRM: "Confirmed",
    Act.RENAME: "Renamed",
    Act.SET_ASIDE: "Set aside",
    Act.MERGE: "Merged into another",
    Act.NEST: "Put under a broader theme, or out of one",
    Act.MOVE: "Moved comments",
    Act.SPLIT: "Made a new theme of some comments",
    Act.UNDO: "Undid",
}


class CannotMerge(RuleBroken):
    """A theme cannot be merged into itself or across consultations."""


class Source(StrEnum):
    """Who says that a comment belongs to a theme; the two are kept apart for ever."""

    MACHINE = "machine"
    PERSON = "person"


class Pool(StrEnum):
    """Which comments a second reading is drawn from."""

    PEOPLE = "people"
    ALL = "all"


FEWEST_READ_TWICE = 50


LONGEST_CODE_NAME = 120
LONGEST_CODE_TEXT = 4000
MOST_CODES = 500
MOST_EXAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class CodeDraft:
    """One code of a codebook as it comes and goes in files; `parent` is another code's name."""

    name: str
    description: str = ""
    parent: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodebookDraft:
    """A codebook as it comes and goes in files."""

    name: str
    codes: tuple[CodeDraft, ...]


def faults_of_codes(codes: Sequence[CodeDraft]) -> Iterator[tuple[CodeDraft, str]]:
    """Yield each code that cannot stand in a codebook, with a sentence why."""
    by_name: dict[str, CodeDraft] = {}
    for code in codes:
        if code.name in by_name:
            yield code, f"“{code.name}” is named twice; give each code a name of its own."
        by_name.setdefault(code.name, code)
    for code in codes:
        if len(code.name) > LONGEST_CODE_NAME:
            yield code, f"this name is longer than {LONGEST_CODE_NAME} characters."
        if max(map(len, (code.description, *code.examples))) > LONGEST_CODE_TEXT:
            yield code, f"a text is longer than {LONGEST_CODE_TEXT} characters."
        if code.parent and code.parent not in by_name:
            yield code, f"the parent “{code.parent}” is not in the codebook."
        elif _is_its_own_ancestor(code, by_name):
            yield code, f"“{code.name}” stands under itself."


def _is_its_own_ancestor(code: CodeDraft, by_name: dict[str, CodeDraft]) -> bool:
    above = code.parent
    for _ in by_name:
        if above == code.name:
            return True
        above = by_name[above].parent if above in by_name else ""
    return False
