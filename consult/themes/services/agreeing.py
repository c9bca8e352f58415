"""Set two coders side by side: how far they agree beyond chance, and settle where they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consult.disclosure import THRESHOLD
from consult.errors import NotFound, RuleBroken
from consult.themes.models import BlindCoding, Theme
from consult.themes.services.moving import put_each
from consult.themes.services.placing import final_id, themes_by_id
from consult.themes.services.said import Said, said_by_people
from consult.themes.services.second_reading import ReadingView, check_finished, reading_view

if TYPE_CHECKING:
    from consult.analysis.agreement import LabelAgreement

# Below it the codebook needs another look (L-THM-02).
GOOD_KAPPA = 0.6


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """How far two coders agree on one theme: how many each put there, and both."""

    theme: Theme
    first: int
    second: int
    both: int
    told: "LabelAgreement"

    @property
    def is_telling(self) -> bool:
        """Whether either coder put enough comments there for a number to mean anything."""
        return max(self.first, self.second) >= THRESHOLD


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a comment was settled as (none: no theme fits)."""

    theme: Theme | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A comment coded in two ways (none: no theme fits), and how it was settled, if it was."""

    blind: BlindCoding
    first: Theme | None
    second: Theme | None
    settled: Settlement | None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Two coders side by side: overall, by theme, and where they differ."""

    view: ReadingView
    overall: "LabelAgreement"
    by_theme: tuple[ThemeAgreement, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def needs_review(self) -> bool:
        """Whether the coders agree too little for the themes to be leaned on."""
        kappa = self.overall.kappa
        return kappa is not None and kappa.value is not None and kappa.value < GOOD_KAPPA


def agreement_of(session: Session, reading_id: int) -> AgreementView:
    """Return how far two coders agree; themes merged since count as one.

    Raises:
        NotFound: there is no such second reading.
        RuleBroken: the second reader has not coded all comments yet.
    """
    from consult.analysis.agreement import agree_by_label, agree_overall

    view = reading_view(session, reading_id)
    check_finished(view)
    themes = themes_by_id(session, view.reading.consultation_id)
    pairs = [_pair(blind, themes) for blind in view.comments]
    codings = [tuple(_labels(one) for one in pair) for pair in pairs]
    used = sorted({one for pair in pairs for one in pair if one is not None})
    told = agree_by_label(codings, [str(one) for one in used])
    by_theme = [_counted(themes[one], pairs, label) for one, label in zip(used, told, strict=True)]
    return AgreementView(
        view=view,
        overall=agree_overall(codings),
        by_theme=tuple(sorted(by_theme, key=lambda one: (-one.first, one.theme.name))),
        disagreements=tuple(_disagreements(session, view, pairs, themes)),
    )


def settle(
    session: Session,
    reading_id: int,
    said: Mapping[int, int | None],
    *,
    user_id: int,
    now: datetime,
) -> None:
    """Decide disagreements, by blind coding: ordinary codings by a person, signed, above both.

    Raises:
        NotFound: there is no such reading, comment or theme, or a comment is not free any more.
        RuleBroken: the second reading is not finished, or both said the same.
    """
    view = reading_view(session, reading_id)
    check_finished(view)
    there = {one.id: one for one in view.comments}
    if not said.keys() <= there.keys():
        raise NotFound("One of these comments is not in this second reading any more.")
    consultation_id = view.reading.consultation_id
    themes = themes_by_id(session, consultation_id)
    for first, second in (_pair(there[one], themes) for one in said):
        if first == second:
            raise RuleBroken("Both coders said the same of a comment: there is nothing to settle.")
    moves = {there[one].comment_id: theme_id for one, theme_id in said.items()}
    put_each(session, consultation_id, moves, user_id=user_id, now=now)
    for one in said:
        there[one].settled_at, there[one].settled_by_id = now, user_id
    session.commit()


Pair = tuple[int | None, int | None]


def _pair(blind: BlindCoding, themes: Mapping[int, Theme]) -> Pair:
    first, second = (
        None if one is None else final_id(one, themes)
        for one in (blind.first_theme_id, blind.theme_id)
    )
    return first, second


def _labels(theme_id: int | None) -> frozenset[str]:
    return frozenset() if theme_id is None else frozenset([str(theme_id)])


def _counted(theme: Theme, pairs: Sequence[Pair], told: "LabelAgreement") -> ThemeAgreement:
    return ThemeAgreement(
        theme=theme,
        first=sum(first == theme.id for first, _ in pairs),
        second=sum(second == theme.id for _, second in pairs),
        both=sum(first == second == theme.id for first, second in pairs),
        told=told,
    )


def _disagreements(
    session: Session, view: ReadingView, pairs: Sequence[Pair], themes: Mapping[int, Theme]
) -> list[Disagreement]:
    said = said_by_people(session, view.reading.consultation_id)
    return [
        Disagreement(
            blind=blind,
            first=None if first is None else themes[first],
            second=None if second is None else themes[second],
            settled=_settled(blind, said.get(blind.comment_id), themes),
        )
        for blind, (first, second) in zip(view.comments, pairs, strict=True)
        if first != second
    ]


def _settled(
    blind: BlindCoding, word: Said | None, themes: Mapping[int, Theme]
) -> Settlement | None:
    """Return the standing word on a comment that was settled; taken back, it is open again."""
    if blind.settled_at is None or word is None or word.coded_at < blind.settled_at:
        return None
    theme = None if word.theme_id is None else themes[final_id(word.theme_id, themes)]
    return Settlement(theme)
