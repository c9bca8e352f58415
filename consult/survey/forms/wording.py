"""What the builder sends while somebody types: the words of one page, as they stand."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from consult.web.fields import strip


class WordingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The texts of a page, by the names its own form has for them, and a hint left as it is."""

    text = TextAreaField(filters=[strip])
    title = TextAreaField(filters=[strip])
    lead = TextAreaField(filters=[strip])
    hint = TextAreaField(filters=[strip])
    points = TextAreaField(filters=[strip])
    thanks = TextAreaField(filters=[strip])
    leave = StringField(filters=[strip])
    revision = StringField(filters=[strip])

    def texts(self) -> list[str]:
        """Return what was typed, in the order of the page."""
        fields = (self.text, self.title, self.lead, self.hint, self.points, self.thanks)
        return [line for field in fields for line in field.data.splitlines() if line.strip()]

    def left(self) -> tuple[str, str]:
        """Return the kind of hint that was left, and its words."""
        kind, _, words = self.leave.data.partition(":")
        return kind, words

    @property
    def is_whole_page(self) -> bool:
        """Whether the builder's own form was sent, to be saved as well."""
        return bool(self.revision.data)
