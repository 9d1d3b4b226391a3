"""Following a broadcast: figures that grow, fall, and never add up, told as they are, until they settle."""

from datetime import timedelta

import pytest

from bot.engine.followup import Learned, NotAsked, follow
from bot.features.broadcast.tracking import SETTLED_AFTER, learned
from bot.features.broadcast.upkeep import EVERY, Upkeep
from bot.sandbox.smsit.faults import Fault
from bot.smsit import GroupReport
from bot.store import messages, sends
from bot.store.sends import Send, groups
from bot.store.sends.groups import Report
from bot.store.states import SendState
from tests.features.broadcast.harness import Harness
from tests.features.broadcast.samples import a_broadcast


def after(people: int, *reports: tuple[int, int]) -> tuple[Send, Learned]:
    """Take these reports one after the other, as rows keep them, and return the row and the last answer."""
    values: dict[str, object] = {}
    for successful, failed in reports:
        send = a_broadcast(people=people, state=SendState.ACCEPTED, **values)
        answer = learned(send, GroupReport(successful, failed))
        values = dict(answer.values)
    return send, answer


@pytest.mark.parametrize(
    ("reports", "final"),
    [
        ([(10, 0)] * SETTLED_AFTER, SendState.DELIVERED),
        ([(7, 3)] * SETTLED_AFTER, SendState.DELIVERED),
        ([(0, 10)] * SETTLED_AFTER, SendState.UNDELIVERED),
        ([(12, 1)] * SETTLED_AFTER, SendState.DELIVERED),
        ([(10, 0)] * (SETTLED_AFTER - 1), None),
        ([(10, 0), (9, 1), (9, 1)], None),
        ([(9, 0)] * 20, None),
        ([(10, 0), (9, 0), (10, 0), (10, 0)], None),
    ],
)
def test_it_ends_when_everybody_is_accounted_for_and_nothing_moves(
    reports: list[tuple[int, int]], final: SendState | None
) -> None:
    assert after(10, *reports)[1].final is final


def test_a_report_is_kept_only_when_the_figures_changed(harness: Harness) -> None:
    assert after(10, (5, 0))[1].noted is not None
    assert after(10, (5, 0), (5, 0))[1].noted is None
    assert after(10, (5, 0), (4, 1))[1].noted is not None


def test_the_report_of_a_real_broadcast_is_read_and_kept(harness: Harness) -> None:
    send = harness.confirmed(group="Tuesday clinic")
    harness.run()
    harness.clock.advance(seconds=600)

    sent = harness.the(send.id)
    answer = harness.tracking.poll(sent)

    assert isinstance(answer, Learned)
    assert answer.noted is not None
    with harness.database.write() as conn:
        answer.noted(conn, sent, harness.clock())
    with harness.database.read() as conn:
        [report] = groups.reports(conn, send.id)
    # Of four people one number is a landline and one hangs, as the account was told to play them.
    assert report == Report(harness.clock(), answer.values["successful"], answer.values["failed"])
    assert (report.successful, report.failed) == (2, 1)


@pytest.mark.parametrize(
    ("group", "final", "figures"),
    [("VIP", SendState.DELIVERED, (2, 0)), ("Tuesday clinic", SendState.NO_NEWS, (2, 1))],
)
def test_it_is_followed_until_it_settles_or_its_time_is_over(
    harness: Harness, group: str, final: SendState, figures: tuple[int, int]
) -> None:
    send = harness.confirmed(group=group)
    harness.run()
    began = harness.clock()

    while harness.the(send.id).state is SendState.ACCEPTED:
        follow(harness.database, harness.clock, harness.tracking.poll)
        harness.clock.advance(minutes=15)

    ended = harness.the(send.id)
    assert (ended.state, (ended.successful, ended.failed)) == (final, figures)
    assert (harness.clock() - began > timedelta(hours=24)) is (final is SendState.NO_NEWS)


def test_a_silent_account_is_left_alone_for_a_while(harness: Harness) -> None:
    send = harness.confirmed()
    harness.run()
    harness.account.faults.add("getbulksmsdeliveryreport", Fault.HTTP500)
    sent = harness.the(send.id)

    assert harness.tracking.poll(sent) is None
    assert isinstance(harness.tracking.poll(sent), NotAsked)


def test_without_an_id_there_is_nothing_to_ask(harness: Harness) -> None:
    answer = harness.tracking.poll(a_broadcast(state=SendState.ACCEPTED))

    assert answer == Learned({}, final=SendState.NO_NEWS)


def test_one_marked_as_sent_by_a_person_without_an_id_ends_there(harness: Harness) -> None:
    send = harness.confirmed()
    harness.account.faults.add("smsgroup", Fault.REPLY_LOST)
    harness.run()
    with harness.database.write() as conn:
        sends.move(conn, send.id, SendState.ACCEPTED, now=harness.clock())
        harness.tracking.begin(conn, harness.the(send.id), harness.clock())

    assert harness.the(send.id).state is SendState.NO_NEWS


def test_the_message_is_drawn_again_every_fifteen_seconds_while_it_is_sent(harness: Harness) -> None:
    send = harness.confirmed()
    progress = Upkeep(harness.database, harness.clock)

    def version() -> int:
        with harness.database.read() as conn:
            found = messages.get(conn, send.id)
        assert found is not None
        return found.version

    progress.show()
    before = version()
    with harness.database.write() as conn:
        sends.claim(conn, send.id, token="token", now=harness.clock(), limit_seconds=60)
    progress.show()
    progress.show()
    assert version() == before + 1
    harness.clock.advance(seconds=EVERY / timedelta(seconds=1))
    progress.show()
    assert version() == before + 2
