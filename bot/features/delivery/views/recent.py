"""How the newest texts to one number look: masked, and without their words. Pure."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.delivery.ids import Modal
from bot.features.delivery.recent import Recent
from bot.features.sends.ids import Action as SendAction
from bot.slack.blocks import kit, moments, state_lines
from bot.slack.blocks.kit import Block
from bot.store.sends import Send, SendKind
from bot.texting import phones

TITLE: Final = "Recent texts"
NONE: Final = "No texts have been sent to this number from Slack."
LONGEST_REASON: Final = 200


def recent(found: Recent, zone: ZoneInfo, now: datetime) -> Block:
    """Return the modal, times in ``zone``. Beside what may be read stands a button that shows it."""
    blocks = [kit.section(f"Texts sent to *{phones.mask(found.number)}* from Slack, newest first")]
    for send in found.texts:
        row = kit.section(line(send, zone, now))
        if send.id in found.readable:
            row["accessory"] = kit.button("Show text", SendAction.SHOW_TEXT, value=send.id)
        blocks.append(row)
    if not found.texts:
        blocks.append(kit.section(NONE))
    if found.more:
        blocks.append(kit.context("Older texts aren't listed."))
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=blocks, close="Back")


def line(send: Send, zone: ZoneInfo, now: datetime) -> str:
    """Return a text in three lines, times in ``zone``: what and when, its state and why, and who sent it."""
    at = moments.when(send.attempting_at or send.send_at or send.created_at, zone, now)
    state = f"{state_lines.icon(send)} {state_lines.state(send)}"
    why = send.report_error or send.why or ""
    if why:
        state += f": {kit.escape(kit.truncate(phones.mask_in(why), LONGEST_REASON))}"
    return f"*{_kind(send)}*, {at}\n{state}\nby <@{send.user_id}> · `{send.id[:8]}`"


def _kind(send: Send) -> str:
    if send.appointment_text is not None:
        return f"Appointment {send.appointment_text}"
    return "One-time code" if send.kind is SendKind.OTP else "List text" if send.parent_id else "Text"
