"""Walk the thread both ways: from words to theme, evidence and decision, and all the way back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.board.models import Decision, DecisionEvidence
from consult.evidence.models import EvidenceTheme
from consult.respond.models import Comment, Submission
from consult.themes.models import Coding, Theme
from consult.themes.services import placements
from consult.themes.services.placing import final_id, themes_by_id


class Knot(StrEnum):
    """A place on the thread where one can take it up."""

    COMMENT = "comment"
    THEME = "theme"
    EVIDENCE = "evidence"
    DECISION = "decision"


Link = tuple[int, int]


@dataclass(slots=True)
class Walk:
    """The ids passed at each knot, and the links that leave it for the next knot."""

    start: Knot
    ids: dict[Knot, set[int]] = field(default_factory=lambda: {knot: set() for knot in Knot})
    links: dict[Knot, set[Link]] = field(default_factory=lambda: {knot: set() for knot in Knot})

    def after(self, knot: Knot, ids: Collection[int]) -> set[int]:
        """Return what some of a knot's ids lead on to."""
        return {later for earlier, later in self.links[knot] if earlier in ids}

    def leading_on(self, knot: Knot) -> set[int]:
        """Return which of a knot's ids lead on to anything."""
        return {earlier for earlier, _ in self.links[knot]}

    def led_to(self, knot: Knot) -> set[int]:
        """Return what the links that leave a knot lead to."""
        return {later for _, later in self.links[knot]}


def walk(session: Session, start: Knot, ids: Iterable[int]) -> Walk:
    """Return the way from these comments, themes, evidence or decisions, onward and back."""
    way = Walk(start)
    way.ids[start] = set(ids)
    knots = list(Knot)
    at = knots.index(start)
    for here, there in pairwise(knots[at:]):
        way.links[here] = ONWARD[here](session, way.ids[here])
        way.ids[there] |= way.led_to(here)
    way.ids[Knot.DECISION] |= _decisions_since(session, way.ids[Knot.DECISION])
    for here, there in reversed(list(pairwise(knots[: at + 1]))):
        way.links[here] = BACK[here](session, way.ids[there])
        way.ids[here] |= way.leading_on(here)
    return way


def _themes_of_comments(session: Session, comment_ids: Collection[int]) -> set[Link]:
    consultations = select(Submission.consultation_id).join(
        Comment, Comment.submission_id == Submission.id
    )
    asked = session.scalars(consultations.where(Comment.id.in_(comment_ids)).distinct()).all()
    return {link for link in _placed(session, asked) if link[0] in comment_ids}


def _comments_of_themes(session: Session, theme_ids: Collection[int]) -> set[Link]:
    asked = _consultations(session, theme_ids)
    placed = {link for link in _placed(session, asked) if link[1] in theme_ids}
    return placed | _codings_of_nothing(session, theme_ids)


def _codings_of_nothing(session: Session, theme_ids: Collection[int]) -> set[Link]:
    """Return (comment, theme) where a coding is on record and its comment is not."""
    there = select(Comment.id).join(Submission)
    codings = select(Coding.comment_id, Coding.theme_id)
    return _links(
        session,
        codings.where(Coding.theme_id.in_(theme_ids), Coding.comment_id.not_in(there)),
    )


def _placed(session: Session, consultation_ids: Iterable[int]) -> set[Link]:
    """Return (comment, theme) for all comments of these consultations, as they stand today."""
    return {
        (comment_id, theme_id)
        for consultation_id in consultation_ids
        for comment_id, theme_ids in placements(session, consultation_id).items()
        for theme_id in theme_ids
    }


def _evidence_of_themes(session: Session, theme_ids: Collection[int]) -> set[Link]:
    """Return (theme, evidence); what rests on a theme that was merged rests on where it went."""
    finals = _finals(session, theme_ids)
    rows = session.execute(
        select(EvidenceTheme.theme_id, EvidenceTheme.evidence_id).where(
            EvidenceTheme.theme_id.in_(one for one, final in finals.items() if final in theme_ids)
        )
    )
    return {(finals[theme_id], evidence_id) for theme_id, evidence_id in rows}


def _themes_of_evidence(session: Session, evidence_ids: Collection[int]) -> set[Link]:
    rows = session.execute(
        select(EvidenceTheme.theme_id, EvidenceTheme.evidence_id).where(
            EvidenceTheme.evidence_id.in_(evidence_ids)
        )
    ).all()
    finals = _finals(session, {theme_id for theme_id, _ in rows})
    return {(finals.get(theme_id, theme_id), evidence_id) for theme_id, evidence_id in rows}


def _finals(session: Session, theme_ids: Collection[int]) -> dict[int, int]:
    """Return, for every theme of the consultations of these themes, where it went by merging."""
    finals: dict[int, int] = {}
    for consultation_id in _consultations(session, theme_ids):
        themes = themes_by_id(session, consultation_id)
        finals |= {one: final_id(one, themes) for one in themes}
    return finals


def _consultations(session: Session, theme_ids: Collection[int]) -> list[int]:
    chosen = select(Theme.consultation_id).where(Theme.id.in_(theme_ids)).distinct()
    return list(session.scalars(chosen))


def _decisions_of_evidence(session: Session, evidence_ids: Collection[int]) -> set[Link]:
    cited = select(DecisionEvidence.evidence_id, DecisionEvidence.decision_id)
    main = select(Decision.evidence_id, Decision.id)
    return _links(
        session,
        cited.where(DecisionEvidence.evidence_id.in_(evidence_ids)),
        main.where(Decision.evidence_id.in_(evidence_ids)),
    )


def _evidence_of_decisions(session: Session, decision_ids: Collection[int]) -> set[Link]:
    cited = select(DecisionEvidence.evidence_id, DecisionEvidence.decision_id)
    main = select(Decision.evidence_id, Decision.id)
    return _links(
        session,
        cited.where(DecisionEvidence.decision_id.in_(decision_ids)),
        main.where(Decision.id.in_(decision_ids), Decision.evidence_id.is_not(None)),
    )


def _links(session: Session, *selects: Select[Any, Any]) -> set[Link]:
    return {(row[0], row[1]) for chosen in selects for row in session.execute(chosen)}


def _decisions_since(session: Session, decision_ids: Collection[int]) -> set[int]:
    """Return the decisions that took the place of these, one after the other."""
    since: set[int] = set()
    newest = set(decision_ids)
    while newest:
        superseding = select(Decision.id).where(Decision.supersedes_id.in_(newest))
        newest = set(session.scalars(superseding)) - since
        since |= newest
    return since


ONWARD = {
    Knot.COMMENT: _themes_of_comments,
    Knot.THEME: _evidence_of_themes,
    Knot.EVIDENCE: _decisions_of_evidence,
}
BACK = {
    Knot.COMMENT: _comments_of_themes,
    Knot.THEME: _themes_of_evidence,
    Knot.EVIDENCE: _evidence_of_decisions,
}
