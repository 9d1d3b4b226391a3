"""How templates look: never refused by Slack, however long and odd what was written is."""

from dataclasses import replace

import pytest

from bot.features.templates.form import HERE, Form, State, filled_in
from bot.features.templates.service import LONGEST_NAME, Usable
from bot.features.templates.views import form as form_view
from bot.features.templates.views import listing as listing_view
from bot.features.templates.views import message as message_view
from bot.features.templates.views import picker
from bot.policy.model import Templates as Rules
from bot.sandbox.slack.blocks import problems_in_options, problems_in_view
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields.answers import Answers
from bot.slack.blocks.kit import Block
from bot.store.templates import VersionState
from bot.texting.placeholders import LONGEST_NAME as LONGEST_PLACEHOLDER
from bot.texting.placeholders import LONGEST_VALUE, MOST
from tests.features.samples import words_in
from tests.features.slack_harness import ADA, MAYA
from tests.features.templates.conftest import MakeDesk, TemplateHarness

STATE = State("C0FRONT", 3, "V0123456789A", "0" * 32, 2, "V0123456789B", "1" * 32)
ODD = ("*bold* <!channel>", "<@U0MAYA> & \u202eco", "字" * LONGEST_NAME, "_" * LONGEST_NAME)
BODIES = ("Hello.", "<!here> *now*\n> quoted :tada:", "字" * 500, "a" * 1600)


@pytest.fixture
def harness(desk_of: MakeDesk) -> TemplateHarness:
    return desk_of(Rules(approval=True))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("body", BODIES)
def test_slack_takes_every_template(harness: TemplateHarness, name: str, body: str) -> None:
    version = harness.write(name, body, channel="C0FRONT", language="es")
    for nth in range(2, 8):
        version = harness.change(version.id, f"{body[:1500]} {nth}", MAYA, f"k{nth}").version
    found = harness.service.open(version.template_id, ADA, 0, listing_view.VERSIONS)
    listing = harness.service.listing(ADA, "C0FRONT", 0, listing_view.PAGE)
    views = [
        listing_view.opened(found, STATE, approval=True, note=form_view.saved(name, approval=True)),
        listing_view.listing(listing, STATE, approval=True),
        form_view.form(filled_in(STATE, found.entry, version), approval=True),
        form_view.form(filled_in(replace(STATE, channel="C0LAB"), found.entry, version), approval=True),
        form_view.form(Form(State("C0FRONT"), name, "es", HERE, body), approval=False),
        listing_view.loading(),
    ]
    for view in views:
        assert problems_in_view(view) == []
    said = words_in(listing_view.listing(listing, STATE, approval=True))
    assert "<!channel>" not in said
    assert "<@U0MAYA> &" not in said
    asked = message_view.request(found.entry.template, found.entry.newest)
    assert "<!channel>" not in asked.text
    usable = Usable("1" * 32, name, "es", "", body)
    assert problems_in_options({"options": [picker.option(usable)]}) == []


def test_who_may_do_what_has_the_buttons_for_it(harness: TemplateHarness) -> None:
    version = harness.write("Hours", "One.")
    found = harness.service.open(version.template_id, ADA, 0, 5)
    assert buttons(listing_view.opened(found, STATE, approval=True)) == ["Approve", "Reject"]
    own = harness.service.open(version.template_id, MAYA, 0, 5)
    assert buttons(listing_view.opened(own, STATE, approval=True)) == ["Edit", "Archive"]
    assert listing_view.OWN in words_in(listing_view.opened(own, STATE, approval=True))


def test_the_writer_is_told_what_was_decided(harness: TemplateHarness) -> None:
    version = harness.write("Hours", "One.")
    harness.changes.decide(version.id, VersionState.REJECTED, ADA)
    entry, decided = harness.service.version(version.id)
    told = message_view.decided(entry.template, decided).text
    assert told == "Version 1 of the template *Hours* was rejected by <@U0ADA>."
    assert "by" not in message_view.decided(entry.template, replace(decided, decided_by=None)).text


def test_slack_takes_the_fields_of_the_longest_placeholders() -> None:
    names = [f"{nth}".rjust(LONGEST_PLACEHOLDER, "字") for nth in range(2 * MOST)]
    text = " ".join(f"%%{name}%%" for name in names)
    answers = Answers(dict.fromkeys(names, "😀" * (LONGEST_VALUE // 2)), of="confirmation_text")
    blocks = answers_field.blocks(text, answers, feature="appointments.confirmation_text")
    assert len(blocks) == 2 * MOST
    assert (
        problems_in_view(
            {**listing_view.loading(), "submit": {"type": "plain_text", "text": "Save"}, "blocks": blocks}
        )
        == []
    )
    read = [answers_field.name_in(str(each["block_id"])) for each in blocks]
    assert read == names


def buttons(view: Block) -> list[str]:
    rows = [each for each in view["blocks"] if each["type"] == "actions"]
    return [str(each["text"]["text"]) for row in rows for each in row["elements"]]
