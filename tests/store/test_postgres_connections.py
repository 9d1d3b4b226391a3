"""What PostgreSQL has committed is on its disk, whatever the server or its user has for everybody."""

from contextlib import suppress

import pytest
from sqlalchemy import make_url

from bot.store import Database
from tests.store import postgres


def committing(database: Database) -> str:
    with database.engine.connect() as conn:
        return str(conn.exec_driver_sql("SHOW synchronous_commit").scalar_one())


@pytest.mark.parametrize(
    ("usual", "then"),
    [("off", "on"), ("local", "on"), ("remote_write", "on"), ("on", "on"), ("remote_apply", "remote_apply")],
)
def test_a_commit_waits_for_the_disk_on_a_server_that_would_not(usual: str, then: str) -> None:
    options = {"options": f"-csynchronous_commit={usual}"}
    url = make_url(postgres.server_url()).update_query_dict(options)
    database = Database(url.render_as_string(hide_password=False))
    try:
        assert committing(database) == then
        with suppress(ZeroDivisionError), database.write():
            raise ZeroDivisionError
        assert committing(database) == then
    finally:
        database.close()
