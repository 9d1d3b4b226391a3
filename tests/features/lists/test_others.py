"""A broadcast that is refused because of somebody in its group, taken up as a list for the others."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Choice
from bot.features.lists import drafts, others
from bot.features.lists.others import Others, held_behind, key_instead
from bot.features.lists.reached import Reached
from bot.features.lists.request import Request
from bot.features.lists.views import others as others_view
from bot.features.sends import series
from bot.features.sends.holds import Hold
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, SendKind
from bot.store.states import SendState
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Rule
from tests.clock import START, FakeClock
from tests.fakes.people import ANYBODY
from tests.features.lists.harness import MAYA
from tests.store.samples import new_send

ZONE = ZoneInfo("Europe/London")
USUAL = {"kind": SendKind.GROUP, "to_number": "", "to_name": "VIP", "body": "Hi", "user_id": MAYA.user_id}


def kept(database: Database, **changes: object) -> str:
    new: NewSend = new_send(**(USUAL | changes))
    with database.write() as conn:
        return sends.insert_draft(conn, new, now=START).id


def others_of(database: Database) -> Others:
    return Others(database, ANYBODY, FakeClock(START))


def held(database: Database, **changes: object) -> str:
    """A broadcast that was held when its time had come."""
    send_id = kept(database, key="held", held_by=HeldBy.BOT, send_at=START)
    columns = {"hold_code": Hold.LISTED.value, "hold_sentence": "One is listed.", **changes}
    with database.write() as conn:
        sends.move(conn, send_id, SendState.SCHEDULED, now=START, **columns)
    return send_id


def test_one_that_repeats_becomes_a_list_that_repeats_and_replaces_what_it_was_to(database: Database) -> None:
    first = START + timedelta(days=1)
    rule = Rule(Cycle.DAILY, times=3)
    dates = series.here(rule, first, ZONE, "f" * 32)
    repeats = recurrence.dump(dates.kept) if dates.kept else None
    send_id = kept(database, recurrence=repeats, held_by=HeldBy.BOT, send_at=dates.first)
    request = others_of(database).instead_of(send_id, MAYA, "key", ZONE).request
    assert (request.at, request.replaces) == (first, "f" * 32)
    again = drafts.dates_of(request, ZONE)
    assert again is not None
    assert again.series == dates.series


def test_what_takes_the_place_of_one_that_is_held_cancels_it_once(database: Database) -> None:
    others_, send_id = others_of(database), held(database)
    found = others_.instead_of_held(send_id, MAYA, "press", ZONE)
    assert found.request == Request(
        None, "", "Hi", "14155550000", None, None, people=Choice(groups=("VIP",))
    ), "its time has come"
    first, second = (
        new_send(kind=SendKind.LIST, key=key_instead(send_id, press)) for press in ("press", "other")
    )
    with database.write() as conn:
        others_.take_its_place(conn, sends.insert_draft(conn, first, now=START), MAYA)
        one = sends.get(conn, send_id)
        assert one is not None
        assert (one.state, one.decided_by) == (SendState.CANCELLED, MAYA.user_id)
        with pytest.raises(UserError, match="it was cancelled in the meantime"):
            others_.take_its_place(conn, sends.insert_draft(conn, second, now=START), MAYA)
        others_.take_its_place(conn, sends.insert_draft(conn, new_send(key="any"), now=START), MAYA)
    with pytest.raises(UserError, match="it was cancelled in the meantime"):
        others_.instead_of_held(send_id, MAYA, "late", ZONE)


@pytest.mark.parametrize(
    "changes",
    [
        {"hold_code": Hold.LATE.value},
        {"hold_code": None},
        {"risked": 1},
        {"recurrence": {"repeat": "Daily", "every": 1, "until": START.isoformat()}},
    ],
    ids=["late", "waits", "may have gone", "a series at SMS-iT"],
)
def test_only_one_that_is_held_for_that_and_did_not_go(
    database: Database, changes: dict[str, object]
) -> None:
    with pytest.raises(UserError):
        others_of(database).require_held(held(database, **changes), MAYA)


def test_what_it_becomes_without_those_who_are_not_reached_takes_its_place_too(database: Database) -> None:
    key = key_instead(held(database), "press")
    with database.write() as conn:
        draft = sends.insert_draft(
            conn, new_send(kind=SendKind.LIST, key=key, people=2, user_id=MAYA.user_id), now=START
        )
    again = Reached(database).request(draft.id, MAYA, "leaves out")
    assert held_behind(again.key) == held_behind(key) is not None
    assert again.key != key


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
    found = others_of(database).instead_of(send_id, MAYA, "key", ZONE)
    assert found.request == Request(None, "", "Hi", "1", "HARBOUR", at, people=Choice(groups=("VIP",)))
    assert (found.who, found.channel, found.key, found.zone) == (MAYA, "C0FRONT", "key", ZONE)
    now = others_of(database).instead_of(kept(database), MAYA, "key", ZONE)
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
        others_of(database).instead_of(kept(database, **changes), who, "key", ZONE)
    assert error.value.sentence == others.GONE


def test_not_what_was_sent_or_never_was(database: Database) -> None:
    send_id = kept(database)
    with database.write() as conn:
        sends.move(conn, send_id, SendState.QUEUED, now=START)
    for each in (send_id, "0" * 32):
        with pytest.raises(UserError):
            others_of(database).instead_of(each, MAYA, "key", ZONE)


def test_the_button_says_how_many_they_are() -> None:
    assert others_view.button("id", 1311)["text"]["text"] == "Send to the other 1,311, one at a time"
    assert others_view.button("id", 1)["text"]["text"] == "Send to the other person"
