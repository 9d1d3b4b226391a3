"""The confirmation of a list: what a person should know before, and who may go on in quiet hours."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.features.budgets.service import Left
from bot.features.lists.contents import Contents, Source
from bot.features.lists.ids import QUIET_BLOCK
from bot.features.lists.row_texts import LISTED, OPTED_OUT
from bot.features.lists.row_warnings import BlankRows, UnicodeRows
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.lists.views.confirmation import Shown
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.quiet import Quiet
from bot.features.sends.series import Dates
from bot.features.sends.views.confirmation import SHORT
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.incoming import metadata
from bot.slack.outgoing.uploads import carried
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting.tables.uploads import UploadedFile
from tests.clock import START
from tests.features.samples import LATER, NUMBER, a_send, words_in

FILE = UploadedFile("F1", "x.csv", 9, "U0MAYA")
QUIET = Quiet(12, START, LATER, zones=(("Europe/Paris", 9), ("Asia/Tokyo", 3)))


def a_draft(**changes: object) -> Send:
    usual: dict[str, object] = {
        "kind": SendKind.LIST,
        "state": SendState.DRAFT,
        "to_number": "",
        "to_name": "customers.csv",
        "body": "Hi %%Name%%",
        "people": 3400,
        "credits": 3600,
        "credits_upper": 3700,
        "segments": 2,
    }
    return a_send(**(usual | changes))


def ready(
    draft: Send | None = None,
    *,
    reserved: int = 100,
    **changes: Any,  # noqa: ANN401 - names and types are the caller's business
) -> Shown:
    found = draft or a_draft()
    contents: dict[str, Any] = {
        "rejected": 12,
        "first_rejected": tuple((line, "This number is too short.") for line in range(2, 12)),
        "samples": (a_send(line=2, body="Hi *Ada* <!channel>"), a_send(line=3, body="Hi Grace")),
        "lasts": timedelta(minutes=11),
    }
    theirs = {each.name for each in fields(Contents)} & changes.keys()
    own = Contents(**(contents | {name: changes.pop(name) for name in theirs}))
    funds = Funds(found.credits, found.credits_upper, 5000, reserved)
    usual: dict[str, Any] = {
        "dates": Dates((found.send_at or START,)),
        "warnings": ("The file is not UTF-8.",),
    }
    return Preview(found, own, funds, **(usual | changes))


def shown(found: Shown, *, may_override: bool = False) -> str:
    view = confirmation_view.confirmation(replace(found, may_override=may_override), now=START)
    assert problems_in_view(view) == []
    return words_in(view)


def test_everything_is_said() -> None:
    said = shown(ready(budgets=(Left("Your budget", 100, 60),), approval=("3,400 people",)))
    for part in (
        "customers.csv",
        "up to 2 segments per person",
        "*3,600 credits* (up to 3,700 credits)",
        "Balance 5,000 (100 reserved) → 1,200",
        "about 11 min",
        "Line 2, to •••0100",
        "*12 rows skipped*",
        "Line 11: This number is too short.",
        "and 2 more in the result file",
        "Your budget: 40 of 100 credits left",
        "Needs approval: 3,400 people",
        "The file is not UTF-8.",
        "Updates will appear in <#C0FRONT>",
        "Request approval",
    ):
        assert part in said
    assert NUMBER not in said


def test_rendered_texts_are_shown_as_they_are() -> None:
    view = confirmation_view.confirmation(ready(), now=START)
    texts = [words_in(block) for block in view["blocks"] if block["type"] == "rich_text"]
    assert ["Hi *Ada* <!channel>" in text for text in texts] == [True, False]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ["Send now", "Send *now; takes about 11 min*"]),
        (
            {"held_by": HeldBy.BOT, "send_at": LATER},
            ["Schedule", "Send *Tue 24 Nov, 09:30; takes about 11 min*", "Scheduled; you can cancel it"],
        ),
        ({"origin_channel": None}, ["Updates will come as a direct message"]),
        ({"add_to_group": "VIP"}, ["Added to group", "VIP"]),
        ({"alpha_sender": "HarbourSt"}, ["HarbourSt"]),
        ({"credits_upper": 3600}, ["Cost *3,600 credits*"]),
        ({"segments": 1}, ["1 segment per person"]),
        ({"credits_upper": 9000}, [SHORT]),
        ({"body": "{a|b}"}, ["as a choice"]),
    ],
)
def test_what_differs_is_said(changes: dict[str, object], words: list[str]) -> None:
    said = shown(ready(a_draft(**changes), rejected=0, first_rejected=(), reserved=0, warnings=()))
    assert [word for word in words if word not in said] == []


def test_the_words_come_first_then_the_money_and_warnings_and_more_texts() -> None:
    source = Source(("Mobile",), (2,), 3, FILE)
    said = shown(ready(blanks=(BlankRows("Name", "", 1, "Hi."),), source=source))
    order = [
        "3,400 recipients",
        "Hi *Ada*",
        "Cost *3,600",
        "Balance 5,000",
        "1 row has no Name",
        "Hi Grace",
        "Numbers from",
        "segments per person",
        "Updates will",
    ]
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)


def test_who_is_skipped_is_counted_once_and_by_why() -> None:
    found = shown(ready(reasons=((OPTED_OUT, 3), (LISTED, 2), ("This is a date.", 7))))
    assert found.count("skipped") == 1
    assert f"3 rows: {OPTED_OUT}\n2 rows: {LISTED}\n7 rows: This is a date." in found
    assert confirmation_view.MORE_OPT_OUTS not in found
    assert confirmation_view.MORE_OPT_OUTS in shown(ready(all_opt_outs=False))


def test_texts_that_say_the_same_are_shown_once() -> None:
    found = ready()
    same = tuple(replace(each, body="Hi all") for each in found.own.samples)
    assert len(same) > 1
    assert shown(replace(found, own=replace(found.own, samples=same))).count("Hi all") == 1


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (UnicodeRows(2, ("tab",)), "2 texts have 70 characters per segment instead of 160, because of: tab."),
        (UnicodeRows(1, ("tab", "ł")), "1 text has 70"),
        (UnicodeRows(3, ("tab",), all=True), "Every text has 70"),
        (UnicodeRows(1, ("tab",), all=True), "The text has 70"),
        (UnicodeRows(1, tuple("abcdef")), "because of: a, b, c, d and 2 other characters."),
    ],
)
def test_what_makes_texts_unicode_is_said(found: UnicodeRows, said: str) -> None:
    assert said in shown(ready(unicode=found))
    assert "characters per segment" not in shown(ready())


def test_a_row_without_a_value_shows_what_its_text_says() -> None:
    said = shown(
        ready(blanks=(BlankRows("Date", "", 3, "See you <b>."), BlankRows("Town", "here", 1, "Hi.")))
    )
    assert "3 rows have no Date: the text will read “See you &lt;b&gt;.” To" in said
    assert "To fill the gap, go back and write %%Date|other words%%." in said
    assert "%%Town|" not in said


def test_quiet_hours_end_it_for_most() -> None:
    view = confirmation_view.confirmation(ready(quiet=QUIET), now=START)
    assert "submit" not in view
    said = words_in(view)
    assert "*About 12 recipients would be in quiet hours* today 09:00" in said
    assert "(estimated from area codes). Where: Paris (9) and Tokyo (3). From Tue" in said
    assert "From Tue 24 Nov, 09:30" in said
    assert "(estimated from area codes)" in said


def test_who_may_send_in_spite_of_quiet_hours_ticks_a_box() -> None:
    view = confirmation_view.confirmation(ready(quiet=QUIET, may_override=True), now=START)
    assert QUIET_BLOCK in {block.get("block_id") for block in view["blocks"]}
    assert metadata.load(confirmation_view.ConfirmationState, view["private_metadata"]).quiet == 1
    assert problems_in_view(view) == []


def test_quiet_hours_that_come_later_say_when() -> None:
    later = Quiet(1, LATER, None, begins_later=True, zones=(("Europe/Paris", 1),))
    said = shown(ready(quiet=later))
    assert "on Tue 24 Nov, 09:30, before the last text is sent (estimated" in said
    assert "Where: Paris (1)." in said
    assert "no one is" not in said


def test_the_column_the_numbers_come_from_is_named_and_another_can_be_taken() -> None:
    found = ready(source=Source(("Mobile", "<Phone>"), (2, 1), 3, FILE))
    view = confirmation_view.confirmation(found, now=START)
    said = words_in(view)
    assert "Numbers from *Mobile*, or if empty *&lt;Phone&gt;*" in said
    assert "*3 people haven't agreed to texts* and will be skipped." in said
    assert "Change column" in said
    state = metadata.load(confirmation_view.ConfirmationState, view["private_metadata"])
    assert (carried(state, "U0MAYA"), state.numbers) == (FILE, "2+1")


def test_a_pasted_list_has_no_column_to_name_or_change_but_people_who_refused() -> None:
    said = shown(ready(source=Source(("Number",), (0,), 3)))
    assert "Numbers from" not in said
    assert "Change column" not in said
    assert "*3 people haven't agreed to texts*" in said


def test_rows_left_out_are_counted_by_reason_where_there_are_several() -> None:
    said = shown(ready(reasons=(("This is a date.", 7), ("No <number>.", 1))))
    assert "7 rows: This is a date.\n1 row: No &lt;number&gt;." in said
    assert "7 rows" not in shown(ready(reasons=(("This is a date.", 7),)))
    few = ready(reasons=(("This is a date.", 7), ("No number.", 3)), rejected=10)
    assert "7 rows" not in shown(few)


PEOPLE: dict[str, Any] = {
    "of_people": True,
    "rejected": 4,
    "first_rejected": ((0, LISTED),),
    "reasons": ((LISTED, 3), (OPTED_OUT, 1)),
    "samples": (a_send(line=0, body="Hi Ada"),),
    "blanks": (BlankRows("Name", "", 2, "Hi"),),
}


def test_people_of_the_contacts_stand_in_no_lines() -> None:
    said = shown(ready(**PEOPLE))
    assert "*4 people skipped*" in said
    assert f"3 people: {LISTED}" in said
    assert f"1 person: {OPTED_OUT}" in said
    assert "To •••0100" in said
    assert "2 people have no Name" in said
    assert "row" not in said
    assert "Line" not in said
    assert confirmation_view.NO_CONTACTS not in said


def test_whoever_approves_reads_who_of_them_is_left_out() -> None:
    reasons = ((LISTED, 3), (OPTED_OUT, 1))
    assert confirmation_view.requested(None, 0, "", reasons, of_people=True) == [
        f"3 people skipped: {LISTED}",
        f"1 person skipped: {OPTED_OUT}",
    ]
    assert confirmation_view.requested(None, 0, "", reasons)[0] == f"3 rows skipped: {LISTED}"
