"""Pages of this station."""

from flask import Blueprint

bp = Blueprint("partnership", __name__)
