"""What the feature of a kind of send says of it, for those who decide about sends of every kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.access import Role
from bot.store.sends import Send, SendKind

Follow = Callable[[Connection, Send, datetime], None]
"""Starts to follow a send of one kind, in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of send: the role it takes to have one go out, and how one that was accepted is followed.

    ``label`` stands before the recipient where sends of all kinds are listed: "Text to". See :func:`label`.
    """

    role: Role
    label: str
    follow: Follow


Kinds = Mapping[SendKind, Kind]
"""The kinds there are; features that are built later are in it too."""


def label(kinds: Kinds, send: Send) -> str:
    """Return what kind of send it is, to stand before the recipient: of an appointment's text, which."""
    if send.parent_id:
        return "List text to"
    if send.appointment_text is not None:
        return f"Appointment {send.appointment_text} to"
    return kinds[send.kind].label
