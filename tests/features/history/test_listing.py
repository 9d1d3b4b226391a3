"""Looking for what was sent: by a line, by the form, page by page, and nobody sees more than they may."""

from datetime import timedelta

import pytest

from bot.access import Role
from bot.features.history.filters import LONG_WORDS, NOT_DELIVERED
from bot.features.history.views import listing as listing_view
from bot.store import approvals
from bot.store.approvals import NewRequest
from bot.store.database import Database
from bot.store.sends import SendKind, history
from bot.store.states import SendState
from tests.clock import START
from tests.fakes.slack import FakeRegistry
from tests.features.history.harness import Harness
from tests.features.history.samples import GROUP, LIST, put
from tests.features.slack_harness import ADA, APO, SAM, buttons, typed


def test_everybody_with_a_role_may_look(harness: Harness) -> None:
    (verb,) = harness.listing.verbs()
    assert (verb.name, verb.role) == ("history", Role.VIEWER)
    registry = FakeRegistry()
    harness.listing.register(registry)
    harness.stories.register(registry)
    assert {each.role for each in registry.registered} == {Role.VIEWER}


def test_people_see_their_own_and_those_who_approve_everybodys(harness: Harness, database: Database) -> None:
    put(database, to_name="Of Maya")
    put(database, to_name="Of Sam", user_id="U0SAM")
    assert "Of Maya" in harness.find()
    assert "Of Sam" not in harness.shown
    assert "Your texts" in harness.shown
    for who in (APO, ADA):
        shown = harness.find("", who)
        assert "Of Maya" in shown
        assert "Of Sam" in shown
        assert "Everyone's texts" in shown
    assert "Of Maya" not in harness.find("", SAM)


def test_nobody_asks_for_other_peoples_who_may_not_see_them(harness: Harness, database: Database) -> None:
    put(database, to_name="Of Sam", user_id="U0SAM")
    assert "you need the *approver* role" in harness.find("<@U0SAM>")
    assert "Of Sam" not in harness.shown
    assert "Of Sam" in harness.find("<@U0SAM>", APO)


def test_numbers_are_masked_and_no_draft_or_row_is_listed(harness: Harness, database: Database) -> None:
    put(database)
    put(database, to_name="A draft", state=SendState.DRAFT)
    put(database, to_name="A row", parent_id="f" * 32, line=1)
    shown = harness.find()
    assert "Ada Lovelace (•••0100)" in shown
    assert "5550100" not in str(harness.view)
    assert "A draft" not in shown
    assert "A row" not in shown


@pytest.mark.parametrize(
    ("state", "said"), [(SendState.SCHEDULED, "Scheduled for"), (SendState.AWAITING_APPROVAL, "to be sent")]
)
def test_what_is_ahead_says_when_it_goes_and_that_the_other_moment_is_its_request(
    harness: Harness, database: Database, state: SendState, said: str
) -> None:
    at = START + timedelta(days=2)
    put(database, state=state, send_at=at)
    goes = f"{said} <!date^{int(at.timestamp())}^"
    assert goes in harness.find()
    assert f"requested <!date^{int(START.timestamp())}^" in harness.shown
    assert goes in harness.press("open").replace("*", "")
    put(database, user_id="U0SAM", to_name="Gone", send_at=at)
    assert "requested <" not in harness.find("", SAM)


def test_no_broadcast_is_found_among_what_was_delivered(harness: Harness, database: Database) -> None:
    put(database, to_name="Of one", state=SendState.DELIVERED)
    put(database, **GROUP, state=SendState.DELIVERED)
    shown = harness.find("delivered")
    assert "Of one" in shown
    assert "VIP" not in shown
    assert NOT_DELIVERED in harness.find("delivered kind:broadcasts")
    assert "VIP" in harness.find("sent kind:broadcasts")


def test_words_that_are_too_long_are_not_cut(harness: Harness) -> None:
    assert LONG_WORDS in harness.find("word " * 25)


def test_the_words_are_for_who_may_read_them(harness: Harness, database: Database) -> None:
    put(database, body="Your test is negative")
    assert "Your test is negative" in harness.find()
    assert "Your test is negative" not in harness.find("", APO)
    assert "Ada Lovelace" in harness.shown
    assert "Your test is negative" in harness.find("", ADA)


def test_nobody_searches_words_they_may_not_read(harness: Harness, database: Database) -> None:
    one = put(database, body="Your test is negative", **GROUP)
    assert "VIP" in harness.find("“TEST is”")
    assert "VIP" not in harness.find("“test is”", APO)
    with database.write() as conn:
        new = NewRequest(fingerprint="f" * 64, facts={}, expires_at=START + timedelta(days=1))
        approvals.ask(conn, one.id, new, now=START)
    assert "VIP" in harness.find("“test is”", APO)  # asked about this very one
    assert listing_view.NONE_MATCH in harness.find("“something else”")


def test_a_part_of_a_number_is_for_who_sees_numbers(harness: Harness, database: Database) -> None:
    put(database, to_number="14155550100", to_name="The one")
    put(database, to_number="14155550123", to_phone="14155550123", to_name="Another")
    shown = harness.find("0123")
    assert "Another" in shown
    assert "The one" not in shown
    put(database, user_id="U0SAM", to_name="Of Sam")
    assert "Enter the whole number." in harness.find("0100", SAM)
    assert "Of Sam" not in harness.shown
    assert "Of Sam" in harness.find("+14155550100", SAM)


def test_rows_of_lists_are_found_by_their_number(harness: Harness, database: Database) -> None:
    put(database, parent_id="f" * 32, line=3, to_name="A row")
    assert "List text to *A row (•••0100)*" in harness.find("+1 415 555 0100")
    assert "14155550100" not in harness.shown
    assert "+1 415-555-0100" in harness.shown  # of who sees numbers in full, the one that was typed
    put(database, parent_id="f" * 32, line=3, to_name="A row", user_id="U0SAM")
    assert "+1 415" not in harness.find("+1 415 555 0100", SAM)


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("failed", {"Refused one"}),
        ("broadcasts", {"VIP"}),
        ("lists", {"patients.csv"}),
        ("texts", {"Ada Lovelace", "Refused one"}),
        ("vip", {"VIP"}),
        ("Ada Lovelace", {"Ada Lovelace"}),
        ("here", {"Ada Lovelace", "Refused one", "VIP", "patients.csv"}),
        ("today", {"Ada Lovelace", "Refused one", "VIP", "patients.csv"}),
        ("yesterday", set()),
        ("@maya failed", {"Refused one"}),
    ],
)
def test_what_stands_behind_the_verb_narrows_it_down(
    harness: Harness, database: Database, line: str, seen: set[str]
) -> None:
    put(database)
    put(
        database,
        to_name="Refused one",
        state=SendState.REFUSED,
        to_number="14155550109",
        to_phone="14155550109",
    )
    put(database, **GROUP)
    put(database, **LIST)
    put(
        database,
        to_name="Old",
        at=START - timedelta(days=30),
        origin_channel=None,
        kind=SendKind.OTP,
        to_phone="14155550130",
    )
    shown = harness.find(line)
    every = {"Ada Lovelace", "Refused one", "VIP", "patients.csv", "Old"}
    assert {name for name in every if f"*{name} (" in shown} == seen


def test_a_filter_that_is_not_clear_is_asked_about_and_nothing_is_looked_for(
    harness: Harness, database: Database
) -> None:
    put(database, to_name="Anyone")
    shown = harness.find("nmuber:0100")
    assert "Did you mean “number:0100”? There's no “nmuber:”." in shown
    assert "kind:, status:, since:" in harness.find("xyz:0100")
    assert "Anyone" not in shown


def test_a_mistyped_word_is_asked_about(harness: Harness, database: Database) -> None:
    put(database, to_name="Fine")
    put(database, to_name="Lost", state=SendState.REFUSED)
    shown = harness.find("faild")
    assert "Only *failed*" in shown
    assert "Texts that say “faild”" in shown
    harness.press("choose")
    assert "Lost" in harness.shown
    assert "Fine" not in harness.shown


def test_a_name_that_may_be_several_is_asked_about(harness: Harness, database: Database) -> None:
    put(database)
    put(database, to_number="14155550101", to_phone="14155550101", to_name="Ada Byron")
    shown = harness.find("ada failed")
    assert "Which one did you mean?" in shown
    assert "Texts to *Ada Byron (+1 415-555-0101)*" in shown
    assert "Texts that say “ada”" in shown
    choices = buttons(harness.view)["history.choose"]
    byron = next(nth for nth, value in enumerate(choices) if "14155550101" in value)
    shown = harness.press("choose", nth=byron)
    assert "*not delivered or refused*, to *Ada Byron (+1 415-555-0101)*" in shown
    assert "Ada Lovelace" not in shown


def test_what_is_nobodys_name_is_looked_for_as_words(harness: Harness, database: Database) -> None:
    put(database, body="The ferry leaves at ten")
    assert "Ada Lovelace" in harness.find("ferry leaves")
    assert "saying “ferry leaves”" in harness.shown


def test_a_colleague_nobody_knows_is_said(harness: Harness, database: Database) -> None:
    put(database)
    assert "No one who has sent texts is called “nobody”." in harness.find("@nobody", APO)
    assert "Ada Lovelace" in harness.find("@Maya Okafor", APO)


def test_when_contacts_cannot_be_asked_it_says_so(harness: Harness) -> None:
    harness.book.is_down = True
    assert "SMS-iT does not answer." in harness.find("Ada")


def test_pages_are_turned_both_ways(harness: Harness, database: Database) -> None:
    for nth in range(25):
        put(database, at=START + timedelta(minutes=nth), to_name=f"Person {nth:02}")
    first = harness.find()
    assert "Person 24" in first
    assert "Person 14" not in first
    second = harness.press("older")
    assert "Person 14" in second
    assert "Person 04" in harness.press("older")
    assert "history.older" not in buttons(harness.view)
    assert harness.press("newer") == second
    assert "Person 24" in harness.press("newer")
    assert "history.newer" not in buttons(harness.view)


def test_a_search_that_stops_says_so_and_goes_on(
    harness: Harness, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_SEARCHED", 3)
    put(database, to_name="The oldest", origin_channel="C0SALES")
    for nth in range(1, 6):
        put(database, at=START + timedelta(minutes=nth))
    harness.find()
    harness.press("filter")
    shown = harness.submit(channel={"type": "conversations_select", "selected_conversation": "C0SALES"})
    assert listing_view.CUT in shown
    assert "The oldest" in harness.press("older")


def test_the_form_asks_for_all_of_it(harness: Harness, database: Database) -> None:
    put(database)
    put(database, to_name="Other words", body="Come at ten")
    harness.find("“table is” failed")
    form = harness.press("filter")
    assert "Part of the number" in form
    assert "Sent by" not in form
    shown = harness.submit(words=typed("table"), stand={"selected_option": {"value": "delivered"}})
    assert "Ada Lovelace" in shown
    assert "Other words" not in shown
    assert "saying “table”" in shown
    assert "Other words" in harness.press("all")


def test_the_form_of_an_approver_asks_who_sent_it_and_no_part_of_a_number(
    harness: Harness, database: Database
) -> None:
    put(database, user_id="U0SAM", to_name="Of Sam")
    put(database, to_name="Of Maya")
    harness.find("", APO)
    form = harness.press("filter", APO)
    assert "Sent by" in form
    assert "Part of the number" not in form
    shown = harness.submit(APO, person={"type": "users_select", "selected_user": "U0SAM"})
    assert "Of Sam" in shown
    assert "Of Maya" not in shown


def test_what_is_wrong_stands_beside_its_field(harness: Harness) -> None:
    harness.find()
    harness.press("filter")
    harness.submit(
        part=typed("1"),
        since={"selected_date": "2026-11-03"},
        until={"selected_date": "2026-11-01"},
        group={"selected_option": {"value": "Gone"}},
    )
    assert harness.slack_harness.ack["errors"].keys() == {"part", "until", "group"}


def test_nothing_yet_is_said(harness: Harness) -> None:
    assert listing_view.NOTHING_OF_YOURS in harness.find()
    assert listing_view.NOTHING in harness.find("", APO)
