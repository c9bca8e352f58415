"""Every way out of a survey: files, paper, and posters that lead to it."""

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session, find
from consult.errors import NotFound
from consult.plan.services import clauses_of
from consult.survey import services as surveys
from consult.survey.models import Consultation, Survey
from consult.survey.rules import (
    AUDIENCE_LABELS,
    ENGLISH,
    Audience,
    Definition,
    in_language,
    languages_of,
    read_definition,
)
from consult.survey.rules.languages import LANGUAGES, about_in
from consult.survey.rules.proposals import (
    COST_LABELS,
    PutProposal,
    lines_of_proposal,
    translated_proposal,
)
from consult.survey.services import exchange
from consult.survey.views.blueprint import bp
from consult.survey.views.exchange import download
from consult.web.languages import speak

SIZES = ("usual", "large")
# What a poster says under its code.
INVITATION = {
    Audience.EASY_READ: ("Point a phone at the square.", "Tell us what you think."),
    Audience.YOUNG_PERSON: (
        "Point your phone at the square.",
        "No name, no account. A few minutes.",
    ),
    Audience.PARENT: ("Point your phone at the square.", "No account is needed. A few minutes."),
}


@bp.get("/staff/surveys/<int:survey_id>/exchange")
def exchange_page(survey_id: int) -> ResponseReturnValue:
    """Show every way to take a survey out: files and paper."""
    session = db_session()
    found, draft = surveys.survey_of(session, survey_id)
    published = surveys.published_version(session, survey_id)
    printed = read_definition(published.definition) if published else draft
    return render_template(
        "survey/exchange.html",
        survey=found,
        definition=draft,
        audience=AUDIENCE_LABELS[found.audience],
        published=published,
        languages=[(code, LANGUAGES[code][1]) for code in _languages(found, printed)],
        lost=exchange.LOST,
    )


@bp.get("/staff/surveys/<int:survey_id>/paper")
def paper_html(survey_id: int) -> ResponseReturnValue:
    """Show a survey as it is printed, for the printer of the browser."""
    return _paper(survey_id)


@bp.get("/staff/surveys/<int:survey_id>/paper.pdf")
def paper(survey_id: int) -> ResponseReturnValue:
    """Give a survey to print as PDF that everybody can read."""
    found, _ = surveys.survey_of(db_session(), survey_id)
    try:
        content = exchange.pdf_of(_paper(survey_id), static=_static())
    except exchange.PaperUnavailable as missing:
        flash(str(missing))
        return redirect(url_for("survey.exchange_page", survey_id=survey_id))
    name = f"{found.consultation.slug}-{found.audience}.pdf"
    return download(content, "application/pdf", name)


@bp.get("/staff/consultations/<int:consultation_id>/posters")
def posters(consultation_id: int) -> ResponseReturnValue:
    """Show a code for each wording, with posters to print."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    return render_template(
        "survey/posters.html",
        consultation=consultation,
        codes=[
            (audience, AUDIENCE_LABELS[audience], url, exchange.qr_svg(url, f"QR code: {url}"))
            for audience in surveys.published_versions_of(session, consultation_id)
            for url in [_address(consultation, audience)]
        ],
    )


@bp.get("/staff/consultations/<int:consultation_id>/posters/<audience>.<kind>")
def poster(consultation_id: int, audience: str, kind: str) -> ResponseReturnValue:
    """Give a poster of one wording, as PDF or SVG."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    published = surveys.published_versions_of(session, consultation_id)
    if audience not in published or kind not in {"pdf", "svg"}:
        raise NotFound("There is no such poster.")
    version = published[Audience(audience)]
    title = read_definition(version.definition).start.title
    lines = INVITATION[Audience(audience)]
    url, name = _address(consultation, Audience(audience)), f"{consultation.slug}-{audience}.{kind}"
    if kind == "svg":
        return download(exchange.poster_svg(title, lines, url), "image/svg+xml", name)
    try:
        content = exchange.poster_pdf(title, lines, url, static=_static())
    except exchange.PaperUnavailable as missing:
        flash(str(missing))
        return redirect(url_for("survey.posters", consultation_id=consultation_id))
    return download(content, "application/pdf", name)


def _paper(survey_id: int) -> str:
    session = db_session()
    found, draft = surveys.survey_of(session, survey_id)
    published = surveys.published_version(session, survey_id)
    definition = read_definition(published.definition) if published else draft
    language = request.args.get("language", ENGLISH)
    size = request.args.get("size", SIZES[0])
    if language not in _languages(found, definition) or size not in SIZES:
        raise NotFound("There is no such paper.")
    speak(language)
    spoken = in_language(definition, language)
    return render_template(
        "survey/paper.html",
        survey=found,
        consultation=found.consultation,
        definition=spoken,
        version=published.number if published else None,
        questions=exchange.paper_questions(spoken, surveys.areas(session, today()), gettext),
        proposals=_proposals(found, definition, language),
        costs={band: gettext(words) for band, words in COST_LABELS.items()},
        clauses=clauses_of(session, found.consultation.plan_version_id),
        size=size,
    )


def _languages(survey: Survey, definition: Definition) -> tuple[str, ...]:
    """Return the languages in which neither the survey nor what is proposed lacks a word."""
    put = surveys.proposals_for(db_session(), survey.consultation_id, survey.audience)
    return languages_of(definition, surveys.lines_to_translate(put))


def _proposals(survey: Survey, definition: Definition, language: str) -> dict[str, PutProposal]:
    """Return what is proposed, in a language, by the first question about it."""
    first: dict[str, str] = {}
    for question in definition.questions:
        first.setdefault(question.priority or "", question.key)
    return {
        first[put.priority]: translated_proposal(
            put, about_in(definition, language, lines_of_proposal(put))
        )
        for put in surveys.proposals_for(db_session(), survey.consultation_id, survey.audience)
        if put.priority in first
    }


def _address(consultation: Consultation, audience: Audience) -> str:
    return url_for("respond.start", slug=consultation.slug, audience=audience.value, _external=True)


def _static() -> Path:
    return Path(current_app.static_folder or "")
