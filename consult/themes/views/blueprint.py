"""The blueprint that all pages of this station hang on."""

from flask import Blueprint

bp = Blueprint("themes", __name__)
