"""The rules of sends, and whoever guards them, as far as a test cares."""

from datetime import timedelta
from types import SimpleNamespace

from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.policy.model import QuietHours


def send_rules(**changes: object) -> SendRules:
    usual: dict[str, object] = {
        "latest": timedelta(minutes=60),
        "follow_for": timedelta(hours=24),
        "connect_seconds": 5.0,
        "request_seconds": 35.0,
    }
    quiet = {name: changes.pop(name) for name in ("windows", "override") if name in changes}
    return SendRules(**(usual | changes | {"quiet": QuietHours(**quiet)}))


def safeguards(**known: object) -> Safeguards:
    """Those that are asked; whoever else is asked breaks the test."""
    unknown = SimpleNamespace()
    usual: dict[str, object] = dict.fromkeys(("budgets", "approvals", "do_not_text", "credits"), unknown)
    return Safeguards(**(usual | known))
