"""Ways in: places, links and codes; how many came through each, and never who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import NotFound
from consult.partnership.models import Area
from consult.respond.models import AccessCard, Arrival, EntryLink, Setting
from consult.respond.receipts import new_way, tidy_way
from consult.respond.rules import (
    ROUTES,
    LinkKind,
    NotThisWay,
    OneCardEach,
    Route,
    SettingDraft,
    SettingTaken,
    UnknownWay,
    Way,
    WayDraft,
    WayEnded,
)
from consult.survey.models import Consultation

WORDS_IN_LINK = 2
# What lets a group in must not be found by trying.
WORDS_FOR_GROUP = 3


@dataclass(frozen=True, slots=True)
class WayStory:
    """A way in and how many have come by it."""

    link: EntryLink
    began: int
    finished: int
    cards: int


def settings(session: Session) -> Sequence[Setting]:
    """Return all places, by name."""
    return session.scalars(select(Setting).order_by(Setting.name)).all()


def add_setting(session: Session, draft: SettingDraft, *, actor: str, now: datetime) -> Setting:
    """Add a place through which people hear of surveys.

    Raises:
        NotFound: there is no such area.
        SettingTaken: there is a place of this name.
    """
    if draft.area_id is not None:
        find(session, Area, draft.area_id)
    same = func.lower(Setting.name) == draft.name.lower()
    if session.scalar(select(Setting.id).where(same)) is not None:
        raise SettingTaken
    setting = Setting(name=draft.name, kind=draft.kind, area_id=draft.area_id)
    session.add(setting)
    session.flush()
    audit.record(session, actor, "add_setting", f"setting:{setting.id}", now=now)
    session.commit()
    return setting


def add_way(
    session: Session,
    consultation_id: int,
    draft: WayDraft,
    *,
    actor: str,
    today: date,
    now: datetime,
) -> EntryLink:
    """Open a way into a consultation.

    Raises:
        NotFound: there is no such consultation or place.
    """
    find(session, Consultation, consultation_id)
    if draft.setting_id is not None:
        find(session, Setting, draft.setting_id)
    link = EntryLink(
        consultation_id=consultation_id,
        setting_id=draft.setting_id,
        audience=draft.audience,
        kind=draft.kind,
        name=draft.name,
        code=free_code(session, draft.kind),
        made_on=today,
    )
    session.add(link)
    session.flush()
    audit.record(session, actor, "add_way", f"entry_link:{link.id}", now=now, kind=link.kind)
    session.commit()
    return link


def end_way(session: Session, link_id: int, *, actor: str, today: date, now: datetime) -> EntryLink:
    """Shut a way in for good; whoever has begun can still finish.

    Raises:
        NotFound: there is no such link.
    """
    link = way(session, link_id)
    if link.ended_on is None:
        sessions = update(EntryLink).where(
            EntryLink.session_of_id == link.id, EntryLink.ended_on.is_(None)
        )
        session.execute(sessions.values(ended_on=today))
        link.ended_on = today
        audit.record(session, actor, "end_way", f"entry_link:{link.id}", now=now)
        session.commit()
    return link


def ask_for_codes(
    session: Session, consultation_id: int, *, only: bool, actor: str, now: datetime
) -> None:
    """Let only those begin who come by a link, a code or a card; or let everybody.

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    consultation.by_code_only = only
    subject = f"consultation:{consultation.id}"
    audit.record(session, actor, "ask_for_codes", subject, now=now, only=only)
    session.commit()


def way(session: Session, link_id: int) -> EntryLink:
    """Return a way in as staff made it; a class's sessions are none of theirs.

    Raises:
        NotFound: there is no such link.
    """
    link = find(session, EntryLink, link_id)
    if link.session_of_id is not None:
        raise NotFound("We could not find that link.")
    return link


def ways_of(session: Session, consultation_id: int) -> list[WayStory]:
    """Return the ways into a consultation, those that stand first, each with its counts."""
    links = session.scalars(
        select(EntryLink)
        .where(EntryLink.consultation_id == consultation_id, EntryLink.session_of_id.is_(None))
        .options(joinedload(EntryLink.setting))
        .order_by(EntryLink.ended_on.is_not(None), EntryLink.id)
    ).all()
    counted = {
        link_id: (began, finished)
        for link_id, began, finished in session.execute(
            select(
                func.coalesce(EntryLink.session_of_id, EntryLink.id).label("way"),
                func.sum(Arrival.began),
                func.sum(Arrival.finished),
            )
            .join(Arrival, Arrival.link_id == EntryLink.id)
            .where(EntryLink.consultation_id == consultation_id)
            .group_by("way")
        )
    }
    cards = session.execute(
        select(AccessCard.link_id, func.count())
        .join(EntryLink)
        .where(EntryLink.consultation_id == consultation_id)
        .group_by(AccessCard.link_id)
    )
    made: dict[int, int] = dict(cards.all())
    return [
        WayStory(link, *counted.get(link.id, (0, 0)), cards=made.get(link.id, 0)) for link in links
    ]


def way_in(session: Session, code: str, *, today: date) -> EntryLink:
    """Return the link that a code opens today, however the code was typed.

    Raises:
        OneCardEach: it is the code of a sheet of cards.
        UnknownWay: no link has this code, or its consultation is not launched.
        WayEnded: it was closed, or was for a class on another day.
    """
    link = session.scalar(
        select(EntryLink)
        .where(EntryLink.code == tidy_way(code))
        .options(joinedload(EntryLink.consultation))
    )
    if link is None or link.consultation.launched_on is None or _is_for_host(link):
        raise UnknownWay
    if link.ended_on is not None or (link.session_of_id and link.made_on != today):
        raise WayEnded
    if link.kind is LinkKind.CARDS:
        raise OneCardEach
    return link


def way_through(link: EntryLink) -> Way:
    """Return how those count who come through a link."""
    return Way(ROUTES.get(link.kind, Route.OWN_DEVICE), link.id)


def _is_for_host(link: EntryLink) -> bool:
    """Whether a class comes in by the links of its sessions, and not by this one."""
    return link.kind is LinkKind.CLASS and link.session_of_id is None


def link_with(session: Session, code: str) -> EntryLink | None:
    """Return the link with a code, whether it stands or has ended."""
    return session.scalar(select(EntryLink).where(EntryLink.code == tidy_way(code)))


def free_code(session: Session, kind: LinkKind) -> str:
    """Return a code that no link has or had."""
    words = WORDS_FOR_GROUP if kind is LinkKind.CLOSED else WORDS_IN_LINK
    code = new_way(words)
    while link_with(session, code) is not None:
        code = new_way(words)
    return code


def standing(link: EntryLink, kind: LinkKind) -> EntryLink:
    """Return a link that stands and is of a kind.

    Raises:
        NotThisWay: it has ended or is of another kind.
    """
    if link.kind is not kind or link.ended_on is not None:
        raise NotThisWay
    return link
