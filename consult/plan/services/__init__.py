"""Reads of the plan, its versions, priorities and clauses; verbs that write and move them on."""

from consult.plan.services.clauses import clauses_of, newest_clauses_of, write_clauses
from consult.plan.services.plans import (
    PlanView,
    PriorityView,
    add_priority,
    change_priority,
    change_version,
    create_plan,
    create_version,
    outcomes_of,
    plan_for,
    plans,
    priorities_of,
    priority_in,
)

__all__ = [
    "PlanView",
    "PriorityView",
    "add_priority",
    "change_priority",
    "change_version",
    "clauses_of",
    "create_plan",
    "create_version",
    "newest_clauses_of",
    "outcomes_of",
    "plan_for",
    "plans",
    "priorities_of",
    "priority_in",
    "write_clauses",
]
