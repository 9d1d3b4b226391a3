"""The numbers that texts come from: SMS-iT tells whether it takes one only when something is sent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from bot.doctor.finding import Finding, ok, unknown, wrong
from bot.smsit import DOCUMENTED, UnknownSender
from bot.store.sends import senders
from bot.store.sends.senders import Known
from bot.texting import words

NAME: Final = "Senders"
FIRST_TEXT: Final = "Send yourself a text from it: /sms and your number."
REFUSED: Final = frozenset(
    str(code) for (_, code), meaning in DOCUMENTED.items() if meaning.error is UnknownSender
)
"""The codes that say of a send that its sender isn't taken."""
NEVER: Final = Known()


def finding(conn: Connection, numbers: Sequence[str]) -> Finding:
    """Tell by the record of attempts whether SMS-iT takes these senders (digits); they are told whole."""
    found = senders.known(conn, REFUSED)
    told = {number: found.get(number, NEVER) for number in numbers}
    if refused := [number for number, each in told.items() if _is_refused(each)]:
        said = f"SMS-iT refused the last text from {_listed(refused)}: it doesn't take that sender"
        return wrong(
            NAME, said, "Correct SMSIT_FROM, or the number in your SMS-iT account; then text from it."
        )
    if untried := [number for number, each in told.items() if each.taken is None]:
        return not_tried(untried)
    return ok(NAME, f"SMS-iT took the last text from {'it' if len(numbers) == 1 else 'each of them'}")


def _is_refused(each: Known) -> bool:
    oldest = datetime.min.replace(tzinfo=UTC)
    return each.refused is not None and each.refused > (each.taken or oldest)


def not_tried(numbers: Sequence[str]) -> Finding:
    """Return that nothing was sent yet from these numbers."""
    return unknown(NAME, f"nothing was sent from {_listed(numbers)} yet", FIRST_TEXT)


def _listed(numbers: Sequence[str]) -> str:
    return words.join_and(f"+{number}" for number in numbers)
