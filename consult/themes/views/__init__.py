"""Pages on which analysts check what the machine suggests, down to every comment behind a count."""

from consult.themes.views import (
    codebooks,
    coding,
    guide,
    judging,
    machine,
    second_readings,
    workspace,
    youth,
)
from consult.themes.views.blueprint import bp

__all__ = [
    "bp",
    "codebooks",
    "coding",
    "guide",
    "judging",
    "machine",
    "second_readings",
    "workspace",
    "youth",
]
