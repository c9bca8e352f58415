"""Pages of this station."""

from flask import Blueprint

bp = Blueprint("safeguarding", __name__)
