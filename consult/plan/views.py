"""Pages of this station."""

from flask import Blueprint

bp = Blueprint("plan", __name__)
