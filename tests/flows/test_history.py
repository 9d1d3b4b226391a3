"""The record: what a person finds of what was sent, with the ledger of the pretend SMS-iT as the judge."""

import csv
import io
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot import audit as command
from bot.sandbox.slack.person import Person
from bot.slack.outgoing.files import Files
from bot.store import audit, audit_chain
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, GRACE, LOU, Harness
from tests.flows.listing import QUICK, Lists, opened
from tests.flows.listing import csv as rows_of
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.measured

WORDS = "Your table is ready at eight."
LIST = rows_of("Name,Number", f"Ada,{ADA}", f"Grace,{GRACE}", f"Lou,{LOU}")


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, FOLLOW_UP_HOURS="1") as shared:
        yield shared


def look(harness: Harness, line: str = "", who: Person | None = None) -> str:
    """Type the command and wait for what it finds."""
    person = who or harness.maya
    assert person.command(f"/sms history {line}".strip()).acked
    harness.modal("History", person)
    harness.wait_for(lambda: "Loading" not in harness.shown(person) and harness.bot.is_quiet())
    return harness.shown(person)


def files(harness: Harness, person: Person, send_id: str) -> dict[str, list[list[str]]]:
    """Ask for the evidence pack of the send that is open, and return its files."""
    person.press("Evidence pack")
    harness.wait_for(lambda: "in your direct messages" in harness.shown(person))
    about = f"(`{send_id[:8]}`): what was requested"
    (message,) = [each for each in person.sees("@smsit") if about in each.text]
    given = [
        harness.sandbox.slack.files.get(each) for reply in person.thread(message) for each in reply.files
    ]
    return {
        re.sub(r"evidence-\w{8}-|\.csv", "", file.name): list(
            csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
        )
        for file in given
    }


def test_a_text_that_left_is_on_record_with_all_that_happened_to_it(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {WORDS}")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=15)
    sent = harness.until(SendState.DELIVERED)
    harness.tick(seconds=5)
    with harness.bot.database.read() as conn:
        found = audit.of(conn, sent.id, 100)
        assert audit_chain.verify(conn).broken is None
    assert [(each.kind, each.user_id) for each in found] == [
        ("confirmed", "U0MAYA"),
        ("queued", None),
        ("accepted", None),
        ("delivered", None),
    ]
    assert all(each.hash for each in found)
    assert not [each for each in found if ADA in str(each.facts) or "table" in str(each.facts)]
    shown = look(harness, "0100 delivered")
    assert WORDS in shown
    harness.maya.press("Open")
    harness.modal("Text on record")
    shown = harness.shown()
    for event in ("*Requested* by <@U0MAYA>", "*Handed to SMS-iT*", "*Reported as delivered*"):
        assert event in shown, shown
    assert "of the audit log" in shown
    assert harness.texts == [(ADA, WORDS)]  # nobody is texted by looking


def test_a_list_as_evidence_names_every_number_that_was_texted(harness: Harness) -> None:
    shop = Lists(harness)
    shop.send(LIST, "Dear %%Name%%, we moved.")
    shop.ended()
    harness.tick(seconds=5)
    sent = shop.newest()
    look(harness, "lists")
    harness.maya.press("Open")
    harness.modal("Text on record")
    found = files(harness, harness.maya, sent.id)
    texted = sorted(f"+{number}" for number, _body in harness.texts)
    assert sorted(row[1] for row in found["recipients"][1:]) == texted
    assert {row[2] for row in found["recipients"][1:]} <= {"delivered", "undelivered", "no_news"}
    assert dict(map(tuple, found["summary"]))["Requested by"].endswith("(U0MAYA)")
    assert sum(row[1] == "accepted" and row[5] != sent.id for row in found["events"]) == len(texted)
    assert all(row[7] for row in found["events"][1:])


def test_a_broadcast_as_evidence_names_everyone_who_was_texted_and_is_found_by_each(harness: Harness) -> None:
    shop = Broadcasts(harness)
    numbers = shop.group("Walkers", 4, opted_out=1)
    shop.send("Walkers", "We moved.")
    shop.until(SendState.ACCEPTED)
    sent = shop.newest()
    found = look(harness, f"+{numbers[2]}")
    assert "Walkers" in found
    harness.maya.press("Open")
    harness.modal("Text on record")
    told = files(harness, harness.maya, sent.id)["recipients"][2:]
    texted = sorted(f"+{number}" for number, _body in harness.texts)
    assert sorted(row[1] for row in told) == texted == sorted(f"+{each}" for each in numbers)
    assert all(row[4] for row in told)


def test_rows_of_lists_are_found_by_their_number_and_other_people_find_nothing(harness: Harness) -> None:
    shop = Lists(harness)
    shop.send(LIST, "Dear %%Name%%, we moved.")
    shop.ended()
    assert "List text to" in look(harness, f"+{GRACE}")
    sam = harness.person("U0SAM")
    assert "List text to" not in look(harness, f"+{GRACE}", sam)
    assert "<@U0MAYA>" not in harness.shown(sam)


def test_a_broken_log_is_found_by_the_command(
    harness: Harness, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    harness.send(f"/sms {ADA} {WORDS}")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=5)
    env_file = tmp_path_factory.mktemp("settings") / ".env"
    env_file.write_text("".join(f"{name}={value}\n" for name, value in harness.given().items()), "utf-8")
    assert command.verify(str(env_file), []) == 0
    whole = capsys.readouterr().out
    assert "entries are as they were written, from 2026-" in whole
    anchor = audit_chain.Anchor.read(whole.partition("Anchor: ")[2].splitlines()[0])
    assert command.verify(str(env_file), [anchor]) == 0
    assert command.WITHOUT_ANCHOR not in capsys.readouterr().out
    with harness.bot.database.write() as conn:
        place = anchor.place - 1
        kept = conn.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_same'")
        guard = str(kept.scalar_one())
        conn.exec_driver_sql("DROP TRIGGER audit_entry_same")
        user = conn.exec_driver_sql(f"SELECT user_id FROM audit_entry WHERE place = {place}").scalar()  # noqa: S608 - a number
        conn.exec_driver_sql(f"UPDATE audit_entry SET user_id = 'U0EVIL' WHERE place = {place}")  # noqa: S608 - a number
    assert command.verify(str(env_file), []) == 1
    assert (
        f"Entry {place:,} is the first that is wrong: it is not what was written." in capsys.readouterr().out
    )
    with harness.bot.database.write() as conn:
        conn.exec_driver_sql(f"UPDATE audit_entry SET user_id = ? WHERE place = {place}", (user,))  # noqa: S608 - a number
        conn.exec_driver_sql(guard)
    assert command.verify(str(env_file), [anchor]) == 0
    gone = audit_chain.Anchor(anchor.place + 1_000_000, "a" * 64)
    assert command.verify(str(env_file), [gone]) == 1
    assert "the chain ends here, and it once had" in capsys.readouterr().out


def test_a_search_in_letters_beyond_the_common_ones_finds_or_says_so(harness: Harness) -> None:
    harness.maya.command("/sms history a" + "\U0001d518" * 280)
    harness.wait_for(lambda: harness.maya.view is not None and "Loading" not in harness.shown())
    assert "older version" not in harness.shown()


def test_one_evidence_pack_is_made_at_a_time(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    harness.send(f"/sms {ADA} {WORDS}")
    harness.until(SendState.ACCEPTED)
    begun, go_on = threading.Event(), threading.Event()
    upload = Files.upload

    def slow(self: Files, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as they come
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)
        upload(self, *args, **named)

    monkeypatch.setattr(Files, "upload", slow)
    tom = harness.person("U0TOM")
    for person in (harness.maya, tom):
        look(harness, "", person)
        person.press("Open")
        harness.modal("Text on record", person)
    harness.maya.press("Evidence pack")
    assert begun.wait(PATIENCE_SECONDS)
    tom.press("Evidence pack")
    harness.wait_for(lambda: "files for someone else are being made" in harness.shown(tom))
    go_on.set()
    harness.wait_for(lambda: "in your direct messages" in harness.shown())
