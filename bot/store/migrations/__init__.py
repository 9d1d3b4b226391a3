"""Alembic migrations, run by `bot.store.schema`."""
