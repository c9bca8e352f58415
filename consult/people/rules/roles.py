"""What people are here to do."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is here to do (requirements 1.6)."""

    PARTICIPATION_OFFICER = "participation_officer"
    ANALYST = "analyst"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    BOARD_MEMBER = "board_member"
    YOUTH_COUNCIL_MEMBER = "youth_council_member"
    SECRETARIAT = "secretariat"
    MONITORING_OFFICER = "monitoring_officer"
    LOCAL_MANAGER = "local_manager"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.PARTICIPATION_OFFICER: "Participation officer",
    Role.ANALYST: "Analyst",
    Role.SAFEGUARDING_LEAD: "Safeguarding lead",
    Role.BOARD_MEMBER: "Board member",
    Role.YOUTH_COUNCIL_MEMBER: "Youth council member",
    Role.SECRETARIAT: "Secretariat",
    Role.MONITORING_OFFICER: "Monitoring officer",
    Role.LOCAL_MANAGER: "Local manager",
    Role.ADMINISTRATOR: "Administrator",
}
