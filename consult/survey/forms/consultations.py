"""What staff type about a consultation."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from consult.partnership.models import Body
from consult.plan.models import PlanVersion, Priority
from consult.survey.rules import ConsultationDraft
from consult.web.fields import DayField, OneOf, SomeOf, at_most, strip

DAYS = ("opens_on", "decides_on", "feedback_on", "withdraw_until")
PROMISED = (*DAYS, "plan_version_id", "body_id", "priority_ids")
WORDS = (
    "title",
    "lead",
    "why",
    "what_can_change",
    "what_is_fixed",
    "who_reads",
    "who_decides",
    "contact",
)


class ConsultationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What it is, who asks and why, what can change, and when."""

    title = StringField(
        "Title", filters=[strip], validators=[DataRequired("Write a title"), at_most(150)]
    )
    lead = TextAreaField(
        "What is it about?",
        description="One or two short sentences. People read this first.",
        filters=[strip],
        validators=[at_most(600)],
    )
    plan_version_id = OneOf(
        "Which plan is it about?", coerce=int, validators=[InputRequired("Choose a plan")]
    )
    body_id = OneOf("Who asks?", coerce=int, validators=[InputRequired("Choose who asks")])
    priority_ids = SomeOf("Which priorities is it about?", coerce=int)
    why = TextAreaField(
        "Why we ask now",
        filters=[strip],
        validators=[at_most(3000)],
    )
    what_can_change = TextAreaField(
        "What can still change", filters=[strip], validators=[at_most(3000)]
    )
    what_is_fixed = TextAreaField(
        "What is fixed, and why", filters=[strip], validators=[at_most(3000)]
    )
    who_reads = TextAreaField(
        "Who reads it",
        description="The people who read each answer, by role.",
        filters=[strip],
        validators=[at_most(600)],
    )
    who_decides = TextAreaField("Who decides", filters=[strip], validators=[at_most(1000)])
    contact = TextAreaField(
        "How to reach us",
        description="An email or a phone number for questions, or for another way to take part.",
        filters=[strip],
        validators=[at_most(500)],
    )
    opens_on = DayField("First day", validators=[InputRequired("Choose the first day")])
    closes_on = DayField(
        "Last day",
        description="12 weeks or more is fair to families.",
        validators=[InputRequired("Choose the last day")],
    )
    decides_on = DayField(
        "Day of the decision", validators=[InputRequired("Choose the day of the decision")]
    )
    feedback_on = DayField(
        "Day we say what we did", validators=[InputRequired("Choose the day of the answer back")]
    )
    withdraw_until = DayField(
        "Last day to take words back",
        validators=[InputRequired("Choose the last day to take words back")],
    )

    def offer(
        self,
        versions: Iterable[PlanVersion],
        bodies: Iterable[Body],
        priorities: Iterable[Priority],
    ) -> None:
        """Fill in what there is to choose from."""
        self.plan_version_id.choices = [
            SelectChoice(v.id, f"{v.plan.title}, version {v.number}") for v in versions
        ]
        self.body_id.choices = [SelectChoice(body.id, body.name) for body in bodies]
        listed = list(priorities)
        several = len({priority.plan_version_id for priority in listed}) > 1
        self.priority_ids.choices = [
            SelectChoice(p.id, _name(p) if several else f"{p.code} {p.label}") for p in listed
        ]
        self.plan_of = {priority.id: priority.plan_version_id for priority in listed}

    def keep_promises(self) -> None:
        """Leave out what can no longer change after the launch."""
        for name in PROMISED:
            delattr(self, name)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what only makes sense together."""
        fine = bool(super().validate(extra_validators))
        opens, closes = self.day("opens_on"), self.day("closes_on")
        if opens and closes and closes < opens:
            self.closes_on.errors = [*self.closes_on.errors, "Choose a day after the first day"]
            fine = False
        if "priority_ids" in self and not self.priority_ids.errors:
            chosen = self.priority_ids.data or []
            if any(self.plan_of[key] != self.plan_version_id.data for key in chosen):
                sentence = "Choose priorities of the plan you ask about, and no others"
                self.priority_ids.errors = [sentence]
                fine = False
        return fine

    def day(self, name: str) -> Any:
        """Return a day as typed, where the form asks for it."""
        return self[name].data if name in self else None

    def draft(self, before: ConsultationDraft | None = None) -> ConsultationDraft:
        """Return what was written; what the form does not ask stays as it was before."""
        given: dict[str, Any] = {name: self[name].data or "" for name in WORDS}
        given["closes_on"] = self.closes_on.data
        for name in PROMISED:
            if name in self:
                given[name] = self[name].data
        if "priority_ids" in given:
            given["priority_ids"] = frozenset(given["priority_ids"] or ())
        return replace(before, **given) if before else ConsultationDraft(**given)


class ExtendForm(FlaskForm):  # type: ignore[misc]
    """A later last day."""

    closes_on = DayField(
        "New last day",
        description="Only a later day: people were told the first one.",
        validators=[InputRequired("Choose the new last day")],
    )


def _name(priority: Priority) -> str:
    version = priority.version
    return f"{priority.code} {priority.label} ({version.plan.title}, version {version.number})"
