"""Edits of what waits, driven as Slack would drive them."""

import pytest

from bot.errors import UserError
from bot.store.database import Database
from bot.store.sends import HeldBy
from bot.store.states import SendState
from tests.clock import START
from tests.features.samples import words_in
from tests.features.scheduled.harness import SOON, Harness
from tests.features.scheduled.samples import GROUP, LIST, put, the
from tests.features.slack_harness import typed


def test_saving_a_form_nobody_changed_says_so(harness: Harness, database: Database) -> None:
    send = put(database)
    harness.save(harness.form(), "Your table is ready", send.send_at)
    assert "Nothing changed." in harness.shown
    assert the(database, send.id) == send


def test_a_text_is_changed_and_the_listing_below_shows_it(harness: Harness, database: Database) -> None:
    send = put(database)
    form = harness.form()
    assert "Your table is ready" in words_in(form)
    assert "Text to *Ada Lovelace (•••0100)*" in words_in(form)

    assert harness.save(form, "Your table waits", SOON) == {}

    now = the(database, send.id)
    assert (now.body, now.send_at) == ("Your table waits", SOON)
    assert harness.slack_harness.windows.updates[-1][0] == "VLIST"
    assert "Saved. It's scheduled for " in harness.shown
    assert "Your table waits" in harness.shown
    assert ":zzz:" not in harness.shown


def test_quiet_hours_are_told_and_do_not_block(harness: Harness, database: Database) -> None:
    send = put(database)
    harness.night = "It is quiet hours there then."
    harness.save(harness.form(), "Hello", SOON)
    assert ":zzz: It is quiet hours there then." in harness.shown
    assert the(database, send.id).send_at == SOON


def test_what_needs_approval_says_so(harness: Harness, database: Database) -> None:
    send = put(database, **GROUP)
    harness.approvals.says = "The text was changed."
    harness.save(harness.form(), "Hello", SOON)
    assert "It needs approval first. The text was changed." in harness.shown
    assert the(database, send.id).state is SendState.AWAITING_APPROVAL


def test_without_a_time_nothing_is_said_of_one(harness: Harness, database: Database) -> None:
    put(database, state=SendState.AWAITING_APPROVAL, held_by=HeldBy.NONE, send_at=None)
    harness.night, harness.approvals.says = "never asked", "The text was changed."
    harness.save(harness.form(), "Hello", None)
    assert ":white_check_mark: Saved. It needs approval first." in harness.shown
    assert "never asked" not in harness.shown


def test_the_time_of_a_list_is_changed_without_its_words(harness: Harness, database: Database) -> None:
    send = put(database, **LIST)
    harness.save(harness.form(), "", SOON)
    now = the(database, send.id)
    assert (now.body, now.send_at) == (send.body, SOON)


def test_mistakes_stand_beside_their_fields(harness: Harness, database: Database) -> None:
    send = put(database)
    ack = harness.save(harness.form(), "", START)
    assert ack["response_action"] == "errors"
    assert set(ack["errors"]) == {"message.0", "at"}
    assert the(database, send.id) == send


def test_a_change_of_what_moved_on_is_refused(harness: Harness, database: Database) -> None:
    put(database)
    form = harness.form()
    harness.save(form, "First", SOON)
    with pytest.raises(UserError, match="has changed since you opened"):
        harness.save(form, "Second", SOON)


def test_the_count_follows_while_somebody_writes(harness: Harness, database: Database) -> None:
    put(database)
    form = harness.form()
    state = {"values": {"message.0": {"scheduled.message": typed("It\u2019s ready")}}}

    harness.scheduled_listeners.typed(harness.slack_harness.press({**form, "state": state}, view_id="VFORM"))
    assert "*1 segment*" in harness.shown
    assert "Use plain characters" in harness.shown

    harness.scheduled_listeners.plain(harness.slack_harness.press({**form, "state": state}, view_id="VFORM"))
    fields = [
        block["element"]["initial_value"]
        for block in harness.slack_harness.windows.last["blocks"]
        if block.get("block_id") == "message.1"
    ]
    assert fields == ["It's ready"]
