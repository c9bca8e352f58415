"""The guide for staff: from a new consultation to a survey that people can answer."""

from flask import render_template

from consult.survey.views.blueprint import bp


@bp.get("/staff/guide")
def guide() -> str:
    """Show the way from a new consultation to an open survey, step by step."""
    return render_template("survey/guide.html")
