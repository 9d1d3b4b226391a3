"""A list as its message shows it, in every state, and what Slack has against that."""

from datetime import timedelta

from bot.features.lists.pauses import Why
from bot.features.lists.views.figures import Figures
from bot.features.lists.views.message import Shown
from bot.features.sends.holds import Hold
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send, SendKind
from bot.store.sends.lists import Unknown
from bot.store.sends.unknown_rows import Looked
from bot.store.states import SendState
from tests.clock import START
from tests.features.samples import LATER, a_send

S = SendState
LONG = "<!channel> & +1 415 555 0100 'why' " * 100
FULL = Figures(
    delivered=5, under_way=4, undelivered=3, refused=2, unknown=1, waiting=6, cancelled=7, rejected=8
)
DOUBT = Unknown(1, START)
UNSEEN = Looked(None, None)
LOOKED = START + timedelta(seconds=30)
VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"hold_code": Hold.LATE, "send_at": LATER, "zone": "Mars/Olympus"},
    {"hold_code": "of_tomorrow", "hold_sentence": LONG},
    {"hold_code": Why.QUIET, "hold_sentence": LONG, "hold_until": LATER},
    {"decided_by": "U0TOM", "quiet_override": "U0BOSS", "alpha_sender": "HarbourSt", "credits_upper": 9},
    {"send_at": LATER, "body": None, "zone": None},
)


def a_list(**changes: object) -> Send:
    usual: dict[str, object] = {
        "kind": SendKind.LIST,
        "to_number": "",
        "to_name": "customers.csv",
        "people": 28,
        "wave": 2,
    }
    return a_send(**(usual | changes))


def shown(found: Figures = FULL, doubt: Unknown = DOUBT, approval: str = "", **changes: object) -> Shown:
    return Shown(a_list(**changes), found, doubt, START, approval)


def problems(content: Content) -> list[str]:
    return problems_in_message({"text": content.text, "blocks": list(content.blocks)})


def buttons(content: Content) -> dict[str, str]:
    found = (block["elements"] for block in content.blocks if block["type"] == "actions")
    return {element["action_id"]: element["value"] for row in found for element in row}
