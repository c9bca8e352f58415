"""Designing, reaching and answering"""

import sqlalchemy as sa
from alembic import op

from consult.db import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "bank_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint("key", name=op.f("uq_bank_question_key")),
    )
    op.create_table(
        "calendar_day_range",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school_holiday",
                "bank_holiday",
                "pre_election",
                name="calendarkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_calendar_day_range_ends_after_start")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day_range")),
    )
    op.create_table(
        "population",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_population_no_fewer_than_none")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_population_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
        sa.UniqueConstraint("area_id", "age_band", name=op.f("uq_population_area_id_age_band")),
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school",
                "college",
                "club",
                "library",
                "health",
                "home",
                "other",
                name="settingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_setting_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", name=op.f("uq_setting_name")),
    )
    op.create_table(
        "clause",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "plan_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_version.id"],
            name=op.f("fk_clause_plan_version_id_plan_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint(
            "plan_version_id", "number", name=op.f("uq_clause_plan_version_id_number")
        ),
    )
    op.create_table(
        "entry_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "setting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "open",
                "cards",
                "closed",
                "class",
                "kiosk",
                "assisted",
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("host_hash", sa.Text(), nullable=True),
        sa.Column(
            "session_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "host_hash IS NULL OR kind = 'class'", name=op.f("ck_entry_link_hosts_classes")
        ),
        sa.CheckConstraint(
            "session_of_id IS NULL OR kind = 'class'",
            name=op.f("ck_entry_link_sessions_of_classes"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= made_on", name=op.f("ck_entry_link_ended_later")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_entry_link_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["session_of_id"],
            ["entry_link.id"],
            name=op.f("fk_entry_link_session_of_id_entry_link"),
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_entry_link_setting_id_setting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_link")),
        sa.UniqueConstraint("code", name=op.f("uq_entry_link_code")),
        sa.UniqueConstraint("host_hash", name=op.f("uq_entry_link_host_hash")),
    )
    with op.batch_alter_table("entry_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_link_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_entry_link_session_of_id"), ["session_of_id"], unique=False
        )

    op.create_table(
        "group_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("ages", sa.JSON(), nullable=False),
        sa.Column(
            "noted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_group_session_body_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_group_session_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"],
            ["user_account.id"],
            name=op.f("fk_group_session_noted_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session")),
    )
    with op.batch_alter_table("group_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_session_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "heard_consultee",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "body",
            sa.Enum(
                "youth_council",
                "care_council",
                "send_group",
                "parent_forum",
                name="consultee",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("consulted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_heard_consultee_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "body", name=op.f("pk_heard_consultee")),
    )
    op.create_table(
        "late_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("considered", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_late_decision_late_decided_for_a_reason")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_late_decision_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_late_decision_decided_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_decision")),
    )
    with op.batch_alter_table("late_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_late_decision_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "launch_override",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("check_key", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_launch_override_reason_given")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_launch_override_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_launch_override_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_override")),
    )
    with op.batch_alter_table("launch_override", schema=None) as batch_op:
        batch_op.create_index(
            "uq_launch_override_standing",
            ["consultation_id", "check_key"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "launch_record",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lead_name", sa.Text(), nullable=False),
        sa.Column("lead_contact", sa.Text(), nullable=False),
        sa.Column("lead_verified_on", sa.Date(), nullable=True),
        sa.Column("deputy_name", sa.Text(), nullable=False),
        sa.Column("deputy_contact", sa.Text(), nullable=False),
        sa.Column("deputy_verified_on", sa.Date(), nullable=True),
        sa.Column("escalation", sa.Text(), nullable=False),
        sa.Column("out_of_hours", sa.Text(), nullable=False),
        sa.Column("alert_on", sa.Date(), nullable=True),
        sa.Column("dpia_reference", sa.Text(), nullable=False),
        sa.Column("dpia_on", sa.Date(), nullable=True),
        sa.Column("dpo_name", sa.Text(), nullable=False),
        sa.Column("board_reference", sa.Text(), nullable=False),
        sa.Column("board_meets_on", sa.Date(), nullable=True),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("offers_how", sa.Text(), nullable=False),
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("influence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_launch_record_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_launch_record")),
    )
    op.create_table(
        "left_at",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_left_at_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "audience", "question_key", name=op.f("pk_left_at")
        ),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "priority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "cost",
            sa.Enum(
                "none",
                "under_50",
                "under_250",
                "under_1000",
                "more",
                "unknown",
                name="costband",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_proposal_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_proposal_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint(
            "consultation_id", "priority_id", name=op.f("uq_proposal_consultation_id_priority_id")
        ),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_priority_id"), ["priority_id"], unique=False)

    op.create_table(
        "rota_turn",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_rota_turn_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_rota_turn_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_turn")),
    )
    with op.batch_alter_table("rota_turn", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rota_turn_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "survey_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("left_behind", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_survey_import_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_import")),
        sa.UniqueConstraint(
            "consultation_id", "audience", name=op.f("uq_survey_import_consultation_id_audience")
        ),
    )
    op.create_table(
        "target",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_target_some_people")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_target_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "audience", name=op.f("pk_target")),
    )
    op.create_table(
        "time_taken",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_time_taken_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "audience", "minutes", name=op.f("pk_time_taken")
        ),
    )
    op.create_table(
        "youth_review",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "step",
            sa.Enum(
                "survey",
                "themes",
                "feedback",
                name="youthstep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "declined",
                name="youthoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_youth_review_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "step", name=op.f("pk_youth_review")),
    )
    op.create_table(
        "accepted_wording",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(survey_id IS NULL) <> (consultation_id IS NULL)",
            name=op.f("ck_accepted_wording_of_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_accepted_wording_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_accepted_wording_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_wording")),
        sa.UniqueConstraint(
            "consultation_id",
            "field",
            "kind",
            "words",
            name=op.f("uq_accepted_wording_consultation_id_field_kind_words"),
        ),
        sa.UniqueConstraint(
            "survey_id",
            "field",
            "kind",
            "words",
            name=op.f("uq_accepted_wording_survey_id_field_kind_words"),
        ),
    )
    op.create_table(
        "access_card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["entry_link.id"], name=op.f("fk_access_card_link_id_entry_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_card")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_access_card_code_hash")),
    )
    with op.batch_alter_table("access_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_card_link_id"), ["link_id"], unique=False)

    op.create_table(
        "arrival",
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("began", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["entry_link.id"], name=op.f("fk_arrival_link_id_entry_link")
        ),
        sa.PrimaryKeyConstraint("link_id", "day", name=op.f("pk_arrival")),
    )
    op.create_table(
        "proposal_wording",
        sa.Column(
            "proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "easy_read",
                "young_person",
                "parent",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("why_not", sa.Text(), nullable=False),
        sa.Column("no_alternative", sa.Text(), nullable=False),
        sa.Column("can_change", sa.Text(), nullable=False),
        sa.Column("fixed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_wording_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "audience", name=op.f("pk_proposal_wording")),
    )
    op.create_table(
        "survey_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_change_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_change")),
        sa.UniqueConstraint(
            "survey_id", "revision", name=op.f("uq_survey_change_survey_id_revision")
        ),
    )
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "survey_version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("key_twice", sa.Boolean(), nullable=False),
        sa.Column("first_answers", sa.JSON(), nullable=False),
        sa.Column(
            "first_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("second_answers", sa.JSON(), nullable=True),
        sa.Column(
            "second_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> first_by_id",
            name=op.f("ck_paper_entry_keyed_by_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["first_by_id"],
            ["user_account.id"],
            name=op.f("fk_paper_entry_first_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["entry_link.id"], name=op.f("fk_paper_entry_link_id_entry_link")
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"],
            ["user_account.id"],
            name=op.f("fk_paper_entry_second_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_version_id"],
            ["survey_version.id"],
            name=op.f("fk_paper_entry_survey_version_id_survey_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint(
            "survey_version_id", "sheet", name=op.f("uq_paper_entry_survey_version_id_sheet")
        ),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "photo",
                "voice",
                name="uploadkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "allowed",
                "refused",
                name="uploadstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "judged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("judged_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (judged_at IS NULL)", name=op.f("ck_upload_judged_once_decided")
        ),
        sa.CheckConstraint(
            "draft_id IS NULL OR submission_id IS NULL", name=op.f("ck_upload_under_way_or_sent")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_upload_draft_id_draft"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["user_account.id"], name=op.f("fk_upload_judged_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_upload_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("name", name=op.f("uq_upload_name")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_upload_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "upload_content",
        sa.Column(
            "upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["upload.id"],
            name=op.f("fk_upload_content_upload_id_upload"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_upload_content")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("row_key", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("amount", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("given_on", sa.Date(), nullable=True))
        batch_op.drop_constraint(
            batch_op.f("uq_answer_submission_id_question_key_option_key"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_answer_submission_id_question_key_row_key_option_key"),
            ["submission_id", "question_key", "row_key", "option_key"],
        )

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(
            batch_op.f("uq_comment_submission_id_question_key"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_comment_submission_id_question_key_place"),
            ["submission_id", "question_key", "place"],
        )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("who_reads", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("takes_late", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("by_code_only", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("began_at_minute", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("return_hash", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "route",
                sa.Enum(
                    "own_device",
                    "class",
                    "kiosk",
                    "assisted",
                    "paper",
                    "group",
                    name="route",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="own_device",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_unique_constraint(batch_op.f("uq_draft_card_id"), ["card_id"])
        batch_op.create_unique_constraint(batch_op.f("uq_draft_return_hash"), ["return_hash"])
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_link_id_entry_link"), "entry_link", ["link_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_card_id_access_card"), "access_card", ["card_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_replaces_id_submission"), "submission", ["replaces_id"], ["id"]
        )

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "route",
                sa.Enum(
                    "own_device",
                    "class",
                    "kiosk",
                    "assisted",
                    "paper",
                    "group",
                    name="route",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="own_device",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "setting_kind",
                sa.Enum(
                    "school",
                    "college",
                    "club",
                    "library",
                    "health",
                    "home",
                    "other",
                    name="settingkind",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("language", sa.Text(), server_default="en", nullable=False))
        batch_op.add_column(
            sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("shown", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "group_session_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_group_session_id_group_session"),
            "group_session",
            ["group_session_id"],
            ["id"],
        )
