"""Themes and results"""

import sqlalchemy as sa
from alembic import op

from consult.db import UtcDateTime
from consult.migrations import append_only

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "codebook",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("put_away_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_codebook_codebook_named")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_codebook_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_codebook_made_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook")),
    )
    op.create_table(
        "frozen_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_frozen_report_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user_account.id"],
            name=op.f("fk_frozen_report_made_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
    )
    with op.batch_alter_table("frozen_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_frozen_report_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "second_reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "pool",
            sa.Enum(
                "people", "all", name="pool", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("drawn_from", sa.Integer(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("reader_id <> made_by_id", name=op.f("ck_second_reading_somebody_else")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_second_reading_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user_account.id"],
            name=op.f("fk_second_reading_made_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["user_account.id"],
            name=op.f("fk_second_reading_reader_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
    )
    with op.batch_alter_table("second_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_second_reading_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "codebook_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_code_code_named")),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook.id"], name=op.f("fk_code_codebook_id_codebook")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["code.id"], name=op.f("fk_code_parent_id_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("codebook_id", "name", name=op.f("uq_code_codebook_id_name")),
    )
    op.create_table(
        "report_publication",
        sa.Column(
            "report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["user_account.id"],
            name=op.f("fk_report_publication_published_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["frozen_report.id"],
            name=op.f("fk_report_publication_report_id_frozen_report"),
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_publication")),
    )
    op.create_table(
        "apart_comment",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_apart_comment_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["theme_run.id"], name=op.f("fk_apart_comment_run_id_theme_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "comment_id", name=op.f("pk_apart_comment")),
    )
    op.create_table(
        "code_example",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(comment_id IS NULL) = (text IS NOT NULL)",
            name=op.f("ck_code_example_comment_or_text"),
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_code_example_code_id_code")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_code_example_comment_id_comment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_example")),
    )
    with op.batch_alter_table("code_example", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_example_code_id"), ["code_id"], unique=False)

    op.create_table(
        "blind_coding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reading_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "first_theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "first_source",
            sa.Enum(
                "machine",
                "person",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("coded_at", UtcDateTime(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column(
            "settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)",
            name=op.f("ck_blind_coding_settled_signed"),
        ),
        sa.CheckConstraint(
            "theme_id IS NULL OR coded_at IS NOT NULL", name=op.f("ck_blind_coding_blind_coded")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_blind_coding_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["first_theme_id"], ["theme.id"], name=op.f("fk_blind_coding_first_theme_id_theme")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["second_reading.id"],
            name=op.f("fk_blind_coding_reading_id_second_reading"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["user_account.id"],
            name=op.f("fk_blind_coding_settled_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_blind_coding_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_coding")),
        sa.UniqueConstraint(
            "reading_id", "comment_id", name=op.f("uq_blind_coding_reading_id_comment_id")
        ),
    )
    op.create_table(
        "theme_act",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "add_theme",
                "confirm_theme",
                "rename_theme",
                "set_aside_theme",
                "merge_themes",
                "nest_theme",
                "move_comments",
                "split_theme",
                "undo_act",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("codings", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.Column("undoes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_theme_act_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_act_theme_id_theme")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["theme_act.id"], name=op.f("fk_theme_act_undoes_id_theme_act")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_theme_act_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_act")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_theme_act_undoes_id")),
    )
    with op.batch_alter_table("theme_act", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_theme_act_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "theme_from_code",
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_theme_from_code_code_id_code")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_from_code_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("theme_id", name=op.f("pk_theme_from_code")),
    )
    op.create_table(
        "youth_reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("agrees OR words <> ''", name=op.f("ck_youth_reading_says_why")),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_youth_reading_theme_id_theme")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_youth_reading_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_reading")),
    )
    with op.batch_alter_table("youth_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_youth_reading_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "undone_coding",
        sa.Column(
            "coding_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["theme_act.id"], name=op.f("fk_undone_coding_act_id_theme_act")
        ),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["coding.id"], name=op.f("fk_undone_coding_coding_id_coding")
        ),
        sa.PrimaryKeyConstraint("coding_id", name=op.f("pk_undone_coding")),
    )
    with op.batch_alter_table("undone_coding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undone_coding_act_id"), ["act_id"], unique=False)

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_question_key"))
        batch_op.create_index(
            "ix_answer_counting",
            ["question_key", "row_key", "option_key", "submission_id", "place"],
            unique=False,
        )

    with op.batch_alter_table("coding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confidence", sa.Double(), nullable=True))

    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stop_asked_at", UtcDateTime(), nullable=True))

    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("negative", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("mixed", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("positive", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column(
                "against_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("is_rare", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_parent_id_theme"), "theme", ["parent_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_against_id_comment"), "comment", ["against_id"], ["id"]
        )

    with op.batch_alter_table("theme_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_themes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("languages", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("examples", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asks", sa.JSON(), server_default="[]", nullable=False))
        batch_op.alter_column("finished_at", existing_type=sa.DATETIME(), nullable=True)

    append_only.add_for_themes()
