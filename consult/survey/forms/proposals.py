"""What staff type to put a proposal to people, in the words of each audience."""

from collections.abc import Collection, Mapping

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, TextAreaField
from wtforms.fields import SelectChoice

from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.survey.rules.proposals import COST_LABELS, CostBand, ProposalDraft, ProposalText
from consult.web.fields import OneOf, at_most, strip

MOST = 600


def _words(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(
        label, description=description, filters=[strip], validators=[at_most(MOST)]
    )


class ProposalTextForm(Form):  # type: ignore[misc]  # wtforms has no types
    """A proposal in the words of one audience."""

    what = _words("What do you plan?")
    why = _words("Why?")
    who = _words("Who is affected?")
    alternative = _words("What else did you think about?")
    why_not = _words("Why did you not choose that?")
    no_alternative = _words(
        "If there was no other way: why not?", "Only where you thought about nothing else."
    )
    can_change = _words("What can people change?")
    fixed = _words("What is fixed, and why?")


class ProposalForm(FlaskForm):  # type: ignore[misc]
    """A proposal on one priority: its cost, and its words in every survey."""

    cost = OneOf(
        "About how much does it cost?",
        choices=[
            SelectChoice("", "Choose"),
            *(SelectChoice(band.value, label) for band, label in COST_LABELS.items()),
        ],
    )
    easy_read = FormField(ProposalTextForm, AUDIENCE_LABELS[Audience.EASY_READ])
    young_person = FormField(ProposalTextForm, AUDIENCE_LABELS[Audience.YOUNG_PERSON])
    parent = FormField(ProposalTextForm, AUDIENCE_LABELS[Audience.PARENT])
    share = BooleanField(
        "Where a survey has no words yet, use those of the first that has",
        description="You can make them fit later.",
    )

    def ask_for(self, audiences: Collection[Audience]) -> None:
        """Ask only for the wordings there are."""
        for audience in Audience:
            if audience not in audiences:
                delattr(self, audience.value)

    def wordings(self) -> list[FormField]:
        """Return the parts of the form that hold words, by audience."""
        return [self[audience.value] for audience in Audience if audience.value in self]

    def draft(self) -> ProposalDraft:
        """Return what was written."""
        texts = {
            Audience(part.name): ProposalText(
                **{key: text or "" for key, text in part.data.items()}
            )
            for part in self.wordings()
        }
        written = [text for text in texts.values() if not text.is_empty]
        if self.share.data and written:
            texts = {key: written[0] if text.is_empty else text for key, text in texts.items()}
        return ProposalDraft(CostBand(self.cost.data) if self.cost.data else None, texts)


def _text(words: Mapping[str, str | None]) -> ProposalText:
    return ProposalText(**{name: text or "" for name, text in words.items()})
