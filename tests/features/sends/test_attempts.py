"""The attempt of a text: not when its time is long over, and followed by its rank."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.access import Who
from bot.engine.attempts import Accepted, Refused
from bot.engine.attempts import NotSent as NotReached
from bot.features.do_not_text.service import DoNotText
from bot.features.sends.attempts import TextAttempts, enqueue_attempt
from bot.features.sends.refusals import LISTED
from bot.features.sends.tracking import follow
from bot.smsit import (
    AlreadySubscribed,
    ApiError,
    Audience,
    Endpoint,
    NotAContact,
    NotSent,
    OutcomeUnknown,
    Schedule,
    UnknownGroup,
)
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.store.tables import follow_up, send
from bot.texting import phones
from tests.clock import START, FakeClock
from tests.features.rules import send_rules
from tests.store.samples import a_send_in, the

LATEST = timedelta(minutes=15)
FOLLOW_FOR = timedelta(hours=24)


@dataclass
class Engine:
    """Remembers each further job, how long it was to wait, and whether its send was queued by then."""

    delays: list[float] = field(default_factory=list)
    jobs: list[tuple[str, dict[str, str], str, str]] = field(default_factory=list)

    def enqueue(
        self, conn: Connection, name: str, args: Mapping[str, str], *, key: str, queue: str, delay: float
    ) -> None:
        waiting = sends.get(conn, args["send_id"])
        assert waiting is not None
        assert waiting.state is SendState.QUEUED
        self.delays.append(delay)
        self.jobs.append((name, dict(args), key, queue))


@dataclass
class Client:
    """Takes texts and contacts, or raises what it is to raise."""

    is_down: bool = False
    sent: int = 0
    texts: list[tuple[tuple[object, ...], dict[str, object]]] = field(default_factory=list)
    contacts: list[tuple[object, ...]] = field(default_factory=list)
    refusal: Exception | None = None
    no_contact: Exception | None = None

    def send_to_contact(self, *given: object, **named: object) -> None:
        if self.is_down:
            raise NotSent(Endpoint.SMS_CONTACT, "refused")
        if self.refusal is not None:
            raise self.refusal
        self.sent += 1
        self.texts.append((given, named))

    def add_contact(self, number: str, group: str, *, name: str | None) -> None:
        self.contacts.append((number, group, name))
        if self.no_contact is not None:
            raise self.no_contact


@dataclass
class Look:
    """Looks at texts before they go, and stops them when told to."""

    stop: Refused | None = None
    seen: list[str] = field(default_factory=list)

    def look(self, send: Send) -> Refused | None:
        self.seen.append(f"before {send.id}")
        return None

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        claimed = sends.get(conn, send.id)
        assert claimed is not None
        self.seen.append(f"{claimed.state} {send.id}")
        return self.stop


class Desk:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.engine, self.client, self.last_look = Engine(), Client(), Look()
        self.do_not_text = DoNotText(database, clock)
        self.attempts = TextAttempts(
            database,
            self.engine,
            self.client,
            self.do_not_text,
            send_rules(follow_for=FOLLOW_FOR, latest=LATEST, request_seconds=30),
            clock,
            self.last_look,
        )

    def queued(self, **values: object) -> Send:
        return a_send_in(self.database, SendState.QUEUED, now=START, **values)

    def run(self, send_id: str) -> Send:
        self.attempts.run({"send_id": send_id})
        return the(self.database, send_id)

    def followed(self) -> list[str]:
        with self.database.read() as conn:
            return [row.send_id for row in conn.execute(follow_up.select())]

    def is_row_of(self, send_id: str, list_id: str) -> None:
        with self.database.write() as conn:
            conn.execute(send.update().where(send.c.id == send_id).values(parent_id=list_id))


@pytest.fixture
def responder(database: Database, clock: FakeClock) -> Desk:
    return Desk(database, clock)


@pytest.mark.parametrize(("minutes", "state"), [(20, SendState.ACCEPTED), (21, SendState.REFUSED)])
def test_lateness_counts_from_when_it_was_to_go_however_often_it_was_looked_after(
    responder: Desk, minutes: int, state: SendState
) -> None:
    text = responder.queued(goes_at=START)
    responder.clock.advance(minutes=minutes)
    with responder.database.write() as conn:
        assert sends.requeue(conn, text.id, attempts=0, now=responder.clock()) == 1

    found = responder.run(text.id)

    assert found.state is state
    assert responder.client.sent == (state is SendState.ACCEPTED)
    if state is SendState.REFUSED:
        assert found.outcome_code == "late"
        assert "SMS-iT could not be reached" in (found.outcome_sentence or "")


def test_one_of_before_times_were_kept_is_judged_by_its_last_change(responder: Desk) -> None:
    text = responder.queued()
    responder.clock.advance(minutes=21)

    assert responder.run(text.id).state is SendState.REFUSED


def test_a_text_that_cannot_reach_smsit_is_tried_until_it_is_late(responder: Desk) -> None:
    responder.client.is_down = True
    text = responder.queued(goes_at=START)

    while (found := responder.run(text.id)).state is SendState.QUEUED:
        responder.clock.advance(seconds=responder.engine.delays[-1])

    assert (found.state, found.outcome_code) == (SendState.REFUSED, "late")
    assert sum(responder.engine.delays[:-1]) <= (LATEST + timedelta(minutes=5)).total_seconds()
    assert sum(responder.engine.delays) > (LATEST + timedelta(minutes=5)).total_seconds()


def test_a_text_that_is_gone_is_no_trouble(responder: Desk) -> None:
    responder.attempts.run({"send_id": "0" * 32})

    assert responder.client.sent == 0


@pytest.mark.parametrize(("parent", "rank"), [(None, follow_ups.FIRST), ("list", follow_ups.LAST)])
def test_rows_of_lists_are_followed_after_single_texts(
    database: Database, clock: FakeClock, parent: str | None, rank: int
) -> None:
    text = a_send_in(database, SendState.ACCEPTED, now=START)
    with database.write() as conn:
        conn.execute(send.update().where(send.c.id == text.id).values(parent_id=parent))
        found = sends.get(conn, text.id)
        assert found is not None
        follow(conn, found, clock(), FOLLOW_FOR)
        assert [row.rank for row in conn.execute(follow_up.select())] == [rank]


def test_what_was_confirmed_is_what_smsit_is_given(responder: Desk) -> None:
    text = responder.queued(alpha_sender="Harbour")

    assert responder.run(text.id).state is SendState.ACCEPTED
    given = ("14155550000", "14155550100", "Your table is ready")
    assert responder.client.texts == [(given, {"alpha_sender": "Harbour", "schedule": None})]
    assert responder.client.contacts == []
    assert responder.followed() == [text.id]


def test_a_job_begins_at_once_unless_it_is_told_to_wait(responder: Desk) -> None:
    text = responder.queued()

    with responder.database.write() as conn:
        enqueue_attempt(responder.engine, conn, text.id, 4)

    assert responder.engine.jobs == [("sms.attempt", {"send_id": text.id}, f"{text.id}:4", "texts")]
    assert responder.engine.delays == [0.0]


def test_a_text_without_words_is_given_none(responder: Desk) -> None:
    text = responder.queued(body=None)

    responder.run(text.id)

    assert [given[2] for given, _named in responder.client.texts] == [""]


def test_what_smsit_is_to_keep_is_given_its_time_and_not_followed(responder: Desk) -> None:
    at = START + timedelta(hours=2)
    text = responder.queued(held_by=HeldBy.SMSIT.value, send_at=at)

    assert responder.run(text.id).state is SendState.SCHEDULED_AT_SMSIT
    assert [named["schedule"] for _given, named in responder.client.texts] == [Schedule(at, None)]
    assert responder.followed() == []


def test_a_text_that_is_accepted_at_once_is_not_held_by_smsit(responder: Desk) -> None:
    text = responder.queued()

    assert responder.attempts.attempt(text.id, 0) is None
    responder.run(text.id)

    assert the(responder.database, text.id).state is SendState.ACCEPTED


def test_the_next_try_is_a_job_of_its_own(responder: Desk) -> None:
    responder.client.is_down = True
    text = responder.queued()

    assert responder.run(text.id).attempts == 1
    assert responder.run(text.id).attempts == 2
    assert responder.engine.jobs == [
        ("sms.attempt", {"send_id": text.id}, f"{text.id}:{nth}", "texts") for nth in (1, 2)
    ]
    assert responder.engine.delays == [5.0, 15.0]


@pytest.mark.parametrize(
    ("endpoint", "code"), [(Endpoint.SMS_CONTACT, "-6"), (Endpoint.ADD_CONTACT, "addcontact:-6")]
)
def test_a_refusal_is_told_with_its_code(responder: Desk, endpoint: Endpoint, code: str) -> None:
    responder.client.refusal = NotAContact(
        endpoint, -6, "No contact", Audience.REQUESTER, "It is no contact."
    )
    text = responder.queued()

    found = responder.run(text.id)

    assert (found.state, found.outcome_code) == (SendState.REFUSED, code)
    assert found.outcome_sentence == "It is no contact."
    assert responder.engine.jobs == []


def test_a_number_listed_since_it_was_confirmed_is_not_texted(responder: Desk) -> None:
    text = responder.queued()
    responder.do_not_text.add(text.to_number, "asked", Who("U0MAYA", "T0HARBOUR"))

    found = responder.run(text.id)

    assert (found.state, found.outcome_code) == (SendState.REFUSED, "do_not_text")
    assert found.outcome_sentence == LISTED.format(masked=phones.mask(text.to_number))
    assert responder.client.texts == []


def test_the_last_look_sees_the_text_before_and_while_it_is_claimed(responder: Desk) -> None:
    responder.last_look.stop = Refused("asked", "Somebody asked for that.")
    text = responder.queued()

    found = responder.run(text.id)

    assert responder.last_look.seen == [f"before {text.id}", f"attempting {text.id}"]
    assert (found.state, found.outcome_code) == (SendState.REFUSED, "asked")
    assert responder.client.texts == []


@pytest.mark.parametrize(("name", "told"), [("Ada Lovelace", "Ada Lovelace"), ("", None)])
def test_a_number_becomes_a_contact_before_it_is_texted(responder: Desk, name: str, told: str | None) -> None:
    text = responder.queued(add_to_group="VIP", to_name=name)

    assert responder.run(text.id).state is SendState.ACCEPTED
    assert responder.client.contacts == [(text.to_number, "VIP", told)]
    assert responder.client.sent == 1


def _addition(error: type[ApiError]) -> ApiError:
    return error(Endpoint.ADD_CONTACT, -5, "No", Audience.REQUESTER, "It cannot be added.")


@pytest.mark.parametrize(
    ("error", "state", "code", "sent"),
    [
        (_addition(AlreadySubscribed), SendState.ACCEPTED, None, 1),
        (_addition(UnknownGroup), SendState.REFUSED, "addcontact:-5", 0),
        (OutcomeUnknown(Endpoint.ADD_CONTACT, "timeout"), SendState.REFUSED, "contact_unknown", 0),
        (NotSent(Endpoint.ADD_CONTACT, "refused"), SendState.QUEUED, None, 0),
    ],
    ids=["already in it", "refused", "unknown", "not reached"],
)
def test_a_number_that_did_not_become_a_contact_is_not_texted(
    responder: Desk, error: Exception, state: SendState, code: str | None, sent: int
) -> None:
    responder.client.no_contact = error
    text = responder.queued(add_to_group="VIP")

    found = responder.run(text.id)

    assert (found.state, found.outcome_code) == (state, code)
    assert responder.client.sent == sent
    if code == "contact_unknown":
        assert found.outcome_sentence == (
            "it is not known whether the number was added to the contacts. No text was sent; "
            "look the number up, then write it again."
        )


@pytest.mark.parametrize(
    ("endpoint", "attempts"), [("text", 11), ("text", 12), ("contact", 11), ("contact", 12)]
)
def test_what_cannot_be_reached_for_too_long_is_refused(
    responder: Desk, endpoint: str, attempts: int
) -> None:
    responder.client.is_down = True
    responder.client.no_contact = NotSent(Endpoint.ADD_CONTACT, "refused") if endpoint == "contact" else None
    text = responder.queued(add_to_group="VIP", attempts=attempts)

    assert responder.run(text.id).state is (SendState.QUEUED if attempts < 12 else SendState.REFUSED)


def test_a_row_goes_only_in_the_wave_of_its_list(responder: Desk) -> None:
    going = responder.queued()
    with responder.database.write() as conn:
        running = {"state": SendState.RUNNING.value, "kind": SendKind.LIST.value, "attempts": 3}
        conn.execute(send.update().where(send.c.id == going.id).values(**running))
    row = responder.queued()
    responder.is_row_of(row.id, going.id)

    assert responder.attempts.attempt(row.id, 2) is None
    responder.client.is_down = True
    assert isinstance(responder.attempts.attempt(row.id, 3), NotReached)
    assert the(responder.database, row.id).state is SendState.QUEUED
    assert responder.engine.jobs == []
    responder.client.is_down = False
    assert responder.attempts.attempt(row.id, 3) == Accepted(at_smsit=False)
    assert responder.client.sent == 1
    assert responder.followed() == [row.id]


def test_an_attempt_is_given_twice_its_time_before_others_settle_it(responder: Desk) -> None:
    assert responder.run(responder.queued().id).attempt_limit_seconds == 2 * 30 + 10
