"""Every way in from Slack, each with the role it needs.

Listeners are registered here and nowhere else, so that none can forget to ask who pressed, and so that
what breaks in one is answered in words and logged under a reference, never left as silence.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from slack_bolt import Ack as BoltAck
from slack_bolt import App

from bot.access import Access, Role
from bot.errors import UserError
from bot.slack import kit
from bot.slack.answers import Answers, given_back, new_reference, unforeseen, words
from bot.slack.forms import FieldErrors
from bot.slack.metadata import MetadataError
from bot.slack.visits import Visit, who_is
from bot.trouble import describe

log = logging.getLogger(__name__)

Listener = Callable[[Visit], None]

NO_ROLE: Final = "You may not do that with the SMS bot. Ask whoever runs it for the role it needs: *{role}*."
STALE: Final = "That button or form is from an older version of the bot. Please start again."


class Door(StrEnum):
    """The kinds of arrival."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "view submission"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Entrance:
    """One registered listener: by which door, under which id, for which role."""

    door: Door
    id: str
    role: Role


class Entrances:
    """Registers listeners with Bolt, behind the role check and the answer to what breaks."""

    def __init__(self, app: App, access: Access, answers: Answers) -> None:
        self._app = app
        self._access = access
        self._answers = answers
        self.registered: list[Entrance] = []

    def command(self, name: str, role: Role, listener: Listener) -> None:
        """Let a slash command in."""
        self._app.command(name)(self._guard(Door.COMMAND, name, role, listener))

    def action(self, action_id: str, role: Role, listener: Listener) -> None:
        """Let the press of a button, or a change of a live input, in."""
        self._app.block_action(action_id)(self._guard(Door.ACTION, action_id, role, listener))

    def submission(self, callback_id: str, role: Role, listener: Listener) -> None:
        """Let a submitted modal in."""
        self._app.view_submission(callback_id)(self._guard(Door.SUBMISSION, callback_id, role, listener))

    def options(self, action_id: str, role: Role, listener: Listener) -> None:
        """Let a request for type-ahead choices in."""
        self._app.block_suggestion(action_id)(self._guard(Door.OPTIONS, action_id, role, listener))

    def shortcut(self, callback_id: str, role: Role, listener: Listener) -> None:
        """Let a global or message shortcut in."""
        self._app.shortcut(callback_id)(self._guard(Door.SHORTCUT, callback_id, role, listener))

    def event(self, name: str, role: Role, listener: Listener) -> None:
        """Let an event in; people without the role are ignored, for they asked nothing."""
        self._app.event(name)(self._guard(Door.EVENT, name, role, listener))

    def close(self) -> None:
        """Acknowledge everything else, last of all: an unanswered arrival is logged by Bolt with its text."""
        anything = re.compile(".*")

        def outdated(visit: Visit) -> None:
            if visit.body.get("type") == "block_suggestion":
                visit.ack(options=[])
                return
            visit.ack()
            if visit.action.get("type") == "button" and "url" not in visit.action:
                self._answers.later(visit, words(STALE))

        for door, register in (
            (Door.ACTION, self._app.action),
            (Door.SUBMISSION, self._app.view),
            (Door.SHORTCUT, self._app.shortcut),
            (Door.OPTIONS, self._app.options),
        ):
            register(anything)(self._guard(door, "anything else", Role.VIEWER, outdated))

    def _guard(self, door: Door, name: str, role: Role, listener: Listener) -> Callable[..., None]:
        self.registered.append(Entrance(door, name, role))

        def guarded(ack: BoltAck, body: dict[str, Any]) -> None:
            visit = Visit(who_is(body), body, ack)
            try:
                if self._access.allows(visit.who, role):
                    listener(visit)
                else:
                    log.info("%s %s refused to %s", door, name, visit.who.user_id)
                    self._turn_away(door, visit, NO_ROLE.format(role=role))
            except UserError as error:
                self._turn_away(door, visit, error.sentence)
            except FieldErrors as wrong:
                self._put_right(door, visit, wrong)
            except MetadataError:
                self._turn_away(door, visit, STALE)
            except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
                reference = new_reference()
                log.error("%s %s broke, reference %s: %s", door, name, reference, describe(error))
                self._turn_away(door, visit, unforeseen(reference))

        return guarded

    def _put_right(self, door: Door, visit: Visit, wrong: FieldErrors) -> None:
        """Say what is wrong with a form beside its fields; it stays open, as it was filled in."""
        if door is Door.SUBMISSION:
            visit.ack(response_action="errors", errors=wrong.by_block)
        else:
            self._turn_away(door, visit, " ".join(wrong.by_block.values()))

    def _turn_away(self, door: Door, visit: Visit, sentence: str) -> None:
        """Acknowledge and say why nothing happened, in the way this door offers. Typed text stays open."""
        match door:
            case Door.COMMAND:
                content = given_back(visit, sentence)
                visit.ack(text=content.text, blocks=list(content.blocks), response_type="ephemeral")
            case Door.OPTIONS:
                visit.ack(options=[])
            case Door.EVENT:
                visit.ack()
            case Door.SUBMISSION:
                visit.ack(**_stays_open(visit.view, sentence))
            case _:  # an action or a shortcut
                visit.ack()
                self._answers.later(visit, words(sentence))


def _stays_open(view: Mapping[str, Any], sentence: str) -> dict[str, Any]:
    """Return the answer to a submission that was not done, with which what was typed stays as it is.

    Slack stacks three views: on the third the sentence stands beside its first field, or in its place when
    nothing can be typed in it.
    """
    below = view.get("previous_view_id")
    if not below or below == view.get("root_view_id"):
        return {"response_action": "push", "view": notice(sentence)}
    typed_in = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    if typed_in:
        return {
            "response_action": "errors",
            "errors": {typed_in[0]: sentence.replace("*", "").replace("`", "")},
        }
    return {"response_action": "update", "view": notice(sentence)}


def notice(sentence: str, title: str = "Not done") -> Mapping[str, Any]:
    """Return a modal that only says something."""
    return kit.modal(callback_id="notice", title=title, blocks=[kit.section(sentence)], close="Back")
