"""What is behind one figure of a report: its meaning, what it is now, cells and comments."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from consult.errors import NotFound
from consult.results.rules.report import Statement, Table
from consult.results.services.report_counts import Counts
from consult.results.services.report_queries import answer, meaning, said
from consult.results.services.report_theme import overview
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes.services import CommentView, Filters, Place, comment_ids, comments_shown

MOST_COMMENTS = 10
_EVERYBODY = Statement("Everybody who wrote")


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure as it is now (empty where `gone` says why it has no answer), and what it rests on.

    `place` is where the comments stand and `who` whose they are, for those who may read them.
    """

    query: str
    meaning: str
    now: str
    gone: str
    cells: Table | None
    place: Place | None
    who: str
    comments: tuple[CommentView, ...]


def behind_figure(
    session: Session, consultation: Consultation, query: str, *, with_comments: bool, today: date
) -> Behind:
    """Return what is behind a figure; comments only for those who may read them.

    Raises:
        NotFound: no figure has this query.
    """
    counts, how = Counts(session, consultation, today), meaning(query)
    try:
        told, gone = answer(counts, query), ""
    except NotFound as error:
        return Behind(query, how, "", str(error), None, None, "", ())
    given = query.split(":")[1:]
    who = next((one for one in given if one in set(Audience)), "")
    place = _place(query) if with_comments else None
    comments = _comments(counts, place, who) if place else []
    return Behind(query, how, told, gone, _cells(counts, query), place, who, tuple(comments))


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
