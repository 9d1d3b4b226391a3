"""How the message of a list looks, in each state.

It stands in a channel: nobody's number is in it, and the words of the texts are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.features.batches import views
from bot.features.batches.views import Control
from bot.features.lists.ids import BUTTONS, Action, ListRef, UnknownRowsRef
from bot.features.lists.pausing import Why
from bot.features.lists.settling import SETTLING
from bot.features.lists.views import figures as drawn
from bot.features.lists.views.figures import Figures
from bot.features.sends.holds import Hold
from bot.features.sends.ids import Action as SendAction
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.sends.lists import Unknown
from bot.store.states import WAITING, SendState
from bot.texting import phones, words

_S = SendState
UNSENT: Final = frozenset({*WAITING, _S.DRAFT, _S.REJECTED, _S.EXPIRED, _S.REFUSED})
_SENTENCES: Final[Mapping[SendState, str]] = MappingProxyType(
    {
        _S.RUNNING: "Being sent, one by one",
        _S.ACCEPTED: "Every row has had its turn; waiting for delivery reports",
        _S.DELIVERED: "Done: all that was sent has been delivered",
        _S.UNDELIVERED: "Done: nothing has been delivered",
        _S.NO_NEWS: "Done: not everything was delivered, or known to be",
        _S.CANCELLED: "Cancelled",
    }
)
_CONTROL: Final = Control(
    noun="list",
    under_way="Texts being sent at this moment still go out.",
    go_on="The rows that wait are sent now.",
    cancelled="Rows that wait are not sent. This cannot be undone.",
)
_QUESTIONS: Final[Mapping[str, str]] = {Hold.LATE: "the bot was not running at its time."}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list with its figures. ``approval`` says in mrkdwn how its approval stands; empty without one."""

    send: Send
    figures: Figures
    unknown: Unknown
    now: datetime
    approval: str = ""


def message(shown: Shown) -> Content:
    """Return the message of a list as it stands; its text says everything the blocks do."""
    send = shown.send
    title = f"List *{recipient(send)}*"
    icon, status = _status(send, shown.now)
    small = _small_print(send)
    has_figures = send.state not in UNSENT
    said = drawn.sentence(shown.figures) if has_figures else ""
    blocks: list[Block] = [kit.section("\n".join(part for part in (title, f"{icon} {status}", said) if part))]
    chart = drawn.chart(shown.figures) if has_figures else None
    blocks += [] if chart is None else [chart]
    if shown.approval:
        blocks.append(kit.context(shown.approval))
    blocks += [kit.context(small), kit.actions(_buttons(shown))]
    parts = [f"{title}: {status}", said, shown.approval, f"({small})"]
    return Content(text=". ".join(part for part in parts if part), blocks=tuple(blocks))


def _status(send: Send, now: datetime) -> tuple[str, str]:
    zone = words.zone_or_utc(send.zone)
    if send.state is _S.SCHEDULED and send.outcome_code is not None:
        why = send.outcome_sentence or _QUESTIONS.get(send.outcome_code, "it was held back")
        return ":alarm_clock:", f"Not sent: {_shown(why)} Send it now?"
    said = state_words.in_words(send.state)
    text = _SENTENCES.get(send.state, said[0].upper() + said[1:])
    if send.state is _S.SCHEDULED and send.send_at is not None:
        text += f" for {words.when(send.send_at, zone)}"
    elif send.state is _S.PAUSED:
        text += _paused(send, now)
    elif send.state is _S.CANCELLED and send.decided_by:
        text += f" (by <@{send.decided_by}>)"
    elif send.state is _S.REFUSED and send.outcome_sentence:
        text += f": {_shown(send.outcome_sentence)}"
    return state_words.icon(send.state), text


def _paused(send: Send, now: datetime) -> str:
    """Return who paused a list and why, and until when the reason lasts."""
    if send.outcome_code is None:
        return f" by <@{send.decided_by}>" if send.decided_by else ""
    told = f" by the bot. {_shown(send.outcome_sentence or '')}"
    ends = send.paused_until
    if send.outcome_code == Why.QUIET and ends is not None and ends > now:
        told += f" They end at {words.when(ends, words.zone_or_utc(send.zone))}."
    return f"{told} Resume it when it should go on."


def _shown(text: str) -> str:
    """Return words of SMS-iT, which may quote a number, as a channel may read them."""
    return kit.escape(phones.mask_in(text))


def _small_print(send: Send) -> str:
    parts = [f"from {kit.escape(send.alpha_sender or phones.pretty(send.sender))}"]
    cost = words.pluralize(send.credits, "credit")
    parts.append(cost if send.credits_upper == send.credits else f"{cost}, at most {send.credits_upper:,}")
    parts.append(f"by <@{send.user_id}>")
    if send.quiet_override:
        parts.append(f"in spite of quiet hours, by <@{send.quiet_override}>")
    parts.append(f"`{send.id[:8]}`")
    return " · ".join(parts)


def _buttons(shown: Shown) -> list[Block]:
    send = shown.send
    if send.state in WAITING:  # nothing is begun: its buttons are those of every send
        return buttons_view.buttons(send)
    return [
        *_control(send),
        *_doubtful(shown),
        *([] if send.state in UNSENT else [kit.button("Result file", Action.RESULT, value=send.id)]),
        kit.button("Show text", SendAction.SHOW_TEXT, value=send.id),
    ]


def _control(send: Send) -> list[Block]:
    """Return what stops a list and sets it going."""
    if send.state not in {_S.RUNNING, _S.PAUSED}:
        return []
    moment = metadata.dump(ListRef(send.id, wave=send.attempts))
    first = views.pause if send.state is _S.RUNNING else views.resume
    return [first(BUTTONS, _CONTROL, moment), views.cancel(BUTTONS, _CONTROL, send.id)]


def _doubtful(shown: Shown) -> list[Block]:
    """Return what settles rows of unknown outcome."""
    send, unknown = shown.send, shown.unknown
    settling = send.state in SETTLING
    if not unknown.count or unknown.newest is None or not (settling or send.state is _S.CANCELLED):
        return []
    value = metadata.dump(UnknownRowsRef(send.id, unknown.newest.isoformat(), unknown.count))
    count = f"{unknown.count:,}"
    sure = kit.confirm(
        f"Mark {count} as sent?", "Do this when SMS-iT's own report shows that they went out.", "Mark as sent"
    )
    buttons = [kit.button(f"Mark {count} as sent", Action.MARK_SENT, value=value, ask=sure)]
    if settling:
        ask = kit.confirm(
            f"Send {count} again?",
            "They may have gone out already. If so, the same text arrives twice and is paid for twice.",
            "Send again",
            danger=True,
        )
        buttons.append(
            kit.button(f"Send {count} again", Action.SEND_AGAIN, value=value, style="danger", ask=ask)
        )
    return buttons
