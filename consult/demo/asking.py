"""Writes the plan and asks about it: two versions, four consultations, their surveys."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.county import SYSTEM, County
from consult.demo.launching import give_reasons, make_ready, propose
from consult.people.rules import Role
from consult.plan.models import PlanVersion, Priority
from consult.plan.rules import Outcome, PlanStage, PriorityDraft, VersionDraft
from consult.plan.services import (
    add_priority,
    create_plan,
    create_version,
    priorities_of,
    write_clauses,
)
from consult.survey import services as survey
from consult.survey.models import Consultation
from consult.survey.rules import Audience, ConsultationDraft, read_definition
from consult.survey.services import exchange

SLUG = "growing-up-in-saltshire"
WEEK = 7


def write_plan(session: Session, county: County) -> dict[str, PlanVersion]:
    """Write the plan before this one and the draft we ask about now."""
    text = content.read("plan.json")
    trust = county.bodies["trust"]
    title = text["title"]
    began = county.noon(text["earlier"]["starts_days"])
    plan = create_plan(session, trust.id, SLUG, title, actor=SYSTEM, now=began)
    versions = {}
    for key, entry in (("earlier", text["earlier"]), ("current", text)):
        version = create_version(
            session,
            plan.id,
            VersionDraft(
                summary=entry["summary"],
                starts_on=county.day(entry["starts_days"]),
                ends_on=county.day(entry["ends_days"]),
            ),
            actor=SYSTEM,
            now=began,
        )
        codes = entry.get("priority_codes")
        for priority in text["priorities"]:
            if codes is None or priority["code"] in codes:
                _add_priority(session, county, version, priority)
        write_clauses(session, version.id, entry["clauses"], actor=SYSTEM, now=began)
        version.stage = PlanStage.ADOPTED if key == "earlier" else PlanStage.CONSULTING
        versions[key] = version
    session.commit()
    return versions


def _add_priority(
    session: Session, county: County, version: PlanVersion, text: dict[str, Any]
) -> None:
    draft = PriorityDraft(
        label=text["label"],
        verbatim=text["verbatim"],
        summary=text["summary"],
        what_we_plan=text["what_we_plan"],
        alternatives=text["alternatives"],
        outcomes=frozenset(Outcome(outcome) for outcome in text["outcomes"]),
    )
    now = county.noon(-400)
    add_priority(session, version.id, text["code"], draft, actor=SYSTEM, now=now)


def ask(
    session: Session, county: County, version: PlanVersion, text: dict[str, Any]
) -> Consultation:
    """Design a consultation with its surveys and, unless it is still being designed, launch it."""
    officer = county.user_id(Role.PARTICIPATION_OFFICER)
    designed = county.noon(min(text["opens_days"], 0) - WEEK)
    by_code = priorities_by_code(session, version)
    consultation = survey.create_consultation(
        session,
        _draft(county, version, text, frozenset(by_code[code].id for code in text["priorities"])),
        actor=f"user:{officer}",
        now=designed,
        slug=text["slug"],
    )
    for audience, path in text["surveys"].items():
        survey.create_survey(
            session,
            consultation.id,
            Audience(audience),
            definition=read_definition(content.read(path)),
            actor=f"user:{officer}",
            now=designed,
        )
    propose(session, county, text["key"], consultation)
    for each in survey.surveys_of(session, consultation.id):
        translate(session, each.survey.id, actor=f"user:{officer}", now=designed)
        if text["stage"] != "designing":
            survey.publish_survey(session, each.survey.id, user_id=officer, now=designed)
    if text["stage"] == "designing":
        give_reasons(session, county, consultation, county.today, ("easy_read",))
        _bring_in(session, county, consultation)
    else:
        make_ready(session, county, text, consultation)
        survey.launch(
            session,
            consultation.id,
            actor=f"user:{officer}",
            today=county.day(text["opens_days"]),
            now=county.noon(text["opens_days"]),
        )
    return consultation


def translate(session: Session, survey_id: int, *, actor: str, now: datetime) -> None:
    """Write what our file knows of a survey in other languages, where it knows all of it."""
    for language, known in content.read("languages.json").items():
        _, standing = survey.standing_in(session, survey_id, language)
        if all(line.source in known for line in standing.lines):
            typed = {
                line.path: survey.TypedLine(known[line.source], line.mark)
                for line in standing.lines
            }
            survey.save_lines(session, survey_id, language, typed, actor=actor, now=now)


def _bring_in(session: Session, county: County, consultation: Consultation) -> None:
    """Read the survey of a parent forum, made elsewhere; nobody has used it yet."""
    exchange.keep_import(
        session,
        consultation.id,
        Audience.EASY_READ,
        "forum.lss",
        exchange.read_survey_file(content.text("surveys/forum.lss").encode()),
        actor=f"user:{county.user_id(Role.PARTICIPATION_OFFICER)}",
        now=county.noon(-1),
    )


def priorities_by_code(session: Session, version: PlanVersion) -> dict[str, Priority]:
    """Return the priorities of a version by their codes."""
    return {view.priority.code: view.priority for view in priorities_of(session, version.id)}


def _draft(
    county: County, version: PlanVersion, text: dict[str, Any], priority_ids: frozenset[int]
) -> ConsultationDraft:
    contact = text["contact"]
    return ConsultationDraft(
        title=text["title"],
        plan_version_id=version.id,
        body_id=county.bodies["trust"].id,
        opens_on=county.day(text["opens_days"]),
        closes_on=county.day(text["closes_days"]),
        decides_on=county.day(text["decides_days"]),
        feedback_on=county.day(text["feedback_due_days"]),
        withdraw_until=county.day(text["withdraw_until_days"]),
        lead=text["intro_lead"],
        why=text["why"],
        what_can_change=text["what_can_change"],
        what_is_fixed=text["what_is_fixed"],
        who_reads=text["who_reads"],
        who_decides=text["who_decides"],
        contact=f"{contact['name']}, {contact['email']}, {contact['phone']}",
        priority_ids=priority_ids,
    )
