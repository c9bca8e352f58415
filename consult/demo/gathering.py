"""Lets the county's youth council meet, and a sheet of paper come in."""

import io

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.county import SYSTEM, County
from consult.people.rules import Role
from consult.respond import services as respond
from consult.respond.rules import UploadKind
from consult.respond.services.group_sessions import GroupSessionDraft
from consult.respond.services.paper import TypedSheet
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.survey.services import published_versions_of


def gather(session: Session, county: County, secret: str, consultation: Consultation) -> None:
    """Write down an evening of the youth council, and type in a sheet that waits for somebody."""
    text = content.read("gathering.json")
    officer, day = county.user_id(Role.PARTICIPATION_OFFICER), text["held_days"]
    audience, body = Audience(text["audience"]), county.bodies[text["body"]]
    draft = GroupSessionDraft(
        name=body.name,
        audience=audience,
        held_on=county.day(day),
        people=text["people"],
        may_quote=True,
        body_id=body.id,
    )
    held, _code = respond.hold_group_session(
        session,
        secret,
        consultation.id,
        draft,
        user_id=officer,
        today=county.day(day),
        now=county.noon(day),
    )
    for note in text["notes"]:
        respond.add_note(
            session, held.id, note["topic"], note["text"], user_id=officer, now=county.noon(day)
        )
    chart = respond.plain_file(UploadKind.PHOTO, _flip_chart(text["flip_chart"]))
    respond.add_flip_chart(
        session, held, chart, actor=SYSTEM, today=county.day(day), now=county.noon(day)
    )
    sheet = TypedSheet(
        published_versions_of(session, consultation.id)[audience].id,
        text["sheet"]["number"],
        text["sheet"]["answers"],
        key_twice=True,
    )
    analyst = county.user_id(Role.ANALYST)
    respond.enter_sheet(
        session, secret, sheet, user_id=analyst, today=county.day(-3), now=county.noon(-3)
    )


def _flip_chart(lines: list[str]) -> bytes:
    """Draw a sheet of paper with a few words on it."""
    paper = Image.new("RGB", (640, 480), "#fffdf5")
    pen = ImageDraw.Draw(paper)
    for number, line in enumerate(lines):
        pen.text((60, 80 + 110 * number), line, fill="#1f1a3d", font_size=40)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()
