"""Broadcasts as views get them."""

from typing import Any

from bot.features.broadcast.cost import Cost
from bot.features.broadcast.figures import Estimate, Members
from bot.features.broadcast.pace import Pace
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.series import Dates
from bot.store.sends import Send, SendKind
from bot.texting import segments
from tests.clock import START
from tests.features.samples import a_send

VIP = Members(312, samples=("•••• 0100", "•••• 0121", "•••• 0130"))
COST = Cost(people=312, fewest=1, most=1, credits=312, upper=312, exact=True, nameless=0)


def a_broadcast(**changes: object) -> Send:
    usual: dict[str, object] = {
        "kind": SendKind.GROUP,
        "to_number": "",
        "to_name": "VIP",
        "body": "We open at nine.",
        "people": 312,
        "credits": 312,
        "credits_upper": 312,
        "throttle": 5,
        "rotate": False,
    }
    return a_send(**(usual | changes))


def ready(
    draft: Send | None = None,
    *,
    members: Members = VIP,
    cost: Cost = COST,
    before: Send | None = None,
    balance: int = 5000,
    reserved: int = 0,
    dates: Dates | None = None,
    **changes: Any,  # noqa: ANN401 - names and types are the caller's business
) -> Preview[Send, Estimate]:
    found = draft or a_broadcast()
    at = dates or Dates((found.send_at or START,))
    times = len(at.series)
    looked_for = segments.measure(found.body or "").segments * cost.people
    funds = Funds(cost.credits * times, cost.upper * times, balance, reserved, looked_for)
    return Preview(found, Estimate(members, cost, before, Pace(5), found.body or ""), funds, at, **changes)
