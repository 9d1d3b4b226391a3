"""How the newest texts to one number look: masked, and without their words. Pure."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.features.delivery.ids import Modal
from bot.features.delivery.recent import Recent
from bot.features.sends.ids import Action as SendAction
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.store.sends import Send, SendKind
from bot.texting import phones, words

TITLE: Final = "Recent texts"
NONE: Final = "The bot has sent no text to this number."
LONGEST_REASON: Final = 200


def recent(found: Recent, zone: ZoneInfo, *, words_too: bool) -> Block:
    """Return the modal, times in ``zone``; ``words_too`` offers to show what each text says."""
    blocks = [kit.section(f"Texts from here to *{phones.mask(found.number)}*, the newest first")]
    for send in found.texts:
        row = kit.section(_text(send, zone))
        if words_too:
            row["accessory"] = kit.button("Show text", SendAction.SHOW_TEXT, value=send.id)
        blocks.append(row)
    if not found.texts:
        blocks.append(kit.section(NONE))
    if found.more:
        blocks.append(kit.context("There are older ones."))
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=blocks, close="Back")


def _text(send: Send, zone: ZoneInfo) -> str:
    at = words.when(send.attempting_at or send.send_at or send.created_at, zone)
    kind = "One-time code" if send.kind is SendKind.OTP else "Text of a list" if send.parent_id else "Text"
    state = f"{state_words.icon(send.state)} {state_words.in_words(send.state)}"
    why = send.report_error or send.outcome_sentence or ""
    if why:
        state += f": {kit.escape(kit.truncate(phones.mask_in(why), LONGEST_REASON))}"
    return f"*{kind}*, {at}\n{state}\nby <@{send.user_id}> · `{send.id[:8]}`"
