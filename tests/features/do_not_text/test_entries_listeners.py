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
from tests.features.front import ACCESS, ADA, MAYA, Front, buttons, typed
from tests.features.samples import words_in
from tests.slack.interactions import hand_in

NORA, LOU = "14155550120", "14155550130"


@pytest.fixture
def front() -> Front:
    return Front()


@pytest.fixture
def numbers(database: Database) -> DoNotText:
    return DoNotText(database, FakeClock())


@pytest.fixture
def entry_listeners(front: Front, numbers: DoNotText) -> EntryListeners:
    return EntryListeners(
        front.responder, numbers, FakeUsers(), ACCESS, "US", Contacts(full_numbers=Role.SENDER)
    )


def opened(front: Front, entry_listeners: EntryListeners, *, admin: bool = False) -> Block:
    entry_listeners.command(front.command("", ADA if admin else MAYA), "")
    return front.windows.last


def test_the_verb_needs_the_role_of_a_sender(entry_listeners: EntryListeners) -> None:
    (verb,) = entry_listeners.verbs()
    assert (verb.name, verb.role) == ("do-not-text", Role.SENDER)
    assert verb.to == "see or change the do-not-text list"


def test_without_words_the_command_shows_the_list(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add(NORA, "asked by phone", MAYA)
    view = opened(front, entry_listeners)
    assert "+1 415-555-0120" in words_in(view)
    assert front.windows.updates[-1][0] == "V1"
    assert front.acks.given == [{}]


def test_a_number_with_a_reason_is_asked_about_before_it_is_added(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    entry_listeners.command(front.command(""), "14155550120 asked by phone")
    form = front.windows.opened[-1]
    assert numbers.entry(NORA) is None
    assert "+1 415-555-0120" in words_in(form)
    assert "asked by phone" in words_in(form)

    values = {"number": typed("+1 415-555-0120"), "reason": typed("asked by phone")}
    entry_listeners.add(front.submit(form, values))
    entry = numbers.entry(NORA)
    assert entry is not None
    assert (entry.reason, entry.added_by) == ("asked by phone", "U0MAYA")


def test_a_number_without_a_reason_asks_for_one(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    entry_listeners.command(front.command(""), "14155550120")
    form = front.windows.opened[-1]
    assert "+1 415-555-0120" in words_in(form)
    assert not numbers.is_listed(NORA)

    entry_listeners.add(front.submit(form, {"number": typed(NORA), "reason": typed("by post")}))

    assert numbers.is_listed(NORA)
    assert front.ack["response_action"] == "update"
    assert "to the do-not-text list." in words_in(front.ack["view"])


def test_words_without_a_number_are_refused(front: Front, entry_listeners: EntryListeners) -> None:
    with pytest.raises(UserError, match="Type the number, then the reason"):
        entry_listeners.command(front.command(""), "asked by phone")


def test_a_number_is_added_from_the_list_which_then_shows_it(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    entry_listeners.ask_to_add(front.press(opened(front, entry_listeners)))
    form = front.windows.opened[-1]

    entry_listeners.add(front.submit(form, {"number": typed("415 555 0120"), "reason": typed("by post")}))

    assert numbers.is_listed(NORA)
    assert front.ack == {}
    assert front.windows.updates[-1][0] == "VLIST"
    assert "by post" in words_in(front.windows.last)
    assert "to the do-not-text list." in words_in(front.windows.last)


def test_mistakes_stand_beside_their_fields(front: Front, entry_listeners: EntryListeners) -> None:
    entry_listeners.ask_to_add(front.press(opened(front, entry_listeners)))
    hand_in(
        entry_listeners.add,
        front.submit(front.windows.opened[-1], {"number": typed("12"), "reason": typed("x")}),
    )
    assert front.ack["response_action"] == "errors"
    assert set(front.ack["errors"]) == {"number"}


def test_a_number_is_looked_for_by_its_ending(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add(NORA, "x", MAYA)
    numbers.add(LOU, "x", MAYA)
    view = opened(front, entry_listeners)

    entry_listeners.find(front.submit(view, {"find": typed("0130")}))
    found = words_in(front.ack["view"])
    assert front.ack["response_action"] == "update"
    assert "555-0130" in found
    assert "555-0120" not in found

    hand_in(entry_listeners.find, front.submit(view, {"find": typed("Nora")}))
    assert set(front.ack["errors"]) == {"find"}


def test_the_list_is_turned_page_by_page(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add_many([Listing(f"1415555{place:04}", "x") for place in range(15)], MAYA)
    view = opened(front, entry_listeners)

    entry_listeners.turn(front.press(view, buttons(view)["do_not_text.older"][0]))
    assert "555-0014" in words_in(front.windows.last)
    assert "555-0000" not in words_in(front.windows.last)

    entry_listeners.turn(front.press(front.windows.last, "nonsense"))
    assert "555-0000" in words_in(front.windows.last)


def test_an_admin_removes_a_number_with_a_reason(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    numbers.add(NORA, "asked by phone", MAYA)
    view = opened(front, entry_listeners, admin=True)
    entry_listeners.ask_to_remove(front.press(view, buttons(view)["do_not_text.remove"][0], ADA))
    form = front.windows.opened[-1]
    assert "asked by phone" in words_in(form)

    hand_in(entry_listeners.remove, front.submit(form, {"reason": typed(" ")}, ADA))
    assert set(front.ack["errors"]) == {"reason"}
    assert numbers.is_listed(NORA)

    entry_listeners.remove(front.submit(form, {"reason": typed("changed her mind")}, ADA))
    assert not numbers.is_listed(NORA)
    assert "It can be texted again" in words_in(front.windows.last)


def test_what_was_removed_meanwhile_is_not_removed_twice(
    front: Front, entry_listeners: EntryListeners, numbers: DoNotText
) -> None:
    view = opened(front, entry_listeners, admin=True)
    entry_listeners.ask_to_remove(front.press(view, NORA, ADA))
    assert "no longer on the do-not-text list" in words_in(front.windows.opened[-1])

    numbers.add(NORA, "x", MAYA)
    numbers.remove(NORA, "x", ADA)
    entry_listeners.ask_to_remove(front.press(view, NORA, ADA))
    assert "no longer on the do-not-text list" in words_in(front.windows.opened[-1])


def test_taking_numbers_off_is_for_admins(entry_listeners: EntryListeners) -> None:
    registry = FakeRegistry()
    entry_listeners.register(registry)
    assert registry.ids(Role.ADMIN) == {
        "action do_not_text.remove",
        "submission do_not_text.remove",
    }
    assert {each.role for each in registry.registered} == {Role.ADMIN, Role.SENDER}
