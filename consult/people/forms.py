"""What staff type to sign in and about themselves."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Regexp

from consult.people.rules import MAX_PASSWORD, ROLE_LABELS
from consult.web.fields import OneOf, at_most

OFF = {"autocomplete": "off"}
EMAIL = r"^[!-?A-~]+@[!-?A-~]+$"


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Email and password."""

    email = EmailField(
        "Email",
        validators=[DataRequired("Write your email"), at_most(254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Write your password"), at_most(MAX_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    then = HiddenField()


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What somebody is here to do."""

    role = OneOf(
        "What are they here to do?",
        choices=[SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()],
    )


class PersonForm(RoleForm):
    """What somebody may do here."""

    is_active = BooleanField("They may sign in")


class NewPersonForm(RoleForm):
    """Somebody new."""

    email = EmailField(
        "Email",
        validators=[
            DataRequired("Write their email"),
            Regexp(EMAIL, message="Write an email such as name@council.example"),
            at_most(254),
        ],
        render_kw=OFF,
    )
    name = StringField(
        "Name", validators=[DataRequired("Write their name"), at_most(120)], render_kw=OFF
    )
    password = PasswordField(
        "First password",
        description="12 characters or more. They can change it when they have signed in.",
        validators=[InputRequired("Write a first password"), at_most(MAX_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password in place of the old."""

    old = PasswordField(
        "Present password",
        validators=[InputRequired("Write your present password"), at_most(MAX_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        "New password",
        description="12 characters or more.",
        validators=[InputRequired("Write a new password"), at_most(MAX_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )
