"""The details of a list, in the thread below its message."""

from datetime import timedelta

import pytest

from bot.features.lists.views.details import Details, details
from bot.features.lists.views.figures import Figures
from tests.clock import START
from tests.features.lists.list_messages import FULL, LONG, S, a_list, problems
from tests.features.samples import words_in

# --- details


def a_detail(**changes: object) -> Details:
    usual: dict[str, object] = {
        "send": a_list(state=S.RUNNING),
        "figures": FULL,
        "rejected": [(4, "Write it like +1 415 555 0199."), (9, "<!channel>")],
        "refusals": [(LONG, 2), ("", 1)],
        "by_minute": [("2026-11-23T17:00", 300), ("2026-11-23T17:01", 12)],
    }
    return Details(**(usual | changes))


def test_details_name_lines_reasons_and_speed() -> None:
    content = details(a_detail())
    assert problems(content) == []
    said = words_in(list(content.blocks))
    assert "*8 rows skipped*\n• Line 4: Write it like +1 415 555 0199." in said
    assert "and 6 more in the result file" in said
    assert "1 text: No reason given." in content.text
    assert "*Texts per minute*\n• <!date^" in said
    assert "09:00 (America/Los_Angeles)>: 300\n• <!date^" in said
    assert "09:01 (America/Los_Angeles)>: 12" in said
    assert "*8 rows skipped*. Line 4: Write it like +1 415 555 0199. Line 9:" in content.text
    assert "415 555 0100" not in content.text
    assert "<!channel>" not in content.text


def test_details_of_a_smooth_list_are_short() -> None:
    content = details(a_detail(figures=Figures(waiting=3), rejected=[], refusals=[], by_minute=[]))
    assert content.text == "*Details* of list `01234567`."


def test_one_row_left_out_is_one() -> None:
    content = details(a_detail(figures=Figures(rejected=1), rejected=[(2, "No number.")]))
    assert "*1 row skipped*. Line 2: No number." in content.text


@pytest.mark.parametrize(
    ("minutes", "unit"), [(15, "minute"), (600, "hour"), (60 * 24 * 7, "day"), (60 * 24 * 40, "day")]
)
def test_speed_is_put_together_as_it_gets_long(minutes: int, unit: str) -> None:
    moments = [(f"{START + timedelta(minutes=nth):%Y-%m-%dT%H:%M}", 2) for nth in range(minutes)]
    text = words_in(list(details(a_detail(by_minute=moments)).blocks))
    assert f"*Texts per {unit}*" in text
    assert text.count("\n• ") <= 20
