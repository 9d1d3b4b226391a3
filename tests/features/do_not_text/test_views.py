"""How the list looks: everything somebody who may send should know, and nothing Slack would refuse."""

from dataclasses import replace

import pytest

from bot.features.do_not_text import views
from bot.features.do_not_text.form import Form, Source
from bot.features.do_not_text.service import Counts, Records
from bot.features.do_not_text.views import NO_MATCH, ListingState
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.fields.phone import Typed
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.do_not_text import Entry
from bot.store.pages import Page
from bot.texting.tables.table import Rejected
from tests.clock import START
from tests.every import every
from tests.features.samples import NAMES, words_in
from tests.features.slack_harness import ZONE, buttons

NORA = "14155550120"
ENTRY = Entry(NORA, "Asked by phone", "U0MAYA", START, None, None, None)
REMOVED = replace(ENTRY, removed_by="U0ADA", removed_at=START, removal_reason="Changed her mind")
RECORDS = Records((ENTRY,), 1, "", Page(0, 10), START)


def shown(found: Records = RECORDS, *, admin: bool = True, note: str = "") -> Block:
    return views.listing(found, ZONE, admin=admin, full=True, note=note)


@every("reason", [name or "" for name in NAMES])
@every("admin", [True, False])
def test_slack_takes_every_list(reason: str, *, admin: bool) -> None:
    odd = replace(ENTRY, reason=reason)
    gone = replace(REMOVED, reason=reason, removal_reason=reason)
    for entries in ((), (odd,), (odd, gone) * 5):
        page = Records(entries, 100_000, "9" * 60, Page(1, 10, more=True), START)
        assert problems_in_view(shown(page, admin=admin, note="x" * 4000)) == []
    assert problems_in_view(views.remove_form(odd, ListingState())) == []


def test_slack_takes_everything_else() -> None:
    rejected = [Rejected(line, "This number is too short. " * 9) for line in range(1, 500)]
    for view in (
        views.loading(),
        views.done("x" * 5000),
        views.add_form(ListingState(), Form(Typed("1" * 99), "asked " * 99)),
        views.add_form(ListingState("America/Los_Angeles", "0120", 10, "V1", NORA)),
        views.import_form(ListingState()),
        views.progress(0, 0),
        views.progress(1000, 100_000),
        views.imported(Counts(1, 1), rejected, ["Read as UTF-8."] * 30),
        views.imported(Counts(0, 0), ()),
        views.not_imported(ListingState(), Source(None, "1", "<"), "<" * 5000),
    ):
        assert problems_in_view(view) == []


def test_an_entry_says_which_number_why_who_and_when() -> None:
    words = words_in(shown())
    for said in (
        "+1 415-555-0120",
        "Asked by phone",
        "<@U0MAYA>",
        "Added by <@U0MAYA>, Today 09:00",
    ):
        assert said in words
    assert "*1 number* is never texted from Slack" in words


def test_one_that_was_taken_off_says_by_whom_and_has_no_button() -> None:
    view = shown(replace(RECORDS, entries=(REMOVED,), ending="0120"))
    assert "Removed: Changed her mind" in words_in(view)
    assert "<@U0ADA>" in words_in(view)
    assert "do_not_text.remove" not in buttons(view)


def test_only_admins_are_offered_to_remove_and_import() -> None:
    assert buttons(shown()) == {
        "do_not_text.add": [""],
        "do_not_text.import": [""],
        "do_not_text.remove": [NORA],
    }
    assert buttons(shown(admin=False)) == {"do_not_text.add": [""]}


def test_an_empty_list_and_a_search_in_vain_say_so() -> None:
    empty = Records((), 0, "", Page(0, 10), START)
    assert "This list is empty" in words_in(shown(empty))
    assert NO_MATCH not in words_in(shown(replace(empty, ending="99")))
    assert NO_MATCH in words_in(shown(replace(empty, ending="99", total=3)))


def test_numbers_nobody_can_read_any_more_are_counted_and_said_how_to_find() -> None:
    some = Records((ENTRY,), 3, "", Page(0, 10), START, erased=2)

    assert "Not shown: 2 numbers of people who were erased." in words_in(shown(some))
    assert "erased" not in words_in(shown(replace(some, ending="0120")))
    assert "erased" not in words_in(shown())


def test_a_reason_that_is_no_longer_kept_is_not_quoted() -> None:
    assert "because" not in words_in(views.remove_form(replace(ENTRY, reason=""), ListingState()))


def test_newer_and_older_entries_are_a_press_away() -> None:
    middle = buttons(shown(replace(RECORDS, page=Page(1, 10, more=True))))
    assert (middle["do_not_text.newer"], middle["do_not_text.older"]) == (["0"], ["2"])
    assert "do_not_text.newer" not in buttons(shown(replace(RECORDS, page=Page(0, 10, more=True))))


def test_the_view_knows_what_it_shows() -> None:
    view = shown(replace(RECORDS, ending="0120", page=Page(1, 10)))
    assert metadata.load(ListingState, view["private_metadata"]) == ListingState(
        "America/Los_Angeles", "0120", 1
    )


def test_reasons_cannot_call_a_channel() -> None:
    view = shown(replace(RECORDS, entries=(replace(ENTRY, reason="<!channel>"),)))
    assert "<!channel>" not in words_in(view)


def test_what_came_of_an_import_is_said_with_the_lines_left_out() -> None:
    view = views.imported(Counts(1200, 30), [Rejected(3, "Too short."), Rejected(7, "+14155550120 twice")])
    words = words_in(view)
    assert "Added *1,200 numbers* to the do-not-text list. 30 were already on it. 2 lines skipped." in words
    assert "Line 3: Too short." in words
    assert "4155550120" not in words
    assert views.summary(Counts(1, 1), 0) == (
        "Added *1 number* to the do-not-text list. 1 was already on it."
    )


@pytest.mark.parametrize(("file", "beside"), [(None, "pasted"), ({"name": "x.csv"}, "file")])
def test_what_is_wrong_with_an_import_stands_beside_its_field_and_what_was_typed_stays(
    file: dict[str, object] | None, beside: str
) -> None:
    pasted = "" if file else "hello"
    view = views.not_imported(ListingState(), Source(file, pasted, "Asked by phone"), "It has no numbers.")
    blocks = [each.get("block_id") or words_in(each) for each in view["blocks"]]

    assert ":no_entry: It has no numbers." in blocks[blocks.index(beside) + 1]
    assert "Asked by phone" in words_in(view)
    assert pasted in words_in(view)
