"""Pages of this station."""

from flask import Blueprint

bp = Blueprint("survey", __name__)
