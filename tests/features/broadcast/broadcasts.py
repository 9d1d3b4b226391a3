"""Broadcasts as views get them."""

from bot.features.broadcast.costs import Cost
from bot.features.broadcast.hours import Quiet
from bot.features.broadcast.pace import Pace
from bot.features.broadcast.ready import Members, Ready
from bot.store.sends import Send, SendKind
from tests.clock import START
from tests.features.sends import a_send

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


def ready(draft: Send | None = None, **changes: object) -> Ready:
    found = draft or a_broadcast()
    usual: dict[str, object] = {
        "draft": found,
        "members": Members(312, samples=("•••• 0100", "•••• 0121", "•••• 0130")),
        "cost": COST,
        "before": None,
        "balance": 5000,
        "reserved": 0,
        "series": (found.send_at or START,),
        "rolls_over": False,
        "pace": Pace(5),
        "quiet": Quiet(),
        "may_override": False,
    }
    return Ready(**(usual | changes))  # type: ignore[arg-type] # names and types are the caller's business
