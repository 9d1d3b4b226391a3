"""People in a group whom texts don't reach: counted in the review, and the others texted one at a time."""

from dataclasses import replace

from bot.features.broadcast.views import confirmation as confirmation_view
from bot.features.broadcast.views.confirmation_words import Shown
from bot.features.lists.views import reached as reached_view
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from tests.clock import START
from tests.features.arrived import missed
from tests.features.broadcast.harness import Harness
from tests.features.broadcast.samples import a_broadcast, ready
from tests.features.samples import words_in
from tests.features.slack_harness import buttons


def shown(preview: Shown, not_reached: int) -> Block:
    found = replace(preview, own=replace(preview.own, not_reached=not_reached))
    view = confirmation_view.confirmation(found, account_zone=None, now=START, instead=(reached_view.others,))
    assert problems_in_view(view) == []
    return view


def test_members_are_counted_whom_texts_do_not_reach(harness: Harness) -> None:
    assert harness.check().own.not_reached == 0
    [number, *_] = harness.audiences.count("VIP").numbers
    missed(harness.database, number)
    assert harness.check(key="another").own.not_reached == 1


def test_the_review_says_what_it_cannot_know_and_offers_the_others() -> None:
    view = shown(ready(), 41)
    assert "*41 of 312* haven't received the last three texts." in words_in(view)
    assert "Broadcasts don't count here, because SMS-iT reports them by figures" in words_in(view)
    assert "Send to the other 271, one at a time" in words_in(view)
    assert "list.reached_others" in buttons(view)
    assert "*1 of 312* hasn't received" in words_in(shown(ready(), 1))


def test_there_is_nothing_to_press_for_a_series_or_where_nobody_is_left() -> None:
    series = ready(a_broadcast(recurrence={"repeat": "weekly"}))
    for preview, not_reached in ((series, 41), (ready(), 312), (ready(), 0)):
        assert "list.reached_others" not in buttons(shown(preview, not_reached))
