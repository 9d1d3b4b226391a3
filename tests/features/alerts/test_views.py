"""How alerts look: whole sentences, nothing personal, and the same message when it is over."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.alerts.digest import DAYS
from bot.features.alerts.views import message
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.outgoing.poster import Content
from bot.store.alerts import Alert, AlertKind
from tests.clock import START
from tests.features.slack_harness import said
from tests.flows import fallbacks

ZONE = ZoneInfo("UTC")
FIGURES: dict[AlertKind, list[dict[str, int]]] = {
    AlertKind.BALANCE: [{"credits": 480, "days": 2}, {"credits": 1}, {"credits": 0, "days": 0}],
    AlertKind.FAILURES: [{"lost": 24, "known": 200}, {"lost": 0, "known": 0}],
    AlertKind.APPROVALS: [{"count": 1, "hours": 1}, {"count": 3, "hours": 4}],
    AlertKind.KEY: [{}],
    AlertKind.SLACK: [{}],
    AlertKind.PAUSED: [{"count": 1}, {"count": 2}],
    AlertKind.POLICY: [{}, {"line": 3, "mistakes": 1}, {"line": 1_200, "mistakes": 2}],
    AlertKind.BIRTHDAYS: [{}, {"person": 1}, {"fields": 1}],
}
ALL = [(kind, figures) for kind, several in FIGURES.items() for figures in several]
WEEK = {
    "monday": date(2026, 11, 16).toordinal(),
    "sent": 1242,
    "delivered": 1100,
    "handed": 100,
    "lost": 15,
    "unconfirmed": 1,
    "credits": 1400,
    "sent_before": 1230,
    "balance": 3600,
    "days": 18,
    **{day: nth * 100 for nth, day in enumerate(DAYS)},
}


def test_all_that_goes_wrong_is_tried_here() -> None:
    assert set(FIGURES) == set(AlertKind) - {AlertKind.DIGEST}


def an_alert(kind: AlertKind, figures: dict[str, int], **changes: object) -> Alert:
    values: dict[str, object] = {"since": START, "raised_at": START, "figures": figures}
    return Alert("a" * 32, kind, **(values | changes))  # type: ignore[arg-type] # as each test says


def whole(content: Content) -> list[str]:
    """What is read of a message that Slack takes, and whose text is whole sentences."""
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert fallbacks.faults(content.text) == []
    return said(list(content.blocks))


@pytest.mark.parametrize(("kind", "figures"), ALL)
def test_it_says_what_is_wrong_what_to_do_and_since_when(kind: AlertKind, figures: dict[str, int]) -> None:
    if figures.get("known") == 0:
        return  # with nothing to judge it is never wrong
    first, to_do, *_others, small = whole(message(an_alert(kind, figures), ZONE))

    assert first.startswith(":warning: *")
    assert to_do
    assert small.startswith("Raised <!date^")


@pytest.mark.parametrize(("kind", "figures"), ALL)
def test_it_says_in_place_that_it_is_over(kind: AlertKind, figures: dict[str, int]) -> None:
    over = {"clear_since": START + timedelta(hours=1), "resolved_at": START + timedelta(hours=2)}
    first, small = whole(message(an_alert(kind, figures, **over), ZONE))

    assert first.startswith(":white_check_mark: Resolved: ")
    assert " · Resolved <!date^" in small


@pytest.mark.parametrize(
    ("kind", "figures", "line"),
    [
        (
            AlertKind.BALANCE,
            {"credits": 480, "days": 2},
            ":warning: *The SMS balance is low: 480 credits. At this week's rate it lasts 2 days.*",
        ),
        (
            AlertKind.FAILURES,
            {"lost": 24, "known": 200},
            ":warning: *12% of the texts of the last 24 hours failed (24 of 200 with a result).*",
        ),
        (
            AlertKind.APPROVALS,
            {"count": 3, "hours": 4},
            ":warning: *3 requests for approval have been waiting for more than 4 hours.*",
        ),
        (AlertKind.PAUSED, {"count": 1}, ":warning: *1 list is paused because sending ran into trouble.*"),
    ],
)
def test_the_figures_stand_in_the_sentence(kind: AlertKind, figures: dict[str, int], line: str) -> None:
    assert whole(message(an_alert(kind, figures), ZONE))[0] == line


def test_slack_that_answers_again_is_told_as_that() -> None:
    away = an_alert(AlertKind.SLACK, {}, clear_since=START + timedelta(minutes=9))

    assert "It has been answering again since <!date^" in whole(message(away, ZONE))[0]


def test_a_week_is_told_in_sentences_and_its_days_as_bars() -> None:
    title, told, *bars = whole(message(an_alert(AlertKind.DIGEST, WEEK), ZONE))

    assert title == ":bar_chart: *Week of 16 to 22 Nov*"
    assert told == (
        "1,242 texts were sent, 12 more than in the week before. 1,100 delivered, 100 handed to carriers, "
        "15 failed, 1 unconfirmed. 1,400 credits used. 3,600 credits left, enough for 18 days at "
        "this week's rate."
    )
    assert [line.split()[0] for line in bars] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_a_week_that_an_earlier_version_counted_is_told_as_it_was() -> None:
    figures = {name: value for name, value in WEEK.items() if name != "handed"}

    assert "1,100 delivered, 15 failed" in whole(message(an_alert(AlertKind.DIGEST, figures), ZONE))[1]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sent_before": 1300}, "1,242 texts were sent, 58 fewer than in the week before."),
        ({"sent": 1, "sent_before": 1}, "1 text was sent, as many as in the week before."),
        ({"sent": 0, "sent_before": 7}, "No texts were sent, 7 fewer than in the week before."),
    ],
)
def test_a_week_is_compared_with_the_one_before(changes: dict[str, int], told: str) -> None:
    figures = {name: value for name, value in WEEK.items() if name not in {"balance", "days"}}
    nothing = dict.fromkeys(("delivered", "handed", "lost", "unconfirmed", "credits"), 0)
    lines = whole(message(an_alert(AlertKind.DIGEST, figures | nothing | changes), ZONE))

    assert lines[1] == told
    assert (len(lines) > 2) is bool((figures | changes)["sent"])


def test_a_week_may_end_in_another_month() -> None:
    week = WEEK | {"monday": date(2026, 11, 30).toordinal()}

    assert whole(message(an_alert(AlertKind.DIGEST, week), ZONE))[0].endswith("Week of 30 Nov to 6 Dec*")
