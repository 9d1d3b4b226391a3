"""What a changed client makes of what the bot gave it: hidden numbers stay so, and forms what they are."""

import json
from typing import Any

import pytest

from bot.slack.incoming.metadata import STALE
from tests.flows import outgoing, tampering
from tests.flows.harness import FRONT, GRACE, Harness, words_in
from tests.flows.listing import Lists
from tests.flows.people import Contacts
from tests.flows.staff import APPROVALS, LENA, MAYA, TOM
from tests.flows.test_hidden_numbers import POLICY as HIDING

pytestmark = pytest.mark.measured

POLICY = HIDING.replace("sender", "broadcaster")


@pytest.fixture
def harness(under_policy: Harness) -> Harness:
    return under_policy.fresh()


def seal(harness: Harness) -> str:
    """The seal of Grace's number, as the browser of somebody has it who opened her contact."""
    maya = Contacts(harness)
    maya.find("Grace Hopper")
    [found] = [each["accessory"]["value"] for each in maya.blocks if "accessory" in each]
    maya.person.close()
    return str(found)


def told(sent: list[object]) -> list[str]:
    """What of her number went to Slack."""
    return outgoing.anywhere(sent, frozenset({GRACE}))


@pytest.mark.parametrize("before", ["", "+"])
def test_a_contact_passed_off_as_a_number_that_was_typed_is_nobody(
    harness: Harness, sent: list[object], before: str
) -> None:
    form = harness.compose("/sms")
    [offered] = form.suggestions("To", "Grace")
    form.choose("To", offered["text"]["text"])
    form.fill("Message", "Hello")
    harness.drawn()

    answer = tampering.submit(harness, form, tampering.chosen("to", f"{before}{offered['value']}"))

    assert ("Choose a contact" in words_in(answer.body)) is bool(before)
    assert told(sent) == []
    form.close()


def choice(harness: Harness) -> str:
    """The value of Grace, as the browser of somebody has it who chose her in the form for a text."""
    form = harness.compose("/sms")
    [offered] = form.suggestions("To", "Grace")
    form.close()
    return str(offered["value"])


DO_NOT_TEXT, ADDITION = "/sms do-not-text +14155550177 spam", "/sms contacts add"


@pytest.mark.parametrize("part", ["id", "url_private_download"])
def test_the_bot_reads_no_file_that_somebody_else_uploaded(harness: Harness, part: str) -> None:
    slack, files = harness.sandbox.slack, harness.sandbox.slack.files
    theirs = files.get(harness.person(TOM).upload("numbers.csv", b"Number,Name\n14155550101,Grace\n"))
    secret = files.describe(theirs, slack.public_url)
    lists = Lists(harness)
    maya = lists.compose(b"Number,Name\n14155550100,Ada\n", "%%Name%%")

    def change(view: dict[str, Any]) -> None:
        [named] = view["state"]["values"]["file"]["list.file"]["files"]
        named[part] = secret[part]

    harness.drawn()
    tampering.submit(harness, maya, change)
    harness.wait_for(lambda: maya.title != "Checking")

    assert "Grace" not in harness.shown()
    assert ("Slack didn't hand it over" in harness.shown()) is (part == "id")
    maya.close()


@pytest.mark.parametrize("action_id", ["sms.contact", "number", "reading"])
@pytest.mark.parametrize(("line", "feature"), [(DO_NOT_TEXT, "do_not_text"), (ADDITION, "contacts")])
def test_a_contact_chosen_in_another_form_is_not_read_back_in_the_field_for_a_number(
    harness: Harness, sent: list[object], line: str, feature: str, action_id: str
) -> None:
    found = choice(harness)
    maya = harness.maya
    maya.command(line, channel="C0HELP")
    harness.wait_for(lambda: maya.view)
    own = action_id if "." in action_id else f"{feature}.{action_id}"
    change = tampering.moved("number", own, found)
    tampering.press_in(harness, maya, "number", f"{feature}.reading", change)

    assert "555-0101" not in harness.shown()
    assert told(sent) == []
    maya.close()


@pytest.mark.parametrize("action_id", ["sms.contact", "do_not_text.number"])
def test_a_contact_chosen_in_another_form_is_not_added_by_the_number(
    harness: Harness, sent: list[object], action_id: str
) -> None:
    found = choice(harness)
    maya = harness.maya
    maya.command(DO_NOT_TEXT, channel="C0HELP")
    harness.wait_for(lambda: maya.view)
    answer = tampering.submit(harness, maya, tampering.moved("number", action_id, found))

    assert answer.body["response_action"] == "errors"
    assert not harness.bot.services.do_not_text.is_listed(GRACE)
    assert told(sent) == []
    maya.close()


def test_what_was_not_drawn_in_a_block_does_not_count_beside_what_was(harness: Harness) -> None:
    found = choice(harness)
    form = harness.compose("/sms +14155550177 Hello")
    answer = tampering.submit(harness, form, tampering.moved("to", "list.contact", found, beside=True))

    assert "errors" not in answer.body
    harness.wait_for(lambda: "+1 415-555-0177" in harness.shown() and harness.maya.title != "Checking")
    assert "0101" not in harness.shown()
    form.close()


@pytest.mark.parametrize("own", [True, False])
def test_a_contact_given_as_ones_own_number_is_not_read_back(
    harness: Harness, sent: list[object], *, own: bool
) -> None:
    found = seal(harness)
    maya = harness.maya
    maya.open_home()
    harness.wait_for(lambda: maya.home)
    maya.press("My number")
    harness.modal("My number")
    change = tampering.chosen("number", found) if own else tampering.moved("number", "contacts.open", found)
    tampering.submit(harness, maya, change)
    if maya.view is not None:
        maya.close()
    maya.press("My number")
    harness.modal("My number")

    assert "555-0101" not in harness.shown()
    assert told(sent) == []
    maya.close()


def test_a_contact_chosen_as_a_group_is_not_named_by_the_number(harness: Harness, sent: list[object]) -> None:
    found = seal(harness)
    maya = Contacts(harness)
    maya.find("Grace")
    maya.person.press("Filter")
    harness.modal("Find contacts")
    tampering.submit(harness, maya.person, tampering.chosen("group", found))

    assert maya.title == "Contacts"
    assert told(sent) == []
    maya.person.close()


@pytest.mark.parametrize("part", ["words", "group", "name", "person"])
def test_a_number_in_a_button_is_not_moved_to_where_words_are_shown(
    harness: Harness, sent: list[object], part: str
) -> None:
    maya = harness.maya
    maya.command("/sms history Grace", channel="C0HELP")
    harness.wait_for(lambda: "Which one did you mean?" in harness.shown())
    assert maya.view is not None
    buttons = [each["accessory"] for each in maya.view.blocks if "accessory" in each]
    meant: dict[str, Any] = json.loads(buttons[0]["value"])
    assert meant["number"].startswith("~")
    moved = {**dict.fromkeys(meant, ""), part: meant["number"]}
    tampering.press(harness, maya, buttons[0], json.dumps(moved, separators=(",", ":")))

    assert told(sent) == []
    maya.close()


def test_a_form_is_not_moved_to_a_channel_its_person_is_not_in(harness: Harness) -> None:
    def change(view: dict[str, Any]) -> None:
        view["private_metadata"] = view["private_metadata"].replace(FRONT, APPROVALS)

    form = harness.compose("/sms +1 415 555 0101 Hello")
    answer = tampering.submit(harness, form, change)

    assert STALE in words_in(answer.body)
    assert harness.maya.title == "Not done"
    assert not [each for each in harness.person(LENA).sees(APPROVALS) if "Grace" in each.text]
    form.close()


def test_a_button_does_not_say_in_which_channel_an_import_is_told(harness: Harness) -> None:
    maya = Contacts(harness)
    maya.find("")
    [button] = [
        each
        for block in maya.blocks
        for each in block.get("elements", ())
        if each["type"] == "button" and each["text"]["text"] == "Import"
    ]
    tampering.press(harness, maya.person, button, APPROVALS)

    harness.modal("Import contacts")
    assert maya.person.view is not None
    assert APPROVALS not in str(maya.person.view.view)
    maya.person.close()


def test_a_form_does_not_draw_in_the_window_of_somebody_else(harness: Harness) -> None:
    tom, maya = Contacts(harness, TOM), Contacts(harness, MAYA)
    tom.find("Grace")
    maya.find("Grace")
    maya.person.press("Filter")
    harness.modal("Find contacts")
    assert tom.person.view is not None
    theirs, before = tom.person.view.id, tom.shown

    def change(view: dict[str, Any]) -> None:
        below = json.loads(view["private_metadata"].partition("}")[0] + "}")["view_id"]
        view["private_metadata"] = view["private_metadata"].replace(below, theirs)
        view["state"]["values"]["name"]["contacts.name"]["value"] = "Nora"

    answer = tampering.submit(harness, maya.person, change)

    assert STALE in words_in(answer.body)
    assert tom.shown == before
    maya.person.close()
    tom.person.close()
