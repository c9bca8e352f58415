"""Stages of a plan, its words, and the five outcomes every priority serves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.errors import RuleBroken

ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9]{1,8}")
CLAUSE = re.compile(r"((?=\S*\d)[0-9A-Za-z][0-9A-Za-z.()-]{0,11})[ \t]+(\S.*)")
LONGEST_CLAUSE = 2000

Clauses = Mapping[str, str]


class PlanStage(StrEnum):
    """How far a version of the plan has come."""

    DRAFT = "draft"
    CONSULTING = "consulting"
    ADOPTED = "adopted"


class Outcome(StrEnum):
    """The five outcomes of section 10(2) of the Children Act 2004 (S1-HAR-17, S3-DCS-01)."""

    HEALTHY = "healthy"
    SAFE = "safe"
    ENJOY_AND_ACHIEVE = "enjoy_and_achieve"
    POSITIVE_CONTRIBUTION = "positive_contribution"
    ECONOMIC_WELL_BEING = "economic_well_being"


OUTCOME_LABELS = {
    Outcome.HEALTHY: "Be healthy",
    Outcome.SAFE: "Stay safe",
    Outcome.ENJOY_AND_ACHIEVE: "Enjoy and do well",
    Outcome.POSITIVE_CONTRIBUTION: "Make a difference",
    Outcome.ECONOMIC_WELL_BEING: "Have enough to live on",
}

STAGE_LABELS = {
    PlanStage.DRAFT: "Draft",
    PlanStage.CONSULTING: "We are asking about it",
    PlanStage.ADOPTED: "Agreed",
}


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """What a version of the plan is about and when it holds."""

    summary: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class PriorityDraft:
    """The words of one priority. `verbatim` is the text of the plan itself."""

    label: str
    summary: str
    verbatim: str
    what_we_plan: str = ""
    alternatives: str = ""
    outcomes: frozenset[Outcome] = frozenset()


class StageGoesForward(RuleBroken):
    """A version was to go back to an earlier stage."""

    def __init__(self, stage: PlanStage) -> None:
        super().__init__(
            f"This version has come as far as “{STAGE_LABELS[stage]}” and cannot go back. "
            "Make a new version instead."
        )


class PeriodBackwards(RuleBroken):
    """A version was to end before it starts."""

    def __init__(self) -> None:
        super().__init__("The plan must end after it starts. Check the two dates.")


class TextIsFixed(RuleBroken):
    """The text of the plan was to change after people had been asked about it."""

    def __init__(self) -> None:
        super().__init__(
            "People have been asked about this text, so it stays as it is. "
            "Make a new version to change it."
        )


class NoOutcome(RuleBroken):
    """A priority was to serve none of the five outcomes."""

    def __init__(self) -> None:
        super().__init__("Choose at least one of the five outcomes.")


def stages_from(stage: PlanStage) -> tuple[PlanStage, ...]:
    """Return the stages a version may have next: its own and those after it."""
    stages = tuple(PlanStage)
    return stages[stages.index(stage) :]


def check_stage(old: PlanStage, new: PlanStage) -> None:
    """Raise when a version would go back."""
    if new not in stages_from(old):
        raise StageGoesForward(old)


def check_version(draft: VersionDraft) -> None:
    """Raise when a version would end before it starts."""
    if draft.ends_on <= draft.starts_on:
        raise PeriodBackwards


def check_priority(draft: PriorityDraft, *, stage: PlanStage, verbatim_now: str) -> None:
    """Raise when a priority serves no outcome, or a fixed text would change."""
    if not draft.outcomes:
        raise NoOutcome
    if stage is not PlanStage.DRAFT and draft.verbatim != verbatim_now:
        raise TextIsFixed


def read_clauses(text: str) -> Clauses:
    """Return the text of each clause by its number: one a line, number first.

    Raises:
        RuleBroken: a line has no number, is too long, or has a number that is taken.
    """
    clauses: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = CLAUSE.fullmatch(line)
        if found is None:
            raise RuleBroken(f"Begin each clause with its number, such as 4.2: “{line[:40]}”.")
        number, words = found.groups()
        if number in clauses:
            raise RuleBroken(f"Two clauses have the number {number}.")
        if len(words) > LONGEST_CLAUSE:
            raise RuleBroken(f"Use {LONGEST_CLAUSE} characters or fewer for clause {number}.")
        clauses[number] = words
    return clauses


def written_clauses(clauses: Clauses) -> str:
    """Return clauses as staff write them: one a line, number first."""
    return "\n".join(f"{number} {text}" for number, text in clauses.items())


def check_address(slug: str) -> None:
    """Raise when a plan's place in an address could not be read out on the phone."""
    if not ADDRESS.fullmatch(slug):
        raise RuleBroken("Use small letters, numbers and single hyphens for the address.")


def check_code(code: str) -> None:
    """Raise when a priority's code is not a short word such as P6."""
    if not CODE.fullmatch(code):
        raise RuleBroken("Use a code of up to 8 letters and numbers, such as P6.")
