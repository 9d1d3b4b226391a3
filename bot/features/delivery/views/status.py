"""How the status of a text looks to whoever asks for it."""

from typing import Final

from bot.features.delivery.service import NumberStatus
from bot.features.delivery.views.recent import NONE
from bot.slack.blocks import kit, state_lines
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.states import TAKEN, SendState
from bot.texting import phones

NO_REPORT: Final = "SMS-iT has no report for this number."
LISTED: Final = "This number is on the do-not-text list."
SOON: Final = " The text's own message will follow."
WENT_OUT: Final = TAKEN | {SendState.ATTEMPTING, SendState.UNKNOWN}
"""States of a text on which SMS-iT may have a report; in all others its report is on another text."""


def standing(now: NumberStatus) -> Content:
    """Return the answer to ``/sms status``; only whoever asked sees it."""
    send = now.send
    many = send is not None and not now.number
    who = recipient(send) if send is not None else phones.mask(now.number)
    why = [_shown(send.why)] if send is not None and send.why else []
    reported = _report(now, many=many)
    first = NONE if send is None else _in_a_sentence(send, who)
    shown = NONE if send is None else _in_a_line(send)
    blocks = [kit.section("\n".join((f"*{who}*", shown, *why)))]
    if reported:
        blocks.append(kit.context("\n".join(reported)))
    return Content(text="\n".join((first, *why, *reported)), blocks=tuple(blocks))


def _in_a_line(send: Send) -> str:
    icon, state = state_lines.icon(send), state_lines.state(send)
    return f"{icon} *{state}*{state_lines.when(send)} · `{send.id[:8]}`"


def _in_a_sentence(send: Send, who: str) -> str:
    state = state_lines.state(send)
    return f"The latest text to {who} (`{send.id[:8]}`): {state[:1].lower()}{state[1:]}."


def _report(now: NumberStatus, *, many: bool) -> list[str]:
    """Return what SMS-iT says, and which text that is about: never one that was not sent from here."""
    if now.trouble:
        lines = [_shown(now.trouble)]
    elif now.status:
        said = _shown(now.status) + (f" ({_shown(now.error)})" if now.error else "")
        if now.send is not None and now.send.state not in WENT_OUT:
            lines = [f"SMS-iT's report is about another text to this number, not this one: *{said}*."]
        else:
            lines = [
                f"SMS-iT's report on the latest text to this number: *{said}*.{SOON if now.is_ahead else ''}"
            ]
    else:
        lines = [] if many else [NO_REPORT]
    if now.is_listed:
        lines.append(LISTED)
    return lines


def _shown(text: str) -> str:
    """Return words of SMS-iT or a carrier, which may quote a number, as anybody may read them."""
    return kit.escape(phones.mask_in(text))
