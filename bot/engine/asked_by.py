"""Which request of Slack's the job of something was enqueued for, as far as the queue still knows."""

import json
from typing import Final

from sqlalchemy import bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from bot import request_ids
from bot.engine.jobs import REQUEST
from bot.store import Database
from bot.store.database_file import DatabaseLost

ATTEMPTS: Final = 10
"""So many jobs are looked for: their keys are the id of their subject and a digit, that of the attempt."""
_LOOK: Final = """
SELECT inputs FROM {schema}workflow_input WHERE workflow_uuid IN :keys ORDER BY workflow_uuid
"""


def request_of(database: Database, subject_id: str) -> str:
    """Return the id of the request that something, a send for instance, was first enqueued for.

    None where its job was not enqueued for anybody, was forgotten, or cannot be looked for now.
    """
    look = text(_LOOK.format(schema="" if database.is_sqlite else "dbos."))
    keys = [f"{subject_id}:{attempt}" for attempt in range(ATTEMPTS)]
    try:
        with database.read() as conn:
            found = conn.execute(look.bindparams(bindparam("keys", expanding=True)), {"keys": keys}).scalars()
            asked = [_request(str(inputs)) for inputs in found]
    except (SQLAlchemyError, DatabaseLost):
        return request_ids.NONE
    return next(filter(None, asked), request_ids.NONE)


def _request(inputs: str) -> str:
    try:
        return str(json.loads(inputs)["positionalArgs"][0].get(REQUEST, request_ids.NONE))
    except (ValueError, LookupError, TypeError, AttributeError):  # written by another version
        return request_ids.NONE
