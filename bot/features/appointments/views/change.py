"""How one change of an appointment looks: in the thread of its message, and in its history. Pure."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import words as words_view
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.poster import Content
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Status

HISTORY_SHOWN: Final = 6
MAY_STAY: Final = "SMS-iT may still show the old time in its own calendar: remove it there by hand."


def change(timeline: Timeline, call: Call, account_zone: ZoneInfo) -> Content:
    """Return the message of a change, for the thread; the number is masked in it."""
    said = _said(timeline, call, account_zone)
    blocks = [kit.section(f"{_icon(call)} {said} · <@{call.user_id}>")]
    blocks += [kit.context(each) for each in _notes(call)]
    return Content(
        text=f"Appointment with {words_view.person(timeline.known)}: {said}.", blocks=tuple(blocks)
    )


def history(timeline: Timeline, account_zone: ZoneInfo) -> str:
    """Return the newest changes, the booking among them, a line each; nothing when there was none since."""
    if len(timeline.calls) == 1:
        return ""
    return "\n".join(
        f"• {moment(call.created_at, account_zone)} <@{call.user_id}>: {_said(timeline, call, account_zone)}"
        for call in timeline.calls[-HISTORY_SHOWN:]
    )


def _icon(call: Call) -> str:
    match call.state:
        case CallState.ACCEPTED:
            return words_view.ICON[call.status]
        case CallState.REFUSED:
            return ":no_entry:"
        case CallState.UNKNOWN:
            return ":grey_question:"
        case _:
            return ":hourglass_flowing_sand:"


def _said(timeline: Timeline, call: Call, account_zone: ZoneInfo) -> str:
    """Return what came of a change, in a few words without a full stop."""
    match call.state:
        case CallState.ACCEPTED:
            return _done(timeline, call, account_zone)
        case CallState.REFUSED:
            return f"Not {words_view.done_to(call, account_zone)}"
        case CallState.UNKNOWN:
            return f"Unconfirmed: {words_view.done_to(call, account_zone)}"
        case _:
            return words_view.doing(call, account_zone).removesuffix(" …")


def _done(timeline: Timeline, call: Call, account_zone: ZoneInfo) -> str:
    verb, at = words_view.done(call).capitalize(), moment(call.at, account_zone)
    if call.is_first:
        return f"{verb} for {at} ({words_view.STATUS[call.status].lower()})"
    if call.status is Status.RESCHEDULED:
        return f"{verb} from {moment(timeline.time_before(call), account_zone)} to {at}"
    return verb


def _notes(call: Call) -> list[str]:
    found = [words_view.remark(call)] if call.outcome_sentence else []
    if call.state is CallState.ACCEPTED and call.status is Status.RESCHEDULED:
        found.append(MAY_STAY)
    if call.decided_by is not None and call.state in {CallState.ACCEPTED, CallState.REFUSED}:
        found.append(f"<@{call.decided_by}> checked in SMS-iT.")
    return found
