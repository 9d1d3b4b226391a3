"""The messages beside the main one: details in its thread, and the request to the approvers."""

import pytest

from bot.engine.retry_delays import RETRY_DELAYS
from bot.features.messages.service import Messages
from bot.slack.outgoing.posting_errors import Gone, NotThere
from bot.store import messages as stored_messages
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.features.delivery.samples import a_text, move


def another(database: Database, send_id: str, purpose: Purpose) -> None:
    with database.write() as conn:
        stored_messages.open_another(conn, send_id, purpose)


def test_details_stand_in_the_thread_of_the_main_message_and_are_edited_there(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.DETAILS)

    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    messages.show(text)

    main = poster.calls.index("post C0FRONT") + 1
    assert poster.calls == ["post C0FRONT", f"post C0FRONT in {main}", "update C0FRONT", "update C0FRONT"]


def test_details_wait_for_the_message_their_thread_begins_with(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.DETAILS)
    poster.refuse["post C0FRONT"] = [NotThere("not_in_channel")]
    poster.refuse["post U0MAYA"] = [NotThere("cannot_dm")]

    messages.show(text)
    assert not [call for call in poster.calls if " in " in call]

    clock.advance(seconds=RETRY_DELAYS[0])
    messages.show(text)
    assert [call for call in poster.calls if " in " in call] == [f"post C0FRONT in {len(poster.calls) - 1}"]


def test_details_that_were_removed_are_posted_anew(
    messages: Messages, poster: FakePoster, database: Database, text: str
) -> None:
    another(database, text, Purpose.DETAILS)
    messages.show(text)
    another(database, text, Purpose.DETAILS)
    poster.refuse["update C0FRONT"] = [Gone("message_not_found")]

    messages.show(text)

    assert poster.calls[-1].startswith("post C0FRONT in ")


def test_approvers_are_asked_in_their_channel(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.APPROVAL)

    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    messages.show(text)

    assert [call for call in poster.calls if "APPROVE" in call] == ["post C0APPROVE", "update C0APPROVE"]


def test_a_request_that_was_removed_is_posted_anew(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    another(database, text, Purpose.APPROVAL)
    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    poster.refuse["update C0APPROVE"] = [Gone("message_not_found")]

    messages.show(text)

    assert poster.calls[-2:] == ["update C0APPROVE", "post C0APPROVE"]


def test_where_approvers_cannot_be_asked_it_is_logged_and_tried_again(
    messages: Messages,
    poster: FakePoster,
    database: Database,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = a_text(database, clock)
    another(database, text, Purpose.APPROVAL)
    poster.refuse["post C0APPROVE"] = [NotThere("not_in_channel")]

    messages.show(text)
    assert "invite it there" in caplog.text
    assert "post U0MAYA" not in poster.calls  # it does not wait for approval

    clock.advance(seconds=RETRY_DELAYS[0])
    messages.show(text)
    assert poster.calls[-1] == "post C0APPROVE"


def test_whoever_waits_for_approvers_that_cannot_be_asked_is_told_once(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    text = waits_for_approval(database, clock)
    poster.refuse["post C0APPROVE"] = [NotThere("not_in_channel")] * 3

    for pause in (0, *RETRY_DELAYS[:2]):
        clock.advance(seconds=pause)
        messages.show(text)

    assert poster.calls.count("post C0APPROVE") == 3
    assert poster.calls.count("post U0MAYA") == 1
    (told,) = [said for said in poster.texts if "the bot can't ask" in said]
    assert "the bot can't ask in <#C0APPROVE> because it isn't in that channel. Invite it" in told
    assert "The text to *•••0100*" in told


def test_one_who_cannot_be_told_either_does_not_keep_the_request_from_being_tried_again(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    text = waits_for_approval(database, clock)
    poster.refuse["post C0APPROVE"] = [NotThere("not_in_channel")]
    poster.refuse["post U0MAYA"] = [NotThere("cannot_dm")]

    messages.show(text)
    clock.advance(seconds=RETRY_DELAYS[0])
    messages.show(text)

    assert poster.calls[-1] == "post C0APPROVE"


def waits_for_approval(database: Database, clock: FakeClock) -> str:
    text = a_text(database, clock)
    move(database, clock, text, SendState.AWAITING_APPROVAL)
    another(database, text, Purpose.APPROVAL)
    return text


def test_what_cannot_be_posted_in_its_thread_goes_to_the_writer(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    reminder = a_text(database, clock, key="reminder")
    with database.write() as conn:
        stored_messages.put_under(conn, reminder, text, Purpose.SEND)
    thread = f"post C0FRONT in {len(poster.calls)}"
    poster.refuse[thread] = [NotThere("is_archived")]

    messages.show(reminder)

    assert poster.calls[-2:] == [thread, "post U0MAYA"]
