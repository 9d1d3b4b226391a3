"""The form that changes what waits."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.features.scheduled import form
from bot.features.scheduled.form import Form, FormState
from bot.slack.blocks.fields import message
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.features.scheduled.samples import LATER, LIST, held

MESSAGE = "message.0"


def typed(message: str = "", at: datetime | None = None, edition: int = 0) -> Values:
    values: dict[str, Any] = {f"message.{edition}": {"a": {"value": message}}}
    if at is not None:
        values["at"] = {"a": {"selected_date_time": int(at.timestamp())}}
    return Values.of({"state": {"values": values}})


def mistakes(found: Form) -> set[str]:
    with pytest.raises(FieldErrors) as wrong:
        form.validate(found, START)
    return set(wrong.value.by_block)


def test_the_form_opens_with_the_send_as_it_stands() -> None:
    send = held()
    found = form.opened(send, FormState(view_id="V1", zone="UTC", page=1))
    assert (found.message, found.at, found.kind) == (send.body, LATER, SendKind.CONTACT)
    state = found.state
    assert (state.send_id, state.seen, state.now) == (send.id, START.isoformat(), 0)
    assert (state.view_id, state.zone, state.page) == ("V1", "UTC", 1)
    assert str(send.body) not in repr(found)


def test_what_is_typed_is_what_is_wanted() -> None:
    state = form.opened(held(), FormState()).state
    change = form.validate(form.read(typed("New words", LATER), state), START)
    assert (change.send_id, change.seen) == (state.send_id, state.seen)
    assert (change.message, change.at) == ("New words", LATER)


def test_a_text_is_needed_and_a_time_ahead_within_a_year() -> None:
    state = form.opened(held(), FormState()).state
    assert mistakes(form.read(typed("", LATER), state)) == {MESSAGE}
    assert mistakes(form.read(typed("x" * 1601, LATER), state)) == {MESSAGE}
    for at in (None, START, START - timedelta(days=1), START + timedelta(days=367)):
        assert mistakes(form.read(typed("x", at), state)) == {"at"}


def test_what_waits_for_approval_to_go_out_at_once_needs_no_time() -> None:
    send = held(state=SendState.AWAITING_APPROVAL, held_by=HeldBy.NONE, send_at=None)
    state = form.opened(send, FormState()).state
    assert state.now == 1
    assert form.validate(form.read(typed("x"), state), START).at is None
    assert form.validate(form.read(typed("x", LATER), state), START).at == LATER
    assert mistakes(form.read(typed("x", START), state)) == {"at"}


def test_the_words_of_a_list_are_not_asked_for() -> None:
    state = form.opened(held(**LIST), FormState()).state
    found = form.read(typed("", LATER), state)
    assert not found.has_words
    assert form.validate(found, START).message is None


def test_plain_characters_come_in_a_new_edition_of_the_field() -> None:
    found = message.in_plain_characters(Form(FormState(), "It\u2019s"))
    assert (found.message, found.state.edition) == ("It's", 1)
    assert form.read(typed("typed", edition=1), found.state).message == "typed"
