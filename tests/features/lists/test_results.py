"""The result file: every row once, masked where others read, whole for who asked."""

import csv
import io
from datetime import timedelta

import pytest

from bot.engine.attempts import Refused
from bot.errors import UserError
from bot.features.batches.results import MOST_TRIES, Results
from bot.features.lists.lanes import RESULT, Result
from bot.features.lists.renderer import Renderer
from bot.features.lists.results import ListResults
from bot.policy.model import Approval
from bot.slack.blocks import state_words
from bot.slack.outgoing.posting_errors import NotThere, Unreachable
from bot.store import approvals, message_claims
from bot.store.approvals import Decision, NewRequest
from bot.store.sends import rows
from bot.store.states import SendState
from tests.fakes.slack import FakeFiles
from tests.features.lists.harness import BOSS, MAYA, Harness, number
from tests.store.samples import claim_message


def lines(slack: FakeFiles) -> list[list[str]]:
    return list(csv.reader(io.StringIO(slack.uploads[-1].content.decode("utf-8-sig"))))


@pytest.fixture
def slack() -> FakeFiles:
    return FakeFiles(comments=True)


@pytest.fixture
def results(harness: Harness, slack: FakeFiles) -> ListResults:
    out = Results(slack, slack.post)
    return ListResults(
        harness.database, harness.lanes, out, harness.permissions, sees_numbers=lambda _who: True
    )


@pytest.fixture
def list_id(harness: Harness) -> str:
    list_id = harness.queued(3, rejected=1)
    harness.carrier.replies.append(Refused("-6", "+1 415 555 0001 is no contact."))
    harness.run()
    return list_id


def shown(harness: Harness, list_id: str) -> None:
    with harness.database.write() as conn:
        message = claim_message(conn, list_id, harness.clock(), 60)
        assert message is not None
        message_claims.shown(conn, message, "C0FRONT", "5.5")


def args(list_id: str, to: str, tries: int = 0) -> dict[str, str]:
    return {"send_id": list_id, "to": to, "why": "end", "tries": str(tries)}


def test_the_thread_gets_masked_numbers(
    harness: Harness, results: ListResults, slack: FakeFiles, list_id: str
) -> None:
    shown(harness, list_id)
    results.run(args(list_id, "thread"))
    (upload,) = slack.uploads
    assert (upload.channel, upload.thread_ts) == ("C0FRONT", "5.5")
    assert "<@U0MAYA>" in upload.comment
    titles, first, second, _third, left_out = lines(slack)
    assert titles == [
        "Line",
        "Number",
        "Outcome",
        "Reason",
        "Segments",
        "Sent at (America/Los_Angeles)",
    ]
    assert first[:5] == ["2", "•••0001", "Not sent", "•••0001 is no contact.", "1"]
    assert second == [
        "3",
        "•••0002",
        state_words.in_words(SendState.ACCEPTED).capitalize(),
        "",
        "1",
        "2026-11-23 09:00:00",
    ]
    assert left_out[:4] == ["5", "", "Skipped", "This number is too short."]
    assert number(1) not in slack.uploads[0].content.decode()


def test_a_person_gets_whole_numbers_by_direct_message(
    harness: Harness, results: ListResults, slack: FakeFiles, list_id: str
) -> None:
    results.run(args(list_id, "U0MAYA"))
    assert slack.posts[0][0] == "U0MAYA"
    assert slack.uploads[0][:2] == ("D0MAYA", "7.7")
    assert [line[1] for line in lines(slack)[1:]] == [f"+{number(place)}" for place in (1, 2, 3)] + [""]


def test_long_files_are_read_page_by_page(
    harness: Harness, results: ListResults, slack: FakeFiles, list_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PAGE", 2)
    results.run(args(list_id, "U0MAYA"))
    assert [line[0] for line in lines(slack)] == ["Line", "2", "3", "4", "5"]


def test_there_is_nothing_for_a_thread_that_is_a_persons_own(
    harness: Harness, results: ListResults, slack: FakeFiles
) -> None:
    list_id = harness.queued(1, origin_channel=None)
    shown(harness, list_id)
    results.run(args(list_id, "thread"))
    assert slack.uploads == []


def test_there_is_nothing_for_a_thread_that_never_began(
    harness: Harness, results: ListResults, slack: FakeFiles, list_id: str
) -> None:
    results.run(args(list_id, "thread"))
    assert slack.uploads == []


def test_a_list_that_is_gone_has_no_result(results: ListResults, slack: FakeFiles) -> None:
    results.run(args("0" * 32, "U0MAYA"))
    assert slack.posts == []


def test_what_slack_did_not_take_is_tried_again_a_few_times(
    harness: Harness, results: ListResults, slack: FakeFiles, list_id: str
) -> None:
    slack.refuse = Unreachable("down")
    results.run(args(list_id, "U0MAYA"))
    ((_key, _name, again, delay),) = harness.jobs.waiting(RESULT)
    assert (Result.of(again), delay) == (Result("U0MAYA", "end", 1), 60.0)
    harness.jobs.forget_all()
    results.run(args(list_id, "U0MAYA", MOST_TRIES - 1))
    assert harness.jobs.waiting(RESULT) == []


def test_a_channel_that_cannot_be_reached_is_not_tried_again(
    harness: Harness, results: ListResults, slack: FakeFiles, list_id: str
) -> None:
    slack.refuse = NotThere("not_in_channel")
    results.run(args(list_id, "U0MAYA"))
    assert harness.jobs.waiting(RESULT) == []


def test_both_messages_are_drawn_from_the_rows(harness: Harness, list_id: str) -> None:
    renderer = Renderer(harness.database, harness.clock, Approval())
    send = harness.the(list_id)
    assert "2 of 3 sent, 1 not sent, 1 row skipped." in renderer.main(send).text
    assert "1 text: •••0001 is no contact." in renderer.details(send).text


def test_its_message_says_who_approved_it(harness: Harness, list_id: str) -> None:
    now = harness.clock()
    with harness.database.write() as conn:
        new = NewRequest(fingerprint="a" * 64, facts={}, expires_at=now + timedelta(hours=1))
        approvals.ask(conn, list_id, new, now=now)
        approvals.decide(conn, list_id, 1, Decision.APPROVED, now=now, by="U0TOM", reason="")
    text = Renderer(harness.database, harness.clock, Approval()).main(harness.the(list_id)).text
    assert "Approved by <@U0TOM>" in text


# --- asking for it


def test_the_result_goes_to_who_asked_for_the_list_or_an_admin(
    harness: Harness, results: ListResults
) -> None:
    list_id = harness.started(3)
    results.ask(list_id, MAYA, "1.1")
    results.ask(list_id, MAYA, "1.1")
    results.ask(list_id, BOSS, "1.2")
    assert [args["to"] for _key, _name, args, _delay in harness.jobs.waiting(RESULT)] == ["U0MAYA", "U0BOSS"]


def test_nobody_else_gets_the_numbers(harness: Harness, results: ListResults) -> None:
    list_id = harness.started(3, user_id="U0TOM")
    with pytest.raises(UserError, match="because it's <@U0TOM>'s"):
        results.ask(list_id, MAYA, "1.1")


def test_a_list_that_has_not_begun_has_no_result(harness: Harness, results: ListResults) -> None:
    list_id = harness.queued(3)
    with pytest.raises(UserError, match="no results yet"):
        results.ask(list_id, MAYA, "1.1")
