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
from bot.logs import describe
from bot.slack.blocks import kit
from bot.slack.incoming.forms import FieldErrors
from bot.slack.incoming.interaction import Interaction, who_is
from bot.slack.incoming.metadata import MetadataError
from bot.slack.outgoing.replies import Replies, given_back, new_reference, unforeseen, words

log = logging.getLogger(__name__)

Listener = Callable[[Interaction], None]

NO_ROLE: Final = "You may not do that with the SMS bot. Ask whoever runs it for the role it needs: *{role}*."
STALE: Final = "That button or form is from an older version of the bot. Please start again."


class Kind(StrEnum):
    """The kinds of arrival."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "view submission"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered listener: of which kind, under which id, for which role."""

    kind: Kind
    id: str
    role: Role


class Registry:
    """Registers listeners with Bolt, behind the role check and the answer to what breaks."""

    def __init__(self, app: App, access: Access, replies: Replies) -> None:
        self._app = app
        self._access = access
        self._replies = replies
        self.registered: list[Registration] = []

    def command(self, name: str, role: Role, listener: Listener) -> None:
        """Let a slash command in."""
        self._app.command(name)(self._guard(Kind.COMMAND, name, role, listener))

    def action(self, action_id: str, role: Role, listener: Listener) -> None:
        """Let the press of a button, or a change of a live input, in."""
        self._app.block_action(action_id)(self._guard(Kind.ACTION, action_id, role, listener))

    def submission(self, callback_id: str, role: Role, listener: Listener) -> None:
        """Let a submitted modal in."""
        self._app.view_submission(callback_id)(self._guard(Kind.SUBMISSION, callback_id, role, listener))

    def options(self, action_id: str, role: Role, listener: Listener) -> None:
        """Let a request for type-ahead choices in."""
        self._app.block_suggestion(action_id)(self._guard(Kind.OPTIONS, action_id, role, listener))

    def shortcut(self, callback_id: str, role: Role, listener: Listener) -> None:
        """Let a global or message shortcut in."""
        self._app.shortcut(callback_id)(self._guard(Kind.SHORTCUT, callback_id, role, listener))

    def event(self, name: str, role: Role, listener: Listener) -> None:
        """Let an event in; people without the role are ignored, for they asked nothing."""
        self._app.event(name)(self._guard(Kind.EVENT, name, role, listener))

    def close(self) -> None:
        """Acknowledge everything else, last of all: an unanswered arrival is logged by Bolt with its text."""
        anything = re.compile(".*")

        def outdated(interaction: Interaction) -> None:
            if interaction.body.get("type") == "block_suggestion":
                interaction.ack(options=[])
                return
            interaction.ack()
            if interaction.action.get("type") == "button" and "url" not in interaction.action:
                self._replies.later(interaction, words(STALE))

        for kind, register in (
            (Kind.ACTION, self._app.action),
            (Kind.SUBMISSION, self._app.view),
            (Kind.SHORTCUT, self._app.shortcut),
            (Kind.OPTIONS, self._app.options),
        ):
            register(anything)(self._guard(kind, "anything else", Role.VIEWER, outdated))

    def _guard(self, kind: Kind, name: str, role: Role, listener: Listener) -> Callable[..., None]:
        self.registered.append(Registration(kind, name, role))

        def guarded(ack: BoltAck, body: dict[str, Any]) -> None:
            interaction = Interaction(who_is(body), body, ack)
            try:
                if self._access.allows(interaction.who, role):
                    listener(interaction)
                else:
                    log.info("%s %s refused to %s", kind, name, interaction.who.user_id)
                    self._turn_away(kind, interaction, NO_ROLE.format(role=role))
            except UserError as error:
                self._turn_away(kind, interaction, error.sentence)
            except FieldErrors as wrong:
                self._put_right(kind, interaction, wrong)
            except MetadataError:
                self._turn_away(kind, interaction, STALE)
            except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
                reference = new_reference()
                log.error("%s %s broke, reference %s: %s", kind, name, reference, describe(error))
                self._turn_away(kind, interaction, unforeseen(reference))

        return guarded

    def _put_right(self, kind: Kind, interaction: Interaction, wrong: FieldErrors) -> None:
        """Say what is wrong with a form beside its fields; it stays open, as it was filled in."""
        if kind is Kind.SUBMISSION:
            interaction.ack(response_action="errors", errors=wrong.by_block)
        else:
            self._turn_away(kind, interaction, " ".join(wrong.by_block.values()))

    def _turn_away(self, kind: Kind, interaction: Interaction, sentence: str) -> None:
        """Acknowledge and say why nothing happened, in the way its kind offers. Typed text stays open."""
        match kind:
            case Kind.COMMAND:
                content = given_back(interaction, sentence)
                interaction.ack(text=content.text, blocks=list(content.blocks), response_type="ephemeral")
            case Kind.OPTIONS:
                interaction.ack(options=[])
            case Kind.EVENT:
                interaction.ack()
            case Kind.SUBMISSION:
                interaction.ack(**_stays_open(interaction.view, sentence))
            case _:  # an action or a shortcut
                interaction.ack()
                self._replies.later(interaction, words(sentence))


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
