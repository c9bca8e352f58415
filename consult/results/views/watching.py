"""Pages to watch a consultation while it is open."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now, today
from consult.db import db_session, find
from consult.disclosure import HIDDEN_NOTE
from consult.errors import BadFile
from consult.results import services as results_services
from consult.results.forms import PopulationForm, TargetsForm
from consult.results.forms.watching import MOST_BYTES
from consult.results.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.web.access import actor
from consult.web.requests import takes_files


@bp.get("/staff/consultations/<int:consultation_id>/watch")
def watch(consultation_id: int) -> str:
    """Show who has come so far, who is missing, and where people leave."""
    consultation = find(db_session(), Consultation, consultation_id)
    return render_template(
        "results/watch.html",
        consultation=consultation,
        seen=results_services.watch(db_session(), consultation, today()),
        audiences=AUDIENCE_LABELS,
        hidden_note=HIDDEN_NOTE,
    )


@bp.route("/staff/consultations/<int:consultation_id>/targets", methods=["GET", "POST"])
def targets(consultation_id: int) -> ResponseReturnValue:
    """Say how many replies are hoped for."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    known = results_services.targets_of(session, consultation_id)
    form = TargetsForm(data={audience.value: people for audience, people in known.items()})
    if form.validate_on_submit():
        results_services.set_targets(
            session, consultation_id, form.targets(), actor=actor(), now=now()
        )
        flash("Saved.")
        return redirect(url_for("results.watch", consultation_id=consultation_id))
    return render_template("results/targets.html", form=form, consultation=consultation)


@bp.route("/staff/population", methods=["GET", "POST"])
@takes_files(2 * MOST_BYTES)
def population() -> ResponseReturnValue:
    """Take in how many children and young people live in each area."""
    form = PopulationForm()
    if form.validate_on_submit():
        try:
            text = form.file.data.read().decode("utf-8")
            rows = results_services.import_population(db_session(), text, actor=actor(), now=now())
        except UnicodeDecodeError:
            form.file.errors = ["This is not a CSV file in UTF-8. Save it as “CSV UTF-8”."]
        except BadFile as bad:
            form.file.errors = [str(bad)]
        else:
            flash(f"{rows:,} counts are in.")
            return redirect(url_for("results.population"))
    return render_template(
        "results/population.html",
        form=form,
        areas=results_services.area_keys(db_session()),
        age_bands=list(results_services.AGE_LABELS),
        counts=results_services.counts_by_area(db_session()),
    )
