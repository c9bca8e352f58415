"""One real address for every page a person can open in the demo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.models import AgendaItem, Commitment
from consult.demo.load import consultations_by_key
from consult.people.models import User
from consult.people.rules import POLICIES, Role
from consult.plan.models import PlanVersion, Priority
from consult.respond.models import Comment, EntryLink, GroupSession, PaperEntry, Upload
from consult.respond.rules import LinkKind
from consult.respond.services import surveys_at
from consult.safeguarding.models import Concern
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation, Survey
from consult.survey.rules import read_definition
from consult.themes.models import Code, SecondReading, Theme
from consult.themes.rules import ThemeStatus

# GET routes that are no pages: they give no HTML, or only go on from an answer just given.
NOT_PAGES = {
    "static",
    "web.healthz",
    "results.download",
    "results.export",
    "results.export_raw",
    "results.report_file",
    "respond.join",
    "respond.leave",
    "respond.offline",
    "respond.poster_file",
    "respond.worker",
    "safeguarding.file_content",
    "safeguarding.allowed_content",
    "survey.export_survey",
    "survey.paper",
    "survey.poster",
    "survey.translations_file",
    "themes.codebook_file",
}
# What is best seen of a consultation that is open.
WHILE_OPEN = {
    "respond.group_sessions",
    "respond.paper",
    "respond.ways",
    "survey.extend",
    "survey.posters",
}
# Open to roles, and of those to one person: a second reading to the reader it names.
OPENED_AS = {"themes.code_second": Role.PARTICIPATION_OFFICER}
UNDER_WAY = {"respond.question", "respond.words", "respond.check"}


@dataclass(frozen=True, slots=True)
class Places:
    """Which of the county's things to show in an address."""

    open: Consultation
    designing: Consultation
    analysed: Consultation
    fed_back: Consultation
    survey: Survey
    question: str
    theme: Theme
    code: Code
    reading: SecondReading
    waiting: SecondReading
    item: AgendaItem
    priority: Priority
    version: PlanVersion
    concern: Concern
    comment: Comment
    person: User
    commitment: Commitment
    group_session: GroupSession
    sheet: PaperEntry
    upload: Upload
    link: EntryLink
    cards: EntryLink


def demo_surveys(session: Session) -> list[dict[str, str]]:
    """Return the surveys that can be answered now."""
    consultation = consultations_by_key(session)["safe"]
    return [
        {
            "audience": survey.audience.value,
            "title": consultation.title,
            "url": url_for("respond.start", slug=survey.slug, audience=survey.audience.value),
        }
        for survey in surveys_at(session, consultation)
    ]


def demo_pages(session: Session) -> list[dict[str, Any]]:
    """Return an address for each GET route that gives HTML, with a role that may open it."""
    places = _places(session)
    return [
        {"role": _role(endpoint), "url": _address(places, endpoint, arguments), "title": title}
        for endpoint, arguments, title in _routes()
    ]


def _routes() -> Iterator[tuple[str, Sequence[str], str]]:
    for rule in current_app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_PAGES | UNDER_WAY:
            continue
        # The same page in another language has the same endpoint.
        if "language" in rule.arguments and rule.endpoint.startswith("respond."):
            continue
        view = current_app.view_functions[rule.endpoint]
        title = (view.__doc__ or rule.endpoint).splitlines()[0]
        yield rule.endpoint, sorted(rule.arguments), title


def _role(endpoint: str) -> str | None:
    if endpoint in OPENED_AS:
        return OPENED_AS[endpoint].value
    policy = POLICIES[endpoint]
    return None if policy is None else next(role.value for role in Role if role in policy)


def _address(places: Places, endpoint: str, arguments: Sequence[str]) -> str:
    values = {name: _value(places, endpoint, name) for name in arguments}
    return url_for(endpoint, **values, **_query(places, endpoint))


def _value(places: Places, endpoint: str, name: str) -> Any:
    designing = endpoint.startswith("survey.") and endpoint != "survey.extend"
    consultation = places.designing if designing else places.analysed
    if endpoint in WHILE_OPEN:
        consultation = places.open
    told = endpoint == "feedback.write"
    if told:
        consultation = places.fed_back
    found = {
        "consultation_id": consultation.id,
        "survey_id": places.survey.id,
        "key": places.question,
        "question_key": places.question,
        "entry_key": "stop_bullying",
        "theme_id": places.theme.id,
        "codebook_id": places.code.codebook_id,
        "code_id": places.code.id,
        "reading_id": (
            places.waiting.id if endpoint == "themes.code_second" else places.reading.id
        ),
        "meeting_id": places.item.meeting_id,
        "item_id": places.item.id,
        "concern_id": places.concern.id,
        "user_id": places.person.id,
        "commitment_id": places.commitment.id,
        "session_id": places.group_session.id,
        "entry_id": places.sheet.id,
        "upload_id": places.upload.id,
        "link_id": places.cards.id if endpoint == "respond.cards" else places.link.id,
        "version_id": places.version.id,
        "priority_id": places.item.priority_id if told else places.priority.id,
        "comment_id": places.comment.id,
        "language": "cy",
        "audience": "easy_read" if endpoint == "survey.imported" else "young_person",
        "code": places.link.code if endpoint == "respond.join" else "P6",
        "check": "easy_read",
        "query": f"people_in_theme:{places.theme.id}:young_person",
        "slug": places.open.slug if endpoint.startswith("respond.") else places.version.plan.slug,
    }
    return found[name]


def _query(places: Places, endpoint: str) -> dict[str, Any]:
    return {"priority": places.priority.id} if endpoint == "evidence.write" else {}


def _places(session: Session) -> Places:
    consultations = consultations_by_key(session)
    hubs = consultations["hubs"]
    survey = _one(session, select(Survey).where(Survey.consultation_id == hubs.id))
    commitment = _one(session, select(Commitment).order_by(Commitment.id))
    item = session.get_one(AgendaItem, commitment.decision.agenda_item_id)
    version = consultations["plan"].version
    return Places(
        open=consultations["safe"],
        designing=hubs,
        analysed=consultations["plan"],
        fed_back=consultations["buses"],
        survey=survey,
        question=read_definition(survey.draft).questions[0].key,
        theme=_one(
            session,
            select(Theme).where(
                Theme.status == ThemeStatus.CONFIRMED,
                Theme.consultation_id == consultations["plan"].id,
            ),
        ),
        code=_one(session, select(Code)),
        reading=_one(session, select(SecondReading).order_by(SecondReading.id)),
        waiting=_one(session, select(SecondReading).order_by(SecondReading.id.desc())),
        item=item,
        priority=_one(
            session,
            select(Priority).where(Priority.plan_version_id == version.id, Priority.code == "P6"),
        ),
        version=version,
        concern=_one(session, select(Concern)),
        comment=_one(session, free_comments()),
        person=_one(session, select(User)),
        commitment=commitment,
        group_session=_one(session, select(GroupSession)),
        sheet=_one(session, select(PaperEntry)),
        upload=_one(session, select(Upload)),
        link=_one(session, select(EntryLink).where(EntryLink.kind == LinkKind.OPEN)),
        cards=_one(session, select(EntryLink).where(EntryLink.kind == LinkKind.CARDS)),
    )


def _one(session: Session, query: Any) -> Any:
    return session.scalars(query.limit(1)).one()
