"""The confirmation: everything worth knowing before a text costs money, and nothing Slack would refuse."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.features.budgets.service import Left
from bot.features.contacts.service import Card
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.quiet import Quiet
from bot.features.sends.rules import NIGHT
from bot.features.sends.series import Dates
from bot.features.sends.views import buttons as outbox_views
from bot.features.sends.views import confirmation as shared_view
from bot.features.sms.views import confirmation as confirmation_view
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy, Send
from bot.texting import segments
from tests.clock import START
from tests.every import every
from tests.features.samples import BODIES, LATER, NAMES, NUMBER, a_send, words_in

ACCOUNT = ZoneInfo("America/New_York")
CARD = Card(NUMBER, "Ada Lovelace", ("VIP",), subscribed=True)
HERE = "Updates will appear in <#C0FRONT>"


def ready(
    draft: Send | None = None,
    *,
    card: Card | None = CARD,
    balance: int = 5000,
    reserved: int = 0,
    dates: Dates | None = None,
    **changes: Any,  # noqa: ANN401 - names and types are the caller's business
) -> Preview[Send, Card | None]:
    found = draft or a_send()
    at = dates or Dates((found.send_at or START,))
    times = len(at.series)
    funds = Funds(found.credits * times, found.credits_upper * times, balance, reserved)
    return Preview(found, card, funds, at, **changes)


def shown(what: Preview[Send, Card | None], account_zone: ZoneInfo | None = ACCOUNT) -> Block:
    return confirmation_view.confirmation(what, account_zone=account_zone, now=START)


def measured(body: str) -> Send:
    measure = segments.measure(body)
    return a_send(
        body=body, segments=measure.segments, credits=measure.segments, credits_upper=measure.upper_bound
    )


@every("body", BODIES)
@every("name", NAMES)
@every("held_by", list(HeldBy))
def test_slack_takes_every_confirmation(body: str, name: str | None, held_by: HeldBy) -> None:
    draft = replace(
        measured(body), to_name=name, held_by=held_by, send_at=None if held_by is HeldBy.NONE else LATER
    )
    days = tuple(LATER + timedelta(days=day) for day in range(366))

    for card in (CARD, None):
        for series in ((LATER,), days[:2], days):
            dates = Dates(series, rolls_over=len(series) > 1)
            what = ready(draft, card=card, balance=10, reserved=5, dates=dates)
            assert problems_in_view(shown(what)) == []


@pytest.mark.parametrize(
    "view",
    [
        outbox_views.whole_text("x" * 3000),
        outbox_views.whole_text("<!channel> *not bold*"),
        outbox_views.whole_id(a_send().id),
        *(confirmation_view.add_contact(a_send(to_name=name), START, balance=5000) for name in NAMES),
    ],
)
def test_slack_takes_the_views_around_it(view: Block) -> None:
    assert problems_in_view(view) == []


def test_who_knows_the_number_reads_it_whole_as_its_country_groups_it() -> None:
    for what in (ready(), ready(a_send(to_name=None), card=None)):
        assert "+1 415-555-0100" in words_in(shown(replace(what, full=True)))
        assert "+1 415-555-0100" not in words_in(shown(what))
        assert "•••0100" in words_in(shown(what))


@pytest.mark.parametrize("text", ["<!channel>", "<@U0TOM> *bold*", "&lt;"])
def test_the_words_stand_there_as_they_go_out(text: str) -> None:
    [quote] = [block for block in shown(ready(measured(text)))["blocks"] if block["type"] == "rich_text"]

    assert words_in(quote["elements"]).splitlines()[-1] == text
    assert text in words_in(outbox_views.whole_text(text))


def test_a_name_calls_nobody() -> None:
    blocks = shown(ready(a_send(to_name="<!channel>")))["blocks"]

    assert all("<!channel>" not in words_in(each) for each in blocks if each["type"] != "header")
    assert {each["text"]["type"] for each in blocks if each["type"] == "header"} == {"plain_text"}


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({}, ["Cost *1 credit*", "Balance 5,000 → 4,999"]),
        ({"reserved": 12}, ["Balance 5,000 (12 reserved) → 4,987"]),
        (
            {"draft": a_send(credits=2, credits_upper=3)},
            ["Cost *2 credits* (up to 3 credits)", "Balance 5,000 → 4,997"],
        ),
        (
            {"draft": a_send(credits=2, credits_upper=2), "dates": Dates((START, LATER))},
            [
                "Cost *4 credits*",
                "*2 texts, 4 credits in total*",
                "• Today 09:00",
                "• Tue 24 Nov, 09:30",
            ],
        ),
        ({"dates": Dates((START,), rolls_over=True)}, ["Some months don't have this day"]),
        ({"quiet": Quiet(1, START, LATER)}, [f":warning: {NIGHT}"]),
        (
            {"quiet": Quiet(1, START, LATER), "dates": Dates((START, LATER))},
            ["1 of 2 dates is in quiet hours where this number is"],
        ),
        (
            {"quiet": Quiet(1, START, LATER, 2), "dates": Dates((START, LATER))},
            ["2 of 2 dates are in quiet hours where this number is"],
        ),
        ({"balance": 2, "reserved": 2}, ["your balance may not cover it"]),
        (
            {"draft": a_send(body="It\u2019s")},
            ["Only 70 characters per segment because of: \u2019 (quotation mark)"],
        ),
        ({"draft": a_send(body="{a|b}")}, ["{one|another} as a choice"]),
        ({"draft": a_send(alpha_sender="HarbourSt")}, ["From HarbourSt"]),
        ({}, ["From +1 415-555-0190", "Send *now*", "1 segment · 21 characters", HERE]),
        (
            {"draft": a_send(send_at=LATER, held_by=HeldBy.BOT)},
            ["Send *Tue 24 Nov, 09:30*", "Scheduled; you can cancel it"],
        ),
        (
            {"draft": a_send(send_at=LATER, held_by=HeldBy.SMSIT)},
            [
                "Scheduled in SMS-iT; cancel it there",
                "In the account's time zone: Tue 24 Nov, 12:30 (America/New_York)",
                shared_view.NO_REPORTS,
            ],
        ),
    ],
)
def test_it_says_what_a_person_should_know(changes: dict[str, Any], facts: list[str]) -> None:
    words = words_in(shown(ready(**changes)))

    for fact in facts:
        assert fact in words


@pytest.mark.parametrize("zone", [None, ZoneInfo("America/Los_Angeles")])
def test_the_accounts_zone_is_named_only_where_it_differs(zone: ZoneInfo | None) -> None:
    words = words_in(shown(ready(a_send(send_at=LATER, held_by=HeldBy.SMSIT)), zone))

    assert "account's time zone" not in words


def test_words_come_before_money_and_money_before_everything_else() -> None:
    blocks = shown(ready(a_send(body="It\u2019s")))["blocks"]

    assert [each["type"] for each in blocks] == ["header", "rich_text", "section", "context", "context"]
    assert [each["text"].split()[0] for each in blocks[2]["fields"]] == ["Cost", "Balance", "Send", "From"]


def test_of_several_limits_the_tightest_is_shown() -> None:
    loose, tight = Left("Workspace limit", 900, 100), Left("Your daily limit", 500, 56)

    words = words_in(shown(ready(budgets=(loose, tight))))

    assert "Your daily limit: 444 of 500 credits left" in words
    assert "Workspace limit" not in words
    later = ready(a_send(send_at=LATER, held_by=HeldBy.BOT), budgets=(tight,))
    assert "444 of 500 credits left on Tue 24 Nov" in words_in(shown(later))


def test_who_sends_from_a_direct_message_hears_there() -> None:
    assert "Updates will come as a direct message" in words_in(shown(ready(a_send(origin_channel=None))))


def test_an_ordinary_text_gets_no_warnings() -> None:
    assert ":warning:" not in words_in(shown(ready()))


def test_a_long_series_shows_its_first_dates_and_its_last() -> None:
    series = tuple(START + timedelta(days=day) for day in range(30))
    words = words_in(shown(ready(dates=Dates(series))))

    assert words.count("• ") == shared_view.DATES_SHOWN
    assert "… and 18 more, the last on Tue 22 Dec, 09:00" in words


@pytest.mark.parametrize(
    ("held_by", "known", "submit"),
    [
        (HeldBy.NONE, True, "Send now"),
        (HeldBy.NONE, False, "Add and send"),
        (HeldBy.BOT, True, "Schedule"),
        (HeldBy.SMSIT, False, "Add and schedule"),
    ],
)
def test_the_button_says_what_it_does(held_by: HeldBy, submit: str, *, known: bool) -> None:
    view = shown(ready(a_send(held_by=held_by), card=CARD if known else None))

    assert view["title"]["text"] == "Review text"
    assert view["submit"]["text"] == submit
    assert any(block.get("block_id") == "group" for block in view["blocks"]) is not known


def test_it_carries_nothing_but_the_drafts_id() -> None:
    view = shown(ready())

    assert metadata.load(
        confirmation_view.ConfirmationState, view["private_metadata"]
    ) == confirmation_view.ConfirmationState(a_send().id)
    assert "Ada" not in view["private_metadata"]
