"""How the list looks: everything somebody who may send should know, and nothing Slack would refuse."""

from dataclasses import replace

import pytest

from bot.features.do_not_text import views
from bot.features.do_not_text.service import Counts, Records
from bot.features.do_not_text.views import ListingState
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.fields.phone import Typed
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.do_not_text import Entry
from bot.store.pages import Page
from bot.texting.tables.table import Rejected
from tests.clock import START
from tests.features.front import ZONE, buttons
from tests.features.samples import NAMES, words_in

NORA = "14155550120"
ENTRY = Entry(NORA, "Asked by phone", "U0MAYA", START, None, None, None)
REMOVED = replace(ENTRY, removed_by="U0ADA", removed_at=START, removal_reason="Changed her mind")
RECORDS = Records((ENTRY,), 1, "", Page(0, 10))


def shown(found: Records = RECORDS, *, admin: bool = True, note: str = "") -> Block:
    return views.listing(found, ZONE, admin=admin, note=note)


@pytest.mark.parametrize("reason", [name or "" for name in NAMES], ids=range(len(NAMES)))
@pytest.mark.parametrize("admin", [True, False])
def test_slack_takes_every_list(reason: str, *, admin: bool) -> None:
    odd = replace(ENTRY, reason=reason)
    gone = replace(REMOVED, reason=reason, removal_reason=reason)
    for entries in ((), (odd,), (odd, gone) * 5):
        page = Records(entries, 100_000, "9" * 60, Page(1, 10, more=True))
        assert problems_in_view(shown(page, admin=admin, note="x" * 4000)) == []
    assert problems_in_view(views.remove_form(replace(odd, reason=reason or "x"), ListingState())) == []


def test_slack_takes_everything_else() -> None:
    rejected = [Rejected(line, "This number is too short. " * 9) for line in range(1, 500)]
    for view in (
        views.loading(),
        views.done("x" * 5000),
        views.add_form(ListingState(), views.Form(Typed("1" * 99), "asked " * 99)),
        views.add_form(ListingState("America/Los_Angeles", "0120", 10, "V1", NORA)),
        views.import_form(ListingState()),
        views.progress(0, 0),
        views.progress(1000, 100_000),
        views.imported(Counts(1, 1), rejected, ["Read as UTF-8."] * 30),
        views.imported(Counts(0, 0), ()),
        views.not_imported("<" * 5000),
    ):
        assert problems_in_view(view) == []


def test_an_entry_says_which_number_why_who_and_when() -> None:
    words = words_in(shown())
    for said in (
        "+1 415-555-0120",
        "Asked by phone",
        "<@U0MAYA>",
        "23 Nov 2026, 09:00 (America/Los_Angeles)",
    ):
        assert said in words
    assert "1 number is never texted from here" in words


def test_one_that_was_taken_off_says_by_whom_and_has_no_button() -> None:
    view = shown(replace(RECORDS, entries=(REMOVED,), ending="0120"))
    assert "taken off the list: Changed her mind" in words_in(view)
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
    empty = Records((), 0, "", Page(0, 10))
    assert "There is none yet." in words_in(shown(empty))
    assert "No such number." in words_in(shown(replace(empty, ending="99")))


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
    assert "*1,200 numbers* put on the do-not-text list, 30 were on it already, 2 lines left out." in words
    assert "Line 3: Too short." in words
    assert "4155550120" not in words
    assert views.summary(Counts(1, 1), 0) == ("*1 number* put on the do-not-text list, 1 was on it already.")
