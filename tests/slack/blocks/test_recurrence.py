"""The fields of a series: what is wrong with them, and how a series that is edited fills them in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.slack.blocks.fields import recurrence as recurrence_field
from bot.slack.blocks.fields.times import Part, Times
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Rule
from bot.texting.schedules import ONCE, When

FIRST = datetime(2027, 1, 4, 9, tzinfo=UTC)
GOOD = Times(when=When.BOT, at=FIRST, repeat=Cycle.WEEKLY, every="2", days=(0, 3), times="5")
THERE = Times(when=When.SMSIT, at=FIRST, repeat=Cycle.DAILY, until=FIRST + timedelta(days=3))


@pytest.mark.parametrize(
    ("form", "changes", "block", "sentence"),
    [
        (GOOD, {"every": "31"}, Part.EVERY, "from 1 to 30"),
        (GOOD, {"every": "9" * 5000}, Part.EVERY, "from 1 to 30"),
        (GOOD, {"times": "0"}, Part.TIMES, "from 1 to 1,000"),
        (GOOD, {"times": "x"}, Part.TIMES, "from 1 to 1,000"),
        (GOOD, {"times": "1001"}, Part.TIMES, "from 1 to 1,000"),
        (GOOD, {"times": ""}, Part.UNTIL, "or type how many times"),
        (GOOD, {"until": FIRST + timedelta(days=9)}, Part.TIMES, "not both"),
        (GOOD, {"times": "", "until": FIRST - timedelta(days=1)}, Part.UNTIL, "before the first text"),
        (GOOD, {"times": "", "until": FIRST + timedelta(days=9999)}, Part.UNTIL, "at most 1,000 dates"),
        (GOOD, {"repeat": Cycle.YEARLY, "times": "20"}, Part.TIMES, "within ten years"),
        (THERE, {"until": None}, Part.UNTIL, "SMS-iT needs one"),
        (THERE, {"times": "3"}, Part.TIMES, "SMS-iT can't do this"),
        (THERE, {"repeat": Cycle.BY_WEEKDAY}, Part.REPEAT, "SMS-iT can't do this"),
        (THERE, {"repeat": Cycle.WEEKLY, "days": (1,)}, Part.DAYS, "SMS-iT can't do this"),
    ],
)
def test_each_mistake_is_told_beside_its_field(
    form: Times, changes: dict[str, Any], block: Part, sentence: str
) -> None:
    told = recurrence_field.mistakes(replace(form, **changes))

    assert list(told) == [block]
    assert sentence in told[block]


def test_what_is_right_is_a_rule_and_what_smsit_keeps_is_none() -> None:
    assert recurrence_field.mistakes(GOOD) == recurrence_field.mistakes(THERE) == {}
    assert recurrence_field.rule_of(GOOD) == Rule(Cycle.WEEKLY, 2, (0, 3), times=5)
    assert recurrence_field.rule_of(replace(GOOD, repeat=Cycle.DAILY)) == Rule(Cycle.DAILY, 2, times=5)
    assert recurrence_field.rule_of(THERE) is None
    assert recurrence_field.rule_of(replace(GOOD, repeat=ONCE)) is None
    assert recurrence_field.mistakes(replace(GOOD, at=None)) == {}  # said beside its own field


def test_a_series_fills_them_in_from_its_next_date_on() -> None:
    rule = Rule(Cycle.WEEKLY, 2, (0, 3), times=5)
    kept = recurrence.kept(rule, FIRST, recurrence.dates(rule, FIRST, recurrence_field.UTC_ZONE))

    filled = recurrence_field.as_series(Times(), kept, FIRST + timedelta(days=3))

    assert filled == Times(
        when=When.BOT,
        at=FIRST + timedelta(days=3),
        repeat=Cycle.WEEKLY,
        every="2",
        days=(0, 3),
        until=kept.last,
        times="",
    )
    assert recurrence_field.mistakes(filled) == {}
