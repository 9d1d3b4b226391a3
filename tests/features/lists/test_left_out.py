"""Who of a list gets no text: who must not be texted or opted out, and whose text cannot be sent."""

import pytest

from bot.features.lists.row_texts import FAR_TOO_LONG, TOO_LONG
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import DOWN
from tests.features.lists.draft_harness import Harness
from tests.features.lists.harness import number
from tests.features.lists.test_opt_outs import an_entry


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


def test_who_must_not_be_texted_is_left_out(harness: Harness) -> None:
    harness.account.forbidden = {number(2)}
    ready = harness.check()
    left_out = harness.rows(ready.draft.id)[1]
    assert (left_out.outcome_sentence, left_out.to_number) == ("This number is on the do-not-text list.", "")
    assert ready.draft.people == 2


def test_who_has_opted_out_is_left_out_and_costs_nothing(harness: Harness) -> None:
    harness.contacts.rows = [an_entry(number(2), subscribed=False), an_entry(number(3), subscribed=True)]
    ready = harness.check()
    assert ready.own.reasons[0] == ("This person has opted out of your texts.", 1)
    assert ready.own.first_rejected[0] == (3, "This person has opted out of your texts.")
    assert (ready.draft.people, ready.draft.credits, ready.own.all_opt_outs) == (2, 2, True)


def test_who_opted_out_and_is_on_the_do_not_text_list_counts_once(harness: Harness) -> None:
    harness.contacts.rows = [an_entry(number(2), subscribed=False)]
    harness.account.forbidden = {number(2)}
    assert ("This number is on the do-not-text list.", 1) in harness.check().own.reasons


def test_a_list_can_be_sent_where_nobody_says_who_opted_out(harness: Harness) -> None:
    harness.contacts.trouble = DOWN
    ready = harness.check()
    assert (ready.draft.people, ready.own.all_opt_outs) == (3, False)


def test_empty_fields_and_unicode_are_found_in_the_rows_that_get_a_text(harness: Harness) -> None:
    harness.account.file = "Phone,Name\n+14155550001,\n+14155550002,Łucja\n+14155550003,\n12,\n".encode()
    own = harness.check(message="Hi %%Name%%!").own
    assert [(each.column, each.rows, each.sample) for each in own.blanks] == [("Name", 2, "Hi!")]
    assert own.unicode is not None
    assert (own.unicode.rows, own.unicode.all) == (1, False)


@pytest.mark.parametrize(("words", "over"), [("x" * 1700, "100 characters"), ("é" * 801, "1 character")])
def test_a_text_says_how_far_it_is_over_the_limit(harness: Harness, words: str, over: str) -> None:
    harness.account.file = f"Phone,Words\n+14155550001,Hello\n+14155550002,{words}\n".encode()
    assert harness.check(message="%%Words%%").own.first_rejected == (
        (3, f"This row's text is too long: {over} over the limit."),
    )


def test_an_empty_text_is_left_out(harness: Harness) -> None:
    harness.account.file = b"Phone,Words\n+14155550001,Hello\n+14155550002,\n"
    ready = harness.check(message="%%Words%%")
    assert ready.own.first_rejected == ((3, "The text would be empty for this row."),)


def test_a_text_that_is_too_long_is_left_out(harness: Harness) -> None:
    harness.account.file = f"Phone,Words\n+14155550001,Hello\n+14155550002,{'x' * 1601}\n".encode()
    ready = harness.check(message="%%Words%%")
    assert ready.own.first_rejected == ((3, TOO_LONG.format(over="1 character")),)


def test_texts_that_are_too_long_are_counted_together_however_long_they_are(harness: Harness) -> None:
    rows = "".join(f"+1415555{nth:04},{'x' * (1601 + nth)}\n" for nth in range(1, 5))
    harness.account.file = f"Phone,Words\n+14155550009,Hello\n{rows}+14155550010,{'y' * 20_000}\n".encode()
    ready = harness.check(message="%%Words%%" * 300)
    assert ready.own.reasons == (("This row's text is too long.", 5),)
    assert ready.own.first_rejected[-1] == (7, FAR_TOO_LONG.format(length=6_000_000))


def test_a_list_of_which_nothing_can_be_sent_is_refused(harness: Harness) -> None:
    harness.account.forbidden = {number(1), number(2), number(3)}
    assert harness.refused() == (
        "None of these rows can be texted. Line 2: This number is on the do-not-text list."
    )
