"""What people record before a launch: who keeps children safe, who was asked, how to take part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from consult.errors import RuleBroken
from consult.survey.rules.calendar import DayRange, all_days, is_working_day, working_days_after

ALERT_LASTS = timedelta(days=7)
WATCH_AFTER_CLOSE = 5
MOST_GAPS_NAMED = 3


class Offer(StrEnum):
    """A way to take part other than on a device of one's own."""

    PAPER = "paper"
    PHONE = "phone"
    IN_PERSON = "in_person"
    GROUP = "group"
    CLASS = "class"
    SHARED_DEVICE = "shared_device"


OFFER_LABELS = {
    Offer.PAPER: "On paper",
    Offer.PHONE: "By phone",
    Offer.IN_PERSON: "Somebody writes down what they say",
    Offer.GROUP: "In a group that meets",
    Offer.CLASS: "In class, each on a device",
    Offer.SHARED_DEVICE: "On a shared tablet",
}
NOT_DIGITAL = frozenset({Offer.PAPER, Offer.PHONE, Offer.IN_PERSON, Offer.GROUP})
ASSISTED = frozenset({Offer.PHONE, Offer.IN_PERSON, Offer.GROUP})


class Consultee(StrEnum):
    """A body that speaks for children (L-CON-16)."""

    YOUTH_COUNCIL = "youth_council"
    CARE_COUNCIL = "care_council"
    SEND_GROUP = "send_group"
    PARENT_FORUM = "parent_forum"


CONSULTEE_LABELS = {
    Consultee.YOUTH_COUNCIL: "Youth council",
    Consultee.CARE_COUNCIL: "Children in care council",
    Consultee.SEND_GROUP: "Group for children with special needs or disabilities",
    Consultee.PARENT_FORUM: "Parent and carer forum",
}


class YouthStep(StrEnum):
    """What the youth council may look at before others see it (L-PAR-06)."""

    SURVEY = "survey"
    THEMES = "themes"
    FEEDBACK = "feedback"


YOUTH_STEP_LABELS = {
    YouthStep.SURVEY: "The survey, before it opens",
    YouthStep.THEMES: "The names of the themes, before they go to the board",
    YouthStep.FEEDBACK: "The page that says what we did, before it is published",
}


class YouthOutcome(StrEnum):
    """What became of the offer to the youth council."""

    DONE = "done"
    DECLINED = "declined"


YOUTH_OUTCOME_LABELS = {
    YouthOutcome.DONE: "Done",
    YouthOutcome.DECLINED: "Offered, declined",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's days on the rota, the first and the last included."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Safety:
    """Who reads what may be serious, and when (SG-01)."""

    lead_name: str = ""
    lead_contact: str = ""
    lead_verified_on: date | None = None
    deputy_name: str = ""
    deputy_contact: str = ""
    deputy_verified_on: date | None = None
    escalation: str = ""
    out_of_hours: str = ""
    alert_on: date | None = None
    rota: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """The paper behind it: data protection (L-DP-02) and the board's agenda (L-PAR-03)."""

    dpia_reference: str = ""
    dpia_on: date | None = None
    dpo_name: str = ""
    board_reference: str = ""
    board_meets_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How everybody can take part (L-PAR-01), and Lundy's four blocks (L-PAR-05)."""

    offers: frozenset[Offer] = frozenset()
    offers_how: str = ""
    space: str = ""
    voice: str = ""
    audience: str = ""
    influence: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether a body that speaks for children was asked; why, where it was not."""

    consulted: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the youth council did with one offer, and when."""

    outcome: YouthOutcome
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Voices:
    """Which bodies were asked, and what the youth council looked at."""

    consultees: Mapping[Consultee, Heard] = field(default_factory=dict)
    youth: Mapping[YouthStep, Reviewed] = field(default_factory=dict)


class NotYet(RuleBroken):
    """Something was recorded as done on a day that is still to come."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} cannot be on a day that is still to come. Check the date.")


def check_safety(safety: Safety, today: date) -> None:
    """Raise when something is recorded on a day to come, or a turn ends before it starts."""
    done = {
        "A contact that was checked": safety.lead_verified_on,
        "The deputy’s contact that was checked": safety.deputy_verified_on,
        "The test alert": safety.alert_on,
    }
    for what, day in done.items():
        if day and day > today:
            raise NotYet(what)
    for turn in safety.rota:
        if turn.ends_on < turn.starts_on:
            raise RuleBroken(f"{turn.name}’s turn ends before it starts. Check the two dates.")


def check_records(records: Records, today: date) -> None:
    """Raise when the assessment is dated to a day to come."""
    if records.dpia_on and records.dpia_on > today:
        raise NotYet("The impact assessment")


def check_voices(voices: Voices, today: date) -> None:
    """Raise when the youth council has looked at something on a day to come."""
    if any(each.on and each.on > today for each in voices.youth.values()):
        raise NotYet("A step of the youth council")


def people_missing(safety: Safety) -> list[str]:
    """Say what is missing about the lead and the deputy."""
    wanted = {
        "the lead’s name": safety.lead_name,
        "how to reach the lead": safety.lead_contact,
        "the day that the lead’s contact was checked": safety.lead_verified_on,
        "the deputy’s name": safety.deputy_name,
        "how to reach the deputy": safety.deputy_contact,
        "the day that the deputy’s contact was checked": safety.deputy_verified_on,
    }
    return [words for words, value in wanted.items() if not value]


def rota_gaps(
    rota: Sequence[Turn], calendar: Sequence[DayRange], opens_on: date, closes_on: date
) -> list[date]:
    """Return the working days that nobody is on the rota, up to five after the last day."""
    until = working_days_after(calendar, closes_on, WATCH_AFTER_CLOSE)
    return [
        day
        for day in all_days(opens_on, until)
        if is_working_day(calendar, day)
        and not any(turn.starts_on <= day <= turn.ends_on for turn in rota)
    ]


def alert_stands(alert_on: date | None, *, today: date, opens_on: date) -> bool:
    """Return whether a test alert was seen to in the seven days before it opens."""
    return alert_on is not None and max(today, opens_on) - alert_on <= ALERT_LASTS


def not_heard(voices: Voices) -> Iterator[str]:
    """Return the bodies of which nothing is said, or no reason why they were not asked."""
    for body, label in CONSULTEE_LABELS.items():
        heard = voices.consultees.get(body)
        if heard is None or not (heard.consulted or heard.note.strip()):
            yield label


def blocks_missing(reach: Reach) -> list[str]:
    """Return the blocks of Lundy's checklist that say nothing yet."""
    blocks = {
        "Space": reach.space,
        "Voice": reach.voice,
        "Audience": reach.audience,
        "Influence": reach.influence,
    }
    return [name for name, words in blocks.items() if not words.strip()]
