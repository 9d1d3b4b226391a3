"""Whoever asked is told in one direct message of a rejection, or that nobody decided."""

from datetime import datetime, timedelta

import pytest

from bot.access import Who
from bot.features.approvals.renderer import Renderer
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import LEASE_SECONDS, Messages
from bot.policy.model import Approval
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.poster import Content, Posted
from bot.slack.outgoing.posting_errors import NoAnswer, Unreachable
from bot.store import messages
from bot.store.messages import Purpose
from bot.store.sends import SendKind
from tests.clock import FakeClock
from tests.features.approvals.samples import MAYA, TOM, Harness, cancel
from tests.store.samples import claim_messages


class Slack:
    """Posts, with what is posted and edited written down; ``broken``, or silent afterwards, once if told."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, str]] = []
        self.edited: list[str] = []
        self.broken = self.is_silent = False
        self.keys: dict[tuple[str, str], Posted] = {}

    def find(self, to: str, key: str, _since: datetime, *, thread_ts: str | None = None) -> Posted | None:
        assert thread_ts is None
        return self.keys.get((to, key))

    def post(self, to: str, content: Content, *, thread_ts: str | None = None, key: str = "") -> Posted:
        assert key
        assert thread_ts is None
        if self.broken:
            self.broken = False
            raise Unreachable
        self.posted.append((to, content.text))
        self.keys[to, key] = where = Posted(f"D-{to}", str(len(self.posted)))
        if self.is_silent:
            self.is_silent = False
            raise NoAnswer
        return where

    def update(self, where: Posted, content: Content) -> None:
        self.edited.append(f"{where.channel}: {content.text}")

    def told(self, user: str) -> list[str]:
        return [text for to, text in self.posted if to == user]


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def drawing(harness: Harness, slack: Slack, clock: FakeClock) -> Messages:
    renderer = Renderer(harness.database, harness.approvals.reasons, lambda _: [])
    renderers = Renderers(
        {SendKind.GROUP: lambda _send: Content("the broadcast", ())},
        {},
        renderer.draw,
        Approval("C0APPROVE"),
        {Purpose.DECISION: renderer.decision},
    )
    return Messages(harness.database, slack, renderers, clock, Coalescer(Background(), seconds=0))


def test_a_rejection_is_told_once_to_whoever_asked(harness: Harness, drawing: Messages, slack: Slack) -> None:
    each = harness.asked(origin_channel="C0FRONT")

    for _ in range(2):  # Slack delivers the submission twice
        assert harness.reject(each.id, reason="Wrong week.") == ""
        drawing.show_all()

    (told,) = slack.told(each.user_id)
    assert "<@U0TOM> rejected your text to the group *VIP*. It wasn't sent. Reason: Wrong week." in told


def test_asked_again_the_message_says_so_and_no_other_is_posted(
    harness: Harness, drawing: Messages, slack: Slack
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    harness.reject(each.id, reason="Wrong week.")
    drawing.show_all()
    harness.ask_again(each.id, "The text was changed.", by="U0MAYA")
    drawing.show_all()

    assert len(slack.told(each.user_id)) == 1
    newest = [text for text in slack.edited if text.startswith(f"D-{each.user_id}")][-1]
    assert "Asked again by <@U0MAYA>" in newest
    assert "The text was changed" in newest


def test_asked_again_before_it_was_told_nothing_is_posted(
    harness: Harness, drawing: Messages, slack: Slack
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    harness.reject(each.id)
    harness.ask_again(each.id, "The text was changed.", by="U0MAYA")
    drawing.show_all()

    assert slack.told(each.user_id) == []


def test_one_whose_answer_got_lost_is_gone_on_with_though_it_was_asked_again_meanwhile(
    harness: Harness, drawing: Messages, slack: Slack, clock: FakeClock
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    drawing.show_all()
    harness.reject(each.id, reason="Wrong week.")
    slack.is_silent = True
    drawing.show_all()
    harness.ask_again(each.id, "The text was changed.", by="U0MAYA")
    clock.advance(minutes=10)
    drawing.show_all()

    assert len(slack.told(each.user_id)) == 1
    newest = [text for text in slack.edited if text.startswith(f"D-{each.user_id}")][-1]
    assert "Asked again by <@U0MAYA>" in newest


def test_what_nobody_decided_is_told_once_too(
    harness: Harness, drawing: Messages, slack: Slack, clock: FakeClock
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    clock.advance(hours=24)

    for _ in range(3):
        harness.decisions.expire()
        drawing.show_all()

    (told,) = slack.told(each.user_id)
    assert "wasn't approved in time" in told


def test_a_process_that_dies_before_it_was_told_leaves_it_to_the_next(
    harness: Harness, drawing: Messages, slack: Slack, clock: FakeClock
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    harness.reject(each.id)
    with harness.database.write() as conn:  # claimed by who then dies
        claimed = claim_messages(conn, clock(), LEASE_SECONDS, limit=10)
    assert Purpose.DECISION in {message.purpose for message in claimed}
    drawing.show_all()
    assert slack.posted == []

    clock.advance(seconds=LEASE_SECONDS + 1)
    drawing.show_all()
    drawing.show_all()

    assert len(slack.told(each.user_id)) == 1


def test_it_is_told_later_when_slack_does_not_answer(
    harness: Harness, drawing: Messages, slack: Slack, clock: FakeClock
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    drawing.show_all()
    harness.reject(each.id)
    slack.broken = True
    drawing.show_all()
    assert slack.told(each.user_id) == []

    clock.advance(minutes=10)
    drawing.show_all()

    assert len(slack.told(each.user_id)) == 1


def test_what_was_told_is_never_edited_nor_told_again(
    harness: Harness, drawing: Messages, slack: Slack
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    harness.reject(each.id)
    drawing.show_all()
    slack.edited.clear()

    with harness.database.write() as conn:
        messages.outdate(conn, (each.id,))
    drawing.show_all()

    assert len(slack.told(each.user_id)) == 1
    assert not any(edit.startswith(f"D-{each.user_id}") for edit in slack.edited)


@pytest.mark.parametrize("end", ["approved", "cancelled", "withdrawn"])
def test_nobody_is_told_what_they_did_themselves_or_wanted(
    harness: Harness, drawing: Messages, slack: Slack, end: str
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    match end:
        case "approved":
            harness.approve(each.id, TOM)
        case "cancelled":
            cancel(harness, each.id)
        case _:
            harness.reject(each.id, MAYA)
    drawing.show_all()

    assert slack.told(each.user_id) == []


def test_of_a_request_that_was_asked_for_anew_only_the_end_is_told(
    harness: Harness, drawing: Messages, slack: Slack, clock: FakeClock
) -> None:
    each = harness.asked(origin_channel="C0FRONT")
    harness.ask_again(each.id, "The text was changed.")
    drawing.show_all()
    assert slack.told(each.user_id) == []
    harness.reject(each.id, Who("U0PRIYA", "T0HARBOUR"), round_=2)

    clock.advance(seconds=timedelta(days=2).total_seconds())
    harness.decisions.expire()
    drawing.show_all()

    assert len(slack.told(each.user_id)) == 1
