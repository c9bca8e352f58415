"""Writing what is proposed on each priority, and putting it to people in their own words."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.plan.models import Priority
from consult.survey.models import Consultation, Proposal, ProposalWording, Survey
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.survey.rules.gates import listed
from consult.survey.rules.proposals import (
    PriorityProposal,
    ProposalDraft,
    ProposalText,
    PutProposal,
    check_unchanged,
    lines_of_proposal,
    missing,
)
from consult.survey.services.consultations import priorities_of

FIELDS = tuple(each.name for each in fields(ProposalText))


def proposals_of(session: Session, consultation_id: int) -> list[PriorityProposal]:
    """Return what is proposed on each priority that a consultation asks about.

    Raises:
        NotFound: there is no such consultation.
    """
    find(session, Consultation, consultation_id)
    costs = {
        row.priority_id: row.cost
        for row in session.scalars(
            select(Proposal).where(Proposal.consultation_id == consultation_id)
        )
    }
    texts: dict[int, dict[Audience, ProposalText]] = {}
    for priority_id, wording in session.execute(
        select(Proposal.priority_id, ProposalWording)
        .join(Proposal, Proposal.id == ProposalWording.proposal_id)
        .where(Proposal.consultation_id == consultation_id)
    ):
        texts.setdefault(priority_id, {})[wording.audience] = _text(wording)
    return [
        PriorityProposal(
            each.id,
            each.code,
            each.label,
            ProposalDraft(costs.get(each.id), texts.get(each.id, {})),
        )
        for each in priorities_of(session, consultation_id)
    ]


def proposal_on(session: Session, consultation_id: int, priority_id: int) -> PriorityProposal:
    """Return what is proposed on one priority.

    Raises:
        NotFound: the consultation does not ask about it.
    """
    for each in proposals_of(session, consultation_id):
        if each.priority_id == priority_id:
            return each
    raise NotFound("This consultation does not ask about that priority.")


def wordings_of(session: Session, consultation_id: int) -> list[Audience]:
    """Return the audiences that have a survey, published or not, in their order."""
    rows = session.scalars(select(Survey.audience).where(Survey.consultation_id == consultation_id))
    found = set(rows)
    return [audience for audience in Audience if audience in found]


def write_proposal(
    session: Session,
    consultation_id: int,
    priority_id: int,
    draft: ProposalDraft,
    *,
    actor: str,
    now: datetime,
) -> PriorityProposal:
    """Write what is proposed on a priority, in the wordings the draft holds.

    Raises:
        NotFound: the consultation does not ask about this priority.
        AlreadyPromised: it has been launched, and people read it as it is: only a wording that
            had no words yet can be added.
    """
    before = proposal_on(session, consultation_id, priority_id)
    if find(session, Consultation, consultation_id).launched_on:
        check_unchanged(before.draft, draft)
    row = session.scalar(
        select(Proposal).where(
            Proposal.consultation_id == consultation_id, Proposal.priority_id == priority_id
        )
    ) or Proposal(consultation_id=consultation_id, priority_id=priority_id)
    row.cost = draft.cost
    session.add(row)
    session.flush()
    for audience, text in draft.texts.items():
        session.merge(ProposalWording(proposal_id=row.id, audience=audience, **asdict(text)))
    priority = find(session, Priority, priority_id)
    subject = f"consultation:{consultation_id}"
    audit.record(session, actor, "write_proposal", subject, now=now, priority=priority.code)
    session.commit()
    return proposal_on(session, consultation_id, priority_id)


def check_put_alike(session: Session, consultation_id: int, audience: Audience) -> None:
    """Raise when one audience would not read a proposal that others do (L-CON-05)."""
    lacking = [
        each.code
        for each in proposals_of(session, consultation_id)
        if any(not text.is_empty for text in each.draft.texts.values())
        and missing(each.draft.texts.get(audience, ProposalText()))
    ]
    if lacking:
        raise RuleBroken(
            f"People read what you plan on {listed(lacking)} in the other surveys. "
            f"Write it for {AUDIENCE_LABELS[audience]} first."
        )


def proposals_for(
    session: Session, consultation_id: int, audience: Audience
) -> tuple[PutProposal, ...]:
    """Return what a consultation proposes, in the words of one audience and in English.

    `translated_proposal` puts each into another language. After the launch none of it changes.
    """
    rows = session.execute(
        select(Priority.code, Priority.label, Proposal.cost, ProposalWording)
        .join(Proposal, Proposal.priority_id == Priority.id)
        .join(ProposalWording, ProposalWording.proposal_id == Proposal.id)
        .where(
            Proposal.consultation_id == consultation_id,
            ProposalWording.audience == audience,
            Priority.id.in_([each.id for each in priorities_of(session, consultation_id)]),
        )
        .order_by(Priority.rank)
    )
    put = (PutProposal(code, label, cost, _text(words)) for code, label, cost, words in rows)
    return tuple(each for each in put if not each.text.is_empty)


def lines_to_translate(put: Iterable[PutProposal]) -> dict[str, str]:
    """Return the texts of proposals by their places, for whoever translates a survey."""
    return {place: text for each in put for place, text in lines_of_proposal(each).items()}


def _text(row: ProposalWording) -> ProposalText:
    words: Mapping[str, str] = {name: getattr(row, name) for name in FIELDS}
    return ProposalText(**words)
