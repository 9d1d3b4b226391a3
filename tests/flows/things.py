"""One of everything that can be somebody's, written down as the bot has it, and what a press carries."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table

from bot.store import tables
from tests.flows.harness import Harness

WORDS: Final = "The biopsy came back clear"
NAME: Final = "Philippa Quartermaine"
NUMBER: Final = "14155550187"
SECRETS: Final = (WORDS, NAME, NUMBER)
OWNER: Final = "U0MAYA"
TEAM: Final = "T0HARBOUR"
STATUS: Final = "unconfirmed"

WEEKLY: Final = {
    "kept": "here",
    "repeat": "Weekly",
    "every": 1,
    "days": [],
    "start": "2027-01-04T09:00:00+00:00",
    "until": "2030-01-07T09:00:00+00:00",
    "dates": 158,
}

_SENDS: Final[Mapping[str, Mapping[str, object]]] = {
    "scheduled": {"state": "scheduled", "held_by": "bot"},
    "asking": {"state": "scheduled", "held_by": "bot", "hold_code": "late", "hold_sentence": "Late."},
    "unknown": {"state": "unknown", "wave": 1},
    "refused": {"state": "refused", "outcome_code": "101", "outcome_sentence": "Not a contact."},
    "rejected": {"state": "rejected", "kind": "group", "to_number": "", "to_phone": ""},
    "draft": {"state": "draft"},
    "group draft": {"state": "draft", "kind": "group", "to_number": "", "to_phone": ""},
    "list draft": {"state": "draft", "kind": "list", "to_number": "", "to_phone": ""},
    "running list": {"state": "running", "kind": "list", "to_number": "", "to_phone": ""},
    "paused list": {"state": "paused", "kind": "list", "to_number": "", "to_phone": ""},
    "series": {"state": "repeating", "held_by": "bot", "recurrence": WEEKLY},
    "held broadcast": {
        "state": "scheduled",
        "kind": "group",
        "to_number": "",
        "to_phone": "",
        "held_by": "bot",
        "hold_code": "do_not_text",
        "hold_sentence": "Somebody is on the list.",
    },
    "code draft": {"state": "draft", "kind": "otp"},
    "code": {"state": "accepted", "kind": "otp"},
}


class Things:
    """Puts them into the database of a bot, each with an id that is its name."""

    def __init__(self, harness: Harness) -> None:
        self._harness = harness
        self.now = harness.clock()
        self._ids = {name: f"{number:032x}" for number, name in enumerate((*_SENDS, *_OTHERS), start=1)}

    def id(self, name: str) -> str:
        return self._ids[name]

    def put(self) -> None:
        later = self.now + timedelta(days=3)
        for name, changes in _SENDS.items():
            self._insert(tables.send, {**self._send(name, later), **changes})
        self._insert(tables.series, {"send_id": self.id("series"), "next_at": later})
        usual = {"created_at": self.now, "updated_at": self.now}
        code = {"send_id": self.id("code"), "user_id": OWNER, "number": NUMBER, "phone": NUMBER}
        self._insert(
            tables.verification,
            code
            | {"purpose": "Password reset", "state": "open", "code_hash": "0" * 64, "tries_left": 3}
            | {"created_at": self.now, "expires_at": later},
        )
        for name, state in (("running import", "running"), ("paused import", "paused")):
            self._insert(
                tables.contact_import,
                {"id": self.id(name), "key": name, "team_id": TEAM, "user_id": OWNER, "file_name": "a.csv"}
                | {"state": state, "wave": 1, "size": 3, "rejected": 0, **usual},
            )
        self._insert(
            tables.contact_addition,
            {"id": self.id("addition"), "key": "addition", "user_id": OWNER, "number": NUMBER, "name": NAME}
            | {"group_name": "VIP", "state": "unknown", "attempts": 1, **usual},
        )
        self._insert(
            tables.assistant_draft,
            {"id": self.id("drafted"), "team_id": TEAM, "user_id": OWNER, "number": NUMBER, "name": NAME}
            | {
                "kind": "contact",
                "body": WORDS,
                "is_typed": False,
                "state": "waiting",
                "expires_at": later,
                **usual,
            },
        )
        for name, state in (("booked", "accepted"), ("unknown booking", "unknown")):
            self._insert(
                tables.appointment,
                {"id": self.id(name), "key": name, "team_id": TEAM, "user_id": OWNER, "number": NUMBER}
                | {"name": NAME, "phone": NUMBER, "at": later, "status": STATUS, "zone": "UTC"}
                | {"sender": "14155550190", "reminder_text": WORDS, "confirmation_text": WORDS, **usual},
            )
            self._insert(
                tables.appointment_call,
                {"id": self.id(name), "key": f"first:{self.id(name)}", "appointment_id": self.id(name)}
                | {
                    "user_id": OWNER,
                    "at": later,
                    "status": STATUS,
                    "state": state,
                    "wave": 1,
                    **usual,
                },
            )

        for name, day in (("planned change", None), ("planned day off", later.date().isoformat())):
            self._insert(
                tables.change_plan,
                {"id": self.id(name), "key": name, "team_id": TEAM, "user_id": OWNER, "day": day}
                | {"status": "cancelled", "notice": WORDS, "zone": "UTC", "created_at": self.now},
            )
            self._insert(
                tables.change_plan_row,
                {"plan_id": self.id(name), "appointment_id": self.id("booked"), "wave": 1}
                | {"call_id": self.id("booked"), "at": later},
            )

        self._insert(
            tables.free_time,
            {"id": self.id("free time"), "key": "free time", "team_id": TEAM, "user_id": OWNER, "at": later}
            | {"appointment_id": self.id("booked"), "zone": "UTC", "group_name": "VIP", "body": WORDS}
            | {"sender": "14155550190", "state": "open", "next_at": later, **usual},
        )

    def give_to(self, user_id: str, team_id: str) -> None:
        """Make all of it somebody's, as if they had asked for it when they still belonged."""
        with self._harness.bot.database.write() as conn:
            for table in tables.metadata.sorted_tables:
                theirs = {"user_id": user_id, "team_id": team_id}
                named = {name: value for name, value in theirs.items() if name in table.c}
                if "user_id" in named and table is not tables.audit_entry:
                    conn.execute(table.update().values(named))

    def carried(self, name: str) -> str:
        """What any button or form about it could carry: each reads the fields it knows."""
        about = self.id(name)
        ids = dict.fromkeys(
            ("send_id", "appointment_id", "call_id", "import_id", "addition_id", "draft_id", "plan_id"), about
        )
        times = _attempts(name)
        tried = {"number": times, "attempts": times, "wave": max(times, int("import" in name))}
        form = {
            "status": STATUS,
            "purpose": "Password reset",
            "to": "",
            "zone": "UTC",
            "whom": "",
            "was": 0,
            "said": "",
        }
        file = {"file_id": "", "name": "", "size": 0, "hours": 0, "count": 5, "until": self.now.isoformat()}
        return json.dumps(
            ids | tried | form | file | {"at": int(self.now.timestamp()) + 999_999, "seen": "2026"}
        )

    def rows(self) -> Mapping[str, list[Any]]:
        """Everything the bot has written down, but that a workflow was told why its step failed."""
        with self._harness.bot.database.read() as conn:
            return {
                table.name: sorted(map(repr, conn.execute(table.select()).all()))
                for table in tables.metadata.sorted_tables
                if table is not tables.workflow_step
            }

    def _send(self, name: str, later: datetime) -> dict[str, object]:
        return {
            "id": self.id(name),
            "key": name,
            "kind": "contact",
            "team_id": TEAM,
            "user_id": OWNER,
            "origin_channel": "C0FRONT",
            "to_number": NUMBER,
            "to_phone": NUMBER,
            "to_name": NAME,
            "body": WORDS,
            "sender": "14155550190",
            "segments": 1,
            "credits": 1,
            "credits_upper": 1,
            "held_by": "none",
            "send_at": later if _SENDS[name].get("held_by") else None,
            "created_at": self.now,
            "updated_at": self.now,
        }

    def _insert(self, table: Table, values: Mapping[str, object]) -> None:
        with self._harness.bot.database.write() as conn:
            conn.execute(table.insert().values(**values))


_OTHERS: Final = (
    "running import",
    "paused import",
    "addition",
    "booked",
    "unknown booking",
    "planned change",
    "planned day off",
    "free time",
    "drafted",
)


def _attempts(name: str) -> int:
    return 1 if name in {"unknown", "addition", "unknown booking", "booked"} else 0
