"""What staff type to sign in and about themselves."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from consult.people.rules import MAX_PASSWORD, ROLE_LABELS


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Email and password."""

    email = EmailField("Email", validators=[InputRequired("Write your email"), Length(max=254)])
    password = PasswordField(
        "Password", validators=[InputRequired("Write your password"), Length(max=MAX_PASSWORD)]
    )
    then = HiddenField()


class PersonForm(FlaskForm):  # type: ignore[misc]
    """What somebody may do here."""

    role = SelectField(
        "What are they here to do?",
        choices=[SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()],
    )
    is_active = BooleanField("They may sign in")


class NewPersonForm(PersonForm):
    """Somebody new."""

    email = EmailField("Email", validators=[InputRequired("Write their email"), Length(max=254)])
    name = StringField("Name", validators=[InputRequired("Write their name"), Length(max=120)])
    password = PasswordField(
        "First password",
        description="12 characters or more. They can change it when they have signed in.",
        validators=[InputRequired("Write a first password"), Length(max=MAX_PASSWORD)],
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password in place of the old."""

    old = PasswordField(
        "Present password", validators=[InputRequired("Write your present password")]
    )
    new = PasswordField(
        "New password",
        description="12 characters or more.",
        validators=[InputRequired("Write a new password"), Length(max=MAX_PASSWORD)],
    )
