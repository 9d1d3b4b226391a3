from tests.store.conftest import database, either, migrated_file, sqlite_url  # noqa: F401 -- the same fixtures
