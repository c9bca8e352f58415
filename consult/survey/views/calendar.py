"""The calendar of holidays and elections: shown, added to, read from a file, taken from."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session
from consult.errors import BadFile, RuleBroken
from consult.survey import services as surveys
from consult.survey.forms import CalendarFileForm, DaysForm
from consult.survey.rules.calendar import CALENDAR_LABELS
from consult.survey.views.blueprint import bp
from consult.web.access import actor
from consult.web.requests import takes_files

LARGEST_FILE = 500_000


@bp.route("/staff/calendar", methods=["GET", "POST"])
def calendar() -> ResponseReturnValue:
    """Show the calendar, and add days to it."""
    form = DaysForm()
    if form.validate_on_submit():
        try:
            added = surveys.add_days(db_session(), form.days(), actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Added." if added else "Those days are in the calendar already.")
            return redirect(url_for("survey.calendar"))
    return _show(form, CalendarFileForm(formdata=None))


@bp.post("/staff/calendar/file")
@takes_files(LARGEST_FILE)
def import_calendar() -> ResponseReturnValue:
    """Add the days of a CSV file: all of them, or none when a row is wrong."""
    form = CalendarFileForm()
    if form.validate_on_submit():
        try:
            added = surveys.import_calendar(db_session(), form.text(), actor=actor(), now=now())
        except BadFile as bad:
            form.file.errors = [str(bad)]
        else:
            rows = "1 row" if added == 1 else f"{added} rows"
            flash(f"Added {rows} to the calendar.")
            return redirect(url_for("survey.calendar"))
    return _show(DaysForm(formdata=None), form, failed=form)


@bp.post("/staff/calendar/<int:days_id>/remove")
def remove_days(days_id: int) -> ResponseReturnValue:
    """Take days out of the calendar."""
    form = FlaskForm()
    if form.validate_on_submit():
        gone = surveys.remove_days(db_session(), days_id, actor=actor(), now=now())
        flash(f"{gone.name} is not in the calendar any more.")
        return redirect(url_for("survey.calendar"))
    return _show(DaysForm(formdata=None), CalendarFileForm(formdata=None), failed=form)


def _show(days: DaysForm, file: CalendarFileForm, failed: FlaskForm | None = None) -> str:
    return render_template(
        "survey/calendar.html",
        form=failed or days,
        days_form=days,
        file_form=file,
        rows=surveys.calendar_rows(db_session()),
        labels=CALENDAR_LABELS,
    )
