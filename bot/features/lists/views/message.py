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
from bot.features.lists.decisions import SETTLING
from bot.features.lists.ids import BUTTONS, Action, ListRef, UnknownRowsRef
from bot.features.lists.pauses import LATE, Why
from bot.features.lists.views import figures as drawn
from bot.features.lists.views.figures import Figures
from bot.features.sends.holds import STANDS, Hold
from bot.features.sends.ids import Action as SendAction
from bot.features.sends.views import evidence
from bot.features.sends.views import message as common
from bot.slack.blocks import kit, state_lines, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.blocks.recipients import title
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
        _S.ACCEPTED: "All sent, awaiting delivery reports",
        _S.DELIVERED: "Done, all delivered",
        _S.UNDELIVERED: "Done, none delivered",
        _S.CANCELLED: "Cancelled",
    }
)
NOT_ALL_SENT: Final = "Sending finished, awaiting delivery reports"
_CONTROL: Final = Control(
    noun="list",
    under_way="Texts being sent now will still go out.",
    go_on="The remaining texts will be sent.",
    cancelled="The remaining texts won't be sent. You can't undo this.",
)
_QUESTIONS: Final[Mapping[str, str]] = {Hold.LATE: LATE}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list with its figures. ``approval`` says in mrkdwn how its approval stands; empty without one.

    ``failed`` texts did not arrive, by a report that is in, and nobody sends them again so far.
    """

    send: Send
    figures: Figures
    unknown: Unknown
    now: datetime
    approval: str = ""
    failed: int = 0


def message(shown: Shown) -> Content:
    """Return the message of a list as it stands; its text says everything the blocks do."""
    send, to = shown.send, title(shown.send)
    icon, status = _status(shown)
    has_figures = send.state not in UNSENT
    counted = [drawn.sentence(shown.figures)] if has_figures else []
    notes = _notes(shown)
    return Content(
        text=common.fallback(f"List {to}", status, send, [*counted, *notes]),
        blocks=common.blocks(
            send,
            [f"{icon} {to} · {status}", *counted],
            _buttons(shown),
            chart=drawn.chart(shown.figures) if has_figures else None,
            notes=notes,
        ),
    )


def _status(shown: Shown) -> tuple[str, str]:
    send = shown.send
    if send.state is _S.SCHEDULED and send.hold is not None:
        why = send.hold_sentence or _QUESTIONS.get(send.hold, "It was held back.")
        asks = "" if send.hold in STANDS else " Send it now?"
        return ":alarm_clock:", f"Not sent. {_shown(why)}{asks}"
    text = _SENTENCES.get(send.state, state_words.label(send.state))
    if send.state is _S.ACCEPTED and shown.figures.sent < shown.figures.people:
        text = NOT_ALL_SENT
    elif send.state is _S.NO_NEWS:
        text = _mixed(shown.figures)
    if send.state is _S.SCHEDULED and send.send_at is not None:
        text += f" for {moment(send.send_at, words.zone_or_utc(send.zone))}"
    elif send.state is _S.PAUSED:
        text += _paused(send, shown.now)
    elif send.state is _S.CANCELLED and send.decided_by:
        text += f" by <@{send.decided_by}>"
    elif send.state is _S.REFUSED and send.outcome_sentence:
        text += f": {_shown(send.outcome_sentence)}"
    return state_lines.icon(send), text


def _mixed(figures: Figures) -> str:
    """Return how a list ended of which neither all was delivered nor nothing, without its figures."""
    lacks = {
        "not sent": figures.refused + figures.cancelled,
        "not delivered": figures.undelivered,
        "unconfirmed": figures.unknown,
        "without a report": figures.under_way,
    }
    found = " or ".join(what for what, count in lacks.items() if count)
    return f"Done, some {found}" if found else "Done"


def _paused(send: Send, now: datetime) -> str:
    """Return who paused a list and why, and until when the reason lasts."""
    if send.hold is None:
        return f" by <@{send.decided_by}>" if send.decided_by else ""
    told = f" automatically. {_shown(send.hold_sentence or '')}"
    ends = send.hold_until
    if send.hold == Why.QUIET and ends is not None and ends > now:
        told += f" They end {moment(ends, words.zone_or_utc(send.zone))}."
    if send.hold == Why.WORDS:
        return f"{told} Or resume it once the template can be used again."
    return f"{told} Resume when you're ready."


def _shown(text: str) -> str:
    """Return words of SMS-iT, which may quote a number, as a channel may read them."""
    return kit.escape(phones.mask_in(text))


def _notes(shown: Shown) -> list[str]:
    found = [shown.approval] if shown.approval else []
    if shown.send.quiet_override:
        found.append(f"Allowed in quiet hours by <@{shown.send.quiet_override}>")
    if shown.unknown.count and _may_settle(shown.send):
        found += evidence.of_rows(shown.unknown.looked_into, shown.send.zone)
    return found


def _buttons(shown: Shown) -> list[Block]:
    """Return what only a list has; before it is begun, its decisions are those of every send."""
    send = shown.send
    result = [] if send.state in UNSENT else [kit.button("Result file", Action.RESULT, value=send.id)]
    return [*_control(send), *_doubtful(shown), *_again(shown), *result]


def _control(send: Send) -> list[Block]:
    """Return what stops a list and sets it going."""
    if send.state not in {_S.RUNNING, _S.PAUSED}:
        return []
    value = metadata.dump(ListRef(send.id, wave=send.wave))
    first = views.pause if send.state is _S.RUNNING else views.resume
    return [first(BUTTONS, _CONTROL, value), views.cancel(BUTTONS, _CONTROL, send.id)]


def _again(shown: Shown) -> list[Block]:
    """Return what sends again what did not arrive; never what may have arrived."""
    if not shown.failed:
        return []
    label = "Text this person again" if shown.failed == 1 else f"Text the {shown.failed:,} again"
    return [kit.button(label, Action.AGAIN, value=shown.send.id)]


def _may_settle(send: Send) -> bool:
    return send.state in SETTLING or send.state is _S.CANCELLED


def _doubtful(shown: Shown) -> list[Block]:
    """Return what settles rows of unknown outcome."""
    send, unknown = shown.send, shown.unknown
    if not unknown.count or unknown.newest is None or not _may_settle(send):
        return []
    value = metadata.dump(UnknownRowsRef(send.id, unknown.newest.isoformat(), unknown.count))
    one = unknown.count == 1
    texts, they = words.pluralize(unknown.count, "text"), "It" if one else "They"
    said = "It was sent" if one else f"{unknown.count:,} were sent"
    sure = kit.confirm(
        f"Mark {texts} as sent?", f"Do this only if SMS-iT's own report shows {they.lower()} went out.", said
    )
    buttons = [
        kit.button("Check again", SendAction.CHECK_ROWS, value=send.id),
        kit.button(said, Action.MARK_SENT, value=value, ask=sure),
    ]
    if send.state in SETTLING:
        again = "Send again" if one else f"Send {unknown.count:,} again"
        ask = kit.confirm(
            f"Send {texts} again?",
            f"{they} may already have gone out. If so, people get the text twice and you pay twice.",
            again,
            danger=True,
        )
        buttons.append(kit.button(again, Action.SEND_AGAIN, value=value, style="danger", ask=ask))
    return buttons
