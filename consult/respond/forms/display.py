"""How somebody likes pages to look."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice

from consult.web.display import COLOUR_LABELS, TEXT_LABELS
from consult.web.fields import OneShown


class DisplayForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Text and colours.

    It has no token against forgery: it changes a look and nothing else, for readers without any
    other cookie.
    """

    class Meta:
        """No token."""

        csrf = False

    text = OneShown(
        _l("How big are the words?"),
        choices=[SelectChoice(key, _l(label)) for key, label in TEXT_LABELS.items()],
    )
    colours = OneShown(
        _l("Which colours?"),
        choices=[SelectChoice(key, _l(label)) for key, label in COLOUR_LABELS.items()],
    )
