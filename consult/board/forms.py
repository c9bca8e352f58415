"""What the secretariat types about meetings, decisions and commitments."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional

from consult.board.rules import (
    OUTCOME_LABELS,
    STATUS_LABELS,
    CommitmentStatus,
    DecisionDraft,
    Outcome,
    Standing,
)
from consult.evidence.models import Evidence
from consult.partnership.models import Body, Organisation
from consult.survey.models import ConsultationPriority
from consult.web.fields import DayField, OneOf, OneShown, SomeOf, at_most

LONGEST_TITLE = 200
LONGEST_TEXT = 3000
LONGEST_MINUTES = 20_000

STANDING_LABELS = {
    Standing.FINAL: "Final: the last word for now",
    Standing.PROVISIONAL: "Provisional: what the board thinks so far",
}


class MeetingForm(FlaskForm):  # type: ignore[misc]
    """Which body meets, when, about what."""

    body = OneOf("Who meets?", coerce=int)
    title = StringField(
        "What is the meeting called?",
        validators=[DataRequired("Write what the meeting is called."), at_most(LONGEST_TITLE)],
    )
    held_on = DayField("When is it?", validators=[InputRequired("Write the day of the meeting.")])

    def offer(self, bodies: Iterable[Body]) -> None:
        """Say which bodies can be chosen."""
        self.body.choices = [SelectChoice(body.id, body.name) for body in bodies]


class MinutesForm(FlaskForm):  # type: ignore[misc]
    """What was said at a meeting."""

    minutes = TextAreaField(
        "Minutes",
        description="What was said, in a few sentences. No names of children.",
        validators=[at_most(LONGEST_MINUTES)],
    )


class ItemForm(FlaskForm):  # type: ignore[misc]
    """Which priority goes on the agenda, and the consultation that asked about it."""

    asked = OneShown(
        "Which priority will the board take up?",
        validators=[InputRequired("Choose a priority.")],
    )

    def offer(self, asked: Sequence[ConsultationPriority]) -> None:
        """Say what can be chosen: a priority in a consultation."""
        self.asked.choices = [
            SelectChoice(
                f"{each.consultation_id}-{each.priority_id}",
                f"{each.priority.label}, as asked in “{each.consultation.title}”",
            )
            for each in asked
        ]

    def chosen(self) -> tuple[int, int]:
        """Return the ids of the consultation and the priority."""
        consultation_id, priority_id = str(self.asked.data).split("-")
        return int(consultation_id), int(priority_id)


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Outcome, reason, what it rests on, and who will do what by when."""

    seen = HiddenField()
    outcome = OneShown(
        "What has the board decided?",
        choices=[SelectChoice(each.value, label) for each, label in OUTCOME_LABELS.items()],
        validators=[InputRequired("Choose what the board has decided.")],
    )
    standing = OneShown(
        "Is this the last word?",
        choices=[SelectChoice(each.value, label) for each, label in STANDING_LABELS.items()],
        validators=[InputRequired("Choose final or provisional.")],
    )
    reason = TextAreaField(
        "Why?",
        description="Children will read this. Use short, everyday words.",
        validators=[DataRequired("Say why the board decided this."), at_most(LONGEST_TEXT)],
    )
    plan_change = TextAreaField(
        "What changes in the plan?",
        description="The new words, or what is taken out.",
        validators=[Optional(), at_most(LONGEST_TEXT)],
    )
    evidence = SomeOf(
        "Which evidence does it rest on?",
        description="The first one you tick is the main one. A final decision needs at least one.",
        coerce=int,
    )
    no_evidence_reason = TextAreaField(
        "If there is none, why?",
        description="Only for a decision that rests on no evidence.",
        validators=[Optional(), at_most(LONGEST_TEXT)],
    )
    organisation = OneOf(
        "Who owns the commitment?",
        description="An organisation. The Trust itself cannot: each partner keeps its duties.",
        coerce=int,
    )
    commitment = TextAreaField(
        "What will they do?",
        description="Children will read this. Write it as you would say it.",
        validators=[Optional(), at_most(LONGEST_TEXT)],
    )
    due_on = DayField("By when?", validators=[Optional()])

    def offer(self, evidence: Iterable[Evidence], organisations: Iterable[Organisation]) -> None:
        """Say which evidence and which organisations can be chosen."""
        self.evidence.choices = [SelectChoice(each.id, each.statement) for each in evidence]
        self.organisation.choices = [
            SelectChoice(0, "Nobody: there is no commitment"),
            *(SelectChoice(each.id, each.name) for each in organisations),
        ]

    def seen_id(self) -> int:
        """Return the decision that stood when the page was opened; 0 for none."""
        seen = str(self.seen.data or "")
        return int(seen) if seen.isascii() and seen.isdigit() else 0

    def draft(self) -> DecisionDraft:
        """Return what was typed as a decision to record."""
        data: dict[str, Any] = self.data
        return DecisionDraft(
            outcome=Outcome(data["outcome"]),
            standing=Standing(data["standing"]),
            reason=data["reason"] or "",
            plan_change=data["plan_change"] or "",
            evidence_ids=tuple(data["evidence"] or ()),
            no_evidence_reason=data["no_evidence_reason"] or "",
            organisation_id=data["organisation"] or None,
            commitment=data["commitment"] or "",
            due_on=data["due_on"],
        )


class UpdateForm(FlaskForm):  # type: ignore[misc]
    """What has come of a commitment."""

    status = OneShown(
        "How far is it?",
        choices=[SelectChoice(each.value, label) for each, label in STATUS_LABELS.items()],
        validators=[InputRequired("Choose how far it is.")],
    )
    text = TextAreaField(
        "What has changed?",
        description="Children will read this. It is dated today and signed with your name.",
        validators=[DataRequired("Say what has changed."), at_most(LONGEST_TEXT)],
    )

    def chosen(self) -> CommitmentStatus:
        """Return how far it is."""
        return CommitmentStatus(self.status.data)
