"""Which refused texts can be sent once more with their number added to a group."""

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.sms.again import Again
from bot.features.sms.service import NOT_A_CONTACT
from bot.store import Database, SendState
from tests.clock import FakeClock
from tests.store.samples import a_send_in


class Nothing:
    """Takes the place of what must not be asked."""


@pytest.mark.parametrize("kind", ["otp", "list", "group"])
def test_only_a_plain_text_is_sent_again(database: Database, clock: FakeClock, kind: str) -> None:
    refused = a_send_in(database, SendState.REFUSED, now=clock(), kind=kind, outcome_code=NOT_A_CONTACT)
    again = Again(
        database,
        Nothing(),  # type: ignore[arg-type] # must not be reached
        Nothing(),  # type: ignore[arg-type] # as above
        clock,
    )
    with pytest.raises(UserError):
        again.with_group(refused.id, "VIP", Who("U0MAYA", "T0HARBOUR"))
