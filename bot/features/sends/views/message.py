"""What the messages of sends have in common, whatever the kind: two lines, and what a person can do. Pure.

They stand in channels: numbers are masked and the words of the texts are left out.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.features.sends.views import buttons as buttons_view
from bot.features.sends.views import evidence as evidence_view
from bot.slack.blocks import kit, state_words, status_message
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.blocks.recipients import sender
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import SINGLE, Send, SendKind
from bot.store.states import WAITING, SendState
from bot.texting import phones, words

STOPPED = "the bot stopped while sending it"


def blocks(
    send: Send,
    lines: Sequence[str],
    buttons: Sequence[Block] = (),
    *,
    chart: Block | None = None,
    notes: Sequence[str] = (),
    never: Collection[str] = (),
) -> tuple[Block, ...]:
    """Return the message of a send in the layout of all: ``lines`` and ``notes`` are mrkdwn.

    ``buttons`` come before the decisions about every send, of which those with an action id of ``never``
    are left out.
    """
    decisions = [each for each in buttons_view.decisions(send) if each["action_id"] not in never]
    return status_message.blocks(
        lines,
        buttons_view.more(send),
        parts(send),
        chart=chart,
        notes=notes,
        facts=evidence_view.lines(send) if send.state is SendState.UNKNOWN else (),
        buttons=[*buttons, *decisions],
    )


def fallback(what: str, status: str, send: Send, notes: Iterable[str] = ()) -> str:
    """Return the same in sentences, for whoever hears it: ``what`` it is, how it fares, who and how much."""
    said = [f"{what}: {kit.ended(status)}", *map(kit.ended, notes)]
    if send.state is SendState.UNKNOWN:
        said.append(kit.ended(evidence_view.sentence(send)))
    by, *rest = parts(send)
    return " ".join([*said, kit.ended(", ".join([f"By {by}", *rest]))])


def origin(send: Send) -> list[str]:
    """Return who is behind a send, who it comes from and what it costs."""
    cost = words.pluralize(send.credits, "credit")
    if send.credits_upper > send.credits:
        cost += f" (up to {send.credits_upper:,})"
    found = [f"<@{send.user_id}>", f"from {sender(send)}", cost + (" each time" if send.recurrence else "")]
    return [*found, "one of a series"] if send.series_id else found


def parts(send: Send) -> list[str]:
    """Return the same, and who decided where the line above does not tell; of a list it tells enough."""
    found = origin(send)
    told_above = (
        send.kind is SendKind.LIST
        or send.state in {SendState.CANCELLED, SendState.ENDED}
        or (send.state is SendState.REJECTED and send.kind not in SINGLE)
    )
    if send.decided_by and not told_above:
        found.append(decision(send))
    return found


def decision(send: Send) -> str:
    """Return what somebody decided about a send, and who."""
    return f"{_decided(send)} <@{send.decided_by}>"


def _decided(send: Send) -> str:
    """Return what was done by who decided last; at its own time it went by itself, or as they confirmed."""
    if send.outcome_code == OutcomeCode.MARKED_SENT:
        at_smsit = send.state is SendState.SCHEDULED_AT_SMSIT
        return "marked as scheduled by" if at_smsit else "marked as sent by"
    if send.state is SendState.REJECTED:
        return "rejected by"
    if send.outcome_code == OutcomeCode.NOT_AGAIN:
        return "cancelled by"
    if send.risked:
        return "sent again by"
    if send.state in WAITING:
        return "changed by"
    return "sent by" if send.send_at is None or send.goes_at != send.send_at else "confirmed by"


def label(send: Send) -> str:
    """Return the state of a send, in a sentence without its full stop where a few words say too little."""
    if send.state is SendState.UNKNOWN:
        why = shown(send.outcome_sentence) if send.outcome_sentence else STOPPED
        return f"{state_words.UNCONFIRMED.removesuffix('.')}: {why}"
    return state_words.label(send.state, send.kind)


def at(send: Send, when: datetime) -> str:
    """Return a moment as each reader's own clock shows it."""
    return moment(when, words.zone_or_utc(send.zone))


def shown(text: str) -> str:
    """Return words of SMS-iT or a carrier, which may quote a number, as a channel may read them."""
    return kit.escape(phones.mask_in(text))
