"""From the tables of the version before to those of this one and back, with rows in them."""

from typing import Any

from alembic import command
from sqlalchemy import Column, MetaData, String, Table, inspect, select, text

from bot.store import Database
from bot.store.tables import message, send
from tests.store.samples import NOON
from tests.store.test_database import run_alembic

PLACES = {
    ("a", "send"): ("C0FRONT", "1.1", 3, 2, NOON, None, 1),
    ("a", "details"): ("C0FRONT", "1.2", 1, 1, None, NOON, 0),
    ("b", "approval"): (None, None, 1, 0, None, None, 4),
}
"""Of each message: channel, ts, version, version shown, lease, not before, failures."""
COLUMNS = ("channel", "ts", "version", "shown_version", "lease_until", "not_before", "failures")

KEPT = ("purpose", *COLUMNS)
BEFORE = Table(
    "message", MetaData(), Column("send_id", String), *(Column(name, message.c[name].type) for name in KEPT)
)


def a_row(send_id: str, kind: str = "contact", state: str = "queued") -> dict[str, Any]:
    texts = dict.fromkeys(("team_id", "user_id", "to_number", "body", "sender", "held_by"), "x")
    numbers = dict.fromkeys(("segments", "credits", "credits_upper"), 1)
    own = {"id": send_id, "key": send_id, "kind": kind, "state": state}
    return {**texts, **numbers, **own, "created_at": NOON, "updated_at": NOON}


def messages_by(database: Database, subject: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return where each message stands, read with the types of today's table."""
    with database.read() as conn:
        names = f"{subject} AS subject_id, purpose, {', '.join(COLUMNS)}"
        statement = text(f"SELECT {names} FROM message")  # noqa: S608 -- constants
        typed = statement.columns(*(message.c[name] for name in ("subject_id", "purpose", *COLUMNS)))
        return {(row[0], row[1]): tuple(row[2:]) for row in conn.execute(typed)}


def with_rows_before(database: Database) -> None:
    """Make a database as the version before left it: two texts, and three messages about them."""
    run_alembic(database, lambda config: command.upgrade(config, "0002"))
    with database.write() as conn:
        conn.execute(send.insert(), [a_row("a"), a_row("b", state="awaiting_approval")])
        for (send_id, purpose), place in PLACES.items():
            values = dict(zip(COLUMNS, place, strict=True))
            conn.execute(BEFORE.insert().values(send_id=send_id, purpose=purpose, **values))


def test_every_message_is_kept_where_it_stands(fresh: Database) -> None:
    with_rows_before(fresh)

    run_alembic(fresh, lambda config: command.upgrade(config, "0003"))

    assert messages_by(fresh, "subject_id") == PLACES
    assert not inspect(fresh.engine).has_table("message_before")


def test_the_way_back_keeps_the_messages_of_texts_and_lets_no_template_of_a_code_out(
    fresh: Database,
) -> None:
    with_rows_before(fresh)
    run_alembic(fresh, lambda config: command.upgrade(config, "0003"))
    with fresh.write() as conn:
        conn.execute(send.insert(), [a_row("c", "otp"), a_row("d", "otp", "accepted")])
        for subject_id, purpose in (("i", "import"), ("p", "appointment"), ("gone", "send")):
            conn.execute(message.insert().values(subject_id=subject_id, purpose=purpose))

    run_alembic(fresh, lambda config: command.downgrade(config, "0002"))

    assert messages_by(fresh, "send_id") == PLACES
    with fresh.read() as conn:
        rows = conn.execute(select(send.c.id, send.c.kind, send.c.state, send.c.body).order_by(send.c.id))
        assert [tuple(row) for row in rows] == [
            ("a", "contact", "queued", "x"),
            ("b", "contact", "awaiting_approval", "x"),
            ("c", "contact", "cancelled", None),
            ("d", "contact", "accepted", None),
        ]
