"""What stands before the button: the same for every kind of send."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.appointments.move_preview import ChangePreview
from bot.features.appointments.service import Plan
from bot.features.appointments.texts import Planned
from bot.features.appointments.views import confirmation as appointment_view
from bot.features.appointments.views import move as move_view
from bot.features.broadcast.views import confirmation as broadcast_view
from bot.features.budgets.service import Left
from bot.features.contacts.service import Card
from bot.features.lists.views import confirmation as list_view
from bot.features.otp.views import confirmation as code_view
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.quiet import Quiet
from bot.features.sends.series import Dates
from bot.features.sends.views.confirmation import SHORT
from bot.features.sms.views import confirmation as text_view
from bot.policy.model import Otp
from bot.slack.blocks.kit import Block
from bot.store.appointments import Status
from bot.store.sends import HeldBy, SendKind
from tests.clock import START
from tests.features.appointments.test_views import KNOWN, timeline
from tests.features.broadcast.samples import ready as a_broadcast
from tests.features.lists.test_confirmation_view import ready as a_list
from tests.features.samples import LATER, NUMBER, a_send, words_in

DAYS = tuple(START + timedelta(days=day) for day in range(5))
ZONE = ZoneInfo("America/New_York")
FUNDS = Funds(1, 2, 2, 1)
PLANNED = Planned("Hi", None)

TEXT = Preview(a_send(), Card(NUMBER, "Ada Lovelace", (), subscribed=True), FUNDS)
BROADCAST = replace(a_broadcast(), funds=FUNDS)
LIST = replace(a_list(), funds=FUNDS)
CODE = Preview(a_send(kind=SendKind.OTP), "Password reset", FUNDS)
BOOKING = Preview(KNOWN, Plan(Status.CONFIRMED, None, (PLANNED,)), FUNDS)
MOVED = Preview(KNOWN, ChangePreview("p" * 32, timeline(), LATER, PLANNED), FUNDS)


def drawn(preview: Preview[Any, Any]) -> Block:
    """Return the confirmation of a draft of any kind."""
    match preview.own:
        case str():
            return code_view.confirmation(preview, Otp(), START)
        case Plan():
            return appointment_view.confirmation(preview, ZONE, START)
        case ChangePreview():
            return move_view.review(preview, ZONE, ZONE, START)
        case Card():
            return text_view.confirmation(preview, account_zone=ZONE, now=START)
    if preview.draft.kind is SendKind.LIST:
        return list_view.confirmation(preview, now=START)
    return broadcast_view.confirmation(preview, account_zone=ZONE, now=START)


@pytest.mark.parametrize(
    "preview",
    [TEXT, BROADCAST, LIST, CODE, BOOKING, MOVED],
    ids=["text", "group", "list", "code", "new", "move"],
)
def test_every_confirmation_says_who_pays_what_and_from_what(preview: Preview[Any, Any]) -> None:
    said = words_in(drawn(preview))

    assert "rom +1 415-555-0190" in said
    assert "Balance 2 (1 reserved) → -1" in said
    assert SHORT in said
    budget = replace(preview, budgets=(Left("Your <budget>", 10, 3),), approval=("<odd>",), warnings=("<x>",))
    said = words_in(drawn(budget))
    assert "Your &lt;budget&gt;: 7 of 10 credits left" in said
    assert "Needs approval: &lt;odd&gt;" in said
    assert ":warning: &lt;x&gt;" in said
    assert SHORT not in words_in(drawn(replace(preview, funds=Funds(1, 1, 2, 1))))


@pytest.mark.parametrize("place", range(3))
def test_of_several_limits_the_tightest_alone_is_shown(place: int) -> None:
    limits = [Left("Wide", 900, 0), Left("Wider", 1000, 0)]
    limits.insert(place, Left("Tight", 20, 3))
    said = words_in(drawn(replace(TEXT, budgets=tuple(limits))))

    assert "Tight: 17 of 20 credits left" in said
    assert "Wide" not in said


@pytest.mark.parametrize("preview", [TEXT, BROADCAST, LIST], ids=["text", "group", "list"])
def test_what_can_be_held_says_until_when_and_by_whom(preview: Preview[Any, Any]) -> None:
    later = replace(preview, draft=replace(preview.draft, send_at=LATER, held_by=HeldBy.BOT))

    assert "Send *now" in words_in(drawn(preview))
    said = words_in(drawn(later))
    assert "Send *Tue 24 Nov, 09:30" in said
    assert "Scheduled; you can cancel it" in said
    asks = words_in(drawn(replace(preview, approval=("x",))))
    assert "Send *as soon as it's approved" in asks
    assert "Request approval" in asks


@pytest.mark.parametrize("preview", [BROADCAST, LIST], ids=["group", "list"])
def test_who_is_asked_stands_right_below_what_it_costs_and_the_test_last(preview: Preview[Any, Any]) -> None:
    blocks = drawn(replace(preview, approval=("over 25 recipients",), warnings=("Look.",)))["blocks"]
    figures = next(at for at, each in enumerate(blocks) if "fields" in each)

    assert "Needs approval" in words_in(blocks[figures + 1])
    assert "own_number" in words_in(blocks[-1])
    assert sum(each["type"] == "rich_text" for each in blocks[:figures]) == 1


@pytest.mark.parametrize("preview", [BROADCAST, LIST], ids=["group", "list"])
def test_who_may_not_send_in_quiet_hours_is_not_told_that_it_goes_now(preview: Preview[Any, Any]) -> None:
    quiet = replace(preview, quiet=Quiet(people=2, at=START, until=LATER, dates=1))

    assert "Send *after quiet hours" in words_in(drawn(quiet))
    assert "Send *now" in words_in(drawn(replace(quiet, may_override=True)))


def test_without_a_text_there_is_nothing_to_pay() -> None:
    said = words_in(drawn(Preview(KNOWN, Plan(Status.CONFIRMED, None), None)))

    assert "Balance" not in said
    assert "Texts from" not in said


@given(st.integers(-10, 60), st.integers(1, 20))
def test_the_balance_runs_out_at_the_first_date_it_does_not_cover(available: int, each: int) -> None:
    gone = Preview(a_send(), None, Funds(each * 5, each * 5, available, 0), Dates(DAYS)).runs_out
    covered = len(DAYS) if gone is None else DAYS.index(gone)

    assert covered * each <= max(0, available)
    assert gone is None or (covered + 1) * each > available


@pytest.mark.parametrize("dates", [Dates(()), Dates(DAYS[:1]), Dates(DAYS)])
def test_what_costs_nothing_runs_out_never(dates: Dates) -> None:
    assert Preview(a_send(), None, Funds(0, 0, 0, 0), dates).runs_out is None


@pytest.mark.parametrize(
    ("at", "day"), [(None, "today"), (START + timedelta(hours=1), "today"), (LATER, "on Tue 24 Nov")]
)
def test_a_limit_names_its_day(at: datetime | None, day: str) -> None:
    held = replace(TEXT.draft, send_at=at, held_by=HeldBy.BOT if at else HeldBy.NONE)

    assert f"left {day}" in words_in(drawn(replace(TEXT, draft=held, budgets=(Left("Yours", 10, 3),))))


@pytest.mark.parametrize("preview", [TEXT, BROADCAST, LIST, CODE, BOOKING, MOVED])
def test_every_confirmation_shows_the_words_first_then_what_they_cost(preview: Preview[Any, Any]) -> None:
    kinds = [each["type"] for each in drawn(preview)["blocks"]]
    figures = next(at for at, each in enumerate(drawn(preview)["blocks"]) if "fields" in each)

    assert kinds[0] == "header"
    assert "rich_text" in kinds[1:figures]
    assert "input" not in kinds[:figures]
