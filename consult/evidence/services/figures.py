"""The figures evidence rests on: frozen as texts that are safe to show, and read back as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from consult.disclosure import FEW, HIDDEN, is_few, share, shown
from consult.evidence.models import Evidence
from consult.plan.models import Priority
from consult.respond.models import Answer, Submission
from consult.respond.services import counts_in_figures
from consult.results.rules import READING_ORDER
from consult.results.services import submissions_by_audience
from consult.survey.rules import Audience
from consult.themes.services import ThemeView

TOP_THREE = "top_three"
NOT_FROZEN = "not counted"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one audience said: the share of those who could, 0 to 100, and the words beside it."""

    percent: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One theme, or the priority itself, with a figure for each audience."""

    label: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The frozen figures of a piece of evidence; `audiences` are in the order of the cells."""

    as_of: date | None
    audiences: tuple[Audience, ...]
    answered: Mapping[Audience, str]
    rows: tuple[FigureRow, ...]


def freeze(
    session: Session,
    consultation_id: int,
    priority: Priority,
    views: Sequence[ThemeView],
    day: date,
) -> dict[str, Any]:
    """Return the numbers as they may be shown on a day; nothing here tells of 1 to 4 people."""
    answered = submissions_by_audience(session, consultation_id)
    return {
        "as_of": day.isoformat(),
        "answered": {audience.value: shown(count) for audience, count in answered.items()},
        "themes": [
            {
                "id": view.theme.id,
                "name": view.theme.name,
                "said": {
                    audience.value: _freeze(view.by_audience[audience], written)
                    for audience, written in view.written.items()
                },
            }
            for view in views
        ],
        "top_three": {
            audience.value: _freeze(count, answered[audience])
            for audience, count in _top_three(session, consultation_id, priority).items()
        },
    }


def frozen_figures(evidence: Evidence) -> Figures:
    """Return the figures of a piece of evidence as they were frozen."""
    kept = evidence.figures
    answered = kept.get("answered", {})
    audiences = tuple(audience for audience in READING_ORDER if audience.value in answered)
    said = [(theme["name"], theme["said"]) for theme in kept.get("themes", ())]
    if kept.get("top_three"):
        said.append(("Picked this priority in their top three", kept["top_three"]))
    return Figures(
        as_of=date.fromisoformat(kept["as_of"]) if "as_of" in kept else None,
        audiences=audiences,
        answered={audience: answered[audience.value] for audience in audiences},
        rows=tuple(
            FigureRow(label, tuple(_figure(figures.get(each.value)) for each in audiences))
            for label, figures in said
        )
        if audiences
        else (),
    )


def _freeze(count: int, of: int) -> dict[str, Any]:
    """Freeze how many of a group said something; that a few did, or did not, is never told."""
    told = FEW if is_few(of) else shown(count)
    if told != FEW and is_few(of - count):
        told = HIDDEN
    return {"people": told, "of": shown(of), "percent": share(count, of)}


def _figure(kept: Mapping[str, Any] | None) -> Figure:
    if kept is None:
        return Figure(None, NOT_FROZEN)
    percent = kept["percent"]
    return Figure(percent, kept["people"] if percent is None else f"{percent}% ({kept['people']})")


def _top_three(
    session: Session, consultation_id: int, priority: Priority
) -> Mapping[Audience, int]:
    """Return how many of each audience that was asked have the priority in their top three."""
    picked = case((Answer.option_key == priority.code.lower(), 1), else_=0)
    rows = session.execute(
        select(Submission.audience, func.sum(picked))
        .join(Answer, Answer.submission_id == Submission.id)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.withdrawn_on.is_(None),
            counts_in_figures(),
            Answer.question_key == TOP_THREE,
        )
        .group_by(Submission.audience)
    )
    return {row[0]: row[1] for row in rows}
