"""Numbers that are never texted."""

from sqlalchemy import Column, String, Table

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Number, Words

do_not_text = Table(
    "do_not_text",
    metadata,
    Column("number", Number(), primary_key=True),  # in its one form
    Column("reason", Words(), nullable=False),
    Column("added_by", String(32), nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("removed_by", String(32)),  # set when it was taken off the list; the row stays as the record
    Column("removed_at", UtcTime),
    Column("removal_reason", Words()),
)

# Numbers on the do-not-text list that nobody can read any more, because the person was erased.
do_not_text_erased = Table(
    "do_not_text_erased",
    metadata,
    Column("phone_hash", String(64), primary_key=True),  # keyed, of the number in its one form
    Column("national_hash", String(64), nullable=False, index=True),  # of it without its country code
    Column("key_id", String(16), nullable=False, index=True),  # which key that was
    Column("added_by", String(32), nullable=False),
    Column("added_at", UtcTime, nullable=False),
)
