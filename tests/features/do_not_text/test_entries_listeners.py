"""The list driven as Slack would drive it."""

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.do_not_text.listeners.entries import EntryListeners
from bot.features.do_not_text.service import DoNotText, Listing
from bot.policy.model import Contacts
from bot.slack.blocks.kit import Block
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack import FakeRegistry
from tests.fakes.users import FakeUsers
from tests.features.samples import words_in
from tests.features.slack_harness import ACCESS, ADA, MAYA, SlackHarness, buttons, typed
from tests.slack.interactions import hand_in

NORA, LOU = "14155550120", "14155550130"


@pytest.fixture
def slack_harness() -> SlackHarness:
    return SlackHarness()


@pytest.fixture
def numbers(database: Database) -> DoNotText:
    return DoNotText(database, FakeClock())


@pytest.fixture
def entry_listeners(slack_harness: SlackHarness, numbers: DoNotText) -> EntryListeners:
    return EntryListeners(
        slack_harness.responder, numbers, FakeUsers(), ACCESS, "US", Contacts(full_numbers=Role.SENDER)
    )


def opened(slack_harness: SlackHarness, entry_listeners: EntryListeners, *, admin: bool = False) -> Block:
    entry_listeners.command(slack_harness.command("", ADA if admin else MAYA), "")
    return slack_harness.windows.last


def test_the_verb_needs_the_role_of_a_sender(entry_listeners: EntryListeners) -> None:
    (verb,) = entry_listeners.verbs()
    assert (verb.name, verb.role) == ("do-not-text", Role.SENDER)
    assert verb.to == "see or change the do-not-text list"


def test_without_words_the_command_shows_the_list(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add(NORA, "asked by phone", MAYA)
    view = opened(slack_harness, entry_listeners)
    assert "+1 415-555-0120" in words_in(view)
    assert slack_harness.windows.updates[-1][0] == "V1"
    assert slack_harness.acks.given == [{}]


def test_a_number_with_a_reason_is_asked_about_before_it_is_added(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    entry_listeners.command(slack_harness.command(""), "14155550120 asked by phone")
    form = slack_harness.windows.opened[-1]
    assert numbers.entry(NORA) is None
    assert "+1 415-555-0120" in words_in(form)
    assert "asked by phone" in words_in(form)

    values = {"number": typed("+1 415-555-0120"), "reason": typed("asked by phone")}
    entry_listeners.add(slack_harness.submit(form, values))
    entry = numbers.entry(NORA)
    assert entry is not None
    assert (entry.reason, entry.added_by) == ("asked by phone", "U0MAYA")


def test_a_number_without_a_reason_asks_for_one(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    entry_listeners.command(slack_harness.command(""), "14155550120")
    form = slack_harness.windows.opened[-1]
    assert "+1 415-555-0120" in words_in(form)
    assert not numbers.is_listed(NORA)

    entry_listeners.add(slack_harness.submit(form, {"number": typed(NORA), "reason": typed("by post")}))

    assert numbers.is_listed(NORA)
    assert slack_harness.ack["response_action"] == "update"
    assert "to the do-not-text list." in words_in(slack_harness.ack["view"])


def test_words_without_a_number_are_refused(
    slack_harness: SlackHarness, entry_listeners: EntryListeners
) -> None:
    with pytest.raises(UserError, match="Type the number, then the reason"):
        entry_listeners.command(slack_harness.command(""), "asked by phone")


def test_a_number_is_added_from_the_list_which_then_shows_it(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    entry_listeners.ask_to_add(slack_harness.press(opened(slack_harness, entry_listeners)))
    form = slack_harness.windows.opened[-1]

    entry_listeners.add(
        slack_harness.submit(form, {"number": typed("415 555 0120"), "reason": typed("by post")})
    )

    assert numbers.is_listed(NORA)
    assert slack_harness.ack == {}
    assert slack_harness.windows.updates[-1][0] == "VLIST"
    assert "by post" in words_in(slack_harness.windows.last)
    assert "to the do-not-text list." in words_in(slack_harness.windows.last)


def test_mistakes_stand_beside_their_fields(
    slack_harness: SlackHarness, entry_listeners: EntryListeners
) -> None:
    entry_listeners.ask_to_add(slack_harness.press(opened(slack_harness, entry_listeners)))
    hand_in(
        entry_listeners.add,
        slack_harness.submit(slack_harness.windows.opened[-1], {"number": typed("12"), "reason": typed("x")}),
    )
    assert slack_harness.ack["response_action"] == "errors"
    assert set(slack_harness.ack["errors"]) == {"number"}


def test_a_number_is_looked_for_by_its_ending(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add(NORA, "x", MAYA)
    numbers.add(LOU, "x", MAYA)
    view = opened(slack_harness, entry_listeners)

    entry_listeners.find(slack_harness.submit(view, {"find": typed("0130")}))
    found = words_in(slack_harness.ack["view"])
    assert slack_harness.ack["response_action"] == "update"
    assert "555-0130" in found
    assert "555-0120" not in found

    hand_in(entry_listeners.find, slack_harness.submit(view, {"find": typed("Nora")}))
    assert set(slack_harness.ack["errors"]) == {"find"}


def test_the_list_is_turned_page_by_page(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add_many([Listing(f"1415555{place:04}", "x") for place in range(15)], MAYA)
    view = opened(slack_harness, entry_listeners)
    first = words_in(view)

    entry_listeners.turn(slack_harness.press(view, buttons(view)["do_not_text.older"][0]))
    second = words_in(slack_harness.windows.last)
    ends = [f"555-{place:04}" for place in range(15)]
    assert [(each in first) + (each in second) for each in ends] == [1] * len(ends)

    entry_listeners.turn(slack_harness.press(slack_harness.windows.last, "nonsense"))
    assert "Next" in words_in(slack_harness.windows.last)


def test_an_admin_removes_a_number_with_a_reason(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add(NORA, "asked by phone", MAYA)
    view = opened(slack_harness, entry_listeners, admin=True)
    entry_listeners.ask_to_remove(slack_harness.press(view, buttons(view)["do_not_text.remove"][0], ADA))
    form = slack_harness.windows.opened[-1]
    assert "asked by phone" in words_in(form)

    hand_in(entry_listeners.remove, slack_harness.submit(form, {"reason": typed(" ")}, ADA))
    assert set(slack_harness.ack["errors"]) == {"reason"}
    assert numbers.is_listed(NORA)

    entry_listeners.remove(slack_harness.submit(form, {"reason": typed("changed her mind")}, ADA))
    assert not numbers.is_listed(NORA)
    assert "It can be texted again" in words_in(slack_harness.windows.last)


def test_what_was_removed_meanwhile_is_not_removed_twice(
    slack_harness: SlackHarness, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    view = opened(slack_harness, entry_listeners, admin=True)
    entry_listeners.ask_to_remove(slack_harness.press(view, NORA, ADA))
    assert "no longer on the do-not-text list" in words_in(slack_harness.windows.opened[-1])

    numbers.add(NORA, "x", MAYA)
    numbers.remove(NORA, "x", ADA)
    entry_listeners.ask_to_remove(slack_harness.press(view, NORA, ADA))
    assert "no longer on the do-not-text list" in words_in(slack_harness.windows.opened[-1])


def test_taking_numbers_off_is_for_admins(entry_listeners: EntryListeners) -> None:
    registry = FakeRegistry()
    entry_listeners.register(registry)
    assert registry.ids(Role.ADMIN) == {
        "action do_not_text.remove",
        "submission do_not_text.remove",
    }
    assert {each.role for each in registry.registered} == {Role.ADMIN, Role.SENDER}
