"""A broadcast that is refused because of somebody in its group, taken up as a list for the others."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Choice
from bot.features.lists import others
from bot.features.lists.others import Others
from bot.features.lists.request import Request
from bot.features.lists.views import others as others_view
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.features.lists.harness import MAYA
from tests.store.samples import new_send

ZONE = ZoneInfo("Europe/London")
USUAL = {"kind": SendKind.GROUP, "to_number": "", "to_name": "VIP", "body": "Hi", "user_id": MAYA.user_id}


def kept(database: Database, **changes: object) -> str:
    new: NewSend = new_send(**(USUAL | changes))
    with database.write() as conn:
        return sends.insert_draft(conn, new, now=START).id


def test_it_is_as_the_broadcast_was_to_be(database: Database) -> None:
    at = START + timedelta(days=1)
    send_id = kept(
        database,
        held_by=HeldBy.SMSIT,
        send_at=at,
        sender="1",
        alpha_sender="HARBOUR",
        origin_channel="C0FRONT",
    )
    found = Others(database).instead_of(send_id, MAYA, "key", ZONE)
    assert found.request == Request(None, "", "Hi", "1", "HARBOUR", at, people=Choice(groups=("VIP",)))
    assert (found.who, found.channel, found.key, found.zone) == (MAYA, "C0FRONT", "key", ZONE)
    now = Others(database).instead_of(kept(database), MAYA, "key", ZONE)
    assert now.request.at is None


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ({"kind": SendKind.LIST}, MAYA),
        ({"user_id": "U0TOM"}, MAYA),
        ({"to_name": None}, MAYA),
    ],
)
def test_only_a_draft_of_a_broadcast_of_theirs(
    database: Database, changes: dict[str, object], who: Who
) -> None:
    with pytest.raises(UserError) as error:
        Others(database).instead_of(kept(database, **changes), who, "key", ZONE)
    assert error.value.sentence == others.GONE


def test_not_what_was_sent_or_never_was(database: Database) -> None:
    send_id = kept(database)
    with database.write() as conn:
        sends.move(conn, send_id, SendState.QUEUED, now=START)
    for each in (send_id, "0" * 32):
        with pytest.raises(UserError):
            Others(database).instead_of(each, MAYA, "key", ZONE)


def test_the_button_says_how_many_they_are() -> None:
    assert others_view.button("id", 1311)["text"]["text"] == "Send to the other 1,311, one at a time"
    assert others_view.button("id", 1)["text"]["text"] == "Send to the other person"
