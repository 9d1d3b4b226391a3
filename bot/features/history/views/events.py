"""What happened to a send, in words. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Opened
from bot.features.history.timeline import ATTEMPTED, Happened
from bot.features.sends.weekly import REASONS, Reason
from bot.slack.blocks import moments, state_words
from bot.store.audit import Event
from bot.store.sends import GROUPS, SendKind
from bot.store.states import SendState
from bot.texting import words

_S = SendState
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Event.CONFIRMED: "Requested",
        Event.CHANGED: "Changed",
        Event.ASKED: "Approval requested",
        Event.APPROVED: "Approved",
        Event.HELD: "Not sent at its time, needs a decision",
        Event.ROWS_AGAIN: "Unconfirmed texts sent again",
        Event.TAKEN: "Followed from SMS-iT's panel",
        Event.SKIPPED: "Next date skipped",
        Event.SERIES_PAUSED: "Series paused",
        Event.SERIES_RESUMED: "Series resumed",
        Event.OVER_WEEK: "Weekly limit overridden",
        Event.CODE_USED: "Verified code used",
        Event.BY_WORKFLOW: "Requested by a workflow in their name",
        Event.FOR_BIRTHDAY: "Prepared for a birthday in their name",
        ATTEMPTED: "Handed to SMS-iT",
        _S.REJECTED: "Rejected",
        _S.EXPIRED: "Approval expired",
        _S.RUNNING: "Sending started",
        _S.PAUSED: "Paused",
        _S.CANCELLED: "Cancelled",
        _S.ACCEPTED: "Accepted by SMS-iT",
        _S.REFUSED: "Refused, nothing was sent",
        _S.UNKNOWN: "No clear answer from SMS-iT",
        _S.DELIVERED: "Reported as delivered",
        _S.UNDELIVERED: "Reported as not delivered",
        _S.NO_NEWS: "No further reports",
        _S.SUPERSEDED: "A newer text hides its report",
        _S.SCHEDULED_AT_SMSIT: "Scheduled in SMS-iT",
        _S.REPEATING: "Series started",
    }
)
_BY_HAND: Final[Mapping[str, str]] = MappingProxyType(
    {
        _S.ACCEPTED: "Marked as sent",
        _S.SCHEDULED_AT_SMSIT: "Marked as scheduled in SMS-iT",
        _S.QUEUED: "Sent",
        _S.RUNNING: "Resumed",
        _S.ENDED: "Series stopped",
    }
)
"""The same events where a person brought them about."""
OPENED: Final[Mapping[str, str]] = MappingProxyType(
    {
        Opened.FULL_NUMBER: "whole number shown",
        Opened.MOVE_APPOINTMENT: "appointment moved or cancelled",
    }
)
"""What was used of what a verified code opened."""
_OF_A_GROUP: Final[Mapping[str, str]] = MappingProxyType(
    {
        _S.DELIVERED: "Reported as handed to carriers",
        _S.UNDELIVERED: "Reported as taken by no carrier",
    }
)
_OF_A_KIND: Final[Mapping[SendKind, Mapping[str, str]]] = MappingProxyType(
    {
        SendKind.LIST: MappingProxyType({_S.ACCEPTED: "All texts handed to SMS-iT"}),
        **dict.fromkeys(GROUPS, _OF_A_GROUP),
    }
)


def title(happened: Happened, kind: SendKind = SendKind.CONTACT) -> str:
    """Return what happened to a send of a kind, in a few words."""
    if happened.by is not None and happened.kind in _BY_HAND:
        return _BY_HAND[happened.kind]
    if happened.kind in _OF_A_KIND.get(kind, {}):
        return _OF_A_KIND[kind][happened.kind]
    if happened.kind == _S.SCHEDULED and happened.code:
        return "Held back, needs a decision"
    known = _WORDS.get(happened.kind)
    if known is None and happened.kind in set(SendState):
        return state_words.label(SendState(happened.kind))
    return known or happened.kind


def details(happened: Happened, when: Callable[[datetime], str]) -> list[str]:
    """Return what else is known of it, in a few words each; ``when`` writes times."""
    facts, found = happened.facts, []
    if happened.kind == Event.CONFIRMED:
        found.append(words.pluralize(int(facts.get("people", 1)), "recipient"))
        found.append(f"up to {words.pluralize(int(facts.get('credits_upper', 0)), 'credit')}")
    if happened.kind == Event.ROWS_AGAIN:
        found.append(words.pluralize(int(facts.get("rows", 0)), "text"))
    if facts.get("words"):
        found.append("new words")
    if facts.get("send_at"):
        found.append(f"for {when(datetime.fromisoformat(str(facts['send_at'])))}")
    if happened.kind in {Event.ASKED, Event.APPROVED, _S.REJECTED, _S.EXPIRED} and facts.get("round", 1) > 1:
        found.append(f"round {facts['round']}")
    if facts.get("opened") in OPENED:
        found.append(OPENED[str(facts["opened"])])
    if facts.get("reason") in REASONS:
        texts = words.pluralize(int(facts.get("texts", 0)), "text")
        found.append(f"{texts} within seven days, limit {facts.get('limit')}")
        found.append(REASONS[Reason(facts["reason"])])
    if facts.get("quiet_override"):
        found.append("in spite of quiet hours")
    if happened.code and not happened.reason:
        found.append(happened.code.replace("_", " "))
    return found


def in_zone(zone: ZoneInfo, now: datetime) -> Callable[[datetime], str]:
    """Return what writes times for one reader."""
    return lambda at: moments.when(at, zone, now, seconds=True)
