"""The stations in the order the data flows: their pages, their commands, their background work."""

from flask import Blueprint

from consult.board.views import bp as board
from consult.evidence.views import bp as evidence
from consult.feedback.views import bp as feedback
from consult.partnership.views import bp as partnership
from consult.people.doorkeeper import StaffDoorkeeper
from consult.people.views import bp as people
from consult.plan.views import bp as plan
from consult.respond.views import bp as respond
from consult.results.views import bp as results
from consult.safeguarding.views import bp as safeguarding
from consult.survey.views import bp as survey
from consult.themes.views import bp as themes

BLUEPRINTS: tuple[Blueprint, ...] = (
    people,
    partnership,
    plan,
    survey,
    respond,
    safeguarding,
    themes,
    results,
    evidence,
    board,
    feedback,
)

doorkeeper = StaffDoorkeeper()
