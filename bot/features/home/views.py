"""How the Home tab looks."""

from collections.abc import Sequence

from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.incoming.commands import Verb
from bot.store.sends import Send
from bot.texting import words


def home(recent: Sequence[Send], verbs: Sequence[Verb], buttons: Sequence[Block]) -> Block:
    """Return the Home tab of one person: their newest texts, and what they may do.

    ``buttons`` open forms; people who may do nothing of the kind have none.
    """
    blocks: list[Block] = [kit.header("Text your customers")]
    if buttons:
        blocks.append(kit.actions(buttons))
    blocks += [kit.divider(), kit.section("*Your newest texts*")]
    blocks += [kit.section(_line(send)) for send in recent] or [kit.context("You have sent none yet.")]
    blocks += [kit.divider(), kit.section("*What you can type*")]
    blocks += [
        kit.section(
            "\n".join(f"• `{kit.escape(verb.usage)}`: {verb.summary}" for verb in verbs) or "Nothing yet."
        )
    ]
    return {"type": "home", "blocks": blocks}


def _line(send: Send) -> str:
    icon, state = state_words.icon(send.state), state_words.in_words(send.state)
    when = words.when(send.updated_at, words.zone_or_utc(send.zone))
    return f"{icon} *{recipient(send)}*: {state}, {when} · `{send.id[:8]}`"
