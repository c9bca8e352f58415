"""What the board asks before a consultation opens: that nothing is decided yet (L-CON-01)."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.rules import Standing
from consult.board.services.decisions import standing_decisions
from consult.plan.models import PlanVersion, Priority
from consult.survey.models import Consultation
from consult.survey.rules import Check
from consult.survey.rules.gates import Part, Place, listed
from consult.survey.services import launch_gate, priorities_of


@launch_gate
def nothing_decided(session: Session, consultation: Consultation, _today: date) -> Iterator[Check]:
    """Say whether the board has decided on none of the priorities in this time of the plan.

    A priority of another version of the plan counts, where it has the same code and the two
    versions hold at the same time.
    """
    asked = priorities_of(session, consultation.id)
    version = consultation.version
    same = session.scalars(
        select(Priority)
        .join(PlanVersion)
        .where(
            PlanVersion.plan_id == version.plan_id,
            PlanVersion.starts_on <= version.ends_on,
            PlanVersion.ends_on >= version.starts_on,
            Priority.code.in_([priority.code for priority in asked]),
        )
    )
    codes = {priority.id: priority.code for priority in same}
    decided = sorted(
        {
            codes[priority_id]
            for priority_id, decision in standing_decisions(session, list(codes)).items()
            if decision.standing is Standing.FINAL
        }
    )
    yield Check(
        "undecided",
        "Nothing that you ask about is decided already",
        not decided,
        f"The board has decided on {listed(decided)}." if decided else "Nothing is.",
        Part.ASKING,
        Place.TEXTS,
        "Do not ask about it: people’s words could change nothing.",
    )
