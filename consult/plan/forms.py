"""What staff write about the plan: a version's summary and dates, a priority's words."""

from collections.abc import Collection, Iterable

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional

from consult.plan.rules import (
    OUTCOME_LABELS,
    STAGE_LABELS,
    Outcome,
    PlanStage,
    PriorityDraft,
    VersionDraft,
)
from consult.web.fields import DayField, OneOf, SomeOf, at_most


class VersionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What one version of the plan is about, when it holds, how far it has come."""

    stage = OneOf("How far has it come?", description="It goes forward only: there is no way back.")
    summary = TextAreaField(
        "What is it about?",
        description="Young people read this. Use short, everyday words.",
        validators=[DataRequired("Say what the plan is about"), at_most(1000)],
    )
    starts_on = DayField("First day", validators=[InputRequired("Choose the first day")])
    ends_on = DayField("Last day", validators=[InputRequired("Choose the last day")])
    clauses = TextAreaField(
        "Clauses people can comment on",
        description="One on each line: its number, then its words. They stay as they are once "
        "people are asked.",
        validators=[Optional(), at_most(50_000)],
    )

    def offer_stages(self, stages: Iterable[PlanStage]) -> None:
        """Offer the stages this version may have next."""
        self.stage.choices = [SelectChoice(stage.value, STAGE_LABELS[stage]) for stage in stages]

    def draft(self) -> VersionDraft:
        """Return what was written, in the domain's terms."""
        return VersionDraft(self.summary.data or "", self.starts_on.data, self.ends_on.data)


class PriorityForm(FlaskForm):  # type: ignore[misc]
    """The words of one priority."""

    label = StringField(
        "Name in plain words",
        validators=[DataRequired("Write a name in plain words"), at_most(80)],
    )
    summary = TextAreaField(
        "What we want",
        description="Young people read this. Use short, everyday words.",
        validators=[DataRequired("Say what we want"), at_most(1000)],
    )
    what_we_plan = TextAreaField("What we plan to do", validators=[Optional(), at_most(2000)])
    alternatives = TextAreaField(
        "What else we thought about",
        description="Other ways, and why we did not choose them.",
        validators=[Optional(), at_most(2000)],
    )
    outcomes = SomeOf(
        "Which outcomes does it serve?",
        choices=[SelectChoice(key.value, label) for key, label in OUTCOME_LABELS.items()],
        validators=[InputRequired("Choose at least one of the five outcomes")],
    )
    verbatim = TextAreaField(
        "Text of the plan, word for word",
        description="You can change it while the version is a draft.",
        validators=[DataRequired("Write the text of the plan"), at_most(5000)],
    )

    def tick(self, outcomes: Collection[Outcome]) -> None:
        """Tick the outcomes the priority serves now."""
        self.outcomes.data = [outcome.value for outcome in outcomes]

    def draft(self, verbatim_now: str) -> PriorityDraft:
        """Return what was written; the plan's own text as it is where it could not be written."""
        return PriorityDraft(
            label=self.label.data or "",
            summary=self.summary.data or "",
            verbatim=(self.verbatim.data or "").strip() if "verbatim" in self else verbatim_now,
            what_we_plan=self.what_we_plan.data or "",
            alternatives=self.alternatives.data or "",
            outcomes=frozenset(Outcome(key) for key in self.outcomes.data or ()),
        )
