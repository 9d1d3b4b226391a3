"""Sends: what was asked for, how far it got, and everything learned about it."""

from bot.store.sends.lookups import (
    by_id_prefix,
    due_scheduled,
    get,
    get_many,
    has_newer,
    latest_to,
    queued_before,
    reserved_credits,
    stale_attempts,
)
from bot.store.sends.model import SINGLE, HeldBy, NewSend, Send, SendKind
from bot.store.sends.moves import (
    claim,
    insert_draft,
    mark_dirty,
    move,
    note_report,
    note_values,
    put_back,
    record,
    requeue,
    supersede_older,
)
from bot.store.sends.retention import forget_bodies, purge_drafts, purge_rows, purged_lists

__all__ = [
    "SINGLE",
    "HeldBy",
    "NewSend",
    "Send",
    "SendKind",
    "by_id_prefix",
    "claim",
    "due_scheduled",
    "forget_bodies",
    "get",
    "get_many",
    "has_newer",
    "insert_draft",
    "latest_to",
    "mark_dirty",
    "move",
    "note_report",
    "note_values",
    "purge_drafts",
    "purge_rows",
    "purged_lists",
    "put_back",
    "queued_before",
    "record",
    "requeue",
    "reserved_credits",
    "stale_attempts",
    "supersede_older",
]
