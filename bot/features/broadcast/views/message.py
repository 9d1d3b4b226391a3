"""How the Slack message of a broadcast looks, in each state.

It stands in a channel: nobody's number is in it, and the words of the text are left out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.features.broadcast import pace
from bot.features.broadcast.pace import Pace
from bot.features.broadcast.views import figures as figures_view
from bot.features.broadcast.views.figures import Figures
from bot.features.sends.holds import STANDS, Hold
from bot.features.sends.views import message as common
from bot.features.sends.views.message import at
from bot.slack.blocks import kit, state_lines
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import title
from bot.slack.outgoing.poster import Content
from bot.store.sends import HeldBy, Send
from bot.store.states import SENT, SendState
from bot.texting import words

_S = SendState
SENT_OUT: Final = "Sent"
"""All the carriers had their say, and the figures below tell what that was."""
SO_FAR: Final = "Sent, reports arriving"
NO_ID: Final = "Sent. SMS-iT gave no report ID, so delivery can't be tracked"


@dataclass(frozen=True, slots=True)
class Shown:
    """A broadcast, and what beside its own row its messages show.

    ``highest`` is the most texts ever reported as handed over; ``approval`` how its approval stands, in
    mrkdwn, empty when nobody was asked, ``asked_again`` that they were once more, and ``before`` how earlier
    requests ended. ``now`` is aware.
    ``numbers`` is how many the account sends from, as far as the bot knows; ``instead`` are the buttons for
    the others where it is held because of somebody in its group.
    """

    send: Send
    now: datetime
    highest: int = 0
    approval: str = ""
    numbers: int = 1
    asked_again: str = ""
    before: tuple[str, ...] = ()
    instead: tuple[Block, ...] = ()

    @property
    def pace(self) -> Pace:
        """How fast it goes."""
        return Pace(self.send.throttle, bool(self.send.rotate), self.numbers)


def message(shown: Shown) -> Content:
    """Return the message of a broadcast as it stands; its text says everything the blocks do."""
    send = shown.send
    figures = figures_view.of(send, shown.highest) if send.state in SENT else None
    to, status = title(send), _status(shown, figures)
    counted = [] if figures is None else [figures_view.in_words(figures)]
    notes = _notes(shown, figures)
    chart = None if figures is None else figures_view.chart(figures)
    return Content(
        text=common.fallback(f"Broadcast to {to}", status, send, [*counted, *notes]),
        blocks=common.blocks(
            send, [f"{_icon(send)} {to} · {status}", *counted], shown.instead, chart=chart, notes=notes
        ),
    )


def _icon(send: Send) -> str:
    return ":alarm_clock:" if _asks(send) else state_lines.icon(send)


def _asks(send: Send) -> bool:
    return send.state is _S.SCHEDULED and send.hold is not None


def _status(shown: Shown, figures: Figures | None) -> str:
    """Return how a broadcast fares, a sentence, perhaps without its full stop; figures stand below it."""
    send = shown.send
    if _asks(send):
        return _question(send)
    if send.state is _S.NO_NEWS and send.remote_id is None:
        return NO_ID
    if send.state is _S.ACCEPTED and figures is not None:
        return SO_FAR
    if send.state is _S.DELIVERED and figures is not None:
        return SENT_OUT
    if send.state is _S.DELIVERED:
        return state_lines.state(send)
    return common.label(send) + _details(shown)


def _question(send: Send) -> str:
    if send.hold == Hold.LATE and send.send_at is not None and not send.hold_sentence:
        return f"Not sent. The bot was offline at {at(send, send.send_at)}. Send it now?"
    why = kit.ended(common.shown(send.hold_sentence or ""))
    if send.hold == Hold.QUIET and send.hold_until is not None:
        why += f" They end {at(send, send.hold_until)}."
    return f"Not sent. {why}" + ("" if send.hold in STANDS else " Send it now?")


def _details(shown: Shown) -> str:
    send = shown.send
    said = common.shown(send.outcome_sentence or "")
    match send.state:
        case _S.SCHEDULED | _S.SCHEDULED_AT_SMSIT if send.send_at is not None:
            found = _time(send, send.send_at)
        case _S.QUEUED if send.attempts and said:
            found = f". {said}"
        case _S.ATTEMPTING:
            found = f": {_progress(shown)}"
        case _S.REFUSED if said:
            found = f": {said}"
        case _S.CANCELLED if send.decided_by:
            found = f" (by <@{send.decided_by}>)"
        case _:
            found = ""
    return found


def _time(send: Send, first: datetime) -> str:
    if send.recurrence is None:
        return f" for {at(send, first)}"
    return f", first on {at(send, first)}, {words.pluralize(send.occurrences, 'date')} in total"


def _progress(shown: Shown) -> str:
    send = shown.send
    if send.held_by is HeldBy.SMSIT:
        return "handing it over to SMS-iT"
    elapsed = shown.now - (send.attempting_at or shown.now)
    return f"{pace.progress(elapsed, shown.pace.lasts(send.people))} (estimated)"


def _notes(shown: Shown, figures: Figures | None) -> list[str]:
    found = [] if figures is None else figures_view.oddities(figures)
    if shown.approval:
        found.append(shown.approval)
    found += shown.before[-1:]  # its details have all of them
    if shown.send.quiet_override:
        found.append(f"Allowed in quiet hours by <@{shown.send.quiet_override}>")
    return found
