"""Every way in from Slack, each with the role it needs.

Listeners are registered here and nowhere else, so that none can forget to ask who pressed, and so that
what breaks in one is answered in words and logged under a reference, never left as silence.
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from copy import copy
from dataclasses import replace
from functools import cache, partial
from typing import Final, Self

from slack_bolt import App

from bot import metrics, spans
from bot.access import Access, Role
from bot.errors import UserError
from bot.logs import describe
from bot.slack.incoming.forms import FieldErrors
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.metadata import STALE, MetadataError
from bot.slack.incoming.newcomers import SUBMIT_AGAIN, LateAck, Newcomers, nothing
from bot.slack.incoming.refused import notice, stays_open
from bot.slack.incoming.registration import USE, Needs, Registration, needed
from bot.slack.incoming.router import Kind, Listener, Router
from bot.slack.outgoing.replies import Replies, given_back, new_reference, unforeseen, words
from bot.spans import Step

__all__ = ["STALE", "Kind", "Listener", "Registration", "Registry", "notice"]

log = logging.getLogger(__name__)

_took: Final = cache(metrics.ACKS.labels)


def _untold(_interaction: Interaction, _sentence: str) -> None:
    """Tell nobody: there are no steps."""


def nothing_wrong() -> None:
    """Raise nothing: every arrival is let in."""


class Registry:
    """Registers listeners with Bolt, behind the role check and the answer to what breaks.

    ``check`` is asked before each of them: the :exc:`UserError` it raises is the answer, and nothing is done.
    What they go by stays the same within ``steady``.
    """

    def __init__(
        self,
        app: App,
        access: Access,
        replies: Replies,
        newcomers: Newcomers,
        check: Callable[[], object] = nothing_wrong,
        steady: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._router = Router()
        app.use(self._router)
        self._access = access
        self._replies = replies
        self._newcomers = newcomers
        self._check = check
        self._steady = steady
        self._first: list[Callable[[Interaction], bool]] = []
        self._afterwards: list[Callable[[Interaction], object]] = []
        self._to = USE
        self._fail_step: Callable[[Interaction, str], None] = _untold
        self.registered: list[Registration] = []

    def to(self, purpose: str) -> Self:
        """Return this registry for listeners of one purpose; it follows "You need the sender role to"."""
        same = copy(self)
        same._to = purpose  # noqa: SLF001 - of a copy of its own class
        return same

    def command(self, name: str, role: Role, listener: Listener) -> None:
        """Let a slash command in."""
        self._add(Kind.COMMAND, name, role, listener)

    def action(self, action_id: str, role: Needs, listener: Listener) -> None:
        """Let the press of a button, or a change of a live input, in."""
        self._add(Kind.ACTION, action_id, role, listener)

    def submission(self, callback_id: str, role: Role, listener: Listener) -> None:
        """Let a submitted modal in."""
        self._add(Kind.SUBMISSION, callback_id, role, listener)

    def options(self, action_id: str, role: Role, listener: Listener) -> None:
        """Let a request for type-ahead choices in."""
        self._add(Kind.OPTIONS, action_id, role, listener)

    def shortcut(self, callback_id: str, role: Role, listener: Listener) -> None:
        """Let a global or message shortcut in."""
        self._add(Kind.SHORTCUT, callback_id, role, listener)

    def event(self, name: str, role: Role, listener: Listener) -> None:
        """Let an event in; people without the role are ignored, for they asked nothing."""
        self._add(Kind.EVENT, name, role, listener)

    def step(
        self, callback_id: str, role: Role, listener: Listener, fail: Callable[[Interaction, str], None]
    ) -> None:
        """Let a step of a workflow in, for the person it names; ``fail`` has its workflow told why not.

        What ``fail`` raises leaves the step unacknowledged, so that Slack delivers it again.
        """
        self._fail_step = fail
        self._add(Kind.STEP, callback_id, role, listener)

    def intercept(self, first: Callable[[Interaction], bool]) -> None:
        """Ask this before any listener of a press, once the role is known; True: the press was answered."""
        self._first.append(first)

    def afterwards(self, then: Callable[[Interaction], object]) -> None:
        """Call this after each press that was answered; it must be quick and raise nothing."""
        self._afterwards.append(then)

    def close(self) -> None:
        """Acknowledge everything else, last of all: an unanswered arrival is logged by Bolt with its text."""

        def outdated(interaction: Interaction) -> None:
            if interaction.body.get("type") == "block_suggestion":
                interaction.ack(options=[])
                return
            interaction.ack()
            if interaction.action.get("type") == "button" and "url" not in interaction.action:
                self._replies.refuse_later(interaction, words(STALE))

        for kind in (Kind.ACTION, Kind.SUBMISSION, Kind.SHORTCUT, Kind.OPTIONS):
            self._let(Registration(kind, "anything else", Role.VIEWER), None, outdated)

    def _add(self, kind: Kind, name: str, needs: Needs, listener: Listener) -> None:
        self._let(Registration(kind, name, needs, self._to), name, listener)

    def _let(self, at: Registration, name: str | None, listener: Listener) -> None:
        self.registered.append(at)
        self._router.add(at.kind, name, partial(self._arrived, at, listener))

    def _arrived(self, at: Registration, listener: Listener, interaction: Interaction) -> None:
        """Have an arrival answered, and note how long that took and what came of it."""
        began = time.monotonic()
        with spans.span(Step.ARRIVAL, f"{at.kind} {at.id}") as span:
            result = self._told(at, interaction, partial(self._enter, at, listener))
            span.note(result=result)
        _took(at.kind, result).observe(time.monotonic() - began)
        log.debug("%s %s: %s", at.kind, at.id, result)

    def _enter(self, at: Registration, listener: Listener, interaction: Interaction) -> None:
        self._check()
        if self._access.standing(interaction.who) is None:
            self._meet(at, interaction, partial(self._let_in, at, listener))
        else:
            self._let_in(at, listener, interaction)

    def _let_in(self, at: Registration, listener: Listener, interaction: Interaction) -> None:
        with self._steady():
            role = needed(at.needs)
            if not self._access.allows(interaction.who, role):
                log.info("%s %s refused to %s", at.kind, at.id, interaction.who.user_id)
                raise UserError(self._access.refusal(role, interaction.who, at.to))
            if at.kind is Kind.ACTION:
                self._press(interaction, listener)
            else:
                listener(interaction)

    def _press(self, interaction: Interaction, listener: Listener) -> None:
        if any(first(interaction) for first in self._first):
            return
        listener(interaction)
        for then in self._afterwards:
            then(interaction)

    def _told(self, at: Registration, interaction: Interaction, listener: Listener) -> str:
        """Call a listener whose refusals and faults are told to the person. Returns what came of it."""
        try:
            listener(interaction)
        except UserError as error:
            self._turn_away(at.kind, interaction, error.sentence)
            return "refused"
        except FieldErrors as wrong:
            self._put_right(at.kind, interaction, wrong)
            return "put_right"
        except MetadataError:
            self._turn_away(at.kind, interaction, STALE)
            return "outdated"
        except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
            reference = new_reference()
            log.error("%s %s broke, reference %s: %s", at.kind, at.id, reference, describe(error))
            self._turn_away(at.kind, interaction, unforeseen(reference))
            return "broke"
        return metrics.OK

    def _meet(self, at: Registration, interaction: Interaction, go_on: Listener) -> None:
        """Answer somebody of whom nothing is known yet, have Slack asked who they are, and go on after that.

        What has to be answered with what came of it waits for nobody: the person submits or types again.
        """
        if at.kind in {Kind.SUBMISSION, Kind.OPTIONS}:
            self._newcomers.meet(interaction.who, nothing)
            raise UserError(SUBMIT_AGAIN)
        late = replace(interaction, ack=LateAck(interaction, self._replies))
        self._newcomers.meet(interaction.who, lambda: self._told(at, late, go_on))
        interaction.ack()

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
            case Kind.STEP:
                self._fail_step(interaction, sentence)
                interaction.ack()
            case Kind.SUBMISSION:
                interaction.ack(**stays_open(interaction.view, sentence))
            case _:  # an action or a shortcut
                interaction.ack()
                self._replies.refuse_later(interaction, words(sentence))
