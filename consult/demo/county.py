"""Founds the county: people who sign in, organisations, areas, bodies and who sits on them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from consult.demo import content
from consult.partnership.models import Area, AreaManager, Body, Organisation, Seat
from consult.partnership.rules import BodyKind
from consult.partnership.services import fill_seat
from consult.people.models import User
from consult.people.rules import Role
from consult.people.services import add_user

PASSWORD = "seven otters swim"  # noqa: S105 (printed for everybody to use in the demo)
SYSTEM = "system"
FOUNDED = -1500


@dataclass
class County:
    """What has been founded so far, by the keys the content uses."""

    today: date
    users: dict[Role, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        """Return the day so many days from today."""
        return self.today + timedelta(days=offset)

    def noon(self, offset: int) -> datetime:
        """Return noon of that day, or of yesterday where it is yet to come."""
        return datetime.combine(self.day(min(offset, -1)), time(12), UTC)

    def user_id(self, role: Role) -> int:
        """Return the id of whoever has a role."""
        return self.users[role].id


def found_county(session: Session, today: date) -> County:
    """Found Saltshire in an empty database."""
    county = County(today)
    text = content.read("county.json")
    for entry in text["users"]:
        role = Role(entry["role"])
        county.users[role] = add_user(
            session,
            email=entry["email"],
            name=entry["name"],
            role=role,
            password=PASSWORD,
            actor=SYSTEM,
            now=county.noon(FOUNDED),
        )
    for entry in text["organisations"]:
        county.organisations[entry["key"]] = Organisation(name=entry["name"], kind=entry["kind"])
    for entry in text["areas"]:
        area = Area(key=entry["key"], name=entry["name"], starts_on=county.day(FOUNDED))
        county.areas[entry["key"]] = area
    for entry in text["bodies"]:
        county.bodies[entry["key"]] = Body(
            kind=BodyKind(entry["kind"]),
            name=entry["name"],
            statement=entry["statement"],
            parent=county.bodies.get(entry["parent"] or ""),
        )
    founded = (*county.organisations.values(), *county.areas.values(), *county.bodies.values())
    session.add_all(founded)
    session.flush()
    first_area = next(iter(county.areas.values()))
    manager = county.user_id(Role.LOCAL_MANAGER)
    session.add(AreaManager(area_id=first_area.id, user_id=manager))
    session.commit()
    _fill_seats(session, county)
    return county


def _fill_seats(session: Session, county: County) -> None:
    for entry in content.read("county.json")["seats"]:
        body = county.bodies[entry["body"]]
        organisation = county.organisations.get(entry["organisation"] or "")
        # A seat of no organisation and no other body is filled by the body itself.
        nominating = None if organisation else county.bodies.get(entry["nominated_by"] or "", body)
        seat = Seat(
            body=body, title=entry["title"], organisation=organisation, nominated_by=nominating
        )
        session.add(seat)
        session.flush()
        if entry["holder"]:
            fill_seat(
                session,
                seat.id,
                entry["holder"],
                by_body_id=nominating.id if nominating else None,
                from_on=county.day(FOUNDED),
                actor=SYSTEM,
                now=county.noon(FOUNDED),
            )
