"""How a page looks to whoever chose so: the size of its text and its colours; kept in a cookie."""

from dataclasses import dataclass

from flask import Flask, current_app, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from consult.errors import in_any_language

COOKIE = "consult_display"
A_YEAR = 365 * 24 * 3600

TEXT_LABELS = {
    "": in_any_language("Normal"),
    "larger": in_any_language("Larger"),
    "largest": in_any_language("Largest"),
}
COLOUR_LABELS = {
    "": in_any_language("Like my phone or computer"),
    "light": in_any_language("Light"),
    "dark": in_any_language("Dark"),
    "calm": in_any_language("Calm"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody chose; empty is as it comes."""

    text: str = ""
    colours: str = ""

    @property
    def attributes(self) -> Markup:
        """What stands in the first tag of a page."""
        text = Markup(' data-text="{}"').format(self.text) if self.text else Markup("")
        colours = Markup(' data-colours="{}"').format(self.colours) if self.colours else Markup("")
        return text + colours


def register(app: Flask) -> None:
    """Let every page for the public look as its reader chose."""
    app.jinja_env.globals["page_look"] = page_look


def page_look() -> Look:
    """Return how the page that is being made should look."""
    text, _, colours = request.cookies.get(COOKIE, "").partition(".")
    return Look(text if text in TEXT_LABELS else "", colours if colours in COLOUR_LABELS else "")


def keep_look(answer: Response, look: Look) -> Response:
    """Let the browser keep a look: it says nothing of who somebody is."""
    answer.set_cookie(
        COOKIE,
        f"{look.text}.{look.colours}",
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["CONSULT"].secure_cookies,
    )
    return answer
