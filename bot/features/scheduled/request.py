"""What a send that waits is to become, and what that makes of it. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.features.sends.holds import Hold
from bot.features.sends.repeats import is_series
from bot.store.sends import NO_HOLD, HeldBy, Send, SendKind
from bot.store.states import RENEWABLE, SendState
from bot.texting import segments


@dataclass(frozen=True, slots=True)
class Edit:
    """What a send is to become. ``seen`` is its ``updated_at``, in ISO form, as the person saw it.

    ``message`` is None where the words stay, ``at`` (aware) where it goes out as soon as it is approved.
    ``told`` is the fingerprint of the duplicates that the person was told of.
    """

    send_id: str
    seen: str
    message: str | None = field(repr=False)
    at: datetime | None
    told: str = ""


def changes(old: Send, request: Edit, now: datetime) -> dict[str, Any]:
    """Return the columns of a send that a change gives new values. Pure.

    New words are measured anew and paid for by everybody they go to; what ``%%Name%%`` makes of them is
    worked out when they go. A new time is the bot's to keep, and answers what the send asked: the figures it
    would have now are its own. The leave to send at night holds for the very time it was given for.
    ``now`` is the day it counts towards when it has no time.
    """
    values: dict[str, Any] = dict(old.pending_values or {}) if old.hold == Hold.CHANGED else {}
    people = values.get("people", old.people)
    values |= {"outcome_code": None, "outcome_sentence": None, **NO_HOLD}
    if old.hold is not None:
        values["wave"] = old.wave + 1  # its last job has run; the next one needs a name of its own
    values |= {"send_at": request.at, "goes_at": request.at or now, "undo_seconds": None}
    values["held_by"] = HeldBy.NONE if request.at is None else HeldBy.BOT
    if request.at is None or request.at != old.send_at or old.state in RENEWABLE:
        values["quiet_override"] = None
    if request.message not in {None, old.body} and old.kind is not SendKind.LIST:
        measure = segments.measure(request.message or "")
        values |= {
            "body": request.message,
            "segments": measure.segments,
            "credits": measure.segments * people,
            "credits_upper": measure.upper_bound * people,
        }
    return values


def is_renewable(send: Send) -> bool:
    """Tell whether a send that was not approved can be changed and asked about again.

    Not what SMS-iT would hold, nor a series, nor a list, whose rows end with it, nor what has lost its words.
    """
    kept = send.body is not None and send.kind is not SendKind.LIST and not is_series(send)
    return send.state in RENEWABLE and kept and send.held_by is not HeldBy.SMSIT


def may_go_without_time(send: Send) -> bool:
    """Tell whether a send goes out as soon as it is approved, unless a time is set."""
    return send.state in RENEWABLE or (
        send.state is SendState.AWAITING_APPROVAL and send.held_by is HeldBy.NONE
    )


def is_as_wanted(send: Send, request: Edit) -> bool:
    """Tell whether a send has the words and the time of a change already."""
    return send.send_at == request.at and request.message in {None, send.body}
