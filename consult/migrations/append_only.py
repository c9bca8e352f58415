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
# Ledgers that came with the themes.
THEME_LEDGERS = ("theme_act", "undone_coding", "frozen_report", "report_publication")

# What a run wrote may go while the run is not finished: until then nobody has seen it.
SEEN = """
    OLD.run_id IS NULL
    OR EXISTS (SELECT 1 FROM theme_run WHERE id = OLD.run_id AND finished_at IS NOT NULL)
"""

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


def add_for_themes() -> None:
    """Guard what people did to themes, and let a run that was stopped be cleared away."""
    if op.get_bind().dialect.name == "postgresql":
        _add_on_postgresql()
        return
    _guard_on_sqlite(THEME_LEDGERS)
    op.execute("DROP TRIGGER coding_keeps_delete")
    op.execute(
        f"CREATE TRIGGER coding_keeps_delete BEFORE DELETE ON coding WHEN {SEEN} "
        "BEGIN SELECT RAISE(ABORT, 'coding is append only'); END"
    )


def _guard_on_sqlite(tables: tuple[str, ...]) -> None:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            )


def _guard_on_postgresql(tables: tuple[str, ...]) -> None:
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _add_on_postgresql() -> None:
    _guard_on_postgresql(THEME_LEDGERS)
    op.execute("DROP TRIGGER coding_keeps ON coding")
    op.execute(
        "CREATE FUNCTION refuse_clearing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {SEEN} THEN RAISE EXCEPTION 'coding is append only' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER coding_keeps BEFORE UPDATE ON coding "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER coding_keeps_seen BEFORE DELETE ON coding "
        "FOR EACH ROW EXECUTE FUNCTION refuse_clearing()"
    )


def _create_on_sqlite() -> None:
    _guard_on_sqlite(LEDGERS)
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
    _guard_on_postgresql(LEDGERS)
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
