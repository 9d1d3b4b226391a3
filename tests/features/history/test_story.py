"""One send with everything that happened to it, and its evidence as files."""

import csv
import io
from datetime import timedelta

import pytest

from bot.access import Opened, Who
from bot.features.history.pack import BY_GROUP, FORGOTTEN, IN_GROUP, NOT_RECORDED, READ_AGAIN, UNREPORTED
from bot.features.history.views import pack as pack_view
from bot.features.history.views import story as story_view
from bot.slack.blocks.data_table import DATA_TABLE
from bot.slack.outgoing.posting_errors import Unreachable
from bot.store import approvals, audit, audit_chain, broadcast_audiences, sends
from bot.store.approvals import Decision, NewRequest
from bot.store.audit import Event
from bot.store.broadcast_audiences import Recipient
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.features.history.harness import Harness
from tests.features.history.samples import GROUP, LIST, put
from tests.features.slack_harness import ADA, APO, MAYA, SAM

SOON = START + timedelta(minutes=5)


def open_(harness: Harness, send: Send, who: Who = MAYA) -> str:
    harness.stories.open(harness.slack_harness.press({"type": "modal", "blocks": []}, send.id, who))
    return harness.shown


def pack(harness: Harness, send: Send, who: Who = MAYA) -> dict[str, list[list[str]]]:
    """Press the button; return the rows of the files."""
    harness.slack.files.clear()
    harness.stories.pack(harness.slack_harness.press({"type": "modal", "blocks": []}, send.id, who))
    return {
        name.removesuffix(".csv").rpartition("-")[2]: list(csv.reader(io.StringIO(text)))
        for name, text in harness.slack.files.items()
    }


def lived_through(database: Database) -> Send:
    """A broadcast that was rejected, changed, approved and sent."""
    send = put(database, **GROUP, state=SendState.DRAFT)
    with database.write() as conn:
        facts = {"kind": "group", "people": 17, "credits_upper": 34}
        audit.note(conn, Event.CONFIRMED, send.id, at=START, by="U0MAYA", facts=facts)
        sends.move(conn, send.id, SendState.AWAITING_APPROVAL, now=START)
        new = NewRequest(fingerprint="a" * 64, facts={}, expires_at=SOON, by="U0MAYA")
        approvals.ask(conn, send.id, new, now=START)
        approvals.decide(conn, send.id, 1, Decision.REJECTED, now=START, by="U0APO", reason="Too many")
        sends.move(conn, send.id, SendState.REJECTED, now=START, decided_by="U0APO")
        audit.note(
            conn, Event.CHANGED, send.id, at=SOON, by="U0MAYA", facts={"words": "changed", "credits": 17}
        )
        sends.move(conn, send.id, SendState.AWAITING_APPROVAL, now=SOON)
        approvals.ask(conn, send.id, new, now=SOON)
        approvals.decide(conn, send.id, 2, Decision.APPROVED, now=SOON, by="U0ADA")
        sends.move(conn, send.id, SendState.QUEUED, now=SOON)
        claimed = sends.claim(conn, send.id, token="t" * 32, now=SOON, limit_seconds=30)
        assert claimed is not None
        later = SOON + timedelta(seconds=9)
        sends.record(
            conn,
            send.id,
            token="t" * 32,
            to=SendState.ACCEPTED,
            now=later,
            attempting_at=SOON,
        )
        sends.move(conn, send.id, SendState.DELIVERED, now=later, successful=16, failed=1)
    return send


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


def test_the_evidence_of_a_broadcast(harness: Harness, database: Database) -> None:
    send = lived_through(database)
    harness.chain.extend()
    files = pack(harness, send)
    facts = dict(files["summary"])  # type: ignore[arg-type] # pairs
    assert facts["Requested by"] == "Maya Okafor (U0MAYA)"
    assert facts["Approval"] == "approved"
    assert facts["Approved or rejected by"] == "Ada Admin (U0ADA)"
    assert facts["Approved content, SHA-256"] == "a" * 64
    assert (facts["Recipients"], facts["Texts handed to carriers"], facts["Texts failed"]) == (
        "17",
        "16",
        "1",
    )
    assert facts["State"] == "handed to carriers"
    assert facts["Text"] == "Your table is ready"
    assert facts["Earlier request"] == "rejected, 2026-11-23 17:00:00, Apo Approver (U0APO): Too many"
    assert facts["Audit log when this was written"].startswith("9:")
    assert files["recipients"][1][1] == "group VIP"
    assert [row[3] for row in files["recipients"][2:]] == [NOT_RECORDED]
    kinds = [row[1] for row in files["events"][1:]]
    assert kinds[0] == "confirmed"
    assert kinds[-1] == "delivered"
    assert [row[6] for row in files["events"][1:]] == [str(place) for place in range(1, 10)]
    ((to, content),) = harness.slack.posts
    assert to == "U0MAYA"
    assert pack_view.WHOLE in content.text
    (table,) = [block for block in content.blocks if block["type"] == DATA_TABLE]
    assert len(table["rows"]) == 11
    assert pack_view.DONE in harness.shown


def test_the_evidence_of_a_broadcast_names_everyone_who_was_in_the_group(
    harness: Harness, database: Database
) -> None:
    send = lived_through(database)
    people = [Recipient("4155550101", "14155550101"), Recipient("14155550102", "14155550102")]
    with database.write() as conn:
        for token, tried in (("never", None), ("first", SOON)):
            broadcast_audiences.begin(conn, token, send.id, START)
            broadcast_audiences.add(conn, token, 1, [*people, Recipient("", "")])
            broadcast_audiences.note_attempt(conn, token, tried)
    whole = pack(harness, send)["recipients"]
    assert whole[1][1:4] == ["group VIP", "handed to carriers", BY_GROUP]
    assert whole[1][-1] == "16 handed to carriers, 1 failed"
    handed = "2026-11-23 17:05:00"
    assert whole[2:] == [
        ["1", "+14155550101", UNREPORTED, IN_GROUP, handed, "", ""],
        ["2", "+14155550102", UNREPORTED, IN_GROUP, handed, "", ""],
        ["3", "", UNREPORTED, FORGOTTEN, handed, "", ""],
    ]
    masked = pack(harness, send, APO)["recipients"]
    assert [row[1] for row in masked[2:]] == ["•••0101", "•••0102", ""]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": SendState.REFUSED}, ["refused", IN_GROUP]),
        ({"state": SendState.SCHEDULED_AT_SMSIT, "held_by": HeldBy.SMSIT}, [UNREPORTED, READ_AGAIN]),
    ],
)
def test_the_evidence_says_what_is_known_of_each(
    harness: Harness, database: Database, changes: dict[str, object], said: list[str]
) -> None:
    send = put(database, **GROUP, **changes)
    with database.write() as conn:
        broadcast_audiences.begin(conn, "first", send.id, START)
        broadcast_audiences.add(conn, "first", 1, [Recipient("14155550102", "14155550102")])
        broadcast_audiences.note_attempt(conn, "first", SOON)
    assert pack(harness, send)["recipients"][2][2:4] == said


def test_the_evidence_of_a_list_names_every_number_masked_where_it_has_to_be(
    harness: Harness, database: Database
) -> None:
    parent = put(database, **LIST)
    for place in (1, 2):
        number = f"1415555010{place}"
        row = put(
            database,
            parent_id=parent.id,
            line=place + 1,
            key=f"{parent.id}:{place}",
            to_number=number,
            to_phone=number,
            report_status="delivered",
        )
        with database.write() as conn:
            audit.note(conn, "delivered", row.id, at=SOON)
    whole = pack(harness, parent)
    assert [row[1] for row in whole["recipients"][1:]] == ["+14155550101", "+14155550102"]
    assert len(whole["events"]) == 3
    masked = pack(harness, parent, APO)
    assert [row[1] for row in masked["recipients"][1:]] == ["•••0101", "•••0102"]
    assert "Text" not in dict(masked["summary"])  # type: ignore[arg-type] # pairs
    assert "1415555010" not in str(masked)
    assert pack_view.MASKED in harness.slack.posts[-1][1].text


def test_files_slack_does_not_take_are_told(harness: Harness, database: Database) -> None:
    harness.slack.refuses = Unreachable("no")
    assert pack(harness, put(database)) == {}
    assert "Slack didn't accept the files." in harness.shown


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
