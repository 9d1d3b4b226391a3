"""Whose Slack messages a transaction makes out of date: told once it has committed, and only then.

Whoever raises the version of a message notes its subject (the id of a send, an import or an appointment) on
the connection. What is rolled back, a transaction or a part of one, takes its notes with it.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

from bot import request_ids

_KEY: Final = "subjects whose messages are out of date"


def begin(conn: Connection) -> dict[str, str]:
    """Begin to take notes on a connection that begins a transaction; they are what this returns, in order.

    Beside each subject stands the request it was noted for: one transaction may do the work of several.
    """
    noted: dict[str, str] = {}
    conn.info[_KEY] = noted  # in place of what an earlier transaction on the same pooled connection noted
    return noted


def note(conn: Connection, subject_ids: Iterable[str]) -> None:
    """Note that the messages of these subjects are out of date when the transaction commits."""
    conn.info.setdefault(_KEY, {}).update(dict.fromkeys(subject_ids, request_ids.current()))


def count(conn: Connection) -> int:
    """Return how many subjects are noted: what :func:`keep` takes before a part that may be rolled back."""
    return len(conn.info.get(_KEY, ()))


def keep(conn: Connection, first: int) -> None:
    """Keep the first notes only: what was noted after them has been rolled back."""
    noted = conn.info.get(_KEY, {})
    for subject_id in list(noted)[first:]:
        del noted[subject_id]
