"""How somebody came to a survey: by a link, with a card, on a shared tablet, or on their own.

A link's code may stand in the address, since it says nothing of anybody. A card's stands in the
form alone; in between, for those who pick another language first, in a cookie of half an hour.
"""

from dataclasses import dataclass

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from consult.clock import today
from consult.db import db_session
from consult.errors import ConsultError
from consult.respond import services as respond
from consult.respond.models import EntryLink
from consult.respond.receipts import MOST_CHARACTERS
from consult.respond.rules import CodeNeeded, FromMachine, LinkKind, UnknownWay, Way
from consult.respond.views.replies import secret
from consult.survey.models import Consultation

CARD = "consult_card"
TRAP = "website"
HALF_AN_HOUR = 1800


@dataclass(frozen=True, slots=True)
class Arrived:
    """By which code somebody came: one of them, or none."""

    via: str = ""
    card: str = ""
    kiosk: str = ""
    way: Way = respond.ON_THEIR_OWN

    @property
    def has_code(self) -> bool:
        """Whether they came by a link or with a card."""
        return bool(self.via or self.card)


def arrived(consultation: Consultation) -> Arrived:
    """Return how somebody came to the first page; a code that opens nothing is as good as none."""
    try:
        return _arrived(consultation, request.values.get("via", ""), request.cookies.get(CARD, ""))
    except ConsultError:
        return Arrived()


def admitted_by(consultation: Consultation) -> Way:
    """Return how somebody counts who begins now.

    Raises:
        CardSpent, UnknownWay, WayEnded: the code that came with the form opens nothing.
        CodeNeeded: the consultation is for a group, and there was none.
    """
    came = _arrived(consultation, request.form.get("via", ""), request.form.get("card", ""))
    if consultation.by_code_only and not came.has_code:
        raise CodeNeeded
    return came.way


def came_by(link: EntryLink) -> Arrived:
    """Return that somebody came by a link."""
    kiosk = link.code if link.kind is LinkKind.KIOSK else ""
    return Arrived(link.code, "", kiosk, respond.way_through(link))


def afresh(kiosk: str) -> str:
    """Return the address at which a shared tablet starts afresh and forgets everything."""
    return url_for("respond.join", code=kiosk, again=1)


def refuse_machines() -> None:
    """Refuse a form whose trap is filled in.

    People do not see the trap, and neither do screen readers. Beside it only the number of forms
    from one address is limited, with room for a whole school: no cookie is set for it, no time is
    noted, no child solves a puzzle.

    Raises:
        FromMachine: something filled it in.
    """
    if request.form.get(TRAP):
        raise FromMachine


def keep_card(answer: Response, card: str, consultation: Consultation) -> Response:
    """Let the browser keep a card until its holder begins."""
    answer.set_cookie(
        CARD,
        card,
        max_age=HALF_AN_HOUR,
        path=_path_of(consultation),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["CONSULT"].secure_cookies,
    )
    return answer


def forget_card(answer: Response, consultation: Consultation) -> Response:
    """Let the browser forget a card: the reply under way holds it now."""
    if CARD in request.cookies:
        answer.delete_cookie(CARD, path=_path_of(consultation))
    return answer


def _arrived(consultation: Consultation, via: str, card: str) -> Arrived:
    """Return how somebody came; a link just followed counts before a card kept in a cookie."""
    via, card = via[:MOST_CHARACTERS], card[:MOST_CHARACTERS]
    session = db_session()
    if via:
        link = respond.way_in(session, via, today=today())
        _refuse_others(link.consultation, consultation)
        return came_by(link)
    if card:
        found = respond.card_of(session, secret(), card)
        _refuse_others(found.consultation, consultation)
        return Arrived("", card, "", Way(link_id=found.link_id, card_id=found.id))
    return Arrived()


def _refuse_others(theirs: Consultation, this: Consultation) -> None:
    if theirs.id != this.id:
        raise UnknownWay


def _path_of(consultation: Consultation) -> str:
    return url_for("respond.choose", slug=consultation.slug, language=None)
