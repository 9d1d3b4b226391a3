"""The evidence pack: who got what, and what is known of each."""

import pytest

from bot.features.history.pack import BY_GROUP, FORGOTTEN, IN_GROUP, NOT_RECORDED, READ_AGAIN, UNREPORTED
from bot.features.history.views import pack as pack_view
from bot.slack.blocks.data_table import DATA_TABLE
from bot.slack.outgoing.posting_errors import Unreachable
from bot.store import audit, broadcast_audiences
from bot.store.broadcast_audiences import Recipient
from bot.store.database import Database
from bot.store.sends import HeldBy
from bot.store.states import SendState
from tests.clock import START
from tests.features.history.harness import Harness
from tests.features.history.lived import SOON, lived_through, pack
from tests.features.history.samples import GROUP, LIST, put
from tests.features.slack_harness import APO


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
