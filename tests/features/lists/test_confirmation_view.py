"""The confirmation of a list: what a person should know before, and who may go on in quiet hours."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.features.budgets.service import Left
from bot.features.lists.ids import QUIET_BLOCK
from bot.features.lists.service import Contents, Source
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.lists.views.confirmation import Shown
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.quiet import Quiet
from bot.features.sends.series import Dates
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting.tables.uploads import UploadedFile
from tests.clock import START
from tests.features.samples import LATER, NUMBER, a_send, words_in

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
        "3,400 to be sent, 12 left out",
        "3,600 credits, at most 3,700",
        "the longest text 2 segments",
        "5,000, 100 spoken for",
        "1,200",
        "about 11 min",
        "•••0100, line 2",
        "line 11: This number is too short.",
        "2 more in the result file",
        "Your budget: 40 of 100 credits left that day, before this",
        "A second person must approve this: 3,400 people",
        "The file is not UTF-8.",
        "in <#C0FRONT>",
        "Ask for approval",
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
        ({}, ["Send now", "Now: Mon 23 Nov 2026"]),
        (
            {"held_by": HeldBy.BOT, "send_at": LATER},
            ["Schedule", "Tue 24 Nov 2026, 09:30", "held by the bot"],
        ),
        ({"origin_channel": None}, ["as a direct message to you"]),
        ({"add_to_group": "VIP"}, ["Numbers are added to", "VIP"]),
        ({"alpha_sender": "HarbourSt"}, ["HarbourSt"]),
        ({"credits_upper": 3600}, ["3,600 credits,"]),
        ({"credits_upper": 9000}, ["stricter way of counting"]),
        ({"body": "{a|b}"}, ["as a choice"]),
    ],
)
def test_what_differs_is_said(changes: dict[str, object], words: list[str]) -> None:
    said = shown(ready(a_draft(**changes), rejected=0, first_rejected=(), reserved=0, warnings=()))
    assert [word for word in words if word not in said] == []


def test_a_single_text_is_not_counted() -> None:
    several = ready().own.samples
    assert "*First 2 texts*" in shown(ready(samples=several))
    assert "*First text*" in shown(ready(samples=several[:1]))


def test_quiet_hours_end_it_for_most() -> None:
    view = confirmation_view.confirmation(ready(quiet=QUIET), now=START)
    assert "submit" not in view
    said = words_in(view)
    assert "*About 12 people would be in quiet hours* on Mon 23 Nov 2026, 09:00" in said
    assert ": Europe/Paris (9) and Asia/Tokyo (3). Where somebody is" in said
    assert "From Tue 24 Nov 2026, 09:30" in said
    assert "can only be guessed" in said


def test_who_may_send_in_spite_of_quiet_hours_ticks_a_box() -> None:
    view = confirmation_view.confirmation(ready(quiet=QUIET, may_override=True), now=START)
    assert QUIET_BLOCK in {block.get("block_id") for block in view["blocks"]}
    assert metadata.load(confirmation_view.ConfirmationState, view["private_metadata"]).quiet == 1
    assert problems_in_view(view) == []


def test_quiet_hours_that_come_later_say_when() -> None:
    later = Quiet(1, LATER, None, begins_later=True, zones=(("Europe/Paris", 1),))
    said = shown(ready(quiet=later))
    assert "on Tue 24 Nov 2026, 09:30 (America/Los_Angeles), before it is through: Europe/Paris (1)." in said
    assert "on nobody is" not in said


FILE = UploadedFile("https://files.slack.com/x.csv", "x.csv", 9)


def test_the_column_the_numbers_come_from_is_named_and_another_can_be_taken() -> None:
    found = ready(source=Source(("Mobile", "<Phone>"), (2, 1), 3, FILE))
    view = confirmation_view.confirmation(found, now=START)
    said = words_in(view)
    assert "Numbers from *Mobile*, and where it is empty *&lt;Phone&gt;*" in said
    assert "*3 people* said no to texts, or did not say yes: left out." in said
    assert "Another column" in said
    state = metadata.load(confirmation_view.ConfirmationState, view["private_metadata"])
    assert (state.file, state.numbers) == (FILE, "2+1")


def test_a_pasted_list_names_its_column_and_offers_no_other() -> None:
    said = shown(ready(source=Source(("Number",), (0,))))
    assert "Numbers from *Number*" in said
    assert "Another column" not in said


def test_rows_left_out_are_counted_by_reason_where_there_are_several() -> None:
    said = shown(ready(reasons=(("This is a date.", 7), ("No <number>.", 1))))
    assert "7 rows: This is a date.\n1 row: No &lt;number&gt;." in said
    assert "7 rows" not in shown(ready(reasons=(("This is a date.", 7),)))
