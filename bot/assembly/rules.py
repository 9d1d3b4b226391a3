"""The rules that kinds of sends share, as the policy and the settings give them."""

from datetime import timedelta

from bot.features.sends.rules import SendRules
from bot.policy.model import Policy
from bot.settings import Settings


def send_rules(settings: Settings, policy: Policy, sending_numbers: int) -> SendRules:
    """Return the rules. ``sending_numbers`` are as many as the bot knows."""
    return SendRules(
        quiet=policy.quiet_hours,
        limits=policy.limits,
        account_zone=settings.smsit_timezone,
        sending_numbers=sending_numbers,
        latest=timedelta(minutes=settings.held_late_minutes),
        follow_for=timedelta(hours=settings.follow_up_hours),
        connect_seconds=settings.smsit_connect_timeout,
        request_seconds=settings.smsit_connect_timeout + settings.smsit_read_timeout,
    )
