"""A bot with everything in it, where whoever the tests make up arrives at any way in."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.access import Who
from bot.sandbox.slack.model import Exchange, Member
from bot.slack.incoming.registry import Kind, Registration
from tests.flows.harness import Harness
from tests.flows.things import NUMBER, SECRETS, TEAM, Things
from tests.slack.interactions import command, payload

OUTSIDE: Final = (
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
TELLING: Final = ("views.open", "views.push", "views.update", "views.publish")


class ArrivalHarness:
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
        self.harness.quiet()
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
        given: dict[str, Any] = {
            "id": "V0",
            "type": "modal",
            "callback_id": name,
            "private_metadata": carried,
        }
        view: dict[str, Any] = self.harness.bot.seals.sealed(given, who.user_id)
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
                values = _filled_in(name, self.things.now)
                view |= {"blocks": _drawn(values), "state": {"values": values}}
                return payload("view_submission", who, view=view)
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


BY_ID: Final = (
    *("outbox.cancel", "outbox.show_text", "list.cancel", "list.result", "sms.add_and_send"),
    *("otp.again", "otp.verify_code", "list.others", "list.reached_others", "outbox.check_rows"),
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


def _drawn(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the blocks of a form in which this was filled in."""
    return [
        {
            "type": "input",
            "block_id": block,
            "element": {"action_id": field, "type": element["type"]},
        }
        for block, fields in values.items()
        for field, element in fields.items()
    ]


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
