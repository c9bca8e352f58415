"""Triggers for what must never change: the database refuses, whatever the pages do."""

from alembic import op

# Tables whose rows are never changed or taken away.
LEDGERS = (
    "audit_entry",
    "survey_version",
    "coding",
    "evidence",
    "evidence_theme",
    "decision",
    "decision_evidence",
    "commitment",
    "commitment_update",
    "feedback",
)

EARLY = """
    SELECT 1 FROM consultation
    JOIN consultation_priority ON consultation_priority.consultation_id = consultation.id
    WHERE consultation_priority.priority_id = NEW.priority_id
    AND consultation.launched_on IS NOT NULL
    AND (consultation.reported_on IS NULL OR consultation.reported_on > NEW.decided_on)
"""


def create() -> None:
    """Create the triggers on the database at hand."""
    if op.get_bind().dialect.name == "postgresql":
        _create_on_postgresql()
    else:
        _create_on_sqlite()


def _create_on_sqlite() -> None:
    for table in LEDGERS:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            )
    op.execute(
        "CREATE TRIGGER decision_not_early BEFORE INSERT ON decision "
        f"WHEN NEW.standing = 'final' AND EXISTS ({EARLY}) "
        "BEGIN SELECT RAISE(ABORT, 'a final decision waits for the report'); END"
    )


def _create_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append only', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in LEDGERS:
        op.execute(
            f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE FUNCTION refuse_early_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.standing = 'final' AND EXISTS ({EARLY}) THEN "
        "RAISE EXCEPTION 'a final decision waits for the report' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER decision_not_early BEFORE INSERT ON decision "
        "FOR EACH ROW EXECUTE FUNCTION refuse_early_decision()"
    )
