"""How the standing of a text looks to whoever asks for it."""

from bot.features.delivery.service import Standing
from bot.slack import kit, words
from bot.slack.poster import Content
from bot.store.states import SendState
from bot.texting import phones

_WORDS = {
    SendState.QUEUED: "waiting to be sent",
    SendState.ATTEMPTING: "being sent",
    SendState.SCHEDULED: "held by the bot",
    SendState.SCHEDULED_AT_SMSIT: "held by SMS-iT",
    SendState.ACCEPTED: "sent, waiting for the delivery report",
    SendState.DELIVERED: "delivered",
    SendState.UNDELIVERED: "not delivered",
    SendState.NO_NEWS: "sent, no news of its delivery",
    SendState.SUPERSEDED: "sent; a newer text to this number hides its report",
    SendState.REFUSED: "not sent",
    SendState.UNKNOWN: "not known whether it went out",
    SendState.CANCELLED: "cancelled",
}


def state_in_words(state: SendState) -> str:
    """Return a state as people say it."""
    return _WORDS.get(state, state.replace("_", " "))


def standing(now: Standing) -> Content:
    """Return the answer to ``/sms status``; only whoever asked sees it."""
    lines = [f"*{phones.mask(now.number)}*"]
    if now.send is None:
        lines.append("The bot has sent no text to this number.")
    else:
        when = words.when(now.send.updated_at, words.zone_or_utc(now.send.zone))
        line = (
            f"Newest text from here (`{now.send.id[:8]}`): *{state_in_words(now.send.state)}*, as of {when}."
        )
        lines.append(line)
        if now.send.outcome_sentence:
            lines.append(kit.escape(now.send.outcome_sentence))
    if now.status:
        said = kit.escape(now.status) + (f" ({kit.escape(now.error)})" if now.error else "")
        lines.append(f"SMS-iT says of the newest text to this number, wherever it was sent from: *{said}*.")
    else:
        lines.append("SMS-iT has no report for this number.")
    text = "\n".join(lines)
    return Content(text=text, blocks=(kit.section(text),))
