"""Somebody can sign in as the monitoring officer"""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLE = "user_account"
ROLES = (
    "participation_officer",
    "analyst",
    "safeguarding_lead",
    "board_member",
    "youth_council_member",
    "secretariat",
    "monitoring_officer",
    "local_manager",
    "administrator",
)
KNOWN = f"role IN ({', '.join(repr(role) for role in ROLES)})"


def upgrade() -> None:
    """Take the step."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_user_account_role"), TABLE, type_="check")
        op.create_check_constraint(op.f("ck_user_account_role"), TABLE, KNOWN)
        return
    # SQLite writes the table anew, and forgets the checks it had.
    with op.batch_alter_table(TABLE, recreate="always") as table:
        table.create_check_constraint(op.f("ck_user_account_role"), KNOWN)
        table.create_check_constraint(op.f("ck_user_account_email_lower"), "email = lower(email)")
