"""What an attempt makes of a send, beyond what attempts of every kind have in common."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.engine.attempts import (
    Accepted,
    NotSent,
    Outcome,
    Refused,
    Unknown,
    attempt_once,
    claim,
    sweep,
)
from bot.features.sends.ledger import LEFT_BEHIND, SendLedger, recorded
from bot.store import Database, SendState, audit, sends
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from tests.clock import FakeClock
from tests.store.samples import a_send_in, the

LEDGER = SendLedger(limit_seconds=35)


@dataclass
class Requests:
    """Stands for SMS-iT: remembers who was texted, and answers as told."""

    answer: Outcome = field(default_factory=Accepted)
    made: list[str] = field(default_factory=list)

    def __call__(self, send: Send) -> Outcome:
        self.made.append(send.to_number)
        return self.answer


@pytest.mark.parametrize(
    ("outcome", "state", "code", "sentence"),
    [
        (Accepted(), SendState.ACCEPTED, None, None),
        (Accepted(at_smsit=True), SendState.SCHEDULED_AT_SMSIT, None, None),
        (Refused("-6", "Not a contact."), SendState.REFUSED, "-6", "Not a contact."),
        (Unknown("timeout", "Nobody knows."), SendState.UNKNOWN, "timeout", "Nobody knows."),
        (NotSent("No connection."), SendState.QUEUED, None, "No connection."),
    ],
)
def test_each_outcome_is_recorded(
    either: Database,
    clock: FakeClock,
    *,
    outcome: Outcome,
    state: SendState,
    code: str | None,
    sentence: str | None,
) -> None:
    queued = a_send_in(either, SendState.QUEUED)
    requests = Requests(outcome)
    assert recorded(attempt_once(either, LEDGER, queued.id, requests, clock=clock)) == outcome
    found = the(either, queued.id)
    assert requests.made == [queued.to_number]
    assert (found.state, found.outcome_code, found.outcome_sentence) == (state, code, sentence)
    assert found.attempts == int(outcome == NotSent("No connection."))
    assert found.evidence is None
    assert found.attempt_limit_seconds == 35


@pytest.mark.parametrize(
    "outcome", [Accepted(), NotSent(), Refused("-6", "Not a contact."), Unknown("timeout")]
)
def test_when_it_was_attempted_is_written_down_with_the_outcome(
    database: Database, clock: FakeClock, outcome: Outcome
) -> None:
    queued = a_send_in(database, SendState.QUEUED)
    began = clock()

    def take_a_while(_send: Send) -> Outcome:
        clock.advance(seconds=20)
        return outcome

    attempt_once(database, LEDGER, queued.id, take_a_while, clock=clock)

    with database.read() as conn:
        (entry,) = audit.of(conn, queued.id, 10)
    assert (entry.at, entry.facts["attempting_at"]) == (clock(), began.isoformat())
    assert the(database, queued.id).attempting_at == began


@pytest.mark.parametrize("state", sorted(set(SendState) - {SendState.QUEUED}))
def test_what_is_not_queued_is_never_sent(database: Database, clock: FakeClock, state: SendState) -> None:
    each = a_send_in(database, state)
    requests = Requests()
    assert recorded(attempt_once(database, LEDGER, each.id, requests, clock=clock)) is None
    assert requests.made == []
    assert the(database, each.id) == each


@pytest.mark.parametrize("outcome", [Refused("-6", "Not a contact."), NotSent()])
def test_what_follows_is_done_with_the_outcome_alone(
    database: Database, clock: FakeClock, outcome: Outcome
) -> None:
    queued = a_send_in(database, SendState.QUEUED)
    followed: list[tuple[str, Outcome]] = []

    def follow(conn: Connection, send: Send, came: Outcome) -> None:
        written = sends.get(conn, send.id)
        assert written is not None
        assert written.state is not SendState.ATTEMPTING
        followed.append((send.id, came))

    ledger = replace(LEDGER, follow=follow)

    def decided_meanwhile(_send: Send) -> Outcome:
        clock.advance(seconds=70)
        sweep(database, ledger, clock)
        with database.write() as conn:
            conn.exec_driver_sql("UPDATE send SET state = 'accepted'")
        return outcome

    assert recorded(attempt_once(database, ledger, queued.id, decided_meanwhile, clock=clock)) is None
    assert followed == [(queued.id, Unknown(OutcomeCode.INTERRUPTED))]
    other = a_send_in(database, SendState.QUEUED)
    attempt_once(database, ledger, other.id, Requests(outcome), clock=clock)
    assert followed[1:] == [(other.id, outcome)]


@pytest.mark.parametrize("outcome", [Accepted(), Refused("-6", "Not a contact."), Unknown("timeout")])
def test_the_message_of_a_text_tells_what_came_of_it(
    database: Database, clock: FakeClock, outcome: Outcome
) -> None:
    queued = a_send_in(database, SendState.QUEUED)
    told: list[str] = []
    database.on_outdated(told.append)
    attempt_once(database, LEDGER, queued.id, Requests(outcome), clock=clock)
    assert told == [queued.id]


def test_the_margin_of_a_ledger_counts(database: Database, clock: FakeClock) -> None:
    queued = a_send_in(database, SendState.QUEUED)
    patient = replace(LEDGER, margin=timedelta(minutes=5))
    assert claim(database, patient, queued.id, clock=clock) is not None
    clock.advance(seconds=35 + 299)
    assert sweep(database, patient, clock) == ()
    clock.advance(seconds=2)
    assert [send.id for send in sweep(database, patient, clock)] == [queued.id]


def test_a_refusal_does_not_undo_what_may_have_gone_out_before(database: Database, clock: FakeClock) -> None:
    each = a_send_in(database, SendState.QUEUED, risked=1)

    attempt_once(database, LEDGER, each.id, Requests(Refused("-9", "No credits.")), clock=clock)

    found = the(database, each.id)
    assert (found.state, found.outcome_code) == (SendState.UNKNOWN, "-9")


def test_a_look_in_the_claiming_transaction_may_stop_it(either: Database, clock: FakeClock) -> None:
    queued = a_send_in(either, SendState.QUEUED)
    requests, stop = Requests(), Refused("listed", "Not to be texted.")

    def listed(_conn: Connection, send: Send) -> Refused | None:
        return stop if send.id == queued.id else None

    ledger = replace(LEDGER, stopped=listed)
    assert recorded(attempt_once(either, ledger, queued.id, requests, clock=clock)) == stop
    assert requests.made == []
    assert the(either, queued.id).state is SendState.REFUSED


@pytest.mark.parametrize(
    ("state", "wave", "goes"),
    [
        (SendState.RUNNING, 3, True),
        (SendState.ACCEPTED, 3, True),
        (SendState.RUNNING, 2, False),
        (SendState.PAUSED, 3, False),
        (SendState.CANCELLED, 3, False),
    ],
)
def test_a_row_is_attempted_only_while_its_list_goes_on_in_this_wave(
    either: Database, clock: FakeClock, *, state: SendState, wave: int, goes: bool
) -> None:
    parent = a_send_in(either, state, wave=3)
    row = a_send_in(either, SendState.QUEUED, parent_id=parent.id)
    requests = Requests()

    made = attempt_once(either, replace(LEDGER, wave=wave), row.id, requests, clock=clock)

    assert (made is not None, bool(requests.made)) == (goes, goes)
    assert the(either, row.id).state is (SendState.ACCEPTED if goes else SendState.QUEUED)


def test_a_list_that_goes_on_lets_no_row_of_another_go(either: Database, clock: FakeClock) -> None:
    a_send_in(either, SendState.RUNNING, wave=3)
    stopped = a_send_in(either, SendState.PAUSED, wave=3)
    row = a_send_in(either, SendState.QUEUED, parent_id=stopped.id)
    requests = Requests()

    assert attempt_once(either, replace(LEDGER, wave=3), row.id, requests, clock=clock) is None
    assert requests.made == []


def test_attempts_at_the_same_moment_are_each_made_once(either: Database, clock: FakeClock) -> None:
    queued = [a_send_in(either, SendState.QUEUED).id for _ in range(12)]
    requests = Requests()

    def attempt(send_id: str) -> Outcome | None:
        return recorded(attempt_once(either, LEDGER, send_id, requests, clock=clock))

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, [*queued, *queued]))

    assert len(requests.made) == len(queued)
    assert sum(outcome is not None for outcome in outcomes) == len(queued)


def test_each_send_left_behind_has_its_own_limit(either: Database, clock: FakeClock) -> None:
    def begun(limit_seconds: int) -> str:
        queued = a_send_in(either, SendState.QUEUED)
        claim(either, SendLedger(limit_seconds=limit_seconds), queued.id, clock=clock)
        return queued.id

    brief, long = begun(30), begun(600)
    clock.advance(seconds=61)
    assert [send.id for send in sweep(either, LEFT_BEHIND, clock)] == [brief]
    found = the(either, brief)
    assert (found.state, found.outcome_code, found.outcome_sentence) == (
        SendState.UNKNOWN,
        OutcomeCode.INTERRUPTED,
        None,
    )
    assert the(either, long).state is SendState.ATTEMPTING
