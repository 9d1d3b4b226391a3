"""How what waits looks: as much as one needs to decide, and nothing Slack would refuse."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from bot.access import Role
from bot.features.scheduled import form
from bot.features.scheduled.service import Entry, Listing
from bot.features.scheduled.views import edit as edit_view
from bot.features.scheduled.views import listing as listing_view
from bot.features.scheduled.views.listing import ListingState, ScheduledRef
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.incoming import metadata
from bot.store.pages import Page
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from tests.features.kinds import kinds
from tests.features.samples import BODIES, NAMES, words_in
from tests.features.scheduled.samples import GROUP, LATER, LIST, held
from tests.features.slack_harness import ZONE, buttons

NOW = LATER - timedelta(days=1)
THERE: dict[str, object] = {"state": SendState.SCHEDULED_AT_SMSIT, "held_by": HeldBy.SMSIT}
SERIES = {"repeat": "Daily", "every": 1, "until": LATER.isoformat()}


def entry(send: Send, at: datetime | None = LATER, **changes: bool) -> Entry:
    usual = {"is_own": True, "may_change": True, "may_send": True}
    return Entry(send, at, label=kinds()[send.kind].label, **(usual | changes))


def words(found: Entry, *, everybody: bool = False) -> str:
    return words_in(listing_view.listing(Listing((found,), 1, 0, 0, Page(0, 10), everybody), ZONE, NOW))


def test_a_series_says_how_it_comes_round_and_is_managed_in_a_view_of_its_own() -> None:
    kept = {"kept": "here", "days": [0, 2], "start": LATER.isoformat(), "dates": 9}
    send = held(state=SendState.REPEATING, recurrence=SERIES | kept | {"repeat": "Weekly"})

    assert "Repeats every week on Mon and Wed, next on" in words(entry(send))
    assert "Paused, every week on Mon and Wed" in words(entry(send, is_paused=True))
    for may_change in (True, False):
        listed = Listing((entry(send, may_change=may_change),), 0, 1, 0, Page(0, 10), everybody=False)
        view = listing_view.listing(listed, ZONE, NOW)
        assert "*1* repeating" in words_in(view)
        assert list(buttons(view)) == (["series.open"] if may_change else [])


def test_it_says_whose_role_was_lost_since() -> None:
    found = replace(entry(held(), is_own=False), lost=Role.SENDER)
    assert "by <@U0MAYA>, who no longer has the *sender* role" in words(found, everybody=True)
    assert "no longer" not in words(replace(found, lost=None), everybody=True)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_slack_takes_every_listing(name: str | None) -> None:
    for kind, code, state in product(
        SendKind, (None, "late", "what"), (SendState.SCHEDULED, SendState.AWAITING_APPROVAL)
    ):
        send = held(
            kind=kind,
            to_name=name,
            body="<" * 3000,
            hold_code=code,
            hold_sentence=name,
            state=state,
            people=5000,
        )
        full = Listing((entry(send),) * 10, 1000, 0, 1000, Page(1, 10, more=True), everybody=True)
        view = listing_view.listing(full, ZONE, NOW, "x" * 4000)
        assert problems_in_view(view) == []
        assert len(view["blocks"]) < 60


def test_slack_takes_everything_else() -> None:
    assert problems_in_view(listing_view.loading()) == []
    for body, send in product(BODIES, (held(), held(**GROUP), held(**LIST))):
        state = form.FormState(
            to=listing_view.whom(replace(send, to_name="<" * 500), "Text to"), view_id="V1", zone=ZONE.key
        )
        found = form.opened(replace(send, body=body), state)
        assert problems_in_view(edit_view.edit(found)) == []
        assert (
            problems_in_view(edit_view.edit(replace(found, state=replace(found.state, now=1), at=None))) == []
        )


def test_an_entry_says_to_whom_when_and_what_it_costs_and_masks_the_number() -> None:
    said = words(entry(held()))
    assert "Text to *Ada Lovelace (•••0100)*" in said
    assert "Scheduled for Tue 24 Nov, 09:00\n" in said
    assert "1 credit" in said
    assert "Your test is positive" in said
    assert "4155550100" not in said


def test_groups_and_lists_say_how_many_they_are_for() -> None:
    assert "Broadcast to *VIP (300 recipients)*" in words(entry(held(**GROUP)))
    assert "List *Recall list (300 recipients)*" in words(entry(held(**LIST)))


def test_other_peoples_say_whose_they_are_and_keep_their_words() -> None:
    said = words(entry(held(), is_own=False), everybody=True)
    assert "by <@U0MAYA>" in said
    assert "Your test is positive" not in said


@pytest.mark.parametrize(
    ("code", "sentence", "said"),
    [
        ("late", None, "the bot was offline"),
        ("quiet", None, "quiet hours"),
        ("changed", None, "than you confirmed"),
        ("do_not_text", None, "do-not-text list"),
        ("unchecked", None, "needs a decision"),
        ("changed", "VIP has <1,200> people, 14155550100 too.", "VIP has &lt;1,200&gt; people, •••0100 too."),
    ],
)
def test_what_asks_says_why(code: str, sentence: str | None, said: str) -> None:
    shown = words(entry(held(hold_code=code, hold_sentence=sentence)))
    assert said in shown
    assert "It was scheduled for Tue 24 Nov" in shown
    assert "It was scheduled" not in words(entry(held(hold_code=code, hold_sentence=sentence), None))


def test_what_waits_for_approval_says_so() -> None:
    waits = held(state=SendState.AWAITING_APPROVAL)
    assert "proval, to be sent Tue 24 Nov" in words(entry(waits))
    assert "to be sent as soon as it's approved" in words(entry(waits, None))
    assert "SMS-iT will schedule it" in words(entry(replace(waits, held_by=HeldBy.SMSIT)))


def test_what_smsit_holds_is_marked_as_out_of_reach() -> None:
    once = words(entry(held(**THERE), may_change=False, may_send=False))
    assert "To cancel it, use SMS-iT's own panel." in once
    assert "for Tue 24 Nov" in once
    again = words(entry(held(recurrence=SERIES, **THERE), may_change=False, may_send=False))
    assert "repeating, next on Tue 24 Nov" in again
    assert "1 credit each time" in again


def test_the_buttons_are_those_that_may_be_pressed() -> None:
    send = held(wave=2)
    about = metadata.dump(ScheduledRef(send.id, 2))

    def offered(**changes: bool) -> dict[str, list[str]]:
        return buttons(
            listing_view.listing(
                Listing((entry(send, **changes),), 1, 0, 0, Page(0, 10), everybody=False), ZONE, NOW
            )
        )

    assert offered() == {
        name: [about] for name in ("scheduled.edit", "scheduled.send_now", "scheduled.cancel")
    }
    assert set(offered(may_send=False)) == {"scheduled.edit", "scheduled.cancel"}
    assert offered(may_send=False, may_change=False) == {}


def test_sending_now_says_what_it_costs_before_it_counts() -> None:
    said = words(entry(held(**GROUP)))
    assert "It goes out immediately to 300 recipients for 300 credits." in said


def test_a_long_listing_is_turned_by_buttons() -> None:
    entries = (entry(held(), may_change=False, may_send=False),) * 10
    first = buttons(
        listing_view.listing(Listing(entries, 12, 0, 3, Page(0, 10, more=True), everybody=False), ZONE, NOW)
    )
    assert first == {"scheduled.next": ["1"]}
    last = listing_view.listing(Listing(entries[:5], 12, 0, 3, Page(1, 10), everybody=False), ZONE, NOW)
    assert buttons(last) == {"scheduled.previous": ["0"]}
    assert "11 to 15 of 15" in words_in(last)
    assert metadata.load(ListingState, last["private_metadata"]) == ListingState(ZONE.key, 1)


def test_the_top_counts_what_there_is() -> None:
    def top(by_bot: int, at_smsit: int, *, everybody: bool) -> str:
        return words_in(
            listing_view.listing(Listing((), by_bot, 0, at_smsit, Page(0, 10), everybody), ZONE, NOW)
        )

    assert "You have nothing scheduled." in top(0, 0, everybody=False)
    assert "Nothing is scheduled." in top(0, 0, everybody=True)
    assert "*2 texts* scheduled · *3 texts* scheduled in SMS-iT" in top(2, 3, everybody=False)
    assert "*1 text* scheduled" in top(1, 0, everybody=True)


def test_the_words_of_a_list_are_said_to_be_fixed() -> None:
    said = words_in(edit_view.edit(form.opened(held(**LIST), form.FormState())))
    assert "only its time can be changed" in said
    assert "Message" not in said


def test_the_form_says_when_a_time_may_be_left_out() -> None:
    free = held(state=SendState.AWAITING_APPROVAL, held_by=HeldBy.NONE, send_at=None)
    assert "as soon as it's approved" in words_in(edit_view.edit(form.opened(free, form.FormState())))
    assert "as soon as it's approved" not in words_in(edit_view.edit(form.opened(held(), form.FormState())))
