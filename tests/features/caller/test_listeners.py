"""How Slack reaches the passport, and what of it stands in which window."""

from collections.abc import Mapping

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.caller import views
from bot.features.caller.ids import Action
from bot.features.caller.listeners import CallerListeners, Shown
from bot.features.caller.renderer import OpenCallers
from bot.features.contacts.service import LinkedAction
from bot.slack.outgoing.loading_view import LoadingView
from bot.store import SendState
from tests.fakes.slack import FakeBackground, FakeRegistry
from tests.fakes.users import LOS_ANGELES, FakeUsers
from tests.features.caller.harness import ADA, GRACE, MAYA, NOBODY, PRIYA, SAM, TOM, Harness, failed, verified
from tests.features.caller.test_service import book
from tests.features.contacts.rows import row
from tests.features.samples import words_in
from tests.features.slack_harness import SlackHarness, buttons

OTHERS = (
    LinkedAction("Text", "sms.to_contact", Role.SENDER),
    LinkedAction("Caller passport", Action.OPEN, Role.VIEWER),
)
MODAL: Mapping[str, str] = {"type": "modal"}


class CallerHarness(SlackHarness):
    def __init__(self, harness: Harness) -> None:
        super().__init__()
        self.harness = harness
        shown = Shown(FakeUsers(), harness.permissions, LOS_ANGELES, "US", OTHERS)
        loading = LoadingView(self.windows, FakeBackground())
        self.listeners = CallerListeners(self.responder, loading, harness.passports, harness.contacts, shown)

    def type(self, text: str, who: Who = PRIYA) -> str:
        self.listeners.command(self.command(text, who), text)
        return words_in(self.windows.newest)

    @property
    def buttons(self) -> dict[str, list[str]]:
        return buttons(self.windows.newest)


@pytest.fixture
def desk(harness: Harness) -> CallerHarness:
    return CallerHarness(harness)


def test_looking_takes_a_viewer_and_what_a_code_opens_a_sender(desk: CallerHarness) -> None:
    registry = FakeRegistry()
    desk.listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    assert registry.roles == {
        Action.OPEN: Role.VIEWER,
        Action.CHOOSE: Role.VIEWER,
        Action.OF_CODE: Role.SENDER,
        Action.WHOLE_NUMBER: Role.SENDER,
    }
    (verb,) = desk.listeners.verbs()
    assert verb.role is Role.VIEWER


def test_a_line_without_anybody_asks_for_somebody(desk: CallerHarness) -> None:
    with pytest.raises(UserError, match="Add a number or a name"):
        desk.type("  ")


def test_a_caller_is_shown_masked_to_most_and_whole_by_role(desk: CallerHarness) -> None:
    book(desk.harness, 1)
    failed(desk.harness.database, desk.harness.clock())
    desk.harness.text(SendState.UNDELIVERED, report_error="14155550100 is switched off")
    desk.harness.text(SendState.REFUSED)
    for _text in range(3):
        desk.harness.text(SendState.UNDELIVERED)
    desk.harness.do_not_text.add(ADA, "called from 4155550100", MAYA)

    said = desk.type("Ada")
    for part in (
        "*Ada Lovelace* (•••0100)",
        "*Not verified*: too many wrong attempts · Refund",
        "*On the do-not-text list.*",
        "Added by <@U0MAYA>: called from",
        "*Probably unreachable.*",
        "*Next appointment*",
        "*Refused earlier*",
    ):
        assert part in said, part
    assert desk.buttons == {"sms.to_contact": [ADA]}  # sealed on the way out, as every value
    assert said.count("5550100") == 1
    assert "+1 415-555-0100" in desk.type("Ada", TOM)
    assert "Text" not in words_in(desk.type("Ada", SAM)).split("\n")


def test_opted_out_and_unknown_callers_are_told(desk: CallerHarness) -> None:
    desk.harness.account.contacts[0] = row("Ada Lovelace", ADA, subscribed=False)
    assert "*Opted out.*" in desk.type("Ada")
    said = desk.type(NOBODY)
    for part in ("*Not in your contacts.*", views.NO_CODE, views.NO_TEXTS, views.NO_APPOINTMENT):
        assert part in said


def test_of_several_one_is_chosen_in_the_same_window(desk: CallerHarness) -> None:
    desk.harness.account.contacts += [row(f"Ada {nth}", f"141555502{nth:02}") for nth in range(9)]
    assert "More people match" in desk.type("Ada")
    number = desk.buttons[Action.CHOOSE][0]
    desk.listeners.chosen(desk.press(dict(MODAL), number, PRIYA))
    assert views.TITLE in words_in(desk.windows.newest)
    assert "Last texts" not in words_in(desk.windows.newest)
    assert "Check the name" in desk.type("Zelda")


def test_from_a_contact_the_passport_opens_on_top(desk: CallerHarness) -> None:
    desk.listeners.of_contact(desk.press(dict(MODAL), GRACE, PRIYA))
    assert "*Grace Hopper*" in words_in(desk.windows.newest)


def test_a_code_leads_whoever_verified_it_to_the_passport_and_the_whole_number(desk: CallerHarness) -> None:
    code = verified(desk.harness.database, desk.harness.clock())
    book(desk.harness, 1)
    desk.listeners.of_code(desk.press(dict(MODAL), code, PRIYA))
    said = words_in(desk.windows.newest)
    assert (
        "you can see the whole number and move or cancel the appointment. The code opens this to you only."
        in said
    )
    assert desk.buttons[Action.WHOLE_NUMBER] == [code]
    assert {"appointments.move", "appointments.cancel"} <= desk.buttons.keys()
    desk.listeners.whole_number(desk.press(dict(MODAL), code, PRIYA))
    assert "+1 415-555-0100" in words_in(desk.windows.newest)

    for press in (desk.listeners.of_code, desk.listeners.whole_number):
        opened = len(desk.windows.opened)
        with pytest.raises(UserError, match="Only <@U0PRIYA>"):
            press(desk.press(dict(MODAL), code, MAYA))
        assert len(desk.windows.opened) == opened
    desk.type("Ada", MAYA)
    assert Action.WHOLE_NUMBER not in desk.buttons


def test_who_was_verified_in_an_earlier_call_is_not_verified_now(desk: CallerHarness) -> None:
    verified(desk.harness.database, desk.harness.clock())
    assert "*Verified* by <@U0PRIYA>" in desk.type("Ada", MAYA)
    desk.harness.clock.advance(minutes=10)
    said = desk.type("Ada", MAYA)
    assert "*Not verified in this call.* Last verified by <@U0PRIYA>" in said
    assert "*Verified* by" not in said


def test_home_names_who_is_verified_for_as_long_as_that_opens_something(desk: CallerHarness) -> None:
    part = OpenCallers(desk.harness.passports, desk.harness.permissions, LOS_ANGELES)
    code = verified(desk.harness.database, desk.harness.clock())
    (line,) = part.draw(PRIYA)
    assert "Ada Lovelace (•••0100)* is verified. Until" in words_in(line)
    assert line["accessory"]["value"] == code
    assert part.draw(MAYA) == part.draw(SAM) == []
    desk.harness.clock.advance(minutes=10)
    assert part.draw(PRIYA) == []
