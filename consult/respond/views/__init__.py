"""Pages on which people answer: no account, no JavaScript, one question a page."""

from consult.respond.views import answering, offline, public, sending, starting, uploading
from consult.respond.views.blueprint import bp

__all__ = ["answering", "bp", "offline", "public", "sending", "starting", "uploading"]
