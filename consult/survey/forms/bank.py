"""What people type about the question bank and about copies of consultations."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import Form, SearchField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from consult.plan.models import Priority
from consult.web.fields import DayField, OneOf, at_most, strip


class SearchForm(Form):  # type: ignore[misc]  # wtforms has no types
    """Words to look for."""

    search = SearchField("Search the bank", filters=[strip], validators=[at_most(100)])


class AddFromBankForm(FlaskForm):  # type: ignore[misc]
    """Which priority a question is about, and what its answers will be used for."""

    priority = OneOf("Which priority is this about?")
    use = StringField(
        "We ask so that we can …",
        description="People read this under the question, such as: see if we have heard from all.",
        filters=[strip],
        validators=[at_most(200)],
    )

    def prepare(self, priorities: Iterable[Priority], fits: str | None, *, about_you: bool) -> None:
        """Offer the priorities, or ask for a use, as the question needs."""
        if about_you:
            del self.priority
            return
        del self.use
        self.priority.choices = [
            SelectChoice("", "No priority"),
            *(SelectChoice(each.code, f"{each.code} {each.label}") for each in priorities),
        ]
        if not self.is_submitted():
            self.priority.data = fits or ""

    def given(self) -> tuple[str | None, str]:
        """Return the priority, or nothing, and the use."""
        priority = self.priority.data if "priority" in self else None
        return priority or None, self.use.data if "use" in self else ""


class NameForm(FlaskForm):  # type: ignore[misc]
    """What to call a question that is kept."""

    name = StringField(
        "What do you want to call it?",
        description="Staff see this name in the bank.",
        filters=[strip],
        validators=[DataRequired("Write a name"), at_most(100)],
    )


class CloneForm(FlaskForm):  # type: ignore[misc]
    """What the new consultation is called, and when it begins."""

    title = StringField(
        "Title of the new consultation",
        filters=[strip],
        validators=[DataRequired("Write a title"), at_most(150)],
    )
    opens_on = DayField(
        "First day",
        description="The other days follow from it: 12 weeks or more, closing in term time.",
        validators=[InputRequired("Choose the first day")],
    )
