"""Tells the pages who came in: reads the sign-in cookie and the policy table."""

from datetime import timedelta
from typing import cast

from flask import current_app, request

from consult.clock import now
from consult.db import db_session
from consult.people import services as people
from consult.people.models import User
from consult.people.rules import POLICIES, PUBLIC, ROLE_LABELS, may_open
from consult.web.access import Person

COOKIE = "consult_staff"


class StaffDoorkeeper:
    """The doorkeeper of the staff's rooms."""

    def who(self) -> Person | None:
        """Return whoever holds a sign-in that still stands."""
        token = request.cookies.get(COOKIE, "")
        if not token:
            return None
        length = timedelta(minutes=current_app.config["CONSULT"].session_minutes)
        return people.signed_in_user(db_session(), token, length=length, now=now())

    def is_public(self, endpoint: str) -> bool:
        """Return whether anybody may open a route."""
        return endpoint in POLICIES and POLICIES[endpoint] is PUBLIC

    def may_open(self, person: Person | None, endpoint: str) -> bool:
        """Return whether this person may open a route."""
        return may_open(cast(User, person).role if person else None, endpoint)

    def label(self, person: Person) -> str:
        """Return the person's role in words."""
        return ROLE_LABELS[cast(User, person).role]
