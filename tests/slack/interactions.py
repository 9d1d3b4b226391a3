"""Arrivals from Slack as tests make them up."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from bot.access import Role, Who
from bot.slack.incoming.forms import FieldErrors
from bot.slack.incoming.interaction import Interaction, who_is
from tests.fakes.people import access_of
from tests.fakes.slack import FakeAcks

TEAM = "T0HARBOUR"
MAYA = Who("U0MAYA", TEAM)
SAM = Who("U0SAM", TEAM)
ZED = Who("U0ZED", "T0LABWORKS")

GIVEN = {Role.VIEWER: ["*"], Role.SENDER: ["U0MAYA"]}
ACCESS = access_of(TEAM, GIVEN)

_TRIGGERS = itertools.count(1)


def interaction(body: Mapping[str, Any], acks: FakeAcks | None = None) -> Interaction:
    return Interaction(who_is(body), body, acks or FakeAcks())


def arrival(kind: str, who: Who = MAYA, **more: object) -> tuple[Interaction, FakeAcks]:
    acks = FakeAcks()
    return interaction(payload(kind, who, **more), acks), acks


def hand_in(listener: Callable[[Interaction], None], form: Interaction) -> None:
    """Submit a form as the registry has it done: what is wrong with it is acknowledged beside its fields."""
    try:
        listener(form)
    except FieldErrors as wrong:
        form.ack(response_action="errors", errors=wrong.by_block)


def command(text: str, who: Who = MAYA, name: str = "/sms") -> dict[str, Any]:
    return {
        "command": name,
        "text": text,
        "user_id": who.user_id,
        "team_id": who.team_id,
        "channel_id": "C0FRONT",
        "trigger_id": "1.trigger",
        "response_url": "",
    }


def payload(kind: str, who: Who = MAYA, **more: object) -> dict[str, Any]:
    """An interaction with a trigger of its own, as each has; the same body again is one delivered again."""
    person = {"id": who.user_id, "team_id": who.team_id}
    trigger_id = f"{next(_TRIGGERS)}.trigger"
    return {"type": kind, "user": person, "team": {"id": TEAM}, "trigger_id": trigger_id, **more}
