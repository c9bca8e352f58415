"""A code that lets somebody in, as they type it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

LONGEST_CODE = 120
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
LOOKS_LIKE = _l("It looks like amber-otter-lantern-4071. Capital letters and spaces are fine.")
WRITTEN = [
    DataRequired(_l("Write your code.")),
    Length(max=LONGEST_CODE, message=_l("That is too long for a code. Check each word.")),
]


class CodeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The code on a card, on a poster, or on the board of a classroom.

    It has no token against forgery: nobody is signed in here, and to know the code is all the
    right there is. So it works without cookies.
    """

    class Meta:
        """No token."""

        csrf = False

    code = StringField(
        _l("Your code"),
        description=_l("It looks like otter-lantern-42. Capital letters and spaces are fine."),
        validators=WRITTEN,
        render_kw=PLAIN,
    )


class ReturnForm(CodeForm):
    """The code of the page "Finish later"."""

    code = StringField(
        _l("Your code to come back"),
        description=LOOKS_LIKE,
        validators=WRITTEN,
        render_kw=PLAIN,
    )


class ReceiptForm(CodeForm):
    """The code that the thank-you page gave."""

    code = StringField(_l("Your code"), description=LOOKS_LIKE, validators=WRITTEN, render_kw=PLAIN)


class HostForm(CodeForm):
    """The code with which a teacher opens a class."""

    code = StringField(
        "Teacher’s code",
        description="It looks like otter-lantern-fern-maple-42. Whoever asked your class has it.",
        validators=[
            DataRequired("Write the code."),
            Length(max=LONGEST_CODE, message="That is too long for a code. Check each word."),
        ],
        render_kw=PLAIN,
    )
