"""One send with everything that happened to it, and its evidence as files."""

import pytest

from bot.access import Opened
from bot.features.history.views import story as story_view
from bot.store import approvals, audit, audit_chain, sends
from bot.store.approvals import Decision, NewRequest
from bot.store.audit import Event
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.features.history.harness import Harness
from tests.features.history.lived import SOON, lived_through, open_, pack
from tests.features.history.samples import GROUP, LIST, put
from tests.features.slack_harness import ADA, APO, MAYA, SAM


def test_everything_that_happened_stands_in_order(harness: Harness, database: Database) -> None:
    shown = open_(harness, lived_through(database))
    events = [
        "*Requested* by <@U0MAYA> · 17 recipients · up to 34 credits",
        "*Approval requested* by <@U0MAYA>",
        "*Rejected* by <@U0APO>\n> Too many",
        "*Changed* by <@U0MAYA> · new words",
        "*Approval requested* by <@U0MAYA> · round 2",
        "*Approved* by <@U0ADA> · round 2",
        "*Queued*",
        "*Handed to SMS-iT*",
        "*Accepted by SMS-iT*",
        "*Reported as handed to carriers*",
    ]
    found = [shown.find(each) for each in events]
    assert -1 not in found, shown
    assert found == sorted(found)
    assert "Broadcast to *VIP (17 recipients)*" in shown
    assert "enter the audit log's chain within seconds" in shown


def test_what_a_verified_code_was_used_for_is_told_on_its_page(harness: Harness, database: Database) -> None:
    send = put(database, kind=SendKind.OTP)
    with database.write() as conn:
        for used in Opened:
            audit.note(conn, Event.CODE_USED, send.id, at=SOON, by="U0MAYA", facts={"opened": used.value})
    shown = open_(harness, send)
    assert "Verified code used" in shown
    assert "whole number shown" in shown
    assert "appointment moved or cancelled" in shown


def test_it_says_where_the_events_stand_in_the_chain(harness: Harness, database: Database) -> None:
    send = lived_through(database)
    harness.chain.extend()
    assert "Entries 1 to 9 of the audit log" in open_(harness, send)
    with database.write() as conn:
        audit.note(conn, Event.HELD, send.id, at=SOON)
    assert "Entries 1 to 9 of the audit log, 1 event to follow" in open_(harness, send)


def test_the_reason_of_the_newest_decision_and_state_is_quoted(harness: Harness, database: Database) -> None:
    send = put(database, **GROUP, state=SendState.AWAITING_APPROVAL)
    with database.write() as conn:
        new = NewRequest(fingerprint="a" * 64, facts={}, expires_at=SOON, by="U0MAYA")
        approvals.ask(conn, send.id, new, now=START)
        reason = "Ask +1 415 555 0100 <!channel> first"
        approvals.decide(conn, send.id, 1, Decision.REJECTED, now=START, by="U0APO", reason=reason)
        sends.move(conn, send.id, SendState.REJECTED, now=START, decided_by="U0APO")
    shown = open_(harness, send)
    assert "Ask •••0100 &lt;!channel&gt; first" in shown


def test_what_is_older_than_the_log_is_told_from_the_send(harness: Harness, database: Database) -> None:
    send = put(
        database,
        attempting_at=START,
        state=SendState.UNDELIVERED,
        report_error="Unreachable 14155550100",
        decided_by=None,
    )
    shown = open_(harness, send)
    assert "*Requested* by <@U0MAYA>" in shown
    assert "*Handed to SMS-iT*" in shown
    assert "*Reported as not delivered*" in shown
    assert "Unreachable •••0100" in shown
    assert story_view.NOT_LOGGED in shown


def test_evidence_about_an_unclear_outcome_is_shown(harness: Harness, database: Database) -> None:
    send = put(database, state=SendState.UNKNOWN, evidence={"report": "SMS-iT has no text to this number."})
    assert "SMS-iT has no text to this number." in open_(harness, send)


def test_people_see_nobody_elses_but_those_who_may(harness: Harness, database: Database) -> None:
    send = put(database)
    for who in (MAYA, APO, ADA):
        assert "Ada Lovelace" in open_(harness, send, who)
    assert "Ada Lovelace" not in open_(harness, send, SAM)
    assert "you need the *approver* role" in harness.shown
    assert pack(harness, send, SAM) == {}
    assert harness.slack.posts == []


@pytest.mark.parametrize("send_id", ["", "f" * 32, "nonsense"])
def test_what_is_gone_is_said(harness: Harness, send_id: str) -> None:
    harness.stories.open(harness.slack_harness.press({"type": "modal", "blocks": []}, send_id))
    assert "no longer on record" in harness.shown


def test_a_row_leads_to_its_list(harness: Harness, database: Database) -> None:
    parent = put(database, **LIST)
    row = put(database, parent_id=parent.id, line=2)
    assert "Open list" in open_(harness, row)
    assert "patients.csv" in harness.press("open")


def test_the_clock_chains_what_is_new_and_says_once_a_day_where_the_chain_ends(
    harness: Harness, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    harness.chain.note_end()
    assert "anchor" not in caplog.text
    lived_through(database)
    harness.chain.extend()
    harness.chain.extend()
    harness.chain.note_end()
    with database.read() as conn:
        end = audit_chain.end(conn)
    assert end is not None
    assert end.place == 9
    assert f"the audit log has 9 entries, anchor {end}" in caplog.text


def test_more_than_a_portion_is_chained_in_one_tick(
    harness: Harness, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_chain, "PORTION", 2)
    monkeypatch.setattr("bot.features.history.upkeep.MOST_PORTIONS", 3)
    monkeypatch.setattr(audit_chain.chain, "__defaults__", (2,))
    with database.write() as conn:
        for nth in range(9):
            audit.note(conn, "queued", f"{nth:032x}", at=START)
    harness.chain.extend()
    with database.read() as conn:
        assert audit_chain.verify(conn).entries == 6  # the rest is the next tick's
