"""What the front itself says in a workspace: that something was not done, and which account is meant."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from bot.accounts import views
from bot.slack.blocks.kit import Block
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.forwarded import ACKNOWLEDGED, Reply, in_json
from bot.slack.incoming.interaction import Interaction, who_is
from bot.slack.incoming.payloads import Payload
from bot.slack.incoming.refused import stays_open
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Content, Poster
from bot.slack.outgoing.replies import Replies, words
from bot.slack.outgoing.step_results import StepResults
from bot.slack.seals import Seals
from bot.store.workflow_steps import NotTaken
from bot.texting.clock import utc_now

log = logging.getLogger(__name__)

Tell = Callable[[Replies, Interaction, Content], None]


class Access(NamedTuple):
    """How the front reaches one workspace; without a token only by the addresses that arrivals bring."""

    token: str
    api_url: str


class Speaker:
    """Answers and tells people. ``access`` gives how a workspace is reached at the moment."""

    def __init__(self, access: Callable[[str], Access], background: Background) -> None:
        self._access = access
        self._background = background

    def say(self, workspace: str, payload: Payload, content: Content) -> Reply:
        """Return the acknowledgement of an arrival that was not handed on, with what is said, if it has room.

        Where it has none, the person is told by a message. An event is answered with nothing.
        """
        return self._answer(workspace, payload, content, Replies.later)

    def refuse(self, workspace: str, payload: Payload, sentence: str) -> Reply:
        """Do the same with why nothing was done: in a window, where one can be opened."""
        return self._answer(workspace, payload, words(sentence), Replies.refuse_later)

    def _answer(self, workspace: str, payload: Payload, content: Content, tell: Tell) -> Reply:
        if "command" in payload:
            return in_json(views.ephemeral(content))
        match payload.get("type"):
            case "view_submission":
                return in_json(stays_open(payload.get("view") or {}, content.text))
            case "block_suggestion" | "dialog_suggestion":
                return in_json({"options": []})
            case "event_callback" | "view_closed":
                return ACKNOWLEDGED
        who = who_is(payload)
        if who.user_id:
            tell(self._replies(workspace), Interaction(who, payload, _nothing), content)
        return ACKNOWLEDGED

    def show_home(self, workspace: str, user_id: str, view: Block) -> Reply:
        """Show somebody a Home tab of the front's own."""
        modals = _modals(self._access(workspace))
        self._background.run(lambda: modals.publish(user_id, view))
        return ACKNOWLEDGED

    def fail_step(self, workspace: str, execution_id: str, sentence: str) -> Reply:
        """Stop a workflow at its step. When Slack may not have heard it, it delivers the step again."""
        try:
            told = StepResults(web_client(*self._access(workspace))).fail(execution_id, sentence)
        except NotTaken as refused:  # nor would it be the next time
            log.log(
                logging.INFO if refused.is_over else logging.ERROR,
                "Slack wasn't told of a step of a workflow: %s",
                refused.code,
            )
            return ACKNOWLEDGED
        return ACKNOWLEDGED if told else Reply(HTTPStatus.SERVICE_UNAVAILABLE)

    def _replies(self, workspace: str) -> Replies:
        access = self._access(workspace)
        return Replies(Poster(web_client(*access)), self._background, modals=_modals(access))


def _modals(access: Access) -> Modals:
    return Modals(web_client(*access), Seals(b"nothing is sealed here", utc_now))


def _nothing(*_args: object, **_named: object) -> None:
    """Acknowledge nothing: what arrived is answered already."""
