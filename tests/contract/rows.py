"""The rows of smsit_codes.toml, and the accounts they are run in."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.faults import Fault
from tests.sandbox.smsit.clock import SleepClock

DATA = tomllib.loads((Path(__file__).parent / "smsit_codes.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Row:
    """One call, and what must come of it."""

    endpoint: str
    code: int
    params: Mapping[str, str]
    setup: str = ""
    error: str = ""
    gives: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.endpoint}{self.code:+}"


def read_row(endpoint: str, row: Mapping[str, object]) -> Row:
    changes = dict(row)
    params = {**DATA["valid"][endpoint], **changes.pop("with", {})}
    for name in changes.pop("without", ()):
        del params[name]
    return Row(endpoint=endpoint, params=params, **changes)


ROWS = tuple(read_row(endpoint, row) for endpoint, rows in DATA["calls"].items() for row in rows)


class Scene:
    """An account of a few known people, a clock moved by hand, and what earlier calls gave."""

    def __init__(self, row: Row) -> None:
        self.clock = SleepClock()
        self.account = Account(clock=self.clock, sleep=self.clock.sleep, contacts=0)
        self.key = self.account.api_key
        self.endpoint = row.endpoint
        self.given: dict[str, str] = {}
        if row.setup:
            SETUPS[row.setup](self)
        self.params = {name: self.given.get(value, value) for name, value in row.params.items()}

    def bad_key(self) -> None:
        self.key = "somebody-elses-key"

    def no_api_access(self) -> None:
        self.account.quirks.api_access = False

    def may_not_send(self) -> None:
        self.account.quirks.may_send = False

    def no_alpha(self) -> None:
        self.account.quirks.alpha_allowed = False

    def no_credits(self) -> None:
        self.account.set_credits(0)

    def other_error(self) -> None:
        self.account.faults.add(self.endpoint, Fault.OTHER_ERROR)

    def empty_group(self) -> None:
        for row in self.account.book.members("VIP"):
            self.account.opt_out(row.contact.number, "VIP")

    def sent_to_group(self) -> None:
        answer = self.account.call("smsgroup", **DATA["valid"]["smsgroup"])
        self.given["$group_sms_id"] = str(answer["status"])
        self.clock.advance(seconds=60)

    def appointment_made(self) -> None:
        self.account.call("addappointment", **DATA["valid"]["addappointment"])

    def otp_made(self) -> None:
        self.given["$otp"] = str(self.account.call("generateOTP")["otp"])


SETUPS: Mapping[str, Callable[[Scene], None]] = {
    "bad_key": Scene.bad_key,
    "no_api_access": Scene.no_api_access,
    "may_not_send": Scene.may_not_send,
    "no_alpha": Scene.no_alpha,
    "no_credits": Scene.no_credits,
    "fault:other_error": Scene.other_error,
    "empty_group": Scene.empty_group,
    "sent_to_group": Scene.sent_to_group,
    "appointment_made": Scene.appointment_made,
    "otp_made": Scene.otp_made,
}
