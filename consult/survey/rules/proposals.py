"""What we plan, put to people so that they can answer it: reasons, other ways, what can change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from consult.errors import in_any_language
from consult.survey.rules.gates import listed
from consult.survey.rules.launching import AlreadyPromised
from consult.survey.rules.stages import AUDIENCE_LABELS, Audience


class CostBand(StrEnum):
    """About how much a proposal costs in a year."""

    NONE = "none"
    UNDER_50 = "under_50"
    UNDER_250 = "under_250"
    UNDER_1000 = "under_1000"
    MORE = "more"
    UNKNOWN = "unknown"


COST_LABELS = {
    CostBand.NONE: in_any_language("No new money"),
    CostBand.UNDER_50: in_any_language("Less than £50,000 a year"),
    CostBand.UNDER_250: in_any_language("£50,000 to £250,000 a year"),
    CostBand.UNDER_1000: in_any_language("£250,000 to £1 million a year"),
    CostBand.MORE: in_any_language("More than £1 million a year"),
    CostBand.UNKNOWN: in_any_language("We do not know yet"),
}


@dataclass(frozen=True, slots=True)
class ProposalText:
    """A proposal in the words of one audience."""

    what: str = ""
    why: str = ""
    who: str = ""
    alternative: str = ""
    why_not: str = ""
    no_alternative: str = ""
    can_change: str = ""
    fixed: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not any(getattr(self, each.name).strip() for each in fields(self))


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """A proposal as staff write it, in the words of each audience."""

    cost: CostBand | None = None
    texts: Mapping[Audience, ProposalText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PutProposal:
    """A proposal as one audience reads it."""

    priority: str
    label: str
    cost: CostBand | None
    text: ProposalText


@dataclass(frozen=True, slots=True)
class PriorityProposal:
    """A priority that is asked about, and what is proposed on it so far."""

    priority_id: int
    code: str
    label: str
    draft: ProposalDraft


MUST_SAY = {
    "what": "what we plan",
    "why": "why",
    "who": "who is affected",
    "can_change": "what people can change",
    "fixed": "what is fixed, and why",
}


def missing(text: ProposalText) -> list[str]:
    """Say what a proposal does not tell yet (L-CON-01, L-CON-04)."""
    gaps = [words for name, words in MUST_SAY.items() if not getattr(text, name).strip()]
    weighed = text.alternative.strip() and text.why_not.strip()
    if not weighed and not text.no_alternative.strip():
        gaps.append("another way and why not, or why there is none")
    return gaps


def incomplete(
    proposals: Sequence[PriorityProposal], audiences: Mapping[Audience, object]
) -> Iterator[str]:
    """Say of each proposal what is missing in which wording (L-CON-04)."""
    for each in proposals:
        if each.draft.cost is None:
            yield f"{each.code} does not say what it costs"
        for audience in audiences:
            text = each.draft.texts.get(audience, ProposalText())
            gaps = [] if text.is_empty else missing(text)
            if gaps:
                yield f"{each.code}, {AUDIENCE_LABELS[audience]}: {', '.join(gaps)}"


def unequal(
    proposals: Sequence[PriorityProposal], audiences: Mapping[Audience, object]
) -> Iterator[str]:
    """Say which wording leaves which proposal out (L-CON-05)."""
    for audience in audiences:
        empty = ProposalText()
        left_out = [p.code for p in proposals if p.draft.texts.get(audience, empty).is_empty]
        if left_out:
            yield f"{AUDIENCE_LABELS[audience]} leaves out {listed(left_out)}"


def check_unchanged(before: ProposalDraft, after: ProposalDraft) -> None:
    """Raise when what people read already would change; words where there were none may come."""
    changed = before.cost is not after.cost or any(
        text != before.texts[audience]
        for audience, text in after.texts.items()
        if audience in before.texts and not before.texts[audience].is_empty
    )
    if changed:
        raise AlreadyPromised("People are asked about this proposal already: it stays as it is.")


def lines_of_proposal(proposal: PutProposal) -> dict[str, str]:
    """Return the texts of a proposal by their places, for whoever translates them."""
    words = {each.name: getattr(proposal.text, each.name) for each in fields(ProposalText)}
    return {_place(proposal, name): text for name, text in words.items() if text.strip()}


def translated_proposal(proposal: PutProposal, texts: Mapping[str, str]) -> PutProposal:
    """Return a proposal in other words, by their places; what has none stays as it is."""
    words = {
        each.name: texts.get(_place(proposal, each.name), "") or getattr(proposal.text, each.name)
        for each in fields(ProposalText)
    }
    return replace(proposal, text=ProposalText(**words))


def _place(proposal: PutProposal, name: str) -> str:
    return f"proposal.{proposal.priority}.{name}"
