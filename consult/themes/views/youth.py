"""Where the youth council reads the themes, or somebody writes down for it how it does."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.themes import services
from consult.themes.forms import YouthForm
from consult.themes.models import Theme
from consult.themes.views.blueprint import bp
from consult.web.access import actor_id


@bp.get("/staff/consultations/<int:consultation_id>/themes/youth-council")
def youth_council(consultation_id: int) -> ResponseReturnValue:
    """Show the themes and how the youth council reads each."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    return render_template(
        "themes/youth_council.html",
        consultation=consultation,
        themes=services.themes_to_read(session, consultation.id),
        readings=services.youth_readings(session, consultation.id),
    )


@bp.route("/staff/themes/<int:theme_id>/youth-council", methods=["GET", "POST"])
def youth_reading(theme_id: int) -> ResponseReturnValue:
    """Keep how the youth council reads a theme."""
    session, form = db_session(), YouthForm()
    theme = find(session, Theme, theme_id)
    if form.validate_on_submit():
        try:
            services.read_as_youth_council(
                session,
                theme.id,
                name=(form.name.data or "").strip(),
                words=form.words.data or "",
                agrees=form.agrees.data == "yes",
                user_id=actor_id(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The youth council’s reading is kept.")
            return redirect(url_for("themes.youth_council", consultation_id=theme.consultation_id))
    theme = find(session, Theme, theme_id)
    quotes, against = services.quotes_of(session, theme)
    return render_template(
        "themes/youth_reading.html",
        consultation=theme.consultation,
        theme=theme,
        form=form,
        quotes=[*quotes, *([against] if against else [])],
        before=services.youth_readings(session, theme.consultation_id).get(theme.id),
        audiences=AUDIENCE_LABELS,
    )
