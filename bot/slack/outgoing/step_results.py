"""Telling Slack what came of a step of a workflow.

Source: docs.slack.dev, reference/methods: functions.completeSuccess and functions.completeError. Neither
needs a scope. The bot's own token is used: the one that comes with a step would have to be kept until its
end.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from threading import BoundedSemaphore
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.blocks import kit
from bot.slack.incoming.refused import in_plain
from bot.slack.outgoing.posting_errors import UNSURE
from bot.store.workflow_steps import NotTaken

log = logging.getLogger(__name__)

LONGEST_REASON: Final = 500
LONGEST_CODE: Final = 60
OFFERED_AT_ONCE: Final = 4
"""Choices that are told to Slack at the same time: each holds a thread that answers Slack."""
OVER: Final = frozenset({"function_execution_not_found", "execution_not_in_running_state"})
"""The workflow does not wait for the step any more, perhaps because it was told already."""
_LATER: Final = UNSURE | {"ratelimited"}
_SERVER_ERRORS: Final = 500


class StepResults:
    """Completes steps of workflows, or has them fail. For threads that may wait.

    Each tells whether Slack heard it; if it may not have, it is to be told again. Told twice it does no harm.
    What Slack never takes raises :exc:`NotTaken`.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._offering = BoundedSemaphore(OFFERED_AT_ONCE)

    def complete(self, execution_id: str, outputs: Mapping[str, object]) -> bool:
        """Let a workflow go on with what came of its step."""
        return self._tell(
            lambda: self._client.functions_completeSuccess(
                function_execution_id=execution_id, outputs=dict(outputs)
            )
        )

    def fail(self, execution_id: str, sentence: str) -> bool:
        """Stop a workflow at its step; Slackbot tells whoever keeps it why. ``sentence`` is mrkdwn."""
        reason = in_plain(sentence)[:LONGEST_REASON]
        return self._tell(
            lambda: self._client.functions_completeError(function_execution_id=execution_id, error=reason)
        )

    def offer(self, execution_id: str, choices: Sequence[tuple[str, str]]) -> bool:
        """Give whoever builds a workflow what they can choose for one of its steps: texts and values.

        Nothing while others are being told: they ask again with the next letter.
        """
        options = [kit.option(text, value) for text, value in choices]
        return self._at_once(lambda: self.complete(execution_id, {"options": options}))

    def decline(self, execution_id: str, sentence: str) -> bool:
        """Say why nothing can be chosen. As :meth:`offer`."""
        return self._at_once(lambda: self.fail(execution_id, sentence))

    def _at_once(self, tell: Callable[[], bool]) -> bool:
        if not self._offering.acquire(blocking=False):
            return False
        try:
            return tell()
        except NotTaken as refused:
            if not refused.is_over:
                log.error("Slack takes no choices of a step of a workflow: %s", refused.code)
            return False
        finally:
            self._offering.release()

    def _tell(self, call: Any) -> bool:  # noqa: ANN401 - the SDK gives its answers no narrower type
        try:
            call()
        except SlackApiError as error:
            code = str(error.response.get("error"))
            if code in _LATER or error.response.status_code >= _SERVER_ERRORS:
                return False
            raise NotTaken(code[:LONGEST_CODE], is_over=code in OVER) from None
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("Slack was not told of a step of a workflow: %s", type(error).__name__)
            return False
        return True
