"""How a series looks: in the message that everybody follows, and in the modal it is managed in.

The message stands in a channel: the number is masked and the words of the text are left out.
"""

from collections.abc import Callable
from datetime import datetime

from bot.features.sends.views import message as common
from bot.features.series.ids import Modal
from bot.features.series.service import SeriesStatus
from bot.features.series.views import buttons as buttons_view
from bot.slack.blocks import kit, moments, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import title
from bot.slack.outgoing.poster import Content
from bot.store.outcome_codes import OutcomeCode
from bot.store.states import SendState
from bot.texting import phones, recurrence_words, words

_S = SendState
When = Callable[[datetime], str]
"""Writes a moment, for whoever reads it."""


def message(series_status: SeriesStatus) -> Content:
    """Return the message of a series as it stands."""
    send = series_status.send
    zone = words.zone_or_utc(send.zone)

    def when(at: datetime) -> str:
        return moments.moment(at, zone)

    said, notes, ahead = status(series_status), _notes(series_status), coming(series_status, when)
    lines = [f"{icon(series_status)} {title(send)} · {said}", ahead]
    what = f"Series, {kit.escape(series_status.label)} {title(send)}"
    return Content(
        text=common.fallback(what, said, send, [ahead, *notes] if ahead else notes),
        blocks=common.blocks(send, lines, buttons_view.decisions(series_status), notes=notes),
    )


def series(series_status: SeriesStatus, now: datetime, note: str = "") -> Block:
    """Return the modal a series is managed in. ``note`` is mrkdwn about what was just done."""
    zone = words.zone_or_utc(series_status.send.zone)

    def when(at: datetime) -> str:
        return moments.when(at, zone, now)

    whom = f"{kit.escape(series_status.label)} {title(series_status.send)}"
    lines = [f"{icon(series_status)} {whom} · {status(series_status)}", coming(series_status, when)]
    buttons = buttons_view.decisions(series_status)
    blocks = [
        *([kit.section(note)] if note else []),
        kit.section("\n".join(filter(None, lines))),
        *kit.notes(_notes(series_status)),
        *([kit.actions(buttons)] if buttons else []),
    ]
    return kit.modal(callback_id=Modal.SERIES, title="Series", blocks=blocks, close="Close")


def icon(series_status: SeriesStatus) -> str:
    """Return the emoji code of a series: paused is none of the states of a send."""
    return state_words.icon(_S.PAUSED if _is_paused(series_status) else series_status.send.state)


def status(series_status: SeriesStatus) -> str:
    """Return how a series fares, a sentence perhaps without its full stop."""
    send = series_status.send
    rhythm = recurrence_words.rhythm(series_status.kept, words.zone_or_utc(send.zone))
    if send.state is _S.REPEATING:
        said = f"Paused, {rhythm}" if _is_paused(series_status) else f"Repeats {rhythm}"
    elif send.state is _S.ENDED or send.outcome_code == OutcomeCode.SERIES_REPLACED:
        said = _ended(series_status)
    else:
        said = f"{state_words.label(send.state)}, {rhythm}"
        if send.state is _S.CANCELLED and send.decided_by:
            said += f" (by <@{send.decided_by}>)"
    return said


def coming(series_status: SeriesStatus, when: When) -> str:
    """Return the next dates; nothing when none is to come."""
    ahead = series_status.send.state in {_S.REPEATING, _S.AWAITING_APPROVAL}
    if not series_status.coming or not ahead:
        return ""
    return f"Next: {', '.join(when(at) for at in series_status.coming)}"


def _ended(series_status: SeriesStatus) -> str:
    send, by = series_status.send, f"<@{series_status.send.decided_by}>"
    match send.outcome_code:
        case OutcomeCode.SERIES_STOPPED:
            return f"Stopped by {by}"
        case OutcomeCode.SERIES_REPLACED:
            return f"Edited by {by}; the series has a new message"
        case OutcomeCode.SERIES_FORGOTTEN:
            return "Ended, its words or its people are no longer stored"
        case _:
            return "Ended, its last date has come"


def _notes(series_status: SeriesStatus) -> list[str]:
    zone, how_far = words.zone_or_utc(series_status.send.zone), series_status.series
    found = [recurrence_words.last_day(series_status.kept, zone)]
    if how_far is not None:
        found.append(_figures(how_far.made, how_far.skipped, how_far.missed, series_status.kept.count))
        if how_far.why:
            found.append(f":warning: {kit.escape(phones.mask_in(how_far.why))}")
        elif how_far.paused_by is not None:
            found.append(f"Paused by <@{how_far.paused_by}>")
    return [each for each in found if each]


def _figures(made: int, skipped: int, missed: int, count: int) -> str:
    parts = [f"{made:,} of {words.pluralize(count, 'date')} so far"]
    parts += [f"{skipped:,} skipped"] if skipped else []
    parts += [f"{missed:,} missed while the bot was offline"] if missed else []
    return " · ".join(parts)


def _is_paused(series_status: SeriesStatus) -> bool:
    return (
        series_status.send.state is _S.REPEATING
        and series_status.series is not None
        and series_status.series.paused_by is not None
    )
