"""The blueprint of the pages on which people answer."""

from flask import Blueprint

bp = Blueprint("respond", __name__)
