"""Opens the county's ways in: places, links, a class, a tablet in the library, a sheet of cards."""

from typing import Any

from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.county import SYSTEM, County
from consult.respond import services as respond
from consult.respond.models import Arrival, EntryLink, Setting
from consult.respond.rules import LinkKind, SettingDraft, SettingKind, WayDraft
from consult.survey.models import Consultation
from consult.survey.rules import Audience


def reach(session: Session, county: County, secret: str, consultation: Consultation) -> None:
    """Open ways into a consultation, by which some have come."""
    text = content.read("reaching.json")
    day = text["opened_days"]
    settings = {
        entry["key"]: respond.add_setting(
            session,
            SettingDraft(entry["name"], SettingKind(entry["kind"]), county.areas[entry["area"]].id),
            actor=SYSTEM,
            now=county.noon(day),
        )
        for entry in text["settings"]
    }
    for entry in text["links"]:
        link = respond.add_way(
            session,
            consultation.id,
            _draft(entry, settings),
            actor=SYSTEM,
            today=county.day(day),
            now=county.noon(day),
        )
        _let_come(session, county, secret, link, entry)
        session.add(
            Arrival(
                link_id=link.id,
                day=county.day(-1),
                began=entry["began"],
                finished=entry["finished"],
            )
        )
    session.commit()


def _draft(entry: dict[str, Any], settings: dict[str, Setting]) -> WayDraft:
    setting = settings.get(entry["setting"])
    audience = Audience(entry["audience"]) if entry["audience"] else None
    return WayDraft(
        LinkKind(entry["kind"]), entry["name"], setting.id if setting else None, audience
    )


def _let_come(
    session: Session, county: County, secret: str, link: EntryLink, entry: dict[str, Any]
) -> None:
    """Make what a way in needs beside its link: cards, a teacher's code."""
    now = county.noon(-1)
    if link.kind is LinkKind.CARDS:
        respond.make_cards(session, secret, link.id, entry["cards"], actor=SYSTEM, now=now)
    if link.kind is LinkKind.CLASS:
        respond.make_host_code(session, secret, link.id, actor=SYSTEM, now=now)
