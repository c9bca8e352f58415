"""Pages that show how many answered and what they chose; local managers see their own area."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, request

from consult.db import db_session, find
from consult.disclosure import HIDDEN_NOTE, LEAST_BASE, shown
from consult.errors import NotFound
from consult.partnership.models import Area
from consult.people.models import User
from consult.people.rules import Role
from consult.results import services as results_services
from consult.results.rules import READING_ORDER, QuestionResult, cards_of, too_few
from consult.results.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.web.access import actor_id

GROUPS = {Audience.YOUNG_PERSON: "g1", Audience.PARENT: "g2", Audience.EASY_READ: "g3"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What whoever is signed in sees: everything, or one area, which may have too few people."""

    is_local: bool
    areas: Sequence[Area]
    area: Area | None
    answered: dict[Audience, str]
    is_too_few: bool
    results: list[QuestionResult]


@bp.get("/staff/consultations/<int:consultation_id>/results")
def results(consultation_id: int) -> str:
    """Show who answered and what they chose, question by question."""
    consultation = find(db_session(), Consultation, consultation_id)
    seen = _seen(consultation)
    return render_template(
        "results/results.html",
        consultation=consultation,
        seen=seen,
        cards=cards_of(seen.results),
        audiences=AUDIENCE_LABELS,
        groups=GROUPS,
        hidden_note=HIDDEN_NOTE,
        least=LEAST_BASE,
    )


@bp.get("/staff/consultations/<int:consultation_id>/results.csv")
def download(consultation_id: int) -> Response:
    """Hand out the same numbers as the page, as a file."""
    consultation = find(db_session(), Consultation, consultation_id)
    seen = _seen(consultation)
    place = f"-{seen.area.id}" if seen.area else ""
    response = Response(
        results_services.results_as_csv(seen.results), content_type="text/csv; charset=utf-8"
    )
    name = f"results-{consultation.id}{place}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _seen(consultation: Consultation) -> _Seen:
    session = db_session()
    user = find(session, User, actor_id())
    is_local = user.role is Role.LOCAL_MANAGER
    areas = results_services.areas_managed_by(session, user.id) if is_local else ()
    area = _area_asked_for(areas)
    if is_local and area is None:
        return _Seen(is_local, areas, None, {}, True, [])
    key = area.key if area else None
    people = results_services.submissions_by_audience(session, consultation.id, area_key=key)
    if area and too_few(people, results_services.submissions_by_audience(session, consultation.id)):
        return _Seen(is_local, areas, area, {}, True, [])
    answered = {each: shown(people.get(each, 0)) for each in READING_ORDER}
    found = results_services.question_results(session, consultation.id, area_key=key)
    return _Seen(is_local, areas, area, answered, False, found)


def _area_asked_for(areas: Sequence[Area]) -> Area | None:
    """Return the area of the address, else the first of those the person manages.

    Raises:
        NotFound: the person does not manage the area of the address.
    """
    wanted = request.args.get("area")
    if not areas or wanted is None:
        return areas[0] if areas else None
    for area in areas:
        if area.key == wanted:
            return area
    raise NotFound("This is not one of your areas.")
