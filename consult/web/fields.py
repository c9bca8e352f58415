"""Fields that say in plain words what was mistyped."""

from typing import Any

from wtforms import DateField


class DayField(DateField):  # type: ignore[misc]  # wtforms has no types
    """A day of the calendar."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day, or say how to write one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write a date as year, month, day: 2027-03-31") from error
