"""Ways in for tests: made by staff, as the pages make them."""

from sqlalchemy.orm import Session

from consult.respond import services as respond
from consult.respond.models import EntryLink, Setting
from consult.respond.rules import LinkKind, SettingDraft, SettingKind, WayDraft
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import NOW, TODAY
from tests.servers import SECRET

STAFF = "user:1"


def make_setting(
    session: Session, name: str = "Saltby Library", kind: SettingKind = SettingKind.LIBRARY
) -> Setting:
    return respond.add_setting(session, SettingDraft(name, kind), actor=STAFF, now=NOW)


def make_way(
    session: Session,
    consultation: Consultation,
    kind: LinkKind = LinkKind.OPEN,
    *,
    setting: Setting | None = None,
    audience: Audience | None = Audience.YOUNG_PERSON,
) -> EntryLink:
    draft = WayDraft(kind, "", setting.id if setting else None, audience)
    return respond.add_way(session, consultation.id, draft, actor=STAFF, today=TODAY, now=NOW)


def make_cards(session: Session, consultation: Consultation, number: int = 1) -> list[str]:
    """Make cards for young people; return their codes."""
    link = make_way(session, consultation, LinkKind.CARDS)
    return respond.make_cards(session, SECRET, link.id, number, actor=STAFF, now=NOW)


def end(session: Session, link: EntryLink) -> None:
    respond.end_way(session, link.id, actor=STAFF, today=TODAY, now=NOW)
