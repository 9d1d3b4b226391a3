"""Forms that begin filled in, tell the bot late, or never arrive."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import HANDLERS
from tests.browser.gallery import Gallery
from tests.browser.screen import Screen
from tests.sandbox.slack.blocks import samples as s

pytestmark = pytest.mark.measured

Json = dict[str, Any]


def show(there: Gallery, screen: Screen, *blocks: Json, **own: object) -> None:
    trigger = there.sandbox.slack.triggers.issue("U0MAYA")
    there.bot.client.views_open(trigger_id=trigger, view=s.modal(*blocks, callback_id="review", **own))
    screen.modal.wait_for()


def field(label: str, element: Json, **own: object) -> Json:
    return s.input_block(
        {"action_id": "it", **element}, label=s.plain(label), block_id=label, optional=True, **own
    )


def test_fields_begin_with_what_the_bot_put_into_them(screen: Screen, there: Gallery) -> None:
    two = s.options(2)
    show(
        there,
        screen,
        field("Words", {"type": "plain_text_input", "initial_value": "Hello", "focus_on_load": True}),
        field("One", {"type": "static_select", "options": two, "initial_option": two[1]}),
        field("Some", {"type": "multi_static_select", "options": two, "initial_options": two}),
        field("Ticks", {"type": "checkboxes", "options": two, "initial_options": two[:1]}),
        field("Dots", {"type": "radio_buttons", "options": two, "initial_option": two[1]}),
        field("Who", {"type": "users_select", "initial_user": "U0TOM"}),
        field("Where", {"type": "channels_select", "initial_channel": "C0HELP"}),
        field("Instant", {"type": "datetimepicker", "initial_date_time": 1_798_133_400}),
    )
    expect(screen.field("Words")).to_have_value("Hello")
    expect(screen.field("One")).to_have_value("Option 1")
    expect(screen.modal.locator(".chip")).to_have_text(["Option 0close", "Option 1close"])
    expect(screen.modal.get_by_role("checkbox").first).to_be_checked()
    expect(screen.modal.get_by_role("radio").last).to_be_checked()
    expect(screen.field("Who")).to_have_value("Tom Okafor")
    expect(screen.field("Where")).to_have_value("#help-desk")
    expect(screen.field("Instant")).to_have_value("2026-12-24T09:30")
    screen.field("Where").click()
    expect(screen.modal.get_by_role("option")).to_have_count(5)
    screen.key("Escape", screen.field("Where"))
    screen.press("Cancel")
    expect(screen.modal).to_have_count(0)


def test_a_field_that_waits_for_enter_tells_the_bot_then(screen: Screen, there: Gallery) -> None:
    show(there, screen, field("Search", {"type": "plain_text_input"}, dispatch_action=True))
    before = len(there.bot.seen)
    screen.fill("Search", "ada")
    screen.key("Enter", screen.field("Search"))
    there.sandbox.slack.wait_for(lambda: len(there.bot.seen) > before)
    assert there.bot.seen[-1]["actions"][0]["value"] == "ada"


def test_a_form_that_never_arrives_can_be_sent_again(
    screen: Screen, there: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(there, screen, private_metadata="at last")
    monkeypatch.setattr(there.sandbox.slack, "ack_limit", 0.1)
    there.bot.on["view_submission"] = lambda *_: None
    screen.submit()
    expect(screen.modal.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    there.bot.on["view_submission"] = HANDLERS["view_submission"]
    monkeypatch.undo()
    screen.submit()
    screen.message("Sent: at last")
    assert there.sandbox.slack.problems
    there.sandbox.slack.problems.clear()


def test_a_problem_the_real_slack_would_have_is_shown_in_the_inspector(
    screen: Screen, page: Page, there: Gallery
) -> None:
    there.sandbox.slack.note_problem("something Slack refuses")
    screen.panel("Traffic inspector")
    expect(page.get_by_role("alert")).to_contain_text("something Slack refuses")
    there.sandbox.slack.problems.clear()


def test_a_message_shows_its_reactions_its_files_and_that_it_was_edited(
    screen: Screen, there: Gallery
) -> None:
    workspace = there.sandbox.slack
    tom = workspace.person("U0TOM")
    file_id = tom.upload("rota.csv", b"a,b")
    said = tom.say("The new rota")
    reactions = {"tada": ("U0MAYA", "U0SAM"), "mystery": ("U0SAM",)}
    workspace.messages.put(replace(said, reactions=reactions, files=(file_id,), edited=True))
    message = screen.message("The new rota")
    expect(message.get_by_text("rota.csv · 3 bytes")).to_be_visible()
    expect(message.get_by_text("(edited)")).to_be_visible()
    expect(message.get_by_text(":mystery: 1")).to_be_visible()
    workspace.messages.remove(workspace.messages.find(said.channel, said.ts) or said)
    expect(message).to_have_count(0)
