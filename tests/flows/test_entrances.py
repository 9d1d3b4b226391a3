"""Nobody in who does not belong: every way in, for all who may not, about everything that is not theirs.

To them nothing happens: no row changes, no text leaves, no window opens, and nothing anybody wrote is said.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.access import BRINGS, Role, Who
from bot.sandbox.slack.model import Exchange, Member
from bot.slack.incoming.registry import Kind, Registration
from tests.flows.broadcasting import own_harness
from tests.flows.entrances import ASKED, NOBODYS, OWNED, WHO_MAY
from tests.flows.harness import Harness
from tests.flows.things import NUMBER, SECRETS, TEAM, WORDS, Things
from tests.slack.interactions import command, payload

pytestmark = pytest.mark.measured

LADDER = {
    "U0NIA": frozenset[Role](),
    "U0SAM": BRINGS[Role.VIEWER],
    "U0PRIYA": BRINGS[Role.SENDER],
    "U0BEA": BRINGS[Role.BROADCASTER],
    "U0LENA": BRINGS[Role.APPROVER],
    "U0TOM": BRINGS[Role.ADMIN],
}
OUTSIDE = (
    Who("U0GIA", TEAM),  # a guest
    Who("U0UMA", TEAM),  # a guest of one channel
    Who("U0DEL", TEAM),  # deactivated
    Who("U0BOT", TEAM),
    Who("U0ZED", "T0LABWORKS"),
    Who("U0ZED", TEAM),  # as if of this workspace
    Who("U0TOM", "T0LABWORKS"),
    Who("", TEAM),
    Who("*", TEAM),
    Who("U0GHOST", TEAM),  # nobody's id
)
COLLEAGUES = tuple(Who(user_id, TEAM) for user_id in ("U0BEA", "U0APO"))
"""May send whatever there is, and approve it; and nothing of Maya's is theirs."""
POLICY = """
[roles]
viewer = ["U0SAM"]
sender = ["U0PRIYA"]
broadcaster = ["U0MAYA", "U0BEA", "U0APO"]
approver = ["U0LENA", "U0APO"]
admin = ["U0TOM"]
[approval]
channel = "C0APPROVE"
people = 2
[colleagues]
appointments = "admin"
contacts = "admin"
"""
EVERYBODY = "[roles]\nadmin = ['*']\n"
TELLING = ("views.open", "views.push", "views.update", "views.publish")
REFUSALS = ("You need the *", "Only people in this workspace", "Guests can use the SMS bot only")
NOT_THEIRS = (
    *("because it's <@U0MAYA>'s", "Only <@U0MAYA>", "no longer exists", "Someone else started"),
    "is no longer available",
)


class House:
    """A bot with everything in it, and what came of an arrival there."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        slack = harness.sandbox.slack
        for user_id, more in (
            *((each, {}) for each in ("U0NIA", "U0BEA", "U0APO")),
            ("U0UMA", {"is_ultra_restricted": True}),
            ("U0DEL", {"is_deleted": True}),
        ):
            slack.people[user_id] = Member(user_id, user_id.lower(), user_id, TEAM, **more)
        assert harness.bot._infrastructure.members.refresh() == ()
        for who in OUTSIDE:
            harness.bot._infrastructure.users.meet(who.user_id)
        self.things = Things(harness)
        self.things.put()
        path = harness.bot.database.path
        assert path is not None
        self._watched = sqlite3.connect(path)
        self.rows, self._seen = self.things.rows(), self._version()

    def arrive(self, door: Registration, who: Who, about: str = "") -> "Came":
        """Have somebody arrive at a door, and wait until all is done that comes of it."""
        slack = self.harness.sandbox.slack
        before = {id(each) for each in slack.traffic}
        response = self.harness.bot.bolt.dispatch(
            BoltRequest(mode="socket_mode", body=self._body(door, who, about))
        )
        self.harness.wait_for(self.harness.bot.is_quiet)
        slack.problems.clear()  # whom the bot tells may be nobody Slack knows
        since = [each for each in slack.traffic if id(each) not in before]
        return Came(response, [each for each in since if each.direction == "from bot"])

    def nothing_happened(self, came: "Came", secrets: tuple[str, ...] = SECRETS) -> None:
        if (version := self._version()) != self._seen:
            assert self.things.rows() == self.rows
            self._seen = version
        assert self.harness.texts == []
        assert not [each for each in secrets if each in came.everything]

    def close(self) -> None:
        self._watched.close()
        self.harness.close()

    def _version(self) -> int:
        """Return what is another number once anybody has written anything."""
        (version,) = self._watched.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _body(self, door: Registration, who: Who, about: str) -> dict[str, Any]:
        url_id = self.harness.sandbox.slack.response_urls.issue("C0FRONT", who.user_id)
        more: dict[str, Any] = {"response_url": f"{self.harness.sandbox.url}/slack/response/{url_id}"}
        name = "something.else" if door.id == "anything else" else door.id
        carried = self.things.carried(about) if about else ""
        view: dict[str, Any] = {"id": "V0", "type": "modal", "callback_id": name, "private_metadata": carried}
        match door.kind:
            case Kind.COMMAND:
                return command("", who, name) | more
            case Kind.ACTION:
                value = self._value(door.id, about, carried)
                button = {"type": "button", "action_id": name, "block_id": "b", "value": value}
                inside = (
                    {"view": view}
                    if name.startswith(("scheduled.", "broadcast.", "own_number.", "list.only"))
                    else {}
                )
                channel = {"channel": {"id": "C0FRONT"}}
                return payload("block_actions", who, actions=[button], **channel, **inside, **more)
            case Kind.SUBMISSION:
                return payload(
                    "view_submission",
                    who,
                    view={**view, "state": {"values": _filled_in(name, self.things.now)}},
                )
            case Kind.OPTIONS:
                return payload("block_suggestion", who, action_id=name, block_id="b", value="phil")
            case Kind.SHORTCUT:
                message = {"message": {"text": "x", "ts": "1"}, "channel": {"id": "C0FRONT"}}
                return payload("message_action", who, callback_id=name, **message, **more)
            case Kind.EVENT | Kind.STEP:
                opened = {"type": name, "user": who.user_id, "tab": "home"}
                event = self._step(name, who) if door.kind is Kind.STEP else opened
                return {"type": "event_callback", "team_id": who.team_id, "event": event}

    def _step(self, name: str, who: Who) -> dict[str, Any]:
        return {
            "type": "function_executed",
            "function": {"callback_id": name},
            "function_execution_id": self.harness.sandbox.slack.ids.next("Fx"),
            "inputs": {"person": who.user_id, "number": NUMBER, "message": "x"},
        }

    def _value(self, action_id: str, about: str, carried: str) -> str:
        if action_id in {"outbox.more", "appointments.more"} and about:
            return f"text:{self.things.id(about)}"
        return self.things.id(about) if about and action_id in BY_ID else carried


ASKING_AGAIN = ("help.run", "app_home_opened")
"""They run commands, which ask for a role of their own, or say which role is wanting."""
BY_ID = (
    *(
        "outbox.cancel",
        "outbox.show_text",
        "list.cancel",
        "list.result",
        "outbox.check_rows",
        "sms.add_and_send",
    ),
    *("otp.again", "otp.verify_code", "list.others", "list.reached_others"),
    *("assistant.review", "assistant.discard"),
)
"""Buttons that carry an id alone."""


def _filled_in(callback_id: str, now: datetime) -> Mapping[str, Any]:
    """Return what has to be filled in for a form to get as far as whose thing it is about."""
    words = {"element": {"type": "plain_text_input", "value": "ABC123"}}
    moment = {"element": {"type": "datetimepicker", "selected_date_time": int(now.timestamp()) + 864_000}}
    chosen = {"element": {"type": "static_select", "selected_option": {"value": "0"}}}
    forms = {
        "otp.verify": {"code": words},
        "scheduled.edit": {"message.0": words, "at": moment},
        "appointments.move": {"at": moment},
        "list.columns": {"numbers": chosen},
    }
    return forms.get(callback_id, {})


class Came:
    """What came of an arrival: the acknowledgement, and what the bot told Slack behind it."""

    def __init__(self, response: BoltResponse, calls: list[Exchange]) -> None:
        self.response = response
        self.calls = calls
        self.everything = json.dumps([str(response.body), [str(each.body) for each in calls]])

    @property
    def opened(self) -> list[str]:
        return [each.kind for each in self.calls if each.kind in TELLING]

    def says(self, *sentences: str) -> bool:
        return any(each in self.everything for each in sentences)


def doors() -> list[Any]:
    """Every way in, as the table has them; a test compares it with the registry."""
    return [
        pytest.param(Registration(kind, each, role), id=f"{kind}-{each}")
        for role, kinds in WHO_MAY.items()
        for kind, ids in kinds.items()
        for each in ids
    ]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    own = House(own_harness(tmp_path_factory.mktemp("house"), POLICY))
    yield own
    own.close()


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A bot whose policy makes everybody an admin."""
    own = House(own_harness(tmp_path_factory.mktemp("open"), EVERYBODY))
    yield own
    own.close()


def test_every_way_in_stands_in_the_table_under_its_role(house: House) -> None:
    registry = {(each.kind, each.id): each.role for each in house.harness.bot.registry}

    assert registry == {
        (kind, each): role for role, kinds in WHO_MAY.items() for kind, ids in kinds.items() for each in ids
    }


def test_of_every_button_and_form_it_is_written_whose_thing_it_is_about(house: House) -> None:
    for kind in (Kind.ACTION, Kind.SUBMISSION):
        known = {*OWNED[kind], *ASKED, *NOBODYS}
        assert {each.id for each in house.harness.bot.registry if each.kind is kind} <= known


@pytest.mark.parametrize("door", doors())
def test_who_has_not_the_role_is_told_so_and_nothing_happens(house: House, door: Registration) -> None:
    for user_id, roles in LADDER.items():
        came = house.arrive(door, Who(user_id, TEAM))
        if door.role in roles:
            assert not came.says(*REFUSALS) or door.kind is Kind.COMMAND or door.id in ASKING_AGAIN
            continue
        assert came.opened == []
        needed = f"You need the {door.role} role" if door.kind is Kind.STEP else "You need the *"
        assert came.says(needed) is (door.kind not in {Kind.OPTIONS, Kind.EVENT})
        house.nothing_happened(came)


@pytest.mark.parametrize("door", doors())
def test_who_does_not_belong_is_told_so_and_nothing_happens_though_everybody_is_an_admin(
    open_house: House, door: Registration
) -> None:
    about = OWNED.get(door.kind, {}).get(door.id, "")
    for who in OUTSIDE:
        came = open_house.arrive(door, who, about)
        assert came.opened == []
        assert came.says(*REFUSALS) is (door.kind not in {Kind.OPTIONS, Kind.EVENT}), who
        assert door.kind is not Kind.OPTIONS or json.loads(came.response.body) == {"options": []}
        open_house.nothing_happened(came)


@pytest.mark.parametrize(
    ("door", "about"),
    [
        pytest.param(Registration(kind, each, Role.ADMIN), about, id=f"{kind}-{each}")
        for kind, ids in OWNED.items()
        for each, about in ids.items()
    ],
)
def test_what_is_a_colleagues_is_not_decided_read_or_sent_by_a_button_that_names_it(
    house: House, door: Registration, about: str
) -> None:
    for who in COLLEAGUES:
        came = house.arrive(door, who, about)

        assert came.says(*NOT_THEIRS), came.everything
        house.nothing_happened(came, (WORDS, NUMBER))  # approvers see the names of all that waits
