from tests.engine.ledgers import kind, on_sqlite  # noqa: F401 -- fixtures
from tests.store.conftest import (  # noqa: F401 -- the same fixtures
    clock,
    database,
    either,
    migrated_file,
    sqlite_url,
)
