"""What listeners hand over: done behind their back, and answered for when it fails."""

import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from bot.errors import TooBusy, UserError
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.replies import words
from bot.slack.outgoing.responder import WAITING_EACH, Responder
from bot.slack.outgoing.view_order import OwnOrder
from tests.fakes.slack import FakeReplies
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.seals import SEALS
from tests.slack.conftest import Slack
from tests.slack.interactions import SAM, command, interaction, payload


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=5)
    yield background
    background.stop()


@pytest.fixture
def replies() -> FakeReplies:
    return FakeReplies()


@pytest.fixture
def responder(slack: Slack, replies: FakeReplies, background: Background) -> Responder:
    return Responder(Modals(slack.client, SEALS), replies, background, background, OwnOrder())


def modal(title: str) -> Block:
    return kit.modal(callback_id="c", title=title, blocks=[kit.section(title)])


def finished(background: Background) -> None:
    """Wait until all is done that was handed over: what has not begun when it stops is dropped."""
    wait_until(background.is_quiet)
    background.stop()


def test_a_modal_is_opened_and_then_edited(
    slack: Slack, responder: Responder, background: Background
) -> None:
    maya = slack.workspace.person("U0MAYA")
    responder.open(slack.interaction(), lambda: modal("First"))
    opened = slack.workspace.wait_for(lambda: maya.view)
    assert opened is not None

    responder.edit(interaction(payload("block_actions", view={"id": opened.id})), lambda: modal("Second"))

    slack.workspace.wait_for(lambda: maya.title == "Second")


def test_a_form_that_was_submitted_is_not_edited_any_more(
    responder: Responder, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.outgoing.background.OVERTAKEN_SECONDS", 0.01)
    begun, go_on = threading.Event(), threading.Event()
    here = interaction(payload("block_actions", view={"id": "V1"}))
    drawn: list[str] = []

    def hold() -> Block:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)
        return modal("First")

    def draw() -> Block:
        drawn.append("Second")
        return modal("Second")

    responder.edit(here, hold)
    assert begun.wait(PATIENCE_SECONDS)
    responder.edit(here, draw)
    responder.leave(here)
    go_on.set()

    finished(background)
    assert drawn == []


def test_an_answer_is_found_out_and_given(
    slack: Slack, responder: Responder, background: Background, replies: FakeReplies
) -> None:
    responder.answer(slack.interaction(), lambda: words("5,000 credits"))

    finished(background)
    assert replies.texts == ["5,000 credits"]


def test_what_a_person_can_mend_is_told_in_its_own_words(
    slack: Slack,
    responder: Responder,
    background: Background,
    replies: FakeReplies,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refused() -> None:
        raise UserError("SMS-iT does not answer. Try again later.")

    responder.later(slack.interaction(), refused)

    finished(background)
    assert replies.texts == ["SMS-iT does not answer. Try again later."]
    assert caplog.records == []


def test_what_nobody_foresaw_is_told_and_logged_under_one_reference(
    slack: Slack,
    responder: Responder,
    background: Background,
    replies: FakeReplies,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks() -> None:
        raise KeyError("+14155550100: Your test is positive")

    responder.later(slack.interaction(), breaks)

    finished(background)
    found = re.search(r"`([0-9a-f]{8})`", replies.texts[0])
    assert found is not None
    assert found[1] in caplog.text
    assert "KeyError" in caplog.text
    assert "4155550100" not in caplog.text + replies.texts[0]
    assert "positive" not in caplog.text + replies.texts[0]


def test_a_full_desk_says_so_to_the_listener(
    slack: Slack, responder: Responder, background: Background
) -> None:
    background.stop()

    with pytest.raises(TooBusy):
        responder.later(slack.interaction(), list)
    with pytest.raises(TooBusy):
        responder.edit(interaction(payload("block_actions", view={"id": "V1"})), lambda: modal("First"))


@pytest.mark.parametrize("error", [UserError("Not now."), KeyError()])
def test_a_command_that_fails_gives_back_what_was_typed(
    responder: Responder, background: Background, replies: FakeReplies, error: Exception
) -> None:
    def fails() -> None:
        raise error

    responder.later(interaction(command("Ada *your* table")), fails)

    finished(background)
    assert [content.blocks[-1] for content in replies.contents] == kit.typed("/sms Ada *your* table")


@pytest.mark.parametrize(("typed", "times"), [("Ada your table", 1), ("scheduled", 0), ("", 0)])
def test_a_window_that_is_gone_before_it_is_filled_is_told_if_words_went_with_it(
    responder: Responder, background: Background, replies: FakeReplies, typed: str, times: int
) -> None:
    here = interaction(command(typed))
    responder.later(here, lambda: responder.fill(here, "VGONE", modal("Second")))

    finished(background)
    assert len(replies.contents) == times
    assert all("the window was closed" in text for text in replies.texts)


def test_a_window_may_take_the_place_of_the_one_it_was_asked_for_in(
    slack: Slack, responder: Responder, background: Background
) -> None:
    maya = slack.workspace.person("U0MAYA")
    responder.open(slack.interaction(), lambda: modal("First"))
    opened = slack.workspace.wait_for(lambda: maya.view)
    assert opened is not None
    body = payload("block_actions", view={"id": opened.id, "type": "modal"})

    assert responder.show(replace(interaction(body), replaces=True), modal("Second")) == opened.id
    assert maya.title == "Second"
    assert maya.view is not None
    assert maya.view.id == opened.id


def test_what_another_version_wrote_is_told_to_whom_it_concerns(
    responder: Responder, replies: FakeReplies, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    press = interaction(payload("block_actions", view={"id": "V1", "private_metadata": "{"}))

    def read() -> None:
        metadata.load(Written, press.private_metadata)

    responder.later(press, read)
    responder.edit(press, lambda: {"title": metadata.load(Written, press.private_metadata).title})
    wait_until(background.is_quiet)

    assert replies.texts == [metadata.STALE]
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


@dataclass(frozen=True)
class Written:
    title: str


def test_a_burst_of_answers_waits_in_turn_and_holds_up_nobody_else(
    slack: Slack, replies: FakeReplies
) -> None:
    lookups = Background(threads=2, waiting=None)
    responder = Responder(Modals(slack.client, SEALS), replies, lookups, lookups, OwnOrder())
    asking, go_on, other = list[int](), threading.Event(), threading.Event()

    def content() -> Content:
        asking.append(1)
        assert go_on.wait(PATIENCE_SECONDS)
        return words("1,000 credits")

    for _ in range(1 + WAITING_EACH):
        responder.answer(interaction(command("credits")), content)
    with pytest.raises(TooBusy):
        responder.answer(interaction(command("credits")), content)
    responder.look_up(interaction(command("contacts", SAM)), other.set)
    assert other.wait(PATIENCE_SECONDS)
    assert len(asking) == 1

    go_on.set()
    wait_until(lookups.is_quiet)
    assert lookups.stop()
    assert len(replies.texts) == 1 + WAITING_EACH
