"""What staff type about places, links and cards."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from consult.partnership.models import Area
from consult.respond.models import Setting
from consult.respond.rules import (
    LINK_LABELS,
    MOST_CARDS,
    SETTING_LABELS,
    LinkKind,
    SettingDraft,
    SettingKind,
    WayDraft,
)
from consult.survey.forms.fields import NumberField
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.web.fields import OneOf, OneShown, at_most, strip

NONE = 0


class SettingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A place through which people hear of surveys."""

    name = StringField(
        "Name of the place",
        description="As people there say it. Only staff see it: answers keep only the kind.",
        filters=[strip],
        validators=[DataRequired("Write the name of the place"), at_most(120)],
    )
    kind = OneShown(
        "What kind of place is it?",
        choices=[SelectChoice(kind.value, label) for kind, label in SETTING_LABELS.items()],
        validators=[InputRequired("Choose the kind of place")],
    )
    area_id = OneOf("Where is it?", coerce=int)

    def offer(self, areas: Iterable[Area]) -> None:
        """Fill in what there is to choose from."""
        self.area_id.choices = [
            SelectChoice(NONE, "Not in one area"),
            *(SelectChoice(area.id, area.name) for area in areas),
        ]

    def draft(self) -> SettingDraft:
        """Return what was typed."""
        return SettingDraft(
            self.name.data or "", SettingKind(self.kind.data), self.area_id.data or None
        )


class WayForm(FlaskForm):  # type: ignore[misc]
    """A way in: what kind, for which place, to which wording."""

    kind = OneShown(
        "What kind of way in?",
        choices=[SelectChoice(kind.value, label) for kind, label in LINK_LABELS.items()],
        validators=[InputRequired("Choose the kind of way in")],
    )
    setting_id = OneOf("For which place?", coerce=int)
    name = StringField(
        "Name",
        description="So that you can tell it from others, such as “Class 7B”. Only staff see it.",
        filters=[strip],
        validators=[at_most(80)],
    )
    audience = OneOf("Which wording does it lead to?")

    def offer(self, settings: Iterable[Setting], audiences: Iterable[Audience]) -> None:
        """Fill in what there is to choose from."""
        self.setting_id.choices = [
            SelectChoice(NONE, "No one place"),
            *(SelectChoice(setting.id, setting.name) for setting in settings),
        ]
        self.audience.choices = [
            SelectChoice("", "Let them choose"),
            *(SelectChoice(each.value, AUDIENCE_LABELS[each]) for each in audiences),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that a card leads straight to a wording."""
        fine = bool(super().validate(extra_validators))
        if self.kind.data == LinkKind.CARDS and not self.audience.data:
            self.audience.errors = [*self.audience.errors, "Choose who the cards are for"]
            fine = False
        return fine

    def draft(self) -> WayDraft:
        """Return what was typed."""
        return WayDraft(
            LinkKind(self.kind.data),
            self.name.data or "",
            self.setting_id.data or None,
            Audience(self.audience.data) if self.audience.data else None,
        )


class CardsForm(FlaskForm):  # type: ignore[misc]
    """How many cards to make."""

    number = NumberField(
        "How many cards?",
        description=f"Up to {MOST_CARDS} at a time.",
        validators=[
            InputRequired("Write how many cards"),
            NumberRange(1, MOST_CARDS, f"Write a number from 1 to {MOST_CARDS}"),
        ],
    )
