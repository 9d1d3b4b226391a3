"""How the one Slack message of a code looks, in each state of its text and of what it is for. Pure.

It stands in a channel: the number is masked, and there is never a code in it.
"""

from bot.features.otp.ids import Action
from bot.features.otp.views import words as words_view
from bot.features.sends.ids import Action as SendAction
from bot.features.sends.views import buttons as buttons_view
from bot.features.sms.views.message import evidence, small_print, status
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.verifications import Stage, Verification


def message(send: Send, found: Verification | None) -> Content:
    """Return the message of a send and its verification as they stand; without one it is not confirmed."""
    icon, text = status(send)
    title = f"Code to *{recipient(send)}*" + (f" for *{words_view.purpose(found)}*" if found else "")
    lines = [title, f"{icon} {text}"]
    if found is not None and found.state is not Stage.MAKING:
        lines.append(" ".join(words_view.outcome(found, send.zone)))
    small = small_print(send)
    blocks: list[Block] = [kit.section("\n".join(lines))]
    if send.state is SendState.UNKNOWN:
        blocks.append(kit.context(evidence(send)))
    blocks += [kit.context(small), kit.actions(_buttons(send, found))]
    return Content(text=f"{'; '.join(lines)} ({small})", blocks=tuple(blocks))


def again(send_id: str) -> Block:
    """Return the button that opens the form again, filled in; it sends nothing by itself."""
    return kit.button("Send a new code", Action.AGAIN, value=send_id)


def _buttons(send: Send, found: Verification | None) -> list[Block]:
    buttons: list[Block] = []
    if found is not None and found.state is Stage.OPEN:
        buttons.append(kit.button("Verify", Action.VERIFY, value=send.id, style="primary"))
    if found is not None and found.state in {Stage.OPEN, Stage.FAILED}:
        buttons.append(again(send.id))
    # The same code never goes out twice: instead of sending it again, people send a new one.
    twice = SendAction.SEND_AGAIN
    return buttons + [each for each in buttons_view.buttons(send) if each["action_id"] != twice]
