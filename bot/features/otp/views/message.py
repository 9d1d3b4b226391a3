"""How the one Slack message of a code looks, in each state of its text and of what it is for. Pure.

It stands in a channel: the number is masked, and there is never a code in it.
"""

from collections.abc import Sequence
from typing import Final

from bot.features.otp.ids import Action
from bot.features.otp.views import words as words_view
from bot.features.sends.ids import Action as SendAction
from bot.features.sends.views import message as common
from bot.features.sms.views.message import status
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import title
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.verifications import Stage, Verification

NEVER: Final = frozenset({SendAction.SEND_AGAIN})
"""The same code never goes out twice: instead of sending it again, people send a new one."""


def message(send: Send, found: Verification | None, verified: Sequence[Block] = ()) -> Content:
    """Return the message of a send and its verification as they stand; without one it is not confirmed.

    ``verified`` are the buttons it has once somebody was verified.
    """
    icon, text = status(send)
    what = f"Code to {title(send)}" + (f" for *{words_view.purpose(found)}*" if found else "")
    lines, notes = [f"{icon} {what} · {text}"], list[str]()
    if found is not None and found.state is not Stage.MAKING:
        sign, said = words_view.outcome(found, send.zone)
        lines.append(f"{sign} {said}")
        notes.append(said)
    return Content(
        text=common.fallback(what, text, send, notes),
        blocks=common.blocks(send, lines, _buttons(send, found, verified), never=NEVER),
    )


def again(send_id: str) -> Block:
    """Return the button that opens the form again, filled in; it sends nothing by itself."""
    return kit.button("Send a new code", Action.AGAIN, value=send_id)


def _buttons(send: Send, found: Verification | None, verified: Sequence[Block]) -> list[Block]:
    if found is not None and found.state is Stage.VERIFIED:
        return list(verified)
    buttons: list[Block] = []
    if found is not None and found.state is Stage.OPEN:
        buttons.append(kit.button("Verify", Action.VERIFY, value=send.id, style="primary"))
    if found is not None and found.state in {Stage.OPEN, Stage.FAILED}:
        buttons.append(again(send.id))
    return buttons
