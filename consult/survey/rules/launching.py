"""What must be true before a consultation may open, and what it promises from then on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from consult.errors import RuleBroken
from consult.survey.rules.definition import Definition
from consult.survey.rules.stages import AUDIENCE_LABELS, Audience

LONG_ENOUGH_DAYS = 84


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to see to before the launch, in words."""

    label: str
    done: bool
    detail: str


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
    who_decides: str = ""
    contact: str = ""
    priority_ids: frozenset[int] = frozenset()


class ClosesTooEarly(RuleBroken):
    """The last day would come before the first, or before one that was promised."""


class AlreadyPromised(RuleBroken):
    """Something people were told at the launch was to change."""


def check_texts(draft: ConsultationDraft) -> list[Check]:
    """Say whether people are told why they are asked and what their words can do."""
    asked = (
        ("Why we ask is written", draft.why, "Say why you ask now."),
        (
            "What can change is written",
            draft.what_can_change,
            "Say what people’s words can still change.",
        ),
        ("Who decides is written", draft.who_decides, "Say who decides, so people know."),
    )
    return [
        Check(label, bool(text.strip()), "People can read it." if text.strip() else todo)
        for label, text, todo in asked
    ]


def check_dates(draft: ConsultationDraft) -> list[Check]:
    """Say whether the dates leave people time and keep their order."""
    days = (draft.closes_on - draft.opens_on).days
    long_enough = days >= LONG_ENOUGH_DAYS
    explained = bool(draft.why.strip())
    in_order = draft.closes_on < draft.decides_on < draft.feedback_on
    return [
        Check(
            "It is open for 12 weeks, or says why not",
            days >= 0 and (long_enough or explained),
            f"It is open for {days} days."
            if long_enough
            else f"{days} days is less than 12 weeks. Say the reason in “Why we ask now”.",
        ),
        Check(
            "The decision comes after closing, and the answer back after that",
            in_order,
            "The dates are in order."
            if in_order
            else "Decide after the last day, and tell people what you did after the decision.",
        ),
        Check(
            "People can take their words back until it closes, or longer",
            draft.withdraw_until >= draft.closes_on,
            "They can."
            if draft.withdraw_until >= draft.closes_on
            else "Move the last day to take words back to the closing day or later.",
        ),
    ]


def check_wordings(
    published: Mapping[Audience, Definition], priorities: Collection[str]
) -> list[Check]:
    """Say whether every wording asks about the same priorities, and about all of them (L-CON-05).

    Each gap names the wording and the priority, so that it can be mended.
    """
    names = ", ".join(AUDIENCE_LABELS[audience] for audience in published)
    checks = [
        Check(
            "A survey is published",
            bool(published),
            f"Published: {names}." if published else "Publish at least one survey.",
        )
    ]
    asked = {audience: priorities_asked(definition) for audience, definition in published.items()}
    everything = set(priorities).union(*asked.values())
    gaps = [
        f"{AUDIENCE_LABELS[audience]} does not ask about {', '.join(sorted(everything - codes))}"
        for audience, codes in asked.items()
        if everything - codes
    ]
    same = bool(published) and not gaps
    waiting = "Checked when a survey is published."
    found = "; ".join(gaps) + "." if gaps else waiting
    label = "Every wording asks about every priority"
    return [*checks, Check(label, same, "Nobody is left out of a topic." if same else found)]


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
            f"People were told it is open until {_day(now_closes)}. Choose a later day."
        )
    if closes_on != now_closes and closes_on >= decides_on:
        raise ClosesTooEarly(
            f"The decision is on {_day(decides_on)}. Choose a last day before that."
        )


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
