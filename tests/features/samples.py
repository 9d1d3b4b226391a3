"""Sends as views get them, and odd things people and SMS-iT may have written."""

from datetime import UTC, datetime

from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.reading import as_read

NUMBER = "14155550100"
BODY = "Your test is positive"
NAMES = (
    None,
    "",
    "Ada Lovelace",
    "<!channel>",
    "<@U0TOM> & <https://example.com|Sons>",
    "*bold* _it_ `code` ~no~ :tada:",
    "{name} {0} %s %%Name%%",
    "Ünïcödé 漢字 🎉",
    "N" * 5000,
    "<" * 5000,
)
BODIES = (
    "Hi",
    "x" * 161,
    "It\u2019s \u2013 漢字 🎉 {a|b} %%Name%% <!here> &amp;",
    "\u2019" * 1600,
    "{" * 3000,
    "line\nbreak",
)
LATER = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def a_send(**changes: object) -> Send:
    usual: dict[str, object] = {
        "id": "0123456789abcdef0123456789abcdef",
        "key": "key",
        "kind": SendKind.CONTACT,
        "state": SendState.QUEUED,
        "team_id": "T0HARBOUR",
        "user_id": "U0MAYA",
        "origin_channel": "C0FRONT",
        "to_number": NUMBER,
        "to_name": "Ada Lovelace",
        "body": BODY,
        "sender": "14155550190",
        "alpha_sender": None,
        "segments": 1,
        "credits": 1,
        "credits_upper": 1,
        "held_by": HeldBy.NONE,
        "send_at": None,
        "zone": "America/Los_Angeles",
        "recurrence": None,
        "add_to_group": None,
        "balance_shown": 5000,
        "token": None,
        "attempting_at": None,
        "attempt_limit_seconds": None,
        "attempts": 0,
        "outcome_code": None,
        "outcome_sentence": None,
        "evidence": None,
        "report_status": None,
        "report_repeats": None,
        "pending_values": None,
        "hold_until": None,
        "appointment_id": None,
        "appointment_text": None,
        "appointment_at": None,
        "members": None,
        "touched_by": None,
        "series_id": None,
        "again_of": None,
        "undo_seconds": None,
        "hold_code": None,
        "hold_sentence": None,
        "wave": 0,
        "first_look_at": None,
        "last_look_at": None,
        "looks": 0,
        "looking_since": None,
        "report_error": None,
        "decided_by": None,
        "created_at": START,
        "updated_at": START,
        "parent_id": None,
        "line": None,
        "people": 1,
        "occurrences": 1,
        "goes_at": None,
        "throttle": None,
        "rotate": None,
        "remote_id": None,
        "successful": None,
        "failed": None,
        "ends_at": None,
        "risked": 0,
        "quiet_override": None,
        "to_phone": changes.get("to_number", NUMBER),
    }
    return Send(**(usual | changes))


def words_in(thing: object) -> str:
    """Every text anywhere in a payload, a line each."""
    if isinstance(thing, dict):
        return "\n".join(words_in(value) for key, value in thing.items() if key != "private_metadata")
    if isinstance(thing, list | tuple):
        return "\n".join(map(words_in, thing))
    return as_read(thing) if isinstance(thing, str) else ""
