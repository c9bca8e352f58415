"""Themes by groups: of the people in each group who wrote, how many said something of a theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import distinct, func
from sqlalchemy.orm import Session

from consult.disclosure import is_few, safe_column, safe_table
from consult.errors import NotFound
from consult.respond.models import Comment, Submission
from consult.results.rules import READING_ORDER
from consult.results.rules.comparing import CrossRow, CrossTable, Group, Part, compared
from consult.results.services.comparing import PEOPLE
from consult.results.services.grouping import AUDIENCE, PLACES, labels_of
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.themes.models import Theme
from consult.themes.rules import ThemeStatus
from consult.themes.services import themes_with_status
from consult.themes.services.placing import placed_in, themes_by_id

TITLE = "Themes"


@dataclass(frozen=True, slots=True)
class _Writers:
    """Who wrote, by group, and who of them said something of each theme: raw counts."""

    bases: tuple[int, ...]
    said: Mapping[int, Sequence[int]]

    def rows(self, themes: Sequence[Theme]) -> list[Sequence[int]]:
        """Return the counts of some themes; a theme nobody spoke of has none."""
        nobody = (0,) * len(self.bases)
        return [self.said.get(theme.id, nobody) for theme in themes]


def theme_table(
    session: Session,
    consultation: Consultation,
    *,
    by: str = AUDIENCE,
    audience: Audience = Audience.YOUNG_PERSON,
    today: date,
) -> CrossTable | None:
    """Return how many of each group said something of each theme, guarded as answers are.

    Themes are those that people confirmed, or while there are none those suggested; nothing is
    returned where there are neither. A share is of those of the group who wrote anything.

    Raises:
        NotFound: people cannot be split by this.
    """
    confirmed = themes_with_status(session, consultation.id, ThemeStatus.CONFIRMED)
    themes = confirmed or themes_with_status(session, consultation.id, ThemeStatus.SUGGESTED)
    if by not in PLACES:
        raise NotFound("People cannot be grouped by this.")
    if not themes:
        return None
    if by == AUDIENCE:
        return _by_audience(session, consultation, themes)
    labels = labels_of(session, audience, by, today)
    keys = [*labels.labels, ""]
    writers = _writers(session, consultation.id, labels.column, keys, audience)
    bases = safe_column(writers.bases, adds_up=True, total=sum(writers.bases))
    groups = labels.groups(bases)
    counts = writers.rows(themes)
    total = sum(writers.bases)
    in_all = safe_column([sum(row) for row in counts], adds_up=False, total=total)
    safe = safe_table(
        counts,
        writers.bases,
        adds_up=False,
        hidden_rows=[at for at, count in enumerate(in_all) if count is None],
        hidden_columns=[at for at, base in enumerate(bases) if base is None],
    )
    return _table(themes, groups, safe or [(None,) * len(groups)] * len(themes))


def _by_audience(
    session: Session, consultation: Consultation, themes: Sequence[Theme]
) -> CrossTable:
    """Return each audience as a table of its own, side by side: nothing adds audiences up."""
    keys = [audience.value for audience in READING_ORDER]
    writers = _writers(session, consultation.id, Submission.audience, keys)
    columns = [
        safe_column(column, adds_up=False, total=base)
        for column, base in zip(zip(*writers.rows(themes), strict=True), writers.bases, strict=True)
    ]
    bases = [None if is_few(base) else base for base in writers.bases]
    groups = tuple(
        Group(audience.value, str(AUDIENCE_LABELS[audience]), base, PEOPLE[audience])
        for audience, base in zip(READING_ORDER, bases, strict=True)
    )
    return _table(themes, groups, [*zip(*columns, strict=True)])


def _writers(
    session: Session,
    consultation_id: int,
    column: Any,
    keys: Sequence[str],
    audience: Audience | None = None,
) -> _Writers:
    """Count people, not comments: whoever says a thing twice says it once."""
    placed = placed_in(consultation_id, themes_by_id(session, consultation_id))
    people = func.count(distinct(Comment.submission_id))
    free = free_comments().where(
        Submission.consultation_id == consultation_id, Submission.group_session_id.is_(None)
    )
    if audience is not None:
        free = free.where(Submission.audience == audience)
    places = {key: at for at, key in enumerate(keys)}
    rest = len(keys) - 1
    bases = [0] * len(keys)
    wrote = free.with_only_columns(column, people, maintain_column_froms=True).group_by(column)
    for key, count in session.execute(wrote):
        bases[places.get(key, rest)] += count
    said: dict[int, list[int]] = {}
    spoke = free.join(placed, placed.c.comment_id == Comment.id)
    spoke = spoke.with_only_columns(placed.c.theme_id, column, people, maintain_column_froms=True)
    rows: Sequence[Any] = session.execute(spoke.group_by(placed.c.theme_id, column)).all()
    for theme_id, key, count in rows:
        said.setdefault(theme_id, [0] * len(keys))[places.get(key, rest)] += count
    return _Writers(tuple(bases), said)


def _table(
    themes: Sequence[Theme], groups: tuple[Group, ...], safe: Sequence[Sequence[int | None]]
) -> CrossTable:
    rows = tuple(
        CrossRow(
            str(theme.id),
            theme.name,
            tuple(Part(n, group.base) for n, group in zip(counts, groups, strict=True)),
        )
        for theme, counts in zip(themes, safe, strict=True)
    )
    return compared(CrossTable(TITLE, groups, rows))
