import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from bot.engine.attempt import UNFORESEEN, Accepted, NotSent, Outcome, Refused, Unknown, attempt_once
from bot.store import Database, SendState, sends
from bot.store.sends import Send
from tests.store.samples import FakeClock, a_send_in, the


class Requests:
    """Stands for SMS-iT: remembers who was texted, and answers as told."""

    def __init__(self, answer: Outcome | Exception, during: Callable[[Send], None] | None = None) -> None:
        self.answer, self.during = answer, during
        self.made: list[str] = []

    def __call__(self, send: Send) -> Outcome:
        self.made.append(send.to_number)
        if self.during is not None:
            self.during(send)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("outcome", "state", "code", "sentence"),
    [
        (Accepted(evidence={"balance": 7}), SendState.ACCEPTED, None, None),
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
    assert attempt_once(either, clock, queued.id, limit_seconds=35, request=requests) == outcome
    found = the(either, queued.id)
    assert requests.made == [queued.to_number]
    assert (found.state, found.outcome_code, found.outcome_sentence) == (state, code, sentence)
    assert found.attempts == int(outcome == NotSent("No connection."))
    assert found.evidence == getattr(outcome, "evidence", None)


def test_an_attempt_may_be_marked_by_whoever_makes_it(database: Database, clock: FakeClock) -> None:
    queued = a_send_in(database, SendState.QUEUED)
    attempt_once(database, clock, queued.id, limit_seconds=35, request=Requests(Accepted()), token="job 7")
    assert the(database, queued.id).token == "job 7"


def test_the_claim_is_committed_before_the_request(either: Database, clock: FakeClock) -> None:
    queued = a_send_in(either, SendState.QUEUED)
    seen: list[Send] = []
    requests = Requests(Accepted(), during=lambda send: seen.append(the(either, send.id)))
    attempt_once(either, clock, queued.id, limit_seconds=35, request=requests)
    assert [(each.state, each.attempt_limit_seconds) for each in seen] == [(SendState.ATTEMPTING, 35)]


@pytest.mark.parametrize("state", sorted(set(SendState) - {SendState.QUEUED}))
def test_what_is_not_queued_is_never_sent(database: Database, clock: FakeClock, state: SendState) -> None:
    each = a_send_in(database, state)
    requests = Requests(Accepted())
    assert attempt_once(database, clock, each.id, limit_seconds=35, request=requests) is None
    assert requests.made == []
    assert the(database, each.id) == each


def test_an_unforeseen_error_leaves_the_outcome_unknown_and_quotes_nobody(
    database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    queued = a_send_in(database, SendState.QUEUED)
    requests = Requests(ValueError("14155550100 said hello"))
    with caplog.at_level(logging.ERROR):
        outcome = attempt_once(database, clock, queued.id, limit_seconds=35, request=requests)
    assert outcome == Unknown(UNFORESEEN)
    assert the(database, queued.id).state is SendState.UNKNOWN
    assert "ValueError" in caplog.text
    assert "14155550100" not in caplog.text


def test_an_answer_after_a_person_decided_is_none(database: Database, clock: FakeClock) -> None:
    queued = a_send_in(database, SendState.QUEUED)

    def decide(send: Send) -> None:
        with database.write() as conn:
            assert sends.record(conn, send.id, token=send.token or "", to=SendState.UNKNOWN, now=clock())
            assert sends.move(conn, send.id, SendState.ACCEPTED, now=clock())

    told: list[Outcome] = []
    outcome = attempt_once(
        database,
        clock,
        queued.id,
        limit_seconds=35,
        request=Requests(Refused("-6", "Not a contact."), during=decide),
        recorded=lambda _conn, _send, outcome: told.append(outcome),
    )
    assert outcome is None
    assert told == []
    assert the(database, queued.id).state is SendState.ACCEPTED


def test_what_follows_is_written_with_the_outcome_or_not_at_all(database: Database, clock: FakeClock) -> None:
    queued = a_send_in(database, SendState.QUEUED)

    def fail(conn: Connection, send: Send, outcome: Outcome) -> None:
        found = sends.get(conn, send.id)
        assert found is not None
        assert (found.state, outcome) == (SendState.ACCEPTED, Accepted())
        raise LookupError

    with pytest.raises(LookupError):
        attempt_once(
            database, clock, queued.id, limit_seconds=35, request=Requests(Accepted()), recorded=fail
        )
    assert the(database, queued.id).state is SendState.ATTEMPTING  # the sweeper's, not anybody's to repeat


def test_a_refusal_does_not_undo_what_may_have_gone_out_before(database: Database, clock: FakeClock) -> None:
    each = a_send_in(database, SendState.QUEUED, risked=1)

    attempt_once(
        database, clock, each.id, limit_seconds=30, request=lambda _send: Refused("-9", "No credits.")
    )

    found = the(database, each.id)
    assert (found.state, found.outcome_code) == (SendState.UNKNOWN, "-9")


def test_what_a_look_in_the_claiming_transaction_says_is_the_outcome_without_a_request(
    either: Database, clock: FakeClock
) -> None:
    queued = a_send_in(either, SendState.QUEUED)
    requests = Requests(Accepted())
    stop = Refused("listed", "Not to be texted.")

    outcome = attempt_once(
        either, clock, queued.id, limit_seconds=35, request=requests, looked=lambda _conn, _send: stop
    )

    assert outcome == stop
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
    parent = a_send_in(either, state, attempts=3)
    row = a_send_in(either, SendState.QUEUED, parent_id=parent.id)
    requests = Requests(Accepted())

    outcome = attempt_once(either, clock, row.id, limit_seconds=35, request=requests, wave=wave)

    assert (outcome is not None, bool(requests.made)) == (goes, goes)
    assert the(either, row.id).state is (SendState.ACCEPTED if goes else SendState.QUEUED)


def test_attempts_at_the_same_moment_are_each_made_once(either: Database, clock: FakeClock) -> None:
    queued = [a_send_in(either, SendState.QUEUED).id for _ in range(12)]
    requests = Requests(Accepted())

    def attempt(send_id: str) -> Outcome | None:
        return attempt_once(either, clock, send_id, limit_seconds=35, request=requests)

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, [*queued, *queued]))

    assert len(requests.made) == len(queued)
    assert sum(outcome is not None for outcome in outcomes) == len(queued)
