"""Every table of the house, for the migrations."""

from consult import audit, jobs
from consult.board import models as board
from consult.db import Base
from consult.evidence import models as evidence
from consult.feedback import models as feedback
from consult.partnership import models as partnership
from consult.people import models as people
from consult.plan import models as plan
from consult.respond import models as respond
from consult.results import models as results
from consult.safeguarding import models as safeguarding
from consult.survey import models as survey
from consult.themes import models as themes

ROOMS = (
    audit,
    jobs,
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
TABLES = tuple(mapper.class_ for mapper in Base.registry.mappers)
