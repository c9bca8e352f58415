"""A code that lets somebody in, as they type it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

LONGEST_CODE = 120


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
        validators=[
            DataRequired(_l("Write your code.")),
            Length(max=LONGEST_CODE, message=_l("That is too long for a code. Check each word.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class HostForm(CodeForm):
    """The code with which a teacher opens a class."""

    code = StringField(
        "Teacher’s code",
        description="It looks like otter-lantern-fern-maple-42. Whoever asked your class has it.",
        validators=[
            DataRequired("Write the code."),
            Length(max=LONGEST_CODE, message="That is too long for a code. Check each word."),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
