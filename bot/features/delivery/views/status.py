"""How the status of a text looks to whoever asks for it."""

from bot.features.delivery.service import Standing
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.texting import phones, words


def standing(now: Standing) -> Content:
    """Return the answer to ``/sms status``; only whoever asked sees it."""
    many = now.send is not None and not now.number
    lines = [f"*{recipient(now.send) if now.send and many else phones.mask(now.number)}*"]
    if now.send is None:
        lines.append("The bot has sent no text to this number.")
    else:
        when = words.when(now.send.updated_at, words.zone_or_utc(now.send.zone))
        state = state_words.in_words(now.send.state)
        lines.append(f"Newest text from here (`{now.send.id[:8]}`): *{state}*, as of {when}.")
        if now.send.outcome_sentence:
            lines.append(_shown(now.send.outcome_sentence))
    if now.trouble:
        lines.append(_shown(now.trouble))
    elif now.status:
        said = _shown(now.status) + (f" ({_shown(now.error)})" if now.error else "")
        lines.append(f"SMS-iT says of the newest text to this number, wherever it was sent from: *{said}*.")
    elif not many:
        lines.append("SMS-iT has no report for this number.")
    if now.may_be_group:
        lines.append(
            "If you meant a text to a group by the id in SMS-iT's panel, type "
            f"`/sms status group {kit.escape(now.may_be_group)}`."
        )
    text = "\n".join(lines)
    return Content(text=text, blocks=(kit.section(text),))


def _shown(text: str) -> str:
    """Return words of SMS-iT or a carrier, which may quote a number, as anybody may read them."""
    return kit.escape(phones.mask_in(text))
