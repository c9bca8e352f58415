"""What is behind one figure of a report: its meaning, what it says and is now, cells, comments."""

import re
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from consult.disclosure import FEW, HIDDEN, THRESHOLD
from consult.errors import NotFound
from consult.results.rules.report import Report, Statement, Table
from consult.results.services.report_counts import Counts
from consult.results.services.report_queries import answer, meaning, said
from consult.results.services.report_theme import overview
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes.services import CommentView, Filters, Place, comment_ids, comments_shown

MOST_COMMENTS = 10
COUNT = re.compile(r"[0-9,]+")
_EVERYBODY = Statement("Everybody who wrote")


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure as a frozen report says it (empty without one) and as it is now, and its grounds.

    `now` is empty where it may not be told beside the report, or where `gone` says why there is
    none. `place` is where the comments stand and `who` whose they are, for those who may read them.
    """

    query: str
    meaning: str
    who: str
    in_report: str = ""
    now: str = ""
    gone: str = ""
    cells: Table | None = None
    place: Place | None = None
    comments: tuple[CommentView, ...] = ()


def behind_figure(
    session: Session,
    consultation: Consultation,
    query: str,
    *,
    frozen: Report | None,
    with_comments: bool,
    today: date,
) -> Behind:
    """Return what is behind a figure now, and in a frozen report; comments for who may read them.

    Beside what a report says, now is told where nobody, or more than a few, came or went since.

    Raises:
        NotFound: no figure has this query.
    """
    counts, behind = Counts(session, consultation, today), _in_report(frozen, query)
    try:
        now = answer(counts, query)
    except NotFound as error:
        return replace(behind, gone=str(error))
    place = _place(query) if with_comments else None
    return replace(
        behind,
        now=now if not behind.in_report or _may_stand_beside(behind.in_report, now) else "",
        cells=_cells(counts, query) if frozen is None else behind.cells,
        place=place,
        comments=tuple(_comments(counts, place, behind.who) if place else ()),
    )


def figure_in_report(frozen: Report | None, query: str) -> Behind:
    """Return a figure as a frozen report says it, for those who read no more than that.

    Raises:
        NotFound: there is no such figure in the report.
    """
    behind = _in_report(frozen, query)
    if not behind.in_report:
        raise NotFound("There is no such figure in the report.")
    return behind


def _in_report(frozen: Report | None, query: str) -> Behind:
    how, given = meaning(query), query.split(":")[1:]
    who = next((one for one in given if one in set(Audience)), "")
    if frozen is None:
        return Behind(query, how, who)
    figures = (one for _, statement in frozen.statements for one in statement.figures)
    value = next((one.value for one in figures if one.query == query), "")
    return Behind(query, how, who, value, cells=_cells_in(frozen, query))


def _cells_in(frozen: Report, query: str) -> Table | None:
    """Return the first row of a table in a frozen report that a figure stands in."""
    blocks = (one for section in frozen.sections for one in section.blocks)
    for table in (one for one in blocks if isinstance(one, Table)):
        for row in table.rows:
            if any(one.query == query for cell in row for one in cell.figures):
                return replace(table, rows=(row,))
    return None


def _may_stand_beside(before: str, now: str) -> bool:
    """Return whether two values of a figure tell nothing of a few people (L-SDC-05)."""
    if before == now:
        return True
    told = (before, now)
    if all(map(COUNT.fullmatch, told)):
        first, last = (int(one.replace(",", "")) for one in told)
        return abs(first - last) >= THRESHOLD
    return not any(
        one in {FEW, HIDDEN} or one.endswith("%") or COUNT.fullmatch(one) for one in told
    )


def _place(query: str) -> Place | None:
    """Return where the comments of a figure stand."""
    name, *given = query.split(":")
    if name in {"people_in_theme", "share_in_theme", "name_of_theme", "tone_of_theme"}:
        return Place(theme_id=int(given[0]))
    if name in {"comments_apart", "comments_unplaced"}:
        return Place(unplaced=True, apart="".join(given))
    return Place() if name in {"people_wrote", "comments_read"} else None


def _comments(counts: Counts, place: Place, who: str) -> list[CommentView]:
    filters = Filters({"who": (who,)} if who else {})
    themes, consultation_id = counts.workspace.themes, counts.consultation.id
    ids = comment_ids(counts.session, consultation_id, themes, place, filters)[:MOST_COMMENTS]
    return comments_shown(counts.session, consultation_id, ids, theme_id=place.theme_id)


def _cells(counts: Counts, query: str) -> Table | None:
    """Return the row of cells that a figure of a theme stands in."""
    name, *given = query.split(":")
    if name not in {"people_in_theme", "share_in_theme", "name_of_theme", "tone_of_theme"}:
        return None
    found = [one for one in counts.workspace.flat if one.theme.id == int(given[0])]
    wrote = (
        said(counts, "{people}", people=f"people_wrote:{audience}") for audience in counts.audiences
    )
    table = overview(counts, "All audiences beside each other", found)
    rows = (*table.rows, (_EVERYBODY, *wrote))
    return Table(table.caption, table.headings, rows)
