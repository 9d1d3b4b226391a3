"""The front hands everything to one bot, says in words what belongs to none, and never answers for a bot."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from bot.accounts import views
from bot.accounts.front import Front
from bot.accounts.memory import KEPT, Memory, opened
from bot.accounts.routing import GONE, NO_ACCOUNT, OUTDATED, UNKNOWN_WORKSPACE
from bot.errors import TooBusy
from tests.accounts.fakes import FakeHouse, FakeSpeaker
from tests.accounts.samples import (
    ACCOUNTS,
    FRONT,
    HARBOUR,
    HELP,
    MAYA,
    NORTH,
    PRIYA,
    SAM,
    STRANGE,
    TOM,
    command,
    event,
    home,
    shortcut,
    shown_by,
    step,
)
from tests.clock import FakeClock

HERE = "In this channel everyone texts as *Clinic*."
ELSEWHERE = " in channels without an account of their own"


class Directly:
    def run(self, work: Callable[[], object]) -> None:
        work()


class Story:
    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.clock = clock
        self.url = f"sqlite:///{folder / 'accounts.db'}"
        self.removed: list[str] = []
        self.start()

    def start(self) -> None:
        """As after a restart when there was one before."""
        self.memory = Memory(opened(self.url), self.clock)
        self.memory.create()
        self.houses = {each.key: FakeHouse(each) for each in ACCOUNTS}
        self.speaker = FakeSpeaker()
        self.front = Front(
            ACCOUNTS,
            self.houses,  # type: ignore[arg-type] # as far as the front uses them
            self.memory,
            self.speaker,  # type: ignore[arg-type] # as above
            Directly(),  # type: ignore[arg-type] # as above
            self.remove,
        )

    def remove(self, workspace: str, _event: Mapping[str, Any]) -> bool:
        self.removed.append(workspace)
        return workspace == HARBOUR

    def sent(self, payload: dict[str, Any], headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        answer = self.front.answer(payload, headers or {})
        return answer.status, answer.body

    @property
    def reached(self) -> dict[str, int]:
        return {key: len(house.got) for key, house in self.houses.items() if house.got}


@pytest.fixture
def story(tmp_path: Path, clock: FakeClock) -> Story:
    return Story(tmp_path, clock)


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (command(channel=FRONT), "clinic"),
        (command(channel=HELP), "dental"),
        (shortcut(user=SAM), "eyes"),
        (home(user=TOM, team=NORTH), "alone"),
        (step(PRIYA), "clinic"),
        *(
            (shown_by(kind, "dental"), "dental")
            for kind in ("block_actions", "view_submission", "view_closed")
        ),
    ],
)
def test_an_arrival_reaches_one_bot_as_it_came_and_its_answer_comes_back(
    story: Story, payload: dict[str, Any], key: str
) -> None:
    retried = {"x-slack-retry-num": "1", "x-slack-retry-reason": "timeout", "x-other": "1"}
    assert story.sent(payload, retried) == (HTTPStatus.OK, key)

    others = {name for name in story.reached if name != key}
    assert all(each["event"]["tab"] == "messages" for name in others for each in story.houses[name].got)
    assert story.houses[key].got == [payload]
    assert story.houses[key].headers[-1] == {"x-slack-retry-num": "1", "x-slack-retry-reason": "timeout"}


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (command(team=STRANGE), UNKNOWN_WORKSPACE.reason),
        (shortcut(team=STRANGE), UNKNOWN_WORKSPACE.reason),
        (shown_by("view_submission", "gone"), OUTDATED.reason),
        (shown_by("block_actions", "", team=NORTH), OUTDATED.reason),
        (command(), views.WHICH),
        (shortcut(), views.WHICH),
    ],
)
def test_what_belongs_to_none_is_told_in_words_and_reaches_nobody(
    story: Story, payload: dict[str, Any], said: str
) -> None:
    assert story.sent(payload)[0] == HTTPStatus.OK
    assert story.speaker.said == [said]
    assert story.reached == {}


def test_a_person_with_two_accounts_chooses_once_and_may_choose_again(story: Story) -> None:
    story.sent(command("14155550100 hello"))
    assert story.speaker.buttons == ["choose_account.clinic", "choose_account.dental"]

    story.sent(chosen("dental"))
    assert story.speaker.said[-1].startswith("You text as *Dental* now")
    assert story.sent(command("14155550100 hello")) == (HTTPStatus.OK, "dental")

    story.start()
    assert story.sent(command()) == (HTTPStatus.OK, "dental")
    story.sent(chosen("clinic"))
    assert story.sent(command()) == (HTTPStatus.OK, "clinic")
    assert story.sent(shown_by("view_submission", "dental")) == (HTTPStatus.OK, "dental")


def chosen(key: str, user: str = MAYA, view: dict[str, Any] | None = None) -> dict[str, Any]:
    pressed = shown_by("block_actions", "", user, channel="" if view else "C0OTHER")
    pressed["actions"][0]["action_id"] = f"choose_account.{key}"
    return pressed | ({"view": view} if view else {})


@pytest.mark.parametrize(
    ("key", "user"), [("dental", PRIYA), ("eyes", MAYA), ("gone", MAYA), ("alone", MAYA)]
)
def test_nobody_chooses_an_account_that_is_not_open_to_them(story: Story, key: str, user: str) -> None:
    story.sent(chosen(key, user))
    assert story.speaker.said == [views.NOT_YOURS]
    assert story.memory.choice(HARBOUR, user) is None


@pytest.mark.parametrize(
    ("payload", "said", "buttons"),
    [
        (command(" Account "), "You haven't chosen the account you text as.", ["clinic", "dental"]),
        (
            command("account", FRONT),
            f"{HERE} You haven't chosen the account you text as{ELSEWHERE}.",
            ["clinic", "dental"],
        ),
        (command("account", user=PRIYA), "You text as *Clinic*.", []),
        (command("account", user=SAM, team=NORTH), "You text as *Alone*.", []),
        (
            command("account", team=STRANGE),
            "You have no SMS-iT account. Ask the person who runs the bot.",
            [],
        ),
    ],
)
def test_anybody_can_ask_as_which_account_they_text(
    story: Story, payload: dict[str, Any], said: str, buttons: list[str]
) -> None:
    story.sent(payload)
    assert story.speaker.said == [said]
    assert story.speaker.buttons == [f"choose_account.{key}" for key in buttons]


def test_a_step_that_comes_again_goes_where_it_went_whatever_changed(story: Story) -> None:
    assert story.sent(step(TOM, "Fx1")) == (HTTPStatus.OK, "dental")
    story.start()
    again = step(PRIYA, "Fx1")  # as if the file named somebody else since
    assert story.sent(again) == (HTTPStatus.OK, "dental")
    assert story.memory.goes("Fx1", "clinic") == "dental"

    story.clock.advance(seconds=KEPT.total_seconds() + 1)
    story.start()
    assert story.memory.went("Fx1") is None


def test_a_step_whose_account_is_gone_is_done_by_no_other(story: Story) -> None:
    story.memory.goes("Fx1", "closed")  # an account that the file named then
    story.sent(step(TOM, "Fx1"))
    assert story.speaker.failed == [("Fx1", GONE.reason)]
    assert story.reached == {}


def test_a_home_tab_opens_however_much_waits_to_be_told(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_self: Directly, _work: object) -> None:
        raise TooBusy

    monkeypatch.setattr(Directly, "run", busy)
    assert story.sent(home(user=TOM)) == (HTTPStatus.OK, "dental")


def test_a_step_for_a_person_with_two_accounts_fails_and_says_why(story: Story) -> None:
    story.sent(chosen("dental"))
    story.sent(step(MAYA))
    assert [execution for execution, _why in story.speaker.failed] == ["Fx1"]
    assert not any("function" in each["event"] for house in story.houses.values() for each in house.got)


def test_the_home_tab_is_drawn_by_one_account(story: Story) -> None:
    story.sent(home())
    assert story.speaker.homes == [(HARBOUR, MAYA)]
    assert story.reached == {}

    story.sent(chosen("dental", view={"type": "home", "callback_id": ""}))
    assert [each["event"]["tab"] for each in story.houses["dental"].got] == ["home"]
    story.sent(chosen("clinic"))
    assert [each["event"]["tab"] for each in story.houses["dental"].got] == ["home", "messages"]
    story.houses["dental"].is_up = False  # it draws nothing then
    assert story.sent(home()) == (HTTPStatus.OK, "clinic")


@pytest.mark.parametrize("payload", [command(channel=FRONT), shown_by("view_submission", "clinic")])
def test_a_bot_that_does_not_run_is_told_and_nothing_reaches_another(
    story: Story, payload: dict[str, Any]
) -> None:
    story.houses["clinic"].is_up = False
    assert story.sent(payload)[0] == HTTPStatus.OK
    (said,) = story.speaker.said
    assert said.startswith("The account *Clinic* isn't available")
    assert story.reached == {}


def test_events_for_a_bot_that_does_not_run_come_again(story: Story) -> None:
    story.houses["clinic"].is_up = False
    assert story.sent(step(PRIYA))[0] == HTTPStatus.SERVICE_UNAVAILABLE
    assert story.speaker.said == []


def test_where_it_is_not_known_what_a_bot_did_nothing_is_said(story: Story) -> None:
    story.houses["clinic"].answers = False
    assert story.sent(shown_by("view_submission", "clinic"))[0] == HTTPStatus.GATEWAY_TIMEOUT
    assert story.speaker.said == []


def test_slack_is_answered_by_the_front_where_it_asks_the_app(story: Story) -> None:
    asked = {"type": "url_verification", "challenge": "abc"}
    assert story.sent(asked) == (HTTPStatus.OK, '{"challenge": "abc"}')
    story.sent(event({"type": "app_uninstalled"}))
    story.sent({**event({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}), "authorizations": []})
    assert story.sent({"ssl_check": "1", "token": "a"}) == (HTTPStatus.OK, "")
    assert story.removed == [HARBOUR, HARBOUR]
    again = story.sent(event({"type": "app_uninstalled"}, NORTH))  # it isn't over there, or not yet
    assert again[0] == HTTPStatus.SERVICE_UNAVAILABLE
    assert story.speaker.said == []
    assert story.reached == {}


def test_whoever_is_listed_nowhere_is_told(story: Story) -> None:
    story.front._accounts = type(ACCOUNTS)(tuple(each for each in ACCOUNTS if not each.default))
    story.sent(command(user=SAM))
    story.sent(step(SAM))
    assert story.speaker.said == [NO_ACCOUNT.reason]
    assert story.speaker.failed == [("Fx1", NO_ACCOUNT.reason)]
