"""What must be true before a consultation may open, and what it promises from then on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from consult.errors import RuleBroken
from consult.survey.rules.definition import Definition
from consult.survey.rules.gates import Check, Part, Place, day_in_words, listed
from consult.survey.rules.stages import AUDIENCE_LABELS, Audience


@dataclass(frozen=True, slots=True)
class ConsultationDraft:
    """A consultation as somebody describes it."""

    title: str
    plan_version_id: int
    body_id: int
    opens_on: date
    closes_on: date
    decides_on: date
    feedback_on: date
    withdraw_until: date
    lead: str = ""
    why: str = ""
    what_can_change: str = ""
    what_is_fixed: str = ""
    who_reads: str = ""
    who_decides: str = ""
    contact: str = ""
    priority_ids: frozenset[int] = frozenset()


class ClosesTooEarly(RuleBroken):
    """The last day would come before the first, or before one that was promised."""


class AlreadyPromised(RuleBroken):
    """Something people were told at the launch was to change."""


def check_start_page(draft: ConsultationDraft, who_asks: str) -> Check:
    """Say whether the first page tells all that people must know (L-CON-01, L-CON-18, L-PAR-03)."""
    told = {
        "who asks": who_asks,
        "why you ask now": draft.why,
        "what can still change": draft.what_can_change,
        "what is fixed, and why": draft.what_is_fixed,
        "who reads it": draft.who_reads,
        "who decides": draft.who_decides,
        "how to reach you": draft.contact,
    }
    gaps = [words for words, text in told.items() if not text.strip()]
    return Check(
        "start_page",
        "The first page says who asks, why, what can change and who decides",
        not gaps,
        f"It does not say {listed(gaps)}." if gaps else "It says all of it.",
        Part.ASKING,
        Place.TEXTS,
        "Write that.",
    )


def check_wordings(
    published: Mapping[Audience, Definition], priorities: Collection[str]
) -> list[Check]:
    """Say whether every wording asks about the same priorities, and about all of them.

    Each gap names the wording and the priority, so that it can be mended.
    """
    names = listed([AUDIENCE_LABELS[audience] for audience in published])
    asked = {audience: priorities_asked(definition) for audience, definition in published.items()}
    everything = set(priorities).union(*asked.values())
    gaps = [
        f"{AUDIENCE_LABELS[audience]} does not ask about {listed(sorted(everything - codes))}."
        for audience, codes in asked.items()
        if everything - codes
    ]
    return [
        Check(
            "published",
            "A survey is published",
            bool(published),
            f"Published: {names}." if published else "No survey is published yet.",
            Part.ASKING,
            Place.SURVEYS,
            "Publish at least one survey.",
        ),
        Check(
            "priorities",
            "Every wording asks about every priority",
            bool(published) and bool(priorities) and not gaps,
            " ".join(gaps) or _asked_so_far(published, priorities),
            Part.ASKING,
            Place.SURVEYS if priorities else Place.TEXTS,
            "Ask about it there, too." if gaps else "Choose one or more." if published else "",
        ),
    ]


def _asked_so_far(published: Mapping[Audience, Definition], priorities: Collection[str]) -> str:
    if not priorities:
        return "No priority is chosen."
    return "All do." if published else "This is looked at when a survey is published."


def priorities_asked(definition: Definition) -> frozenset[str]:
    """Return the codes of the priorities that a wording asks about."""
    return frozenset(q.priority for q in definition.questions if q.priority)


def check_closing(draft: ConsultationDraft) -> None:
    """Raise when a consultation would close before it opens."""
    if draft.closes_on < draft.opens_on:
        raise ClosesTooEarly("It cannot close before it opens. Choose a later last day.")


def check_promises(before: ConsultationDraft, after: ConsultationDraft) -> None:
    """Raise when something that people were told at the launch would change."""
    promised = (
        ("plan_version_id", "the plan it asks about"),
        ("body_id", "who asks"),
        ("priority_ids", "the priorities it asks about"),
        ("opens_on", "the first day"),
        ("decides_on", "the day of the decision"),
        ("feedback_on", "the day of the answer back"),
        ("withdraw_until", "the last day to take words back"),
    )
    for name, words in promised:
        if getattr(before, name) != getattr(after, name):
            raise AlreadyPromised(
                f"It has been launched: {words} can no longer change. Only the last day can move, "
                "and only to a later day."
            )
    check_longer(before.closes_on, after.closes_on, decides_on=before.decides_on)


def check_longer(now_closes: date, closes_on: date, *, decides_on: date) -> None:
    """Raise when the last day would come earlier than promised, or after the decision."""
    if closes_on < now_closes:
        raise ClosesTooEarly(
            f"People were told it is open until {day_in_words(now_closes)}. Choose a later day."
        )
    if closes_on != now_closes and closes_on >= decides_on:
        raise ClosesTooEarly(
            f"The decision is on {day_in_words(decides_on)}. Choose a last day before that."
        )
