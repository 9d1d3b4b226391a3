"""How the requests that wait for an approver look on the Home tab. Pure."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.features.approvals.service import Waiting
from bot.features.approvals.views import request as request_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import title
from bot.store.sends import Send

SHOWN: Final = 3
MORE: Final = "More requests are in the approvers' channel."


def waiting(requests: Sequence[Waiting], label: Callable[[Send], str]) -> list[Block]:
    """Return the first requests, each with the button that leads to what would go out, and *Approve*.

    ``label`` says what kind of send it is, before whom it is for.
    """
    blocks = [_request(each, label) for each in requests[:SHOWN]]
    return [*blocks, kit.context(MORE)] if len(requests) > SHOWN else blocks


def _request(waiting: Waiting, label: Callable[[Send], str]) -> Block:
    send = waiting.send
    asks = f":busts_in_silhouette: {label(send)} {title(send)} · <@{send.user_id}> asks for approval"
    return {**kit.section(asks), "accessory": request_view.view(waiting)}
