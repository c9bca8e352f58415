"""Every table of the house, for the migrations."""

from consult.audit import AuditEntry, AuditHead
from consult.board.models import (
    AgendaItem,
    Commitment,
    CommitmentUpdate,
    Decision,
    DecisionEvidence,
    Meeting,
)
from consult.evidence.models import Evidence, EvidenceQuote, EvidenceTheme
from consult.feedback.models import Feedback
from consult.jobs import Job
from consult.partnership.models import Area, AreaManager, Body, Member, Organisation, Seat
from consult.people.models import SignIn, User
from consult.plan.models import Plan, PlanVersion, Priority, PriorityOutcome
from consult.respond.models import Answer, Comment, Draft, Submission
from consult.safeguarding.models import Concern
from consult.survey.models import Consultation, ConsultationPriority, Survey, SurveyVersion
from consult.themes.models import Coding, Theme, ThemeRun

TABLES = (
    AuditEntry,
    AuditHead,
    Job,
    User,
    SignIn,
    Organisation,
    Area,
    AreaManager,
    Body,
    Seat,
    Member,
    Plan,
    PlanVersion,
    Priority,
    PriorityOutcome,
    Consultation,
    ConsultationPriority,
    Survey,
    SurveyVersion,
    Draft,
    Submission,
    Answer,
    Comment,
    Concern,
    ThemeRun,
    Theme,
    Coding,
    Evidence,
    EvidenceTheme,
    EvidenceQuote,
    Meeting,
    AgendaItem,
    Decision,
    DecisionEvidence,
    Commitment,
    CommitmentUpdate,
    Feedback,
)
