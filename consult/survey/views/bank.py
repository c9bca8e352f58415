"""The question bank: search it, look at a question, add it to a survey, keep one of a survey."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now
from consult.db import db_session
from consult.errors import RuleBroken
from consult.survey.forms.bank import AddFromBankForm, NameForm, SearchForm
from consult.survey.rules import AUDIENCE_LABELS, editing
from consult.survey.services import bank as banking
from consult.survey.services import priorities_of, survey_of
from consult.survey.views.blueprint import bp
from consult.web.access import actor


@bp.get("/staff/surveys/<int:survey_id>/bank")
def bank(survey_id: int) -> ResponseReturnValue:
    """Show what the bank holds and fits the words searched for."""
    session = db_session()
    found, definition = survey_of(session, survey_id)
    form = SearchForm(request.args)
    words = form.search.data if form.validate() else ""
    return render_template(
        "survey/bank.html",
        survey=found,
        definition=definition,
        form=form,
        topics=banking.by_topic(banking.bank_entries(session, words)),
        audience=AUDIENCE_LABELS[found.audience],
    )


@bp.route("/staff/surveys/<int:survey_id>/bank/<entry_key>", methods=["GET", "POST"])
def bank_entry(survey_id: int, entry_key: str) -> ResponseReturnValue:
    """Show one question of the bank as this survey can ask it; add it."""
    session = db_session()
    found, definition = survey_of(session, survey_id)
    page = banking.bank_page(session, found, definition, entry_key)
    form = AddFromBankForm()
    priorities = priorities_of(session, found.consultation_id)
    form.prepare(priorities, page.priority, about_you=page.entry.about_you)
    if form.validate_on_submit():
        priority, use = form.given()
        try:
            first = banking.add_from_bank(
                session, survey_id, entry_key, priority=priority, use=use, actor=actor(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The question is at the end of the survey.")
            return redirect(url_for("survey.survey", survey_id=survey_id, question=first))
    return render_template(
        "survey/bank_entry.html",
        survey=found,
        page=page,
        form=form,
        audiences=[AUDIENCE_LABELS[audience] for audience in page.entry.wordings],
        audience=AUDIENCE_LABELS[found.audience],
    )


@bp.route("/staff/surveys/<int:survey_id>/questions/<key>/keep", methods=["GET", "POST"])
def keep_in_bank(survey_id: int, key: str) -> ResponseReturnValue:
    """Keep a question of a survey in the bank."""
    session = db_session()
    found, definition = survey_of(session, survey_id)
    question = editing.asked(definition, key)
    form = NameForm(name=question.title[:100])
    if form.validate_on_submit():
        try:
            banking.keep_in_bank(session, survey_id, key, form.name.data, actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The question is in the bank.")
            return redirect(url_for("survey.bank", survey_id=survey_id))
    return render_template("survey/keep_in_bank.html", survey=found, question=question, form=form)
