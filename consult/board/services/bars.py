"""Young people and parents side by side, from the figures that evidence froze."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.disclosure import THRESHOLD
from consult.evidence.models import Evidence
from consult.survey.rules import Audience

MOST_ROWS = 6
MOST = "most of them"
TOP_THREE = "Picked it in their top three"
LOOKS = {
    Audience.YOUNG_PERSON: ("g1", "Young people"),
    Audience.PARENT: ("g2", "Parents and carers"),
    Audience.EASY_READ: ("g3", "Easy read"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One group's share, 0 to 100 (None: too few to tell), and the words beside the bar."""

    percent: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was said, with a cell for each group."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """What each group said, row by row; `groups` are pairs of (look, words)."""

    groups: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def bars_of(evidence: Sequence[Evidence], consultation_id: int) -> Bars | None:
    """Return what the newest figures of each kind say, or nothing where there are none."""
    own = [each for each in evidence if each.consultation_id == consultation_id] or evidence
    answered: dict[str, str] = {}
    said: dict[str, Mapping[str, Any]] = {}
    for each in own:
        answered |= each.figures.get("answered", {})
        if each.figures.get("top_three"):
            said[TOP_THREE] = each.figures["top_three"]
        said |= {theme["name"]: theme["said"] for theme in each.figures.get("themes", ())}
    groups = [audience for audience in LOOKS if audience.value in answered]
    if not said or not groups:
        return None
    return Bars(
        groups=tuple(_group(audience, answered[audience.value]) for audience in groups),
        rows=tuple(
            Row(label, tuple(_cell(figures.get(audience.value)) for audience in groups))
            for label, figures in list(said.items())[:MOST_ROWS]
        ),
    )


def _group(audience: Audience, answered: str) -> tuple[str, str]:
    look, name = LOOKS[audience]
    return look, f"{name} ({answered})"


def _cell(figure: Mapping[str, Any] | None) -> Cell:
    """Return a bar and its words; where no percentage may be told, the bar stays empty."""
    if figure is None:
        return Cell(None, "0")
    people, percent = str(figure["people"]), figure.get("percent")
    if percent is not None:
        return Cell(round(percent), f"{round(percent)}% ({people})")
    return Cell(None, MOST if _leaves_few(people, str(figure["of"])) else people)


def _leaves_few(people: str, of: str) -> bool:
    """Whether the number beside the whole would tell of the few who did not say it."""
    said, whole = people.replace(",", ""), of.replace(",", "")
    if not (said.isdigit() and whole.isdigit()):
        return False
    return 0 < int(whole) - int(said) < THRESHOLD
