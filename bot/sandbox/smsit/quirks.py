"""What the real service may or may not do: each a switch, because nobody has published it."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a JSON answer is wrapped."""

    FAMILY = "family"  # some endpoints answer a list that holds one object, some a bare object
    LIST = "list"
    BARE = "bare"


class Billing(StrEnum):
    """Which texts are billed by 70 characters."""

    DOCUMENTED = "documented"  # those with a character outside GSM 03.38
    FAMILY = "family"  # those with any character outside ASCII, counted up to 1,600 bytes


@dataclass(slots=True, kw_only=True)
class Quirks:
    """Switches of one pretend account; change them at any time.

    Times are in seconds. `report_lag` is a share of the account's `delivery_seconds`, so that a quick
    test is quick in everything. `throttle_scale` shortens the pauses of a throttled group send: 1.0 is
    the real pace, and the default keeps a demonstration moving.
    """

    shape: Shape = Shape.FAMILY
    number_status: bool = False
    content_type: str = "text/html; charset=UTF-8"
    billing: Billing = Billing.DOCUMENTED
    balance_lag: float = 0.0
    report_lag: float = 0.1
    lost_in_1000: int = 40  # numbers that no text reaches, beside those whose end is known
    throttle_scale: float = 0.01
    otp_seconds: float = 600.0
    otp_single_use: bool = True
    otp_cost: int = 0
    otp_success: str = "Success"  # the status of both OTP calls, as in the page's sample; its table says 0
    api_access: bool = True  # False: code -20 everywhere
    may_send: bool = True  # False: code -1 on both sending endpoints
    alpha_allowed: bool = True  # False: code -7 for every alphanumeric sender
    appointment_changes: bool = False  # True: another status for a contact and time is taken over, not -8
