"""Steps of workflows in Slack that the bot was asked to do, and what came of them."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Words

# Deleted when the retention time is over.
workflow_step = Table(
    "workflow_step",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "execution_id", String(64), nullable=False, unique=True
    ),  # Slack repeats it when it delivers again
    Column("step", String(32), nullable=False),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),  # the person it acts for
    Column("inputs", Words()),  # JSON with numbers and words; none as soon as they were used
    Column("state", String(16), nullable=False),  # waiting, following, ended, told, untold
    Column("send_id", String(32)),  # the text whose outcome is waited for
    Column("result", Text),  # JSON: outputs, why it failed or wasn't told; names nobody
    Column("not_before", UtcTime, nullable=False),  # when somebody may be at it again
    Column("failures", Integer, nullable=False, server_default="0"),  # of telling Slack
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False, index=True),
)
IS_STEP_OPEN = text("state != 'told'")
Index(
    "ix_workflow_step_open",
    workflow_step.c.not_before,
    sqlite_where=IS_STEP_OPEN,
    postgresql_where=IS_STEP_OPEN,
)
