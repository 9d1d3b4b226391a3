"""Slack's answer to a post gets lost, or the process with it: the message is found again."""

import pytest

from bot.features.messages.service import LEASE_SECONDS, Messages
from bot.slack.outgoing.poster import Posted
from bot.slack.outgoing.posting_errors import Gone, Later, NoAnswer, NotThere, Unreachable
from bot.store import messages as stored
from bot.store.database import Database
from bot.store.messages import Purpose
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.fakes.poster import FakePoster
from tests.store.samples import a_draft


def place_of(database: Database, text: str, purpose: Purpose = Purpose.SEND) -> Posted | None:
    with database.read() as conn:
        found = stored.get(conn, text, purpose)
    assert found is not None
    return None if found.channel is None or found.ts is None else Posted(found.channel, found.ts)


def test_one_whose_answer_got_lost_is_gone_on_with(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    poster.lose.append(NoAnswer("IncompleteRead"))
    messages.show(text)
    clock.advance(seconds=10)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "find C0FRONT", "update C0FRONT"]
    assert list(poster.shown) == [("C0FRONT", "1")]
    assert place_of(database, text) == Posted("C0FRONT", "1")


def test_one_whose_process_died_in_the_post_is_gone_on_with(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    poster.lose.append(Crash())
    with pytest.raises(Crash):
        messages.show(text)
    clock.advance(seconds=LEASE_SECONDS)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "find C0FRONT", "update C0FRONT"]
    assert place_of(database, text) == Posted("C0FRONT", "1")


def test_it_is_looked_for_until_slack_answers_and_posted_when_it_is_not_there(
    messages: Messages, poster: FakePoster, clock: FakeClock, text: str
) -> None:
    poster.refuse = {
        "post C0FRONT": [NoAnswer("TimeoutError")],
        "find C0FRONT": [Later(30), NoAnswer("TimeoutError")],
    }
    messages.show(text)
    for _ in range(3):
        clock.advance(minutes=6)
        messages.show_all()

    assert poster.calls == ["post C0FRONT", *["find C0FRONT"] * 3, "post C0FRONT"]


@pytest.mark.parametrize("error", [Unreachable("channel_type_not_supported"), Later(1)])
def test_where_slack_said_that_it_posted_nothing_nobody_looks(
    messages: Messages, poster: FakePoster, clock: FakeClock, text: str, error: Unreachable | Later
) -> None:
    poster.refuse = {"post C0FRONT": [error]}
    messages.show(text)
    clock.advance(minutes=6)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "post C0FRONT"]


def test_where_the_bot_may_not_look_it_is_posted_a_second_time(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    poster.lose.append(NoAnswer("IncompleteRead"))
    poster.may_look = False
    messages.show(text)
    clock.advance(seconds=10)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "find C0FRONT", "post C0FRONT"]
    assert place_of(database, text) == Posted("C0FRONT", "3")


def test_one_posted_to_the_person_is_found_there(
    messages: Messages, poster: FakePoster, clock: FakeClock, text: str
) -> None:
    poster.refuse = {"post C0FRONT": [NotThere("not_in_channel")] * 2}
    poster.lose.append(NoAnswer("IncompleteRead"))
    messages.show(text)
    clock.advance(seconds=10)
    messages.show_all()

    told = ["find C0FRONT", "post C0FRONT", "find U0MAYA", "update D0MAYA"]
    assert poster.calls == ["post C0FRONT", "post U0MAYA", *told]


def test_details_are_found_in_their_thread(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    with database.write() as conn:
        stored.open_another(conn, text, Purpose.DETAILS)
    poster.lose.append(NoAnswer("IncompleteRead"))
    messages.show(text)
    clock.advance(seconds=10)
    messages.show_all()

    assert poster.calls[1:] == ["post C0FRONT in 1", "find C0FRONT in 1", "update C0FRONT"]


def test_one_posted_anew_because_the_first_was_removed_is_not_posted_a_third_time(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    poster.refuse = {"update C0FRONT": [Gone("message_not_found")] * 2}
    poster.lose.append(NoAnswer("IncompleteRead"))
    with database.write() as conn:
        stored.outdate(conn, [text])
        conn.exec_driver_sql("UPDATE send SET state = 'cancelled'")
    messages.show(text)
    clock.advance(seconds=10)
    messages.show_all()

    assert poster.calls[1:4] == ["update C0FRONT", "post C0FRONT", "update C0FRONT"]
    assert poster.calls[4:] == ["find C0FRONT", "update C0FRONT"]
    assert place_of(database, text) == Posted("C0FRONT", "3")


def test_one_to_be_posted_anew_is_not_taken_for_the_one_before_whose_edit_got_lost(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    poster.refuse = {"update C0FRONT": [NoAnswer("internal_error")]}
    with database.write() as conn:
        stored.outdate(conn, [text])
        conn.exec_driver_sql("UPDATE send SET state = 'cancelled'")
    messages.show(text)
    with database.write() as conn:
        stored.open_another(conn, text, Purpose.SEND, anew=True)
    clock.advance(seconds=10)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "update C0FRONT", "post C0FRONT"]
    assert place_of(database, text) == Posted("C0FRONT", "3")


@pytest.mark.parametrize("at", ["channel", "person"])
def test_one_of_somebody_who_was_erased_meanwhile_is_found_and_tells_of_them_no_more(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str, at: str
) -> None:
    if at == "person":
        poster.refuse = {"post C0FRONT": [NotThere("not_in_channel")]}
    poster.lose.append(NoAnswer("IncompleteRead"))
    messages.show(text)
    with database.write() as conn:
        conn.exec_driver_sql("UPDATE send SET to_number = '', to_name = NULL")
        stored.outdate(conn, [text])
    (posted,) = poster.shown
    assert "0100" in poster.shown[posted]
    clock.advance(seconds=10)
    messages.show_all()

    assert list(poster.shown) == [posted]
    assert "0100" not in poster.shown[posted]
    assert place_of(database, text) == Posted(*posted)


def test_one_of_somebody_who_was_erased_is_found_below_the_message_it_is_under(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    above = a_draft(database, origin_channel="C0FRONT").id
    with database.write() as conn:
        stored.outdate(conn, [above])
        stored.put_under(conn, text, above, Purpose.SEND)
    messages.show(above)
    poster.lose.append(NoAnswer("IncompleteRead"))
    messages.show(text)
    with database.write() as conn:
        conn.exec_driver_sql("UPDATE send SET to_number = '', to_name = NULL WHERE id = ?", (text,))
        stored.outdate(conn, [text])
    clock.advance(seconds=10)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "post C0FRONT in 1", "find C0FRONT in 1", "update C0FRONT"]


def test_each_posting_has_a_key_of_its_own_that_says_nothing(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    with database.write() as conn:
        stored.open_another(conn, text, Purpose.SEND, anew=True)
    clock.advance(seconds=1)
    messages.show(text)

    keys = [key for _to, key in poster.keys]
    assert len(set(keys)) == len(keys) == 2
    assert all(len(key) == 32 and text not in key for key in keys)
