"""Themes and results"""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Take the step."""
    pass
