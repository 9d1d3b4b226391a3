"""The Home tab while somebody looks at it: drawn again when something changed, and not too often."""

from collections.abc import Sequence

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.feature import HomeButton, HomePart, HomeSection
from bot.features.home.listeners import HomeListeners
from bot.features.home.renderer import HomeTab
from bot.features.home.views import Person
from bot.features.home.visitors import AT_LEAST, AT_ONCE, MOST, PAUSE, STAYS, Visitors
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from tests.clock import FakeClock
from tests.fakes.people import access_of
from tests.fakes.slack import FakeAcks, FakeResponder
from tests.features.slack_harness import said
from tests.slack.interactions import TEAM, interaction

MAYA, SAM, ZED = (Who(user, TEAM) for user in ("U0MAYA", "U0SAM", "U0ZED"))
ACCESS = access_of(TEAM, {Role.SENDER: ["U0MAYA", "U0SAM"]})


class Slack:
    """Takes tabs, or nothing while it is ``down``."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.down = False

    def publish(self, user_id: str, view: Block) -> bool:
        if not self.down:
            self.shown.append((user_id, said(view)[-2]))
        return not self.down


class HomeHarness:
    """What there is to be seen: a line, and whether anything happened."""

    def __init__(self) -> None:
        self.line = "Nothing"
        self.happened = 0
        self.asked = 0

    def mark(self) -> object:
        self.asked += 1
        return self.happened

    def draw(self, _who: Who) -> Sequence[Block]:
        return [kit.context(self.line)]

    def happens(self, line: str) -> None:
        self.line = line
        self.happened += 1


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def harness() -> HomeHarness:
    return HomeHarness()


@pytest.fixture
def visitors(clock: FakeClock) -> Visitors:
    return Visitors(clock)


@pytest.fixture
def tab(harness: HomeHarness, visitors: Visitors, slack: Slack) -> HomeTab:
    parts = [HomePart(HomeSection.RECENT, harness.draw)]
    return HomeTab(parts, lambda _who: Person(), harness, visitors, ACCESS, slack)  # type: ignore[arg-type] # in memory


def seen(slack: Slack) -> list[str]:
    found = [line for _user, line in slack.shown]
    slack.shown.clear()
    return found


def test_nobody_is_looking_and_nothing_is_read(tab: HomeTab, harness: HomeHarness, slack: Slack) -> None:
    harness.happens("Sent")
    tab.draw_again()
    tab.update(MAYA)

    assert slack.shown == []
    assert harness.asked == 0


def test_who_looks_sees_what_changed_but_not_more_often_than_every_few_seconds(
    tab: HomeTab, harness: HomeHarness, slack: Slack, clock: FakeClock
) -> None:
    tab.open(MAYA)
    assert seen(slack) == ["Nothing"]

    harness.happens("Sent")
    clock.advance(seconds=PAUSE.total_seconds() - 1)
    tab.draw_again()
    assert seen(slack) == []

    clock.advance(seconds=1)
    tab.draw_again()
    tab.draw_again()
    assert seen(slack) == ["Sent"]


def test_what_would_look_the_same_is_not_shown_again(
    tab: HomeTab, harness: HomeHarness, slack: Slack, clock: FakeClock
) -> None:
    tab.open(MAYA)
    clock.advance(seconds=PAUSE.total_seconds())
    harness.happens("Nothing")
    tab.draw_again()

    assert seen(slack) == ["Nothing"]


def test_time_itself_changes_what_there_is_to_see(
    tab: HomeTab, harness: HomeHarness, slack: Slack, clock: FakeClock
) -> None:
    tab.open(MAYA)
    harness.line = "Late"
    clock.advance(seconds=AT_LEAST.total_seconds() - 1)
    tab.draw_again()
    assert seen(slack) == ["Nothing"]

    clock.advance(seconds=1)
    tab.draw_again()
    assert seen(slack) == ["Late"]


def test_who_opened_it_long_ago_is_taken_to_have_left(
    tab: HomeTab, harness: HomeHarness, slack: Slack, clock: FakeClock, visitors: Visitors
) -> None:
    tab.open(MAYA)
    clock.advance(seconds=STAYS.total_seconds())
    harness.happens("Sent")
    tab.draw_again()

    assert seen(slack) == ["Nothing"]
    assert not visitors


def test_who_lost_their_role_sees_nothing_more(
    tab: HomeTab, harness: HomeHarness, slack: Slack, clock: FakeClock, visitors: Visitors
) -> None:
    tab.open(ZED)
    clock.advance(seconds=PAUSE.total_seconds())
    harness.happens("Sent")
    tab.draw_again()

    assert seen(slack) == ["Nothing"]
    assert not visitors


def test_while_slack_fails_the_others_are_left_for_later(
    tab: HomeTab, harness: HomeHarness, slack: Slack, clock: FakeClock
) -> None:
    slack.down = True
    tab.open(ZED)  # who sees nothing is not remembered
    slack.down = False
    tab.open(MAYA)
    tab.open(SAM)
    seen(slack)
    clock.advance(seconds=PAUSE.total_seconds())
    harness.happens("Sent")
    slack.down = True
    tab.draw_again()
    slack.down = False
    tab.draw_again()

    assert seen(slack) == ["Sent", "Sent"]


def test_a_new_balance_is_shown_at_once_to_who_asked_for_it(
    tab: HomeTab, harness: HomeHarness, slack: Slack
) -> None:
    tab.open(MAYA)
    harness.happens("5,000 credits")
    tab.update(MAYA)

    assert seen(slack) == ["Nothing", "5,000 credits"]


def test_few_are_drawn_for_at_once_and_all_in_turn(visitors: Visitors, clock: FakeClock) -> None:
    people = [Who(f"U0{nth:03}", TEAM) for nth in range(AT_ONCE + 2)]
    for who in people:
        visitors.came(who, 0, "")
    clock.advance(seconds=PAUSE.total_seconds())

    first = visitors.due(1)
    for who in first:
        visitors.drawn(who, 1, "")
    clock.advance(seconds=PAUSE.total_seconds())

    assert first == tuple(people[:AT_ONCE])
    assert visitors.due(2)[:2] == tuple(people[AT_ONCE:])


def test_only_so_many_are_remembered(visitors: Visitors) -> None:
    people = [Who(f"U0{nth:03}", TEAM) for nth in range(MOST + 1)]
    for who in people:
        visitors.came(who, 0, "old")
    visitors.drawn(people[0], 1, "new")  # who has been forgotten

    assert visitors.sees(people[0]) is None
    assert visitors.sees(people[1]) == "old"


def test_who_opens_another_tab_looks_at_it_no_more(
    tab: HomeTab, harness: HomeHarness, visitors: Visitors, slack: Slack, clock: FakeClock
) -> None:
    listeners = HomeListeners(FakeResponder(), tab, lambda: False, None, (), ACCESS)  # type: ignore[arg-type] # as far as used
    tab.open(MAYA)
    opened = {"type": "app_home_opened", "user": MAYA.user_id, "tab": "messages"}
    acks = FakeAcks()
    listeners.opened(interaction({"team_id": TEAM, "event": opened}, acks))
    seen(slack)

    harness.happens("A text")
    clock.advance(seconds=AT_LEAST.total_seconds())
    tab.draw_again()
    assert seen(slack) == []
    assert visitors.sees(MAYA) is None


def test_the_menu_opens_what_was_chosen_for_those_who_may_and_says_when_it_has_changed(tab: HomeTab) -> None:
    opened: list[str] = []
    buttons = [
        HomeButton(Role.SENDER, kit.button("A", "a"), lambda _pressed: opened.append("a")),
        HomeButton(Role.ADMIN, kit.button("B", "b"), lambda _pressed: opened.append("b")),
        HomeButton(Role.SENDER, kit.button("C", "c")),
    ]
    listeners = HomeListeners(FakeResponder(), tab, lambda: False, None, buttons, ACCESS)  # type: ignore[arg-type] # as far as used

    def choose(value: str) -> None:
        chosen = {"action_id": "home.more", "selected_option": {"value": value}}
        body = {"user": {"id": MAYA.user_id, "team_id": TEAM}, "team": {"id": TEAM}, "actions": [chosen]}
        listeners.more(interaction(body))

    choose("a")
    for value, why in (("b", "admin"), ("c", "has changed"), ("d", "has changed")):
        with pytest.raises(UserError, match=why):
            choose(value)
    assert opened == ["a"]
