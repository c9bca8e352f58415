"""What staff type before a launch: who keeps watch, who was asked, how to take part, the papers."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from consult.survey.rules.readiness import (
    CONSULTEE_LABELS,
    OFFER_LABELS,
    YOUTH_OUTCOME_LABELS,
    YOUTH_STEP_LABELS,
    Consultee,
    Heard,
    Offer,
    Reach,
    Records,
    Reviewed,
    Safety,
    Turn,
    Voices,
    YouthOutcome,
    YouthStep,
)
from consult.web.fields import DayField, OneShown, SomeOf, at_most, strip

MOST_TURNS = 60
SPARE_TURNS = 3
ASKED, NOT_ASKED = "asked", "not_asked"


def _line(label: str, most: int = 150, description: str = "") -> StringField:
    return StringField(label, description=description, filters=[strip], validators=[at_most(most)])


def _text(label: str, most: int = 1000, description: str = "") -> TextAreaField:
    return TextAreaField(
        label, description=description, filters=[strip], validators=[at_most(most)]
    )


class OneOrNone(OneShown):
    """One of a list, or nothing as yet."""

    def pre_validate(self, form: Any) -> None:
        """Raise when something was chosen that was not offered."""
        if self.data:
            super().pre_validate(form)


class TurnForm(Form):  # type: ignore[misc]  # wtforms has no types
    """One turn of the rota; left empty, it is none."""

    name = _line("Name")
    starts_on = DayField("First day")
    ends_on = DayField("Last day")

    def validate_name(self, field: StringField) -> None:
        """Raise when a turn has days but nobody, or somebody but no days."""
        days = bool(self.starts_on.data), bool(self.ends_on.data)
        if field.data and not all(days):
            raise ValidationError("Choose the first and the last day of this turn")
        if any(days) and not field.data:
            raise ValidationError("Write who it is")

    def turn(self) -> Turn | None:
        """Return the turn, if there is one."""
        if not self.name.data:
            return None
        return Turn(self.name.data, self.starts_on.data, self.ends_on.data)


class SafetyForm(FlaskForm):  # type: ignore[misc]
    """Who reads what may be serious, and when."""

    lead_name = _line("Name of the safeguarding lead")
    lead_contact = _line("How to reach the lead", description="A phone number, and an email.")
    lead_verified_on = DayField("Day you checked that this works")
    deputy_name = _line("Name of the deputy")
    deputy_contact = _line("How to reach the deputy", description="A phone number, and an email.")
    deputy_verified_on = DayField("Day you checked that this works")
    escalation = _line("Number to call when neither answers")
    out_of_hours = _text(
        "What people read at night and at weekends",
        600,
        "Say when somebody reads, and whom to call when nobody does.",
    )
    alert_on = DayField(
        "Day the last test alert was seen to",
        description="It must be in the 7 days before the first day.",
    )
    rota = FieldList(FormField(TurnForm), max_entries=MOST_TURNS)

    def leave_room(self) -> None:
        """Add some empty turns to fill in."""
        for _ in range(min(SPARE_TURNS, MOST_TURNS - len(self.rota))):
            self.rota.append_entry()

    def safety(self) -> Safety:
        """Return what was written."""
        turns = (part.form.turn() for part in self.rota)
        days = {"lead_verified_on", "deputy_verified_on", "alert_on"}
        given: dict[str, Any] = {
            name: field.data if name in days else field.data or ""
            for name, field in self._fields.items()
            if name in Safety.__dataclass_fields__ and name != "rota"
        }
        return Safety(**given, rota=tuple(turn for turn in turns if turn))


class RecordsForm(FlaskForm):  # type: ignore[misc]
    """Data protection, and the board's agenda."""

    dpia_reference = _line("Reference of the data protection impact assessment")
    dpia_on = DayField("Day it was done")
    dpo_name = _line("Name of the data protection officer")
    board_reference = _line(
        "Item on the board’s agenda", description="Such as “Item 4: what young people said”."
    )
    board_meets_on = DayField("Day the board meets", description="After the last day.")

    def records(self) -> Records:
        """Return what was written."""
        return Records(
            self.dpia_reference.data or "",
            self.dpia_on.data,
            self.dpo_name.data or "",
            self.board_reference.data or "",
            self.board_meets_on.data,
        )


class ReachForm(FlaskForm):  # type: ignore[misc]
    """How everybody can take part, and the four blocks of children's right to be heard."""

    offers = SomeOf(
        "How can people take part, other than on their own device?",
        choices=[SelectChoice(offer.value, label) for offer, label in OFFER_LABELS.items()],
    )
    offers_how = _text(
        "Where and when?", description="Some of it outside school hours. People can read this."
    )
    space = _text("Space: how do you make it safe and easy to say something?")
    voice = _text("Voice: in which ways can they say it?")
    audience = _text("Audience: who listens, by name or role?")
    influence = _text("Influence: how will they know what changed?")

    def reach(self) -> Reach:
        """Return what was written."""
        names = ("offers_how", "space", "voice", "audience", "influence")
        return Reach(
            offers=frozenset(map(Offer, self.offers.data or ())),
            **{name: self[name].data or "" for name in names},
        )


class HeardForm(Form):  # type: ignore[misc]
    """Whether one body was asked."""

    heard = OneOrNone(
        "Was it asked?",
        choices=[SelectChoice(ASKED, "It was asked"), SelectChoice(NOT_ASKED, "It was not")],
    )
    note = _line("When and how it was asked, or why not", 300)


class ReviewForm(Form):  # type: ignore[misc]
    """What the youth council did with one thing."""

    outcome = OneOrNone(
        "What came of it?",
        choices=[SelectChoice(key.value, text) for key, text in YOUTH_OUTCOME_LABELS.items()],
    )
    on = DayField("On which day?")
    note = _line("What they said (optional)", 300)

    def validate_on(self, field: DayField) -> None:
        """Raise when something came of it on no day."""
        if self.outcome.data and not field.data and not field.errors:
            raise ValidationError("Choose the day")


class VoicesForm(FlaskForm):  # type: ignore[misc]
    """Which bodies that speak for children were asked, and what the youth council looked at."""

    def bodies(self) -> list[FormField]:
        """Return the parts of the form on bodies."""
        return [self[body.value] for body in Consultee]

    def steps(self) -> list[FormField]:
        """Return the parts of the form on the youth council's steps."""
        return [self[f"step_{step.value}"] for step in YouthStep]

    def show(self, voices: Voices) -> None:
        """Fill in what is on the record."""
        for body, heard in voices.consultees.items():
            part = self[body.value].form
            part.heard.data, part.note.data = ASKED if heard.consulted else NOT_ASKED, heard.note
        for step, review in voices.youth.items():
            part = self[f"step_{step.value}"].form
            part.outcome.data, part.on.data = review.outcome.value, review.on
            part.note.data = review.note

    def voices(self) -> Voices:
        """Return what was written."""
        heard = {body: self[body.value].form for body in Consultee}
        looked = {step: self[f"step_{step.value}"].form for step in YouthStep}
        return Voices(
            {
                body: Heard(part.heard.data == ASKED, part.note.data or "")
                for body, part in heard.items()
                if part.heard.data
            },
            {
                step: Reviewed(YouthOutcome(part.outcome.data), part.on.data, part.note.data or "")
                for step, part in looked.items()
                if part.outcome.data
            },
        )


def _add_parts(form: Any) -> None:
    for body, label in CONSULTEE_LABELS.items():
        setattr(form, body.value, FormField(HeardForm, label))
    for step, label in YOUTH_STEP_LABELS.items():
        setattr(form, f"step_{step.value}", FormField(ReviewForm, label))


_add_parts(VoicesForm)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a check may be left unmet."""

    reason = TextAreaField(
        "Why must it be so?",
        description="Everybody can read this, with your name and role. Use short, plain words.",
        filters=[strip],
        validators=[DataRequired("Write the reason"), at_most(600)],
    )
