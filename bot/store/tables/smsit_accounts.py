"""Which SMS-iT accounts the bot was started with on these records."""

from sqlalchemy import Column, String, Table

from bot.store.tables.columns import metadata

# A row for each key to SMS-iT: a keyed hash, and never the key. Usually one, and one more for a new key.
smsit_account = Table("smsit_account", metadata, Column("account_id", String(32), primary_key=True))
