"""Pages on which people answer: no account, no JavaScript, one question a page."""

from consult.respond.views import answering, public
from consult.respond.views.blueprint import bp

__all__ = ["answering", "bp", "public"]
