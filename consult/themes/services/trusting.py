"""How often the machine is right: what it coded from examples against what people said later."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import Source
from consult.themes.services.placing import final_id, free_ids, themes_by_id
from consult.themes.services.said import said_by_people
from consult.themes.services.teaching import by_chance

if TYPE_CHECKING:
    from consult.analysis.asking import Accuracy

SURE, FAIRLY_SURE = 0.8, 0.5


class Edit(NamedTuple):
    """What the machine said of a comment (none: no theme fits), and what a person said later."""

    comment_id: int
    machine: int | None
    person: int | None


@dataclass(frozen=True, slots=True)
class ThemeTrust:
    """How often the machine is right about one theme."""

    theme: Theme
    told: "Accuracy"


@dataclass(frozen=True, slots=True)
class Trust:
    """How often the machine is right: on comments drawn by chance, on all, and by theme."""

    by_chance: "Accuracy"
    overall: "Accuracy"
    by_theme: tuple[ThemeTrust, ...]


@dataclass(frozen=True, slots=True)
class Sureness:
    """How many comments a run coded, by how sure it was of each; `none`: it saw no fit."""

    sure: int
    fairly: int
    unsure: int
    none: int


def sureness(confidence: float | None) -> str:
    """Return in words how sure the machine is."""
    if confidence is None:
        return ""
    if confidence >= SURE:
        return "sure"
    return "fairly sure" if confidence >= FAIRLY_SURE else "unsure"


def sureness_of(session: Session, run: ThemeRun) -> Sureness:
    """Return how sure a run was of the comments it coded: by the best theme of each."""
    best = select(func.max(Coding.confidence)).where(Coding.run_id == run.id)
    told = session.scalars(best.group_by(Coding.comment_id)).all()
    counts = Counter(sureness(one) for one in told)
    return Sureness(counts["sure"], counts["fairly sure"], counts["unsure"], counts[""])


def trust(session: Session, consultation_id: int) -> Trust:
    """Return how often the machine was right, against what people said after it spoke.

    Compared is the main theme. Where it spoke more than once, the last time before the person.
    """
    from consult.analysis.asking import accuracy
    from consult.analysis.label_accuracy import accuracy_of

    edits = _edits(session, consultation_id)
    themes = themes_by_id(session, consultation_id)
    fair = _drawn_by_chance(session, consultation_id, edits)
    used = Counter(edit.person for edit in edits if edit.person is not None)
    pairs = [_pair(edit) for edit in edits]
    by_theme = [
        ThemeTrust(themes[theme_id], accuracy_of(str(theme_id), pairs))
        for theme_id, _ in used.most_common()
    ]
    return Trust(accuracy([_pair(edit) for edit in fair]), accuracy(pairs), tuple(by_theme))


def _edits(session: Session, consultation_id: int) -> list[Edit]:
    themes = themes_by_id(session, consultation_id)
    said = said_by_people(session, consultation_id)
    looked_at = select(Coding.comment_id).where(Coding.source == Source.PERSON)
    spoken = (
        select(Coding.comment_id, Coding.theme_id, Coding.id)
        .join(ThemeRun, ThemeRun.id == Coding.run_id)
        .where(
            ThemeRun.consultation_id == consultation_id,
            ThemeRun.examples.is_not(None),
            ThemeRun.finished_at.is_not(None),
            Coding.comment_id.in_(looked_at),
        )
        .order_by(Coding.run_id.desc(), Coding.id)
    )
    told: dict[int, Edit] = {}
    for comment_id, theme_id, coding_id in session.execute(spoken):
        word = said.get(comment_id)
        if word is not None and comment_id not in told and coding_id < word.coding_id:
            machine, person = (
                None if one is None else final_id(one, themes) for one in (theme_id, word.theme_id)
            )
            told[comment_id] = Edit(comment_id, machine, person)
    return list(told.values())


def _drawn_by_chance(
    session: Session, consultation_id: int, edits: Sequence[Edit]
) -> Iterator[Edit]:
    """Yield the edits that no choice has favoured: the first of the order by chance, to a gap.

    What people coded before the machine spoke is passed over; it has nothing to do with the order.
    """
    edit_of = {edit.comment_id: edit for edit in edits}
    said = said_by_people(session, consultation_id)
    for comment_id in by_chance(consultation_id, free_ids(session, consultation_id)):
        if comment_id not in said:
            return
        if comment_id in edit_of:
            yield edit_of[comment_id]


def _pair(edit: Edit) -> tuple[set[str], set[str]]:
    machine, person = (set() if one is None else {str(one)} for one in edit[1:])
    return machine, person
