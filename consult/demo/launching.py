"""Makes a consultation of the county ready: what it proposes, who was asked, who keeps watch."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.county import SYSTEM, County
from consult.people.rules import Role
from consult.survey import services as survey
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.survey.rules.calendar import COLUMNS
from consult.survey.rules.proposals import CostBand, ProposalDraft, ProposalText
from consult.survey.rules.readiness import (
    Consultee,
    Heard,
    Offer,
    Reach,
    Records,
    Reviewed,
    Safety,
    Turn,
    Voices,
    YouthOutcome,
    YouthStep,
)

YEARS = range(-2, 3)
TURN = timedelta(days=14)
WATCHED_AFTER = timedelta(days=14)


def fill_calendar(session: Session, county: County) -> None:
    """Put the county's holidays and its next election into the calendar."""
    text = content.read("launching.json")["calendar"]
    rows = [
        _row(each, date.fromisoformat(f"{county.today.year + year}-{each['starts']}"), text)
        for year in YEARS
        for each in text["every_year"]
    ]
    election = text["pre_election"]
    rows.append(_row(election, county.day(election["starts_days"]), text))
    file = "\n".join((",".join(COLUMNS), *rows))
    survey.import_calendar(session, file, actor=SYSTEM, now=county.noon(-400))


def _row(entry: dict[str, Any], starts: date, text: dict[str, Any]) -> str:
    ends = starts + timedelta(days=entry["days"] - 1)
    return f"{entry['kind']},{entry['name']},{starts},{ends},{text['source']}"


def propose(session: Session, county: County, key: str, consultation: Consultation) -> None:
    """Write what a consultation proposes on each of its priorities, in every wording."""
    texts = content.read("proposals.json").get(key, {})
    audiences = survey.wordings_of(session, consultation.id)
    for each in survey.proposals_of(session, consultation.id):
        if each.code in texts:
            survey.write_proposal(
                session,
                consultation.id,
                each.priority_id,
                _proposal(texts[each.code], audiences),
                actor=_officer(county),
                now=county.noon(-400),
            )


def _proposal(text: dict[str, Any], audiences: list[Audience]) -> ProposalDraft:
    plain = {k: v for k, v in text.items() if k not in {"cost", "easy_read"}}
    worded = {Audience.EASY_READ: {**plain, **text.get("easy_read", {})}}
    return ProposalDraft(
        CostBand(text["cost"]),
        {audience: ProposalText(**worded.get(audience, plain)) for audience in audiences},
    )


def make_ready(
    session: Session, county: County, text: dict[str, Any], consultation: Consultation
) -> None:
    """Record what must be on the record, and give reasons for what is not met."""
    facts = content.read("launching.json")
    opened = county.day(text["opens_days"])
    now, by = county.noon(text["opens_days"] - 1), _officer(county)
    survey.record_safety(
        session,
        consultation.id,
        Safety(
            **facts["safety"],
            lead_verified_on=opened - timedelta(days=3),
            deputy_verified_on=opened - timedelta(days=3),
            alert_on=opened - timedelta(days=1),
            rota=_rota(facts["rota"], consultation),
        ),
        actor=by,
        today=opened,
        now=now,
    )
    survey.record_papers(
        session, consultation.id, _records(facts, consultation), actor=by, today=opened, now=now
    )
    survey.record_reach(session, consultation.id, _reach(facts), actor=by, now=now)
    survey.record_voices(
        session, consultation.id, _voices(facts, opened), actor=by, today=opened, now=now
    )
    give_reasons(session, county, consultation, opened, tuple(facts["reasons"]))


def give_reasons(
    session: Session, county: County, consultation: Consultation, on: date, keys: tuple[str, ...]
) -> None:
    """Give the reasons for what is not met on a day, among the checks with these keys."""
    reasons = content.read("launching.json")["reasons"]
    now = county.noon((on - county.today).days - 1)
    for check in survey.launch_checks(session, consultation.id, on):
        if check.blocks and check.key in keys:
            reason = reasons[check.key]
            user_id = county.user_id(Role(reason["role"]))
            survey.give_reason(
                session, consultation.id, check, reason["text"], user_id=user_id, now=now
            )


def _rota(names: list[str], consultation: Consultation) -> tuple[Turn, ...]:
    """Let each read for two weeks in turn, from the first day to two weeks after the last."""
    turns: list[Turn] = []
    starts = consultation.opens_on
    while starts <= consultation.closes_on + WATCHED_AFTER:
        ends = starts + TURN - timedelta(days=1)
        turns.append(Turn(names[len(turns) % len(names)], starts, ends))
        starts += TURN
    return tuple(turns)


def _records(facts: dict[str, Any], consultation: Consultation) -> Records:
    return Records(
        dpia_reference=f"DPIA {consultation.opens_on:%Y}-{consultation.id:02}",
        dpia_on=consultation.opens_on - timedelta(days=20),
        dpo_name=facts["dpo_name"],
        board_reference=f"“{consultation.title}”, on the agenda of the board",
        board_meets_on=consultation.decides_on,
    )


def _reach(facts: dict[str, Any]) -> Reach:
    names = ("offers_how", "space", "voice", "audience", "influence")
    return Reach(
        offers=frozenset(map(Offer, facts["offers"])), **{name: facts[name] for name in names}
    )


def _voices(facts: dict[str, Any], opened: date) -> Voices:
    youth = facts["youth"]
    looked = Reviewed(YouthOutcome(youth["survey"]), opened - timedelta(days=12), youth["note"])
    return Voices(
        {Consultee(body): Heard(**heard) for body, heard in facts["consultees"].items()},
        {YouthStep.SURVEY: looked},
    )


def _officer(county: County) -> str:
    return f"user:{county.user_id(Role.PARTICIPATION_OFFICER)}"
