"""The button under a text: whoever presses it looks alone for the same text, sent since the review."""

from typing import Any

import pytest
from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.sms.service import TextService
from bot.store.database import Database
from bot.store.sends import duplicates
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.rules import send_rules
from tests.features.sends.harness import MAYA, NUMBER, Harness


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


@pytest.fixture
def texts(harness: Harness) -> TextService:
    no_contacts: Any = None  # confirming asks SMS-iT nothing
    return TextService(
        harness.database,
        no_contacts,
        harness.safeguards,
        harness.send_service,
        harness.permissions,
        send_rules(),
        harness.clock,
    )


def test_it_looks_alone_before_it_looks(
    harness: Harness, texts: TextService, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[str, str]] = []
    found = duplicates.found

    def looks(conn: Connection, phone: str, *about: Any, but: str) -> object:  # noqa: ANN401 -- handed on
        looked.append(("looks", phone))
        return found(conn, phone, *about, but=but)

    monkeypatch.setattr(duplicates, "look_alone", lambda _conn, phone: looked.append(("alone", phone)))
    monkeypatch.setattr(duplicates, "found", looks)

    texts.confirm(harness.draft(to_phone=NUMBER), MAYA, None)

    assert looked == [("alone", NUMBER), ("looks", NUMBER)]


def test_one_that_is_no_duplicate_any_more_goes(harness: Harness, texts: TextService) -> None:
    draft = harness.draft(to_phone=NUMBER)

    texts.confirm(draft, MAYA, "VIP", told="another there was")

    send = harness.the(draft)
    assert (send.state, send.add_to_group) == (SendState.QUEUED, "VIP")


def test_what_waits_is_compared_at_the_time_it_goes(harness: Harness, texts: TextService) -> None:
    held = {**harness.held(hours=3), "to_phone": NUMBER}
    texts.confirm(harness.draft("now", to_phone=NUMBER), MAYA, None)
    texts.confirm(harness.draft("held", **held), MAYA, None)
    again = harness.draft("again", **held)

    with pytest.raises(UserError, match="the same text was sent to this number a moment ago"):
        texts.confirm(again, MAYA, None)

    assert harness.the(again).state is SendState.DRAFT
