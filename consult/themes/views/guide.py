"""The guide for analysts: from comments nobody has read to ten confirmed themes."""

from flask import render_template

from consult.themes.views.blueprint import bp


@bp.get("/staff/guide/themes")
def guide() -> str:
    """Show the way from comments to ten themes, step by step."""
    return render_template("themes/guide.html")
