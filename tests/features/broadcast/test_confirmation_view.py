"""The confirmation: all that is worth knowing before a broadcast costs money, and nothing Slack refuses."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.features.broadcast.cost import NAME, Cost
from bot.features.broadcast.figures import Members
from bot.features.broadcast.ids import Action
from bot.features.broadcast.views import confirmation as confirmation_view
from bot.features.broadcast.views.confirmation import After, ConfirmationState
from bot.features.broadcast.views.confirmation_words import Shown
from bot.features.budgets.service import Left
from bot.features.sends.quiet import Quiet
from bot.features.sends.series import Dates
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy
from tests.clock import START
from tests.every import every
from tests.features.broadcast.samples import COST, a_broadcast, ready
from tests.features.samples import BODIES, LATER, NAMES, words_in
from tests.reading import as_read

ACCOUNT = ZoneInfo("America/New_York")
HERE = "Updates will appear in <#C0FRONT>"
NIGHT = Quiet(people=40, at=START, until=START + timedelta(hours=9), dates=1)
DAYS = tuple(LATER + timedelta(days=day) for day in range(366))
WHOLE = Members(312, 12, 3, 2, 40, 5, ("•••• 0100",))
TWO = Cost(people=312, fewest=1, most=2, credits=330, upper=360, exact=True, nameless=4)


def shown(what: Shown, account_zone: ZoneInfo | None = ACCOUNT) -> Block:
    return confirmation_view.confirmation(what, account_zone=account_zone, now=START)


def said(what: Shown) -> str:
    return words_in(shown(what)["blocks"])


@every("body", BODIES)
@every("name", NAMES)
@every("held_by", list(HeldBy))
def test_slack_takes_every_confirmation(body: str, name: str | None, held_by: HeldBy) -> None:
    draft = a_broadcast(
        body=body, to_name=name, held_by=held_by, send_at=None if held_by is HeldBy.NONE else LATER
    )
    left = (Left("Your <budget>", 1000, 10), Left("This channel's budget", 1000, 10))
    for series, override in ((DAYS[:1], True), (DAYS[:2], False), (DAYS, True)):
        what = ready(
            draft,
            members=WHOLE,
            cost=TWO,
            before=a_broadcast(),
            balance=10,
            reserved=5,
            dates=Dates(series, rolls_over=True),
            quiet=NIGHT,
            may_override=override,
            approval=("312 people, more than 300", "<odd>"),
            budgets=left,
        )
        assert problems_in_view(shown(what)) == []


@every(
    ("changes", "words"),
    [
        ({}, "VIP · 312 recipients"),
        ({}, "First broadcast to this group"),
        ({}, "Cost *312 credits*"),
        ({}, "1 segment per person · 1 text every 5 seconds"),
        ({}, "Balance 5,000 → 4,688"),
        ({}, "Send *now; takes about 26 min*"),
        ({}, "For example to •••• 0100, •••• 0121 and •••• 0130"),
        ({}, "No one is in quiet hours (estimated from area codes)"),
        ({}, HERE),
        ({"dates": Dates(DAYS[:2])}, "No one is in quiet hours on any of these dates"),
        ({"members": WHOLE}, "12 opted out, skipped"),
        ({"members": WHOLE}, "3 duplicate entries: these contacts may get the text twice"),
        ({"members": WHOLE}, "2 contacts opted out under another entry in this group"),
        ({"members": WHOLE}, "40 contacts outside the countries that show a sender name."),
        ({"cost": TWO}, "1\u20132 segments per person"),
        ({"cost": TWO}, "Cost *330 credits* (up to 360 credits)"),
        ({"cost": replace(COST, exact=False)}, "Cost up to *312 credits*"),
        ({"before": a_broadcast(people=312)}, "As many recipients as last time (Today 09:00)"),
        ({"before": a_broadcast(people=300)}, "12 more recipients than last time (Today 09:00)"),
        ({"before": a_broadcast(people=320)}, "8 fewer recipients than last time"),
        ({"reserved": 100}, "Balance 5,000 (100 reserved) → 4,588"),
        ({"dates": Dates(DAYS[:14])}, "14 broadcasts, 4,368 credits in total"),
        ({"dates": Dates(DAYS[:14])}, "Cost *312 credits* each time, *4,368* for 14 dates"),
        ({"dates": Dates(DAYS[:14])}, "… and 2 more, the last on Mon 7 Dec, 09:30"),
        ({"dates": Dates(DAYS[:14]), "cost": TWO}, "each time, *4,620* for 14 dates (up to 5,040)"),
        (
            {"dates": Dates(DAYS[:20])},
            "runs out before the broadcast on Thu 10 Dec, 09:30.",
        ),
        ({"cost": TWO, "balance": 340}, "your balance may not cover it"),
        (
            {"draft": a_broadcast(body="x" * 155 + NAME), "balance": 400},
            "SMS-iT may ask for more credits than this takes",
        ),
        ({"dates": Dates(DAYS[:1], rolls_over=True)}, "Some months don't have this day"),
        ({"approval": ("312 people, more than 300",)}, "Needs approval: 312 people"),
        ({"approval": ("x",)}, "Send *as soon as it's approved; takes about 26 min*"),
        ({"budgets": (Left("Your budget", 1000, 10),)}, "Your budget: 990 of 1,000 credits left"),
        ({"quiet": NIGHT}, "*About 40 recipients would be in quiet hours* today 09:00"),
        ({"quiet": NIGHT}, "(estimated from area codes)"),
        ({"quiet": NIGHT}, "From today 18:00, no one is."),
        ({"quiet": NIGHT}, "You can't send in quiet hours."),
        ({"quiet": replace(NIGHT, begins_later=True)}, "before the last text is sent"),
        ({"quiet": replace(NIGHT, dates=2), "dates": Dates(DAYS[:3])}, "on 2 of 3 dates"),
    ],
)
def test_the_confirmation_says(changes: dict[str, Any], words: str) -> None:
    assert words in said(ready(**changes))


def test_the_sample_is_what_a_member_reads() -> None:
    preview = ready(a_broadcast(body=f"Hi {NAME}"))
    view = said(replace(preview, own=replace(preview.own, sample="Hi Ada")))

    assert "Hi Ada" in view
    assert "is replaced" not in view  # the form has said so


def test_words_come_before_money_and_money_before_everything_else() -> None:
    blocks = shown(ready(cost=TWO, members=WHOLE))["blocks"]

    assert [each["type"] for each in blocks[:4]] == ["header", "rich_text", "section", "context"]
    assert [each["text"].split()[0] for each in blocks[2]["fields"]] == ["Cost", "Balance", "Send", "From"]


def test_the_words_of_the_text_are_warned_about() -> None:
    text = said(
        ready(
            a_broadcast(body=f"It\u2019s {{a|b}} {NAME} %%Town%%"),
            cost=replace(TWO, exact=False),
            members=replace(WHOLE, forcing_names=5),
        )
    )

    assert "\u2019 (quotation mark)" in text
    assert "as a choice" in text
    assert "Only %%Name%%" in text
    assert "4 contacts have no name; %%Name%% will be blank." in text
    assert "Without a name: \u201cIt\u2019s {a|b} %%Town%%\u201d" in text
    assert "5 names with Unicode characters" in text
    nothing = said(ready(a_broadcast(body=NAME)))
    assert "no name" not in nothing
    assert "with Unicode characters" not in nothing


def test_times_are_told_in_the_persons_zone_and_in_the_accounts_where_sms_it_holds_it() -> None:
    held_there = a_broadcast(held_by=HeldBy.SMSIT, send_at=LATER)

    assert "In the account's time zone: Tue 24 Nov, 12:30 (America/New_York)" in said(ready(held_there))
    assert "Scheduled in SMS-iT; cancel it there" in said(ready(held_there))
    same = shown(ready(held_there), ZoneInfo("America/Los_Angeles"))
    assert "account's time zone" not in words_in(same["blocks"])
    assert "Scheduled; you can cancel it" in said(ready(a_broadcast(held_by=HeldBy.BOT, send_at=LATER)))


def test_senders_that_take_turns_and_names_are_told() -> None:
    assert "rotating through all account numbers" in said(ready(a_broadcast(rotate=True)))
    assert "HarbourSt" in said(ready(a_broadcast(alpha_sender="HarbourSt")))


@pytest.mark.parametrize(
    ("changes", "submit"),
    [
        ({}, "Send now"),
        ({"draft": a_broadcast(held_by=HeldBy.BOT, send_at=LATER)}, "Schedule"),
        ({"approval": ("x",)}, "Request approval"),
        ({"quiet": NIGHT}, None),
        ({"quiet": NIGHT, "may_override": True}, "Send now"),
    ],
)
def test_the_button_says_what_it_does_and_is_gone_at_night(
    changes: dict[str, Any], submit: str | None
) -> None:
    view = shown(ready(**changes))

    assert view.get("submit", {}).get("text") == submit
    must = changes.get("quiet") is NIGHT
    assert metadata.load(ConfirmationState, view["private_metadata"]) == ConfirmationState(
        a_broadcast().id, must_override=must
    )


def actions(blocks: list[Block]) -> list[Block]:
    """The rows of buttons, but for the one that sends a test."""
    return [each for each in blocks if each["type"] == "actions" and each.get("block_id") != "test"]


def test_the_box_is_there_for_those_who_may_and_the_moment_it_ends_for_everybody() -> None:
    def parts(what: Shown) -> set[str]:
        blocks = shown(what)["blocks"]
        boxes = {each["block_id"] for each in blocks if each["type"] == "input"}
        rows = [each["elements"] for each in actions(blocks)]
        return boxes | {element["action_id"] for row in rows for element in row}

    assert parts(ready(quiet=NIGHT)) == {Action.AFTER_QUIET}
    assert parts(ready(quiet=NIGHT, may_override=True)) == {Action.AFTER_QUIET, confirmation_view.IN_SPITE}
    assert parts(ready(quiet=replace(NIGHT, until=None))) == set()
    assert parts(ready(quiet=NIGHT, dates=Dates(DAYS[:2]))) == set()
    assert parts(ready()) == set()


def test_the_button_names_the_draft_and_the_moment() -> None:
    [row] = actions(shown(ready(quiet=NIGHT))["blocks"])
    [button] = row["elements"]

    assert as_read(button["text"]["text"]) == "Schedule for today 18:00"
    moment = int((START + timedelta(hours=9)).timestamp())
    assert metadata.load(After, button["value"]) == After(a_broadcast().id, moment)


def test_no_full_number_is_shown() -> None:
    assert "4155550100" not in said(ready(a_broadcast(to_name="Call +1 415 555 0100")))
