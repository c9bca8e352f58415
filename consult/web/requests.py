"""What comes in, made fit for every database: no NUL, no number too large for an id."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Request, current_app
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, UnicodeConverter

from consult.characters import clean

LARGEST_ID = 2**31 - 1

View = TypeVar("View", bound=Callable[..., Any])
# How large a request may be to a view that takes files. All others take none.
LARGEST_OF: dict[Callable[..., Any], int] = {}


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Let a view read files, in a request of no more than so many bytes. Stands below the route."""

    def mark(view: View) -> View:
        LARGEST_OF[view] = most_bytes
        return view

    return mark


class CleanRequest(Request):
    """A request whose form fields hold no character that a database refuses, and only text.

    Only views that say so take files, and no form is sent as JSON: else neither is looked at.
    """

    is_json = False

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        view = current_app.view_functions.get(self.endpoint or "")
        largest = LARGEST_OF.get(view) if view else None
        if largest and self.mimetype == "multipart/form-data":
            self.max_content_length = largest
        super()._load_form_data()
        self.form = ImmutableMultiDict(
            [(name, clean(value)) for name, value in self.form.items(multi=True)]
        )
        if not largest:
            for upload in self.files.values():
                upload.close()
            self.files = ImmutableMultiDict()

    @property
    def args(self) -> Any:
        """Return the query's fields, cleaned."""
        if "_clean_args" not in self.__dict__:
            given = super().args
            self.__dict__["_clean_args"] = ImmutableMultiDict(
                [(name, clean(value)) for name, value in given.items(multi=True)]
            )
        return self.__dict__["_clean_args"]


class BoundedInteger(IntegerConverter):
    """An id in an address: anything larger than a database holds is simply not found."""

    def __init__(self, map: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


class CleanText(UnicodeConverter):
    """A word in an address: one with a control character in it is simply not found."""

    def __init__(self, map: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **kwargs)
        self.regex = self.regex.replace("[^/]", r"[^/\x00-\x1f\x7f]")
