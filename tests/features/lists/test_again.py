"""A list of what did not arrive of another: who may make it, when, and which words it has."""

from zoneinfo import ZoneInfo

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.lists import again
from bot.features.lists.again import Again
from bot.features.lists.request import Request
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import again as again_rows
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.tables.table import Rejected, Row, Table
from tests.features.lists.harness import BOSS, MAYA, Harness, number
from tests.store.test_rows import put, put_list

S = SendState
ZONE = ZoneInfo("Europe/London")
SAM = Who("U0SAM", "T0HARBOUR")


class Ended:
    """A list of four: one delivered, one not, one refused, one in doubt."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.id = harness.a_list(4, rejected=1)
        self.again = Again(harness.database, harness.permissions)
        self.put(S.ACCEPTED)
        put(
            harness.database,
            harness.the(self.id),
            {1: S.DELIVERED, 2: S.UNDELIVERED, 3: S.REFUSED, 4: S.UNKNOWN},
        )

    def put(self, state: SendState, **values: object) -> None:
        put_list(self.harness.database, self.harness.the(self.id), state, **values)

    def request(self, who: Who = MAYA) -> Request:
        found = self.again.request(self.id, who, "key", ZONE)
        assert (found.who, found.key, found.zone, found.channel) == (who, "key", ZONE, "C0FRONT")
        return found.request

    def refused(self, who: Who = MAYA) -> str:
        with pytest.raises(UserError) as error:
            self.request(who)
        return error.value.sentence


@pytest.fixture
def ended(harness: Harness) -> Ended:
    return Ended(harness)


def test_it_is_as_the_list_was(ended: Ended) -> None:
    ended.put(S.NO_NEWS, add_to_group="VIP", alpha_sender="HARBOUR")
    request = ended.request()
    assert (request.message, request.sender, request.alpha_sender) == (
        "Hi %%Name%%",
        "14155550190",
        "HARBOUR",
    )
    assert (request.group, request.at, request.again_of) == ("VIP", None, ended.id)
    assert request.called == "customers.csv, again"
    ended.put(S.NO_NEWS, to_name="customers.csv, again")
    assert ended.request(BOSS).called == "customers.csv, again"


def test_each_has_the_words_it_had_and_its_line(ended: Ended) -> None:
    found = ended.again.table(ended.id)
    assert found == Table(
        ("Text",),
        (
            Row(3, number(2), {"Text": "Hi 2"}, number(2)),
            Row(4, number(3), {"Text": "Hi 3"}, number(3)),
        ),
        (),
        "Text",
    )


def test_words_that_are_no_longer_kept_are_not_sent(ended: Ended) -> None:
    put(ended.harness.database, ended.harness.the(ended.id), {2: S.UNDELIVERED}, body=None)
    found = ended.again.table(ended.id)
    assert found.rejected == (Rejected(3, again.FORGOTTEN),)
    assert [row.line for row in found.rows] == [4]
    ended.put(S.NO_NEWS, body=None)
    assert ended.refused() == again.FORGOTTEN


@pytest.mark.parametrize("state", S)
def test_a_list_whose_report_is_not_in(ended: Ended, state: SendState) -> None:
    ended.put(state)
    reported = {S.ACCEPTED, S.DELIVERED, S.UNDELIVERED, S.NO_NEWS, S.CANCELLED}
    if state in reported:
        assert ended.request()
    else:
        assert ended.refused() in {again.NOT_YET, "This list no longer exists."} or state is S.DRAFT


def test_texts_under_way_are_waited_for(ended: Ended) -> None:
    put(ended.harness.database, ended.harness.the(ended.id), {1: S.ACCEPTED})
    assert ended.refused() == again.NOT_YET


def test_only_whoever_decides_about_the_list(ended: Ended) -> None:
    assert "U0MAYA" in ended.refused(SAM)
    assert ended.request(BOSS)


def test_there_is_nothing_to_send_again(ended: Ended) -> None:
    with ended.harness.database.write() as conn:
        conn.execute(send.delete().where(send.c.parent_id == ended.id))
    with pytest.raises(UserError) as error:
        ended.again.table(ended.id)
    assert error.value.sentence == again.NOBODY


def test_what_a_cancelled_list_did_not_send_again_is_offered_once_more(ended: Ended) -> None:
    harness = ended.harness
    second = harness.queued(2, again_of=ended.id)
    harness.step()
    harness.decisions.cancel(second, MAYA)
    shown = harness.shown[ended.id]
    harness.run()
    assert harness.shown[ended.id] > shown
    with harness.database.read() as conn:
        assert again_rows.count(conn, ended.id) == 2


def test_a_list_leaves_to_another_what_that_one_sends_already(harness: Harness) -> None:
    first = harness.queued(3, again_of="f" * 32)
    second = harness.queued(4, again_of="f" * 32)
    harness.run()
    assert sorted(harness.carrier.texted) == [number(place) for place in range(1, 5)]
    assert harness.counts(first) == {S.ACCEPTED: 3}
    assert harness.counts(second) == {S.ACCEPTED: 1, S.REFUSED: 3}
    assert {row.outcome_sentence for row in harness.rows(second)[:3]} == {
        "Another list has already sent this text again."
    }
    assert OutcomeCode.LEFT_OUT not in {row.outcome_code for row in harness.rows(second)}
