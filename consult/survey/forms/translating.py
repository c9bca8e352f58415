"""A file of translations, brought back from wherever they were written."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class TranslationsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A table with path, source and translation."""

    file = FileField(
        "A CSV file",
        description="The one you downloaded here, with the translations filled in.",
        validators=[FileRequired("Choose a file")],
    )
