"""The form that changes what waits."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.features.scheduled import form
from bot.features.scheduled.form import Form, Meta
from bot.slack.forms import FieldErrors, State
from bot.slack.writing import message
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.features.scheduled.samples import LATER, LIST, held

MESSAGE = "message.0"


def state(message: str = "", at: datetime | None = None, edition: int = 0) -> State:
    values: dict[str, Any] = {f"message.{edition}": {"a": {"value": message}}}
    if at is not None:
        values["at"] = {"a": {"selected_date_time": int(at.timestamp())}}
    return State.of({"state": {"values": values}})


def mistakes(found: Form) -> set[str]:
    with pytest.raises(FieldErrors) as wrong:
        form.wanted(found, START)
    return set(wrong.value.by_block)


def test_the_form_opens_with_the_send_as_it_stands() -> None:
    send = held()
    found = form.opened(send, Meta(view_id="V1", zone="UTC", page=1))
    assert (found.message, found.at, found.kind) == (send.body, LATER, SendKind.CONTACT)
    meta = found.meta
    assert (meta.send_id, meta.seen, meta.now) == (send.id, START.isoformat(), 0)
    assert (meta.view_id, meta.zone, meta.page) == ("V1", "UTC", 1)
    assert str(send.body) not in repr(found)


def test_what_is_typed_is_what_is_wanted() -> None:
    meta = form.opened(held(), Meta()).meta
    change = form.wanted(form.drafted(state("New words", LATER), meta), START)
    assert (change.send_id, change.seen) == (meta.send_id, meta.seen)
    assert (change.message, change.at) == ("New words", LATER)


def test_a_text_is_needed_and_a_time_ahead_within_a_year() -> None:
    meta = form.opened(held(), Meta()).meta
    assert mistakes(form.drafted(state("", LATER), meta)) == {MESSAGE}
    assert mistakes(form.drafted(state("x" * 1601, LATER), meta)) == {MESSAGE}
    for at in (None, START, START - timedelta(days=1), START + timedelta(days=367)):
        assert mistakes(form.drafted(state("x", at), meta)) == {"at"}


def test_what_waits_for_approval_to_go_out_at_once_needs_no_time() -> None:
    send = held(state=SendState.AWAITING_APPROVAL, held_by=HeldBy.NONE, send_at=None)
    meta = form.opened(send, Meta()).meta
    assert meta.now == 1
    assert form.wanted(form.drafted(state("x"), meta), START).at is None
    assert form.wanted(form.drafted(state("x", LATER), meta), START).at == LATER
    assert mistakes(form.drafted(state("x", START), meta)) == {"at"}


def test_the_words_of_a_list_are_not_asked_for() -> None:
    meta = form.opened(held(**LIST), Meta()).meta
    found = form.drafted(state("", LATER), meta)
    assert not found.has_words
    assert form.wanted(found, START).message is None


def test_plain_characters_come_in_a_new_edition_of_the_field() -> None:
    found = message.in_plain_characters(Form(Meta(), "It\u2019s"))
    assert (found.message, found.meta.edition) == ("It's", 1)
    assert form.drafted(state("typed", edition=1), found.meta).message == "typed"
