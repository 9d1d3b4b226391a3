"""How the Slack message of a broadcast looks, in each state.

It stands in a channel: nobody's number is in it, and the words of the text are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.features.broadcast import pace
from bot.features.broadcast.pace import Pace
from bot.features.broadcast.views import figures as figures_view
from bot.features.broadcast.views.figures import Figures
from bot.features.sends.holds import STANDS, Hold
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient, sender
from bot.slack.outgoing.poster import Content
from bot.store.sends import HeldBy, Send
from bot.store.states import SENT, SendState
from bot.texting import phones, words

_S = SendState
_SENTENCES: Final[Mapping[SendState, str]] = MappingProxyType(
    {
        _S.ACCEPTED: "Sent, waiting for the carriers",
        _S.UNKNOWN: "It is not known whether this broadcast went out",
        _S.UNDELIVERED: "Sent, and the carriers took none of the texts",
        _S.NO_NEWS: "Sent. No more news is awaited",
        _S.DELIVERED: "Sent",
    }
)
"""Where the few words that stand in lists would say too little."""
SO_FAR: Final = "Sent, reports still come in"
NO_ID: Final = (
    "Sent. SMS-iT gave no id to ask for a report by, so what becomes of the texts cannot be followed"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A broadcast, and what beside its own row its messages show.

    ``highest`` is the most texts ever reported as handed over; ``approval`` how its approval stands, in
    mrkdwn, empty when nobody was asked. ``now`` is aware. ``numbers`` is how many the account sends from,
    as far as the bot knows.
    """

    send: Send
    now: datetime
    highest: int = 0
    approval: str = ""
    numbers: int = 1

    @property
    def pace(self) -> Pace:
        """How fast it goes."""
        return Pace(self.send.throttle, bool(self.send.rotate), self.numbers)


def message(shown: Shown) -> Content:
    """Return the message of a broadcast as it stands; its text says everything the blocks do."""
    send = shown.send
    figures = figures_view.of(send, shown.highest) if send.state in SENT else None
    title = f"Broadcast to *{recipient(send)}*"
    status = _status(shown, figures)
    notes = _notes(shown, figures)
    small = _small_print(send)
    blocks: list[Block] = [kit.section(f"{title}\n{_icon(send)} {status}")]
    if figures is not None:
        blocks.append(kit.fields(figures_view.fields(figures)))
        chart = figures_view.chart(figures)
        blocks += [] if chart is None else [chart]
    blocks += [kit.context(note) for note in notes]
    blocks += [kit.context(small), kit.actions(buttons_view.buttons(send))]
    end = "" if status.endswith((".", "?", "…")) else "."
    said = " ".join([f"{title}: {status}{end}", *notes, f"({small})"])
    return Content(text=said, blocks=tuple(blocks))


def _icon(send: Send) -> str:
    return ":alarm_clock:" if _asks(send) else state_words.icon(send.state)


def _asks(send: Send) -> bool:
    return send.state is _S.SCHEDULED and send.outcome_code is not None


def _status(shown: Shown, figures: Figures | None) -> str:
    send = shown.send
    if _asks(send):
        return _question(send)
    if send.state is _S.NO_NEWS and send.remote_id is None:
        return NO_ID
    said = state_words.in_words(send.state)
    text = _SENTENCES.get(send.state, said[0].upper() + said[1:]) + _details(shown)
    if figures is None:
        return text
    return f"{SO_FAR if send.state is _S.ACCEPTED else text}: {figures_view.in_words(figures)}"


def _question(send: Send) -> str:
    if send.outcome_code == Hold.LATE and send.send_at is not None and not send.outcome_sentence:
        at = words.when(send.send_at, words.zone_or_utc(send.zone))
        return f"Not sent: the bot was not running at {at}. Send it now?"
    why = _shown(send.outcome_sentence or "")
    return f"Not sent: {why}" + ("" if send.outcome_code in STANDS else " Send it now?")


def _details(shown: Shown) -> str:
    send = shown.send
    said = _shown(send.outcome_sentence or "")
    match send.state:
        case _S.SCHEDULED | _S.SCHEDULED_AT_SMSIT if send.send_at is not None:
            found = _time(send, send.send_at)
        case _S.QUEUED if send.attempts and said:
            found = f". {said}"
        case _S.ATTEMPTING:
            found = f": {_progress(shown)}"
        case _S.UNKNOWN if not said:
            found = ". The bot was stopped while SMS-iT was sending it."
        case _S.REFUSED | _S.UNKNOWN if said:
            found = f": {said}"
        case _S.CANCELLED if send.decided_by:
            found = f" (by <@{send.decided_by}>)"
        case _:
            found = ""
    return found


def _time(send: Send, first: datetime) -> str:
    at = words.when(first, words.zone_or_utc(send.zone))
    if send.recurrence is None:
        return f" for {at}"
    return f", first for {at}, {words.pluralize(send.occurrences, 'date')} in all"


def _progress(shown: Shown) -> str:
    send = shown.send
    if send.held_by is HeldBy.SMSIT:
        return "handing it over to SMS-iT"
    elapsed = shown.now - (send.attempting_at or shown.now)
    return f"{pace.progress(elapsed, shown.pace.lasts(send.people))}, an estimate by the clock"


def _notes(shown: Shown, figures: Figures | None) -> list[str]:
    send = shown.send
    found = [] if figures is None else figures_view.oddities(figures)
    if send.state is _S.UNKNOWN:
        found.append(_evidence(send))
    if shown.approval:
        found.append(f"Approval: {shown.approval}.")
    if send.quiet_override:
        found.append(f"In spite of quiet hours, by <@{send.quiet_override}>.")
    return found


def _evidence(send: Send) -> str:
    if send.evidence is None:
        return "Looking for evidence …"
    found = [_shown(str(line)) for line in send.evidence.values()]
    return "Evidence: " + " ".join(found) if found else "SMS-iT gave no evidence either way."


def _shown(text: str) -> str:
    """Return words of SMS-iT, which may quote a number, as a channel may read them."""
    return kit.escape(phones.mask_in(text))


def _small_print(send: Send) -> str:
    each = " each time" if send.recurrence else ""
    cost = words.pluralize(send.credits, "credit")
    if send.credits_upper > send.credits:
        cost += f", at most {send.credits_upper:,}"
    parts = [f"from {sender(send)}", cost + each, f"by <@{send.user_id}>"]
    if send.decided_by and send.state is not _S.CANCELLED:
        parts.append(f"decided by <@{send.decided_by}>")
    parts.append(f"`{send.id[:8]}`")
    return " · ".join(parts)
