"""Birthday texts: the days they were prepared for, and which texts are of which day."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from bot.store.tables.columns import UtcTime, metadata

# A few a year at most for each day; kept for good, so that nobody gets two texts in one year.
birthday_day = Table(
    "birthday_day",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("day", String(10), nullable=False, unique=True),  # ISO, in the account's zone
    Column("state", String(16), nullable=False),  # preparing, held, missed
    Column("team_id", String(32), nullable=False),  # empty where the bot prepared nothing yet
    Column("user_id", String(32), nullable=False),  # in whose name they go out; empty as above
    Column("channel", String(32), nullable=False),  # where they are shown; empty as above
    Column("send_at", UtcTime),
    Column("left_out", JSON(none_as_null=True)),  # how many people for which reason
    Column("leased_at", UtcTime),  # when somebody began to prepare it; empty when nobody does
    Column("asked_by", String(32)),  # who wanted them although they were missed
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

birthday_text = Table(
    "birthday_text",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "day_id", String(32), ForeignKey("birthday_day.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("year", Integer, nullable=False),
)
