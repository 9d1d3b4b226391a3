"""The policy in force, as an admin sees it."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot.access import Role
from bot.features.policy import views
from bot.features.policy.service import Shown
from bot.policy.model import Alerts, Otp, Policy
from bot.sandbox.slack.blocks import problems_in_view
from bot.store.audit import Entry, Event, Subject
from tests.clock import START
from tests.features.samples import words_in

ZONE: Final = ZoneInfo("UTC")


def entry(kind: Event, **facts: object) -> Entry:
    return Entry(1, START, kind, Subject.POLICY, "policy", None, facts, None, None)


SHOWN: Final = Shown(Policy(), "policy.toml", START, (), ())
CROWDED: Final = replace(
    SHOWN,
    policy=Policy(
        roles={role: tuple(f"U{place:09}" for place in range(500)) for role in Role},
        otp=Otp(text="<!channel> " + "x" * 900 + " %%Code%%", purposes=("a" * 60,) * 20),
    ),
    mistakes=("policy.toml, line 3: instead of '<!here>', write" + "y" * 900,) * 30,
    entries=(
        entry(Event.POLICY_READ, why="start", digest="0f1e2d3c4b5a"),
        entry(Event.POLICY_READ, why="file", **{f"limits.{n}": "1 > 2" for n in range(30)}, more=4),
        entry(Event.POLICY_REFUSED, why="file", mistakes=2, host="<!here>", owner=1001),
        entry(Event.POLICY_READ, why="signal", digest="0f1e2d3c4b5a", host="desk"),
    ),
)


@pytest.mark.parametrize("shown", [SHOWN, CROWDED, replace(SHOWN, file="")])
def test_slack_takes_it_however_much_the_file_says(shown: Shown) -> None:
    view = views.policy(shown, ZONE)
    assert problems_in_view(view) == []
    assert "<!channel>" not in words_in(view)
    assert "<!here>" not in words_in(view)


def test_every_table_is_there_and_mistakes_come_first() -> None:
    said = words_in(views.policy(CROWDED, ZONE))
    assert said.index("Correct the file: the earlier policy stays in force.") < said.index("[roles]")
    assert "and 20 more" in said
    assert all(f"[{table}]" in said for table in ("limits", "budgets", "otp", "alerts", "templates"))
    assert "a file with 2 mistakes wasn't used on &lt;!here&gt;, a file of user 1001" in said
    assert "Read again on request (0f1e2d3c4b5a) on desk, whose file it is isn't known" in said
    assert "A bot process started (0f1e2d3c4b5a)\n" in said + "\n", "an entry of before has neither"
    assert "limits.4 1 > 2, 29 more" in said.replace("&gt;", ">")


def test_ids_are_shown_as_who_they_are_and_words_are_left_alone() -> None:
    rules = Policy(
        roles={Role.ADMIN: ("U0TOM", "S0DESK", "*")},
        alerts=Alerts("C0ALERTS"),
        otp=Otp(text="URGENT %%Code%%"),
    )
    said = words_in(views.policy(replace(SHOWN, policy=rules), ZONE))
    assert "admin: <@U0TOM>, <!subteam^S0DESK>, " in said
    assert "channel: <#C0ALERTS>" in said
    assert "text: URGENT %%Code%%" in said


def test_without_a_file_it_says_how_to_have_one() -> None:
    said = words_in(views.policy(replace(SHOWN, file=""), ZONE))
    assert "set `POLICY_FILE` and restart the bot" in said
