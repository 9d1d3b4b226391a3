"""Which refused texts can be sent once more with their number added to a group."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.access import Who
from bot.errors import UserError
from bot.features.do_not_text.service import DoNotText
from bot.features.sms.resend import Resend
from bot.features.sms.service import NOT_A_CONTACT
from bot.store import Database, SendState
from bot.store.sends import HeldBy, NewSend, Send
from bot.store.sends.model import from_row
from bot.store.tables import send
from tests.clock import START, FakeClock
from tests.fakes.people import ANYBODY
from tests.features.sends.harness import Harness
from tests.store.samples import a_send_in


class Nothing:
    """Takes the place of what must not be asked."""


class Around:
    """Takes the place of the send service and budgets: everything may go, and is queued."""

    def check(self, *_given: object) -> None:
        """Cover it."""

    def require_unlisted(self, *_given: object) -> None:
        """Let it go."""

    def enqueue(self, *_given: object) -> None:
        """Take it."""


@pytest.mark.parametrize("kind", ["otp", "list", "group"])
def test_only_a_plain_text_is_sent_again(database: Database, clock: FakeClock, kind: str) -> None:
    refused = a_send_in(database, SendState.REFUSED, now=clock(), kind=kind, outcome_code=NOT_A_CONTACT)
    again = Resend(
        database,
        Nothing(),  # type: ignore[arg-type] # must not be reached
        Nothing(),  # type: ignore[arg-type] # as above
        ANYBODY,
        clock,
    )
    with pytest.raises(UserError):
        again.with_group(refused.id, "VIP", Who("U0MAYA", "T0HARBOUR"))


SERIES = {"repeat": "weekly", "every": 1, "until": (START + timedelta(days=30)).isoformat()}
EVERYTHING: dict[str, object] = {
    "origin_channel": "C0FRONT",
    "alpha_sender": "HarbourSt",
    "held_by": HeldBy.SMSIT.value,
    "send_at": START + timedelta(days=2),
    "zone": "Europe/London",
    "recurrence": SERIES,
    "occurrences": 4,
    "add_to_group": "Gold",
    "balance_shown": 5000,
    "people": 2,
    "throttle": 3,
    "rotate": True,
    "parent_id": "a list",
    "line": 7,
    "appointment_id": "an appointment",
    "appointment_text": "reminder",
    "again_of": "f" * 32,
    "appointment_at": START,
    "members": "a hash",
    "series_id": "a series",
}
"""A value for each field of a send that has a usual one, other than that."""


def sent_again(database: Database, clock: FakeClock, refused: Send) -> Send:
    around: Any = Around()
    Resend(database, around, around, ANYBODY, clock).with_group(refused.id, "VIP", Who("U0TOM", "T0HARBOUR"))
    with database.read() as conn:
        return next(from_row(row) for row in conn.execute(send.select().where(send.c.id != refused.id)))


def a_refused(database: Database, clock: FakeClock, **changes: object) -> Send:
    values = EVERYTHING | {"outcome_code": NOT_A_CONTACT} | changes
    return a_send_in(database, SendState.REFUSED, now=clock(), **values)


def test_the_new_text_is_the_refused_one_but_for_whose_it_is(database: Database, clock: FakeClock) -> None:
    refused = a_refused(database, clock)
    own = {"key": f"again:{refused.id}", "user_id": "U0TOM", "team_id": "T0HARBOUR", "add_to_group": "VIP"}
    alone = dict.fromkeys(
        ("parent_id", "line", "appointment_id", "appointment_text", "appointment_at", "again_of")
    )

    again = sent_again(database, clock, refused)

    for each in fields(NewSend):
        assert getattr(refused, each.name) != each.default or each.name == "kind", f"give {each.name} a value"
        assert getattr(again, each.name) == (own | alone).get(each.name, getattr(refused, each.name)), (
            each.name
        )
    assert again.state is SendState.QUEUED


def test_one_the_bot_held_has_had_its_time_and_goes_out_now(database: Database, clock: FakeClock) -> None:
    again = sent_again(database, clock, a_refused(database, clock, held_by=HeldBy.BOT.value))
    assert (again.held_by, again.send_at, again.recurrence, again.occurrences) == (HeldBy.NONE, None, None, 1)
    assert again.goes_at == clock()


KEPT, TYPED = "14155550100", "14155550101"
"""A number as SMS-iT keeps it, and as it was typed: no rule brings these two together."""


@pytest.mark.parametrize("listed", [KEPT, TYPED])
def test_a_number_that_was_listed_meanwhile_is_refused_in_either_spelling(
    database: Database, clock: FakeClock, listed: str
) -> None:
    refused = a_refused(database, clock, to_number=KEPT, to_phone=TYPED, to_name="Ada Lovelace")
    around = Harness(database, clock)
    again = Resend(database, around.send_service, around.safeguards.budgets, ANYBODY, clock)
    DoNotText(database, clock).add(listed, "asked by phone", Who("U0TOM", "T0HARBOUR"))

    with pytest.raises(UserError, match="is on the do-not-text list, so this text can't be sent"):
        again.with_group(refused.id, "VIP", Who("U0TOM", "T0HARBOUR"))

    with database.read() as conn:
        assert conn.execute(select(send.c.id)).scalars().all() == [refused.id]
    assert not around.jobs
