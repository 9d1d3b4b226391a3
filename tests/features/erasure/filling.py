"""A database with one person in every table that can hold one, beside others who must stay as they are."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, insert, select

from bot.store import Database
from bot.store.erasing.columns import EMPTIED
from bot.store.tables import (
    UtcTime,
    appointment,
    appointment_call,
    approval,
    assistant_draft,
    audience_choice,
    broadcast_audience,
    broadcast_recipient,
    change_plan,
    change_plan_row,
    contact_addition,
    contact_import,
    contact_import_row,
    do_not_text,
    follow_up,
    message,
    metadata,
    own_number,
    send,
    verification,
    workflow_step,
)

PHONE = "14155550777"
SPELT = ("14155550777", "4155550777", "+1 415-555-0777", "(415) 555-0777", "415.555.0777")
SECRETS = ("Zyxwala", "zyx@example.org", "1815-12-10", "words for Zyx")
NAME, EMAIL, BIRTHDAY, WORDS = SECRETS
OTHER = "14155550888"
TRACES = (*SPELT, "5550777", "555-0777", *SECRETS)
"""What must stand nowhere afterwards."""


def put(database: Database, table: Table, at: datetime, **values: object) -> None:
    """Put a row into a table, with something in each column that must hold something."""
    row: dict[str, object] = {}
    for column in table.columns:
        if isinstance(column.type, UtcTime) and not column.nullable:
            row[column.name] = at
        elif not column.nullable and column.server_default is None:
            row[column.name] = 1 if column.type.python_type is int else "x"
    with database.write() as conn:
        conn.execute(insert(table).values(row | values))


def a_text(database: Database, at: datetime, key: str, **values: object) -> None:
    """Put a text to the person; to somebody else with another number."""
    usual: dict[str, object] = {
        "id": key,
        "key": key,
        "kind": "contact",
        "state": "delivered",
        "held_by": "none",
        "to_number": PHONE,
        "to_phone": PHONE,
        "to_name": NAME,
        "body": WORDS,
        "outcome_sentence": NAME,
        "report_status": NAME,
        "report_error": PHONE,
        "hold_sentence": NAME,
        "pending_values": {"body": WORDS},
        "evidence": {"facts": [NAME]},
        "token": f"t{key}",
        "touched_by": None,
        "series_id": None,
        "again_of": None,
    }
    put(database, send, at, **usual | values)


def an_other(database: Database, at: datetime, key: str, **values: object) -> None:
    """Put a text to somebody else."""
    theirs = {"to_number": OTHER, "to_phone": OTHER, "to_name": "Bob", "body": "for Bob", "report_error": ""}
    silent = {
        "outcome_sentence": "",
        "hold_sentence": "",
        "report_status": "",
        "pending_values": None,
        "evidence": {},
    }
    a_text(database, at, key, **theirs | silent | values)


def imports(database: Database, at: datetime) -> None:
    """Two files of contacts, with the person in rows of every kind."""
    put(database, contact_import, at, id="6", key="6", file_name="c.csv", source={"a": 1}, state="done")
    # fmt: off
    rows: tuple[dict[str, Any], ...] = (
        {
            "place": 1,
            "number": PHONE,
            "name": NAME,
            "email": EMAIL,
            "birthday": BIRTHDAY,
            "cells": [SPELT[2]],
        },
        {"place": 2, "number": None, "cells": [SPELT[3], NAME], "state": "rejected"},
        {"place": 3, "number": None, "cells": ["", EMAIL.upper(), "no number"], "state": "rejected"},
        {"place": 4, "number": OTHER, "name": "Bob", "cells": [OTHER, "Bob"]},
    )
    # fmt: on
    for row in rows:
        put(database, contact_import_row, at, **{"import_id": "6", "state": "refused", "reason": "Why"} | row)
    put(
        database,
        contact_import,
        at,
        id="7",
        key="7",
        file_name=f"{NAME}.csv",
        source={"n": NAME},
        state="done",
    )
    put(database, contact_import_row, at, import_id="7", place=1, number=PHONE, name=NAME, state="added")


def a_broadcast(database: Database, at: datetime) -> None:
    """A text to a group that both are in."""
    a_group = {"kind": "group", "to_number": "", "to_phone": "", "to_name": "VIP"}
    an_other(database, at, "19", **a_group)
    for audience in ("19", "20"):
        put(database, broadcast_audience, at, id=audience, send_id="19", attempted_at=at)
    for place, number in enumerate((PHONE, OTHER), 1):
        put(database, broadcast_recipient, at, audience_id="19", place=place, number=number, phone=number)


def fill(database: Database, at: datetime) -> None:
    """Put the person into every table, and Bob beside them."""
    a_text(database, at, "1")
    a_text(database, at, "1spelt", to_number="4155550777", to_phone="4155550777")
    a_text(database, at, "1unknown", state="unknown")
    a_text(database, at, "1accepted", state="accepted")
    put(database, follow_up, at, send_id="1accepted")
    a_text(database, at, "1refused", state="refused")
    an_other(database, at, "2")
    a_text(database, at, "3", kind="otp")
    put(database, verification, at, send_id="3", number=PHONE, phone=PHONE, purpose=WORDS, state="verified")
    an_other(database, at, "2code", kind="otp")
    put(database, verification, at, send_id="2code", number=OTHER, phone=OTHER, purpose="p", state="open")
    list_ = {"kind": "list", "to_number": "", "to_phone": "", "state": "accepted", "to_name": "people.csv"}
    an_other(database, at, "4", **list_ | {"body": "Hello %%Name%%"})
    a_text(database, at, "4:1", parent_id="4", line=1)
    a_text(database, at, "4:2", parent_id="4", line=2, state="refused", to_number="", to_phone="", body=None,
           outcome_code="row", report_error=None, pending_values=None)  # fmt: skip
    an_other(database, at, "4:3", parent_id="4", line=3)
    an_other(database, at, "5", **list_ | {"to_name": f"{NAME}.csv"})
    a_text(database, at, "5:1", parent_id="5", line=1)
    put(database, approval, at, send_id="4", facts={"name": "people.csv"}, decision="approved")
    asked = {"name": f"{NAME}.csv", "people": 1}
    put(database, approval, at, send_id="5", facts=asked, changed=f"It now goes to the list {NAME}.csv.",
        fingerprint=sha256(NAME.encode()).hexdigest(), decision="approved")  # fmt: skip
    imports(database, at)
    booked = {"number": PHONE, "phone": PHONE, "name": NAME, "status": "unconfirmed"}
    said = {"confirmation_text": WORDS, "reminder_text": WORDS}
    put(database, appointment, at, id="8", key="8", **booked | said)
    call = {"state": "accepted", "status": "unconfirmed", "outcome_sentence": NAME, "notice": WORDS}
    put(database, appointment_call, at, id="8c", key="8c", appointment_id="8", **call)
    for plan, confirmed_at in (("13", at), ("14", None)):
        put(database, change_plan, at, id=plan, key=plan, notice=WORDS, confirmed_at=confirmed_at)
        put(database, change_plan_row, at, plan_id=plan, appointment_id="8", call_id="8c")
    put(database, appointment, at, id="9", key="9", **booked | {"status": ""})
    put(
        database,
        appointment,
        at,
        id="10",
        key="10",
        **booked | {"number": OTHER, "phone": OTHER, "name": "Bob"},
    )
    put(database, contact_addition, at, id="11", key="11", number=PHONE, name=NAME, email=EMAIL,
        birthday=BIRTHDAY, reason=NAME, state="unknown")  # fmt: skip
    put(database, contact_addition, at, id="12", key="12", number=OTHER, name="Bob", state="added")
    drafted = {"kind": "contact", "is_typed": True, "state": "waiting"}
    put(database, assistant_draft, at, id="13", number=PHONE, name=NAME, body=WORDS, **drafted)
    put(database, assistant_draft, at, id="14", number=OTHER, name="Bob", body="for Bob", **drafted)
    for key, number, said in (("17", PHONE, WORDS), ("18", OTHER, "for Bob")):
        rows = {"columns": ["Name"], "rows": [[OTHER, "Bob"], [number, NAME if number == PHONE else "Bob"]]}
        put(database, assistant_draft, at, id=key, listed=rows, body=said, **drafted | {"kind": "list"})
    for key, number, words in (("15", PHONE, WORDS), ("16", OTHER, "for Bob")):
        given = f'{{"number": "{number}", "message": "{words}"}}'
        put(
            database,
            workflow_step,
            at,
            id=key,
            execution_id=key,
            step="send_text",
            inputs=given,
            state="waiting",
        )
    for key, number in (("4", PHONE), ("5", OTHER)):
        put(database, audience_choice, at, send_id=key, choice={"groups": ["VIP"], "without": [number]})
    a_broadcast(database, at)
    put(database, do_not_text, at, number=PHONE, reason=WORDS)
    put(database, do_not_text, at, number=OTHER, reason="asked")
    put(database, own_number, at, user_id="U0ZYX", number=PHONE, phone=PHONE)
    put(database, own_number, at, user_id="U0BOB", number=OTHER, phone=OTHER)
    for subject, purpose in (("1", "send"), ("4", "send"), ("8", "appointment"), ("8c", "change")):
        put(database, message, at - timedelta(days=1), subject_id=subject, purpose=purpose, channel="C0FRONT",
            ts=f"1.{subject}", version=1, shown_version=1)  # fmt: skip


def everything(database: Database) -> str:
    """All rows of all tables, as text."""
    with database.read() as conn:
        return "\n".join(
            f"{table.name}: {dict(row._mapping)}"
            for table in metadata.sorted_tables
            for row in conn.execute(select(table))
        )


def tables_held(database: Database) -> set[str]:
    """The tables in which something of the person stands."""
    return {
        line.partition(":")[0] for line in everything(database).splitlines() if any(t in line for t in TRACES)
    }


def emptied_columns() -> set[str]:
    """Each column that erasing empties, as table.column."""
    return {f"{table}.{column}" for table, columns in EMPTIED.items() for column in columns}


def filled_columns(database: Database) -> set[str]:
    """Each column in which something of the person stands, as table.column."""
    found = set()
    with database.read() as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table)):
                for name, value in row._mapping.items():
                    if any(trace in str(value) for trace in TRACES):
                        found.add(f"{table.name}.{name}")
    return found
