"""Adding one contact: checked, attempted once, and every answer of SMS-iT in words."""

from typing import Any

import pytest

from bot.access import Role
from bot.features.contacts.addition import Addition
from bot.features.groups.service import value
from bot.slack.incoming.interaction import Interaction
from bot.smsit import DOCUMENTED, Endpoint, NotSent, OutcomeUnknown, Unavailable
from bot.smsit.codes import refusal
from bot.store.database import Database
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.entries import ADA, NORA, entry
from tests.features.contacts.search_harness import SearchHarness, option
from tests.features.samples import words_in
from tests.features.slack_harness import SAM, typed
from tests.slack.interactions import hand_in

NEW = "14155550177"
FORM = {"number": typed("(415) 555-0177"), "group": option("VIP"), "name": typed(" Zoe  Hall ")}
LOST = OutcomeUnknown(Endpoint.ADD_CONTACT, "the connection dropped")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
CODES = [code for endpoint, code in DOCUMENTED if endpoint is Endpoint.ADD_CONTACT and code != -7]


@pytest.fixture
def search_harness(database: Database) -> SearchHarness:
    return SearchHarness(database)


def filled_in(search_harness: SearchHarness, **changed: dict[str, Any]) -> Interaction:
    search_harness.addition_listeners.ask(search_harness.slack_harness.press(search_harness.find("")))
    return search_harness.slack_harness.submit(
        search_harness.slack_harness.windows.opened[-1], FORM | changed, SAM
    )


def submit(search_harness: SearchHarness, **changed: dict[str, Any]) -> dict[str, Any]:
    hand_in(search_harness.addition_listeners.submitted, filled_in(search_harness, **changed))
    return search_harness.slack_harness.ack


def came(search_harness: SearchHarness, **changed: dict[str, Any]) -> str:
    """Submit the form and return what is shown in the end."""
    answer = submit(search_harness, **changed)
    assert answer["response_action"] == "push"
    assert "Adding the contact" in words_in(answer["view"])
    assert search_harness.slack_harness.windows.updates[-1][0] == answer["view"]["external_id"]
    return search_harness.shown


def test_senders_may_add(search_harness: SearchHarness) -> None:
    registry = FakeRegistry()
    search_harness.addition_listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    (verb,) = search_harness.addition_listeners.verbs()
    assert (verb.name, verb.role) == ("contacts add", Role.SENDER)
    assert set(registry.roles.values()) == {Role.SENDER}


@pytest.mark.parametrize(
    ("line", "number", "name"),
    [
        ("", None, None),
        ("415 555 0177 Zoe  Hall", "+1 415-555-0177", "Zoe Hall"),
        ("Zoe", None, "Zoe"),
    ],
)
def test_the_command_opens_the_form_filled_in(
    search_harness: SearchHarness, line: str, number: str | None, name: str | None
) -> None:
    search_harness.addition_listeners.command(search_harness.slack_harness.command(line), line)
    blocks = search_harness.slack_harness.windows.opened[-1]["blocks"]
    assert blocks[0]["element"].get("initial_value") == number
    assert blocks[2]["element"].get("initial_value") == name
    assert search_harness.slack_harness.acks.given == [{}]


def test_a_contact_is_added_with_everything_that_was_written(
    search_harness: SearchHarness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    birthday = {"type": "datepicker", "selected_date": "1985-12-10"}
    shown = came(search_harness, email=typed("zoe@example.com"), birthday=birthday)
    assert ":white_check_mark: The contact was added." in shown
    assert "Zoe  Hall (+1 415-555-0177)" in shown
    ((number, group, more),) = search_harness.register.added
    assert (number, group, more["name"], more["email"]) == (NEW, "VIP", "Zoe  Hall", "zoe@example.com")
    assert str(more["birthday"]) == "1985-12-10"
    assert search_harness.slack_harness.windows.last["clear_on_close"] is True
    assert "adding a contact by U0SAM: added" in caplog.text
    assert "0177" not in caplog.text
    assert NEW not in caplog.text
    assert "Zoe" not in caplog.text


def test_only_number_and_group_are_needed_whatever_the_groups_name(search_harness: SearchHarness) -> None:
    came(search_harness, name=typed(""), group=option(value("N" * 200)))
    assert search_harness.register.added == [
        (NEW, "N" * 200, {"name": None, "email": None, "birthday": None})
    ]


@pytest.mark.parametrize(
    ("changed", "block", "says"),
    [
        ({"number": typed("")}, "number", "The phone number is missing."),
        ({"number": typed("555")}, "number", "too short"),
        ({"group": {}}, "group", "Choose a group"),
        ({"group": option("Night shift")}, "group", "no longer exists"),
        ({"email": typed("zoe")}, "email", "Enter an email address"),
        ({"birthday": {"selected_date": "2026-11-25"}}, "birthday", "in the future"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    search_harness: SearchHarness, changed: dict[str, Any], block: str, says: str
) -> None:
    answer = submit(search_harness, **changed)
    assert list(answer["errors"]) == [block]
    assert says in answer["errors"][block]
    assert search_harness.register.added == []


def test_somebody_born_today_where_today_comes_first_may_be_added(search_harness: SearchHarness) -> None:
    assert "was added" in came(search_harness, birthday={"selected_date": "2026-11-24"})


@pytest.mark.parametrize("code", [*CODES, -99])
def test_every_refusal_is_said_in_words_and_nothing_is_tried_again(
    search_harness: SearchHarness, code: int
) -> None:
    search_harness.register.refusal = refusal(Endpoint.ADD_CONTACT, code)
    shown = came(search_harness)
    assert f":no_entry: {search_harness.register.refusal.sentence}" in shown
    assert "Not added" in shown
    assert len(search_harness.register.added) == 1
    assert search_harness.slack_harness.windows.last["clear_on_close"] is False


@pytest.mark.parametrize(
    ("number", "group", "says"),
    [
        (ADA, "VIP", "is already in that group"),
        (ADA, "Newsletter", "opted out of that group. Nothing was changed: only they can opt in again"),
        (NORA, "VIP", "opted out of your texts. Nothing was changed: only they can opt in again"),
        (ADA, "VIP 2", "is already in the group. If the person opted out"),
        (NEW, "VIP", "is already in the group. If the person opted out"),
    ],
)
def test_being_in_the_group_is_told_from_having_opted_out(
    search_harness: SearchHarness, number: str, group: str, says: str
) -> None:
    search_harness.register.refusal = refusal(Endpoint.ADD_CONTACT, -7)
    assert says in came(search_harness, number=typed(f"+{number}"), group=option(group))


def test_when_nobody_can_look_it_up_both_are_named(search_harness: SearchHarness) -> None:
    search_harness.register.refusal = refusal(Endpoint.ADD_CONTACT, -7)
    search_harness.find("")
    search_harness.register.trouble = DOWN
    assert "If the person opted out, only they can opt back in." in came(search_harness)


@pytest.mark.parametrize(
    ("adds", "says"),
    [
        (False, "We couldn't confirm this contact was added. It isn't in that group yet. Check again"),
        (True, "SMS-iT's answer was unclear, but this number is in that group now."),
    ],
)
def test_a_lost_answer_is_looked_into_and_never_repeated(
    search_harness: SearchHarness, says: str, *, adds: bool
) -> None:
    search_harness.register.refusal, search_harness.register.adds_anyway = LOST, adds
    assert says in came(search_harness)
    assert len(search_harness.register.added) == 1


def test_a_lost_answer_about_somebody_who_opted_out_promises_nothing(search_harness: SearchHarness) -> None:
    search_harness.register.rows.append(entry(NEW, group="vip", subscribed=False))
    search_harness.register.refusal = LOST
    assert "but the person opted out: only they can opt in again" in came(search_harness)


def test_a_lost_answer_that_cannot_be_looked_into_is_not_known(search_harness: SearchHarness) -> None:
    search_harness.register.refusal = LOST
    search_harness.find("")
    search_harness.register.trouble = DOWN
    shown = came(search_harness)
    assert "SMS-iT couldn't be asked whether it is in that group now. Check again" in shown
    assert "Unconfirmed" in shown


def test_what_never_reached_smsit_is_said_to_be_safe_to_try_again(search_harness: SearchHarness) -> None:
    search_harness.register.refusal = NotSent(Endpoint.ADD_CONTACT, "no connection")
    assert "Nothing was sent, so it's safe to try again." in came(search_harness)


def test_the_same_submission_again_adds_nobody_and_says_the_same(search_harness: SearchHarness) -> None:
    submitted = filled_in(search_harness)
    search_harness.addition_listeners.submitted(submitted)
    first = search_harness.shown
    assert "The contact was added." in first

    search_harness.addition_listeners.submitted(submitted)

    assert words_in(search_harness.slack_harness.ack["view"]) == first
    assert len(search_harness.register.added) == 1


def test_what_nobody_foresaw_is_logged_without_a_number(
    search_harness: SearchHarness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError(NEW)

    search_harness.register.add_contact = broken  # type: ignore[method-assign] # a fault nobody foresaw
    assert "We couldn't confirm this contact was added." in came(search_harness)
    assert "ended unforeseen: ZeroDivisionError" in caplog.text
    assert NEW not in caplog.text


def test_an_addition_does_not_show_whose_it_is() -> None:
    assert repr(Addition(NEW, "VIP", "Zoe Hall", "zoe@example.com")) == "Addition()"
