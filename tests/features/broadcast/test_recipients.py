"""Whom a broadcast went to is on record: those who were in the group right before the attempt."""

import pytest

from bot.features.broadcast.recipients import LEFT_AFTER, Recipients
from bot.policy.model import Retention
from bot.sandbox.smsit.faults import Fault
from bot.smsit import SmsItClient
from bot.store import broadcast_audiences, sends
from bot.store.batched_writes import PORTION
from bot.store.broadcast_audiences import Recipient
from bot.store.database import Database
from bot.store.states import SendState
from bot.store.tables import broadcast_audience, broadcast_recipient
from tests.clock import FakeClock
from tests.features.broadcast.harness import Harness
from tests.store.samples import new_send

ADA, POLLY = "14155550100", "14155550121"


def on_record(harness: Harness, send_id: str) -> list[list[str]]:
    with harness.database.read() as conn:
        found = broadcast_audiences.attempted(conn, send_id)
        pages = [broadcast_audiences.page(conn, each.id, 1, each.size) for each in found]
    return [sorted(each.number for each in page) for page in pages]


def rows(database: Database) -> tuple[int, int]:
    with database.read() as conn:
        tables = (broadcast_audience, broadcast_recipient)
        audiences, recipients = (len(conn.execute(each.select()).all()) for each in tables)
    return audiences, recipients


def test_whom_smsit_texted_is_on_record(harness: Harness) -> None:
    harness.join("VIP", "14155550300", "Gone", subscribed=False)
    send = harness.confirmed()

    harness.run()

    assert on_record(harness, send.id) == [sorted(number for number, _ in harness.texts)] == [[ADA, POLLY]]


def test_whoever_left_since_the_review_is_not(harness: Harness) -> None:
    send = harness.confirmed()
    harness.account.opt_out(POLLY)

    harness.run()

    assert on_record(harness, send.id) == [[ADA]]


def test_they_are_written_down_before_the_attempt_and_stay_when_it_never_comes_back(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = harness.confirmed()
    seen: list[list[str]] = []

    def request(*_given: object, **_named: object) -> None:
        seen.extend(on_record(harness, send.id))
        raise KeyError

    monkeypatch.setattr(harness.client, "send_to_group", request)
    harness.run()

    assert harness.the(send.id).state is SendState.UNKNOWN
    assert seen == on_record(harness, send.id) == [[ADA, POLLY]]


def test_an_attempt_that_did_not_reach_smsit_leaves_nobody_and_the_next_one_does(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = harness.confirmed()
    with (
        monkeypatch.context() as patch,
        SmsItClient(harness.account.api_key, base_url="http://127.0.0.1:9/", sleep=lambda _: None) as away,
    ):
        patch.setattr(harness.attempts, "_client", away)
        harness.run()
    assert harness.the(send.id).state is SendState.QUEUED
    assert rows(harness.database) == (0, 0)

    harness.run()

    assert on_record(harness, send.id) == [[ADA, POLLY]]


def test_of_one_that_was_called_off_nobody_is_kept(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    send = harness.confirmed()
    keep = Recipients.keep

    def cancelled_meanwhile(self: Recipients, send_id: str, to: tuple[Recipient, ...]) -> str:
        token = keep(self, send_id, to)
        with harness.database.write() as conn:
            sends.move(conn, send_id, SendState.CANCELLED, now=harness.clock())
        return token

    monkeypatch.setattr(Recipients, "keep", cancelled_meanwhile)
    harness.run()

    assert harness.the(send.id).state is SendState.CANCELLED
    assert not harness.texts
    assert rows(harness.database) == (0, 0)


def test_an_attempt_with_an_unclear_outcome_and_the_one_after_it_each_have_their_own(
    harness: Harness, clock: FakeClock
) -> None:
    send = harness.confirmed()
    harness.account.faults.add("smsgroup", Fault.REPLY_LOST)
    harness.run()
    assert harness.the(send.id).state is SendState.UNKNOWN
    clock.advance(seconds=60)
    harness.account.opt_out(POLLY)
    with harness.database.write() as conn:
        assert sends.move(conn, send.id, SendState.QUEUED, now=clock(), only_from=SendState.UNKNOWN)

    harness.run()

    assert on_record(harness, send.id) == [[ADA, POLLY], [ADA]]


def test_many_are_written_down_and_forgotten_a_portion_at_a_time(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Recipient(str(number), str(number)) for number in range(2 * PORTION + 1)]
    added: list[int] = []
    add = broadcast_audiences.add

    def counted(conn: object, token: str, first: int, some: list[Recipient]) -> None:
        added.append(len(some))
        add(conn, token, first, some)  # type: ignore[arg-type] # as it comes

    monkeypatch.setattr(broadcast_audiences, "add", counted)
    with database.write() as conn:
        send = sends.insert_draft(conn, new_send(), now=clock())
    recipients = Recipients(database, clock)
    token = recipients.keep(send.id, people)
    assert added == [PORTION, PORTION, 1]
    with database.read() as conn:
        assert broadcast_audiences.page(conn, token, PORTION, PORTION + 1) == tuple(
            people[PORTION - 1 : PORTION + 1]
        )
    clock.advance(seconds=LEFT_AFTER.total_seconds() + 1)
    recipients.forget(Retention())
    assert rows(database) == (0, 0)
