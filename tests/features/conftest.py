"""Databases for what features keep."""

from tests.store.conftest import (  # noqa: F401 -- the same fixtures
    database,
    either,
    migrated_file,
    sqlite_url,
)
