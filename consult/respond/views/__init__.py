"""Pages on which people answer: no account, no JavaScript, one question a page."""

from consult.respond.views import (
    answering,
    cards,
    classes,
    coming_back,
    display,
    group_sessions,
    joining,
    late,
    offline,
    paper,
    public,
    sending,
    starting,
    uploading,
    ways,
)
from consult.respond.views.blueprint import bp

__all__ = [
    "answering",
    "bp",
    "cards",
    "classes",
    "coming_back",
    "display",
    "group_sessions",
    "joining",
    "late",
    "offline",
    "paper",
    "public",
    "sending",
    "starting",
    "uploading",
    "ways",
]
