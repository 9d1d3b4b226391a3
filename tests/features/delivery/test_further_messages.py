"""The messages beside the main one: details in its thread, and the request to the approvers."""

import pytest

from bot.engine.retry_delays import RETRY_DELAYS
from bot.features.delivery.board import Board
from bot.slack.poster import Gone, NotThere
from bot.store import messages
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.delivery.texts import a_text, move
from tests.features.delivery.wall import Wall


def another(database: Database, send_id: str, purpose: Purpose) -> None:
    with database.write() as conn:
        messages.open_another(conn, send_id, purpose)


def test_details_stand_in_the_thread_of_the_main_message_and_are_edited_there(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.DETAILS)

    board.show(text)
    move(database, clock, text, SendState.CANCELLED)
    board.show(text)

    main = wall.calls.index("post C0FRONT") + 1
    assert wall.calls == ["post C0FRONT", f"post C0FRONT in {main}", "update C0FRONT", "update C0FRONT"]


def test_details_wait_for_the_message_their_thread_begins_with(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.DETAILS)
    wall.refuse["post C0FRONT"] = [NotThere("not_in_channel")]
    wall.refuse["post U0MAYA"] = [NotThere("cannot_dm")]

    board.show(text)
    assert not [call for call in wall.calls if " in " in call]

    clock.advance(seconds=RETRY_DELAYS[0])
    board.show(text)
    assert [call for call in wall.calls if " in " in call] == [f"post C0FRONT in {len(wall.calls) - 1}"]


def test_details_that_were_removed_are_posted_anew(
    board: Board, wall: Wall, database: Database, text: str
) -> None:
    another(database, text, Purpose.DETAILS)
    board.show(text)
    another(database, text, Purpose.DETAILS)
    wall.refuse["update C0FRONT"] = [Gone("message_not_found")]

    board.show(text)

    assert wall.calls[-1].startswith("post C0FRONT in ")


def test_approvers_are_asked_in_their_channel(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.APPROVAL)

    board.show(text)
    move(database, clock, text, SendState.CANCELLED)
    board.show(text)

    assert [call for call in wall.calls if "APPROVE" in call] == ["post C0APPROVE", "update C0APPROVE"]


def test_a_request_that_was_removed_is_posted_anew(
    board: Board, wall: Wall, database: Database, text: str
) -> None:
    another(database, text, Purpose.APPROVAL)
    board.show(text)
    another(database, text, Purpose.APPROVAL)
    wall.refuse["update C0APPROVE"] = [Gone("message_not_found")]

    board.show(text)

    assert wall.calls[-2:] == ["update C0APPROVE", "post C0APPROVE"]


def test_where_approvers_cannot_be_asked_it_is_logged_and_tried_again(
    board: Board, wall: Wall, database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    text = a_text(database, clock)
    another(database, text, Purpose.APPROVAL)
    wall.refuse["post C0APPROVE"] = [NotThere("not_in_channel")]

    board.show(text)
    assert "invite it there" in caplog.text
    assert "post U0MAYA" not in wall.calls  # it does not wait for approval

    clock.advance(seconds=RETRY_DELAYS[0])
    board.show(text)
    assert wall.calls[-1] == "post C0APPROVE"


def test_whoever_waits_for_approvers_that_cannot_be_asked_is_told_once(
    board: Board, wall: Wall, database: Database, clock: FakeClock
) -> None:
    text = waits_for_approval(database, clock)
    wall.refuse["post C0APPROVE"] = [NotThere("not_in_channel")] * 3

    for pause in (0, *RETRY_DELAYS[:2]):
        clock.advance(seconds=pause)
        board.show(text)

    assert wall.calls.count("post C0APPROVE") == 3
    assert wall.calls.count("post U0MAYA") == 1
    (told,) = [said for said in wall.texts if "I could not ask" in said]
    assert "the approvers in <#C0APPROVE>: I am not in that channel. Invite me there" in told
    assert "The text to *•••0100*" in told


def test_one_who_cannot_be_told_either_does_not_keep_the_request_from_being_tried_again(
    board: Board, wall: Wall, database: Database, clock: FakeClock
) -> None:
    text = waits_for_approval(database, clock)
    wall.refuse["post C0APPROVE"] = [NotThere("not_in_channel")]
    wall.refuse["post U0MAYA"] = [NotThere("cannot_dm")]

    board.show(text)
    clock.advance(seconds=RETRY_DELAYS[0])
    board.show(text)

    assert wall.calls[-1] == "post C0APPROVE"


def waits_for_approval(database: Database, clock: FakeClock) -> str:
    text = a_text(database, clock)
    move(database, clock, text, SendState.AWAITING_APPROVAL)
    another(database, text, Purpose.APPROVAL)
    return text


def test_what_cannot_be_posted_in_its_thread_goes_to_the_writer(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    board.show(text)
    reminder = a_text(database, clock, key="reminder")
    with database.write() as conn:
        messages.put_under(conn, reminder, text, Purpose.SEND)
    thread = f"post C0FRONT in {len(wall.calls)}"
    wall.refuse[thread] = [NotThere("is_archived")]

    board.show(reminder)

    assert wall.calls[-2:] == [thread, "post U0MAYA"]
