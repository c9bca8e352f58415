"""Fields that say in plain words what was mistyped, and checks that many forms make."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import Length

FIRST_YEAR, LAST_YEAR = 2000, 2100
NOT_ON_THE_LIST = "Choose from the list"


def strip(value: object) -> str:
    """Return what was typed without the space around it; anything but text is nothing."""
    return value.strip() if isinstance(value, str) else ""


def at_most(characters: int) -> Length:
    """Return a check that says how long a text may be."""
    return Length(max=characters, message=f"Use {characters:,} characters or fewer")


class DayField(DateField):  # type: ignore[misc]  # wtforms has no types
    """A day of the calendar, in a sensible year."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day, or say how to write one."""
        self.data = None
        typed = strip(valuelist[0]) if valuelist else ""
        if not typed:
            return
        try:
            day = date.fromisoformat(typed)
        except ValueError as error:
            raise ValueError("Write a date as year, month, day: 2027-03-31") from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(f"Choose a date between {FIRST_YEAR} and {LAST_YEAR}")
        self.data = day


class _OfTheList:
    """Says in our words that something was not among the choices."""

    process_errors: list[str]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was chosen; what cannot be read is not on the list."""
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError as error:
            raise ValueError(NOT_ON_THE_LIST) from error

    def pre_validate(self, form: Any) -> None:
        """Raise when it was not offered."""
        if self.process_errors:
            return
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError as error:
            raise ValidationError(NOT_ON_THE_LIST) from error


class OneOf(_OfTheList, SelectField):  # type: ignore[misc]
    """One of a list, folded up."""


class OneShown(_OfTheList, RadioField):  # type: ignore[misc]
    """One of a list, all in sight."""


class SomeOf(_OfTheList, SelectMultipleField):  # type: ignore[misc]
    """Some of a list, all in sight."""
