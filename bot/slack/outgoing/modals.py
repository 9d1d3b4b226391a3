"""Opening and changing modals and Home tabs, with what Slack may answer to it."""

import logging
from collections import deque
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import UserError
from bot.slack.blocks.kit import Block
from bot.slack.seals import Seals, acting

log = logging.getLogger(__name__)

TOO_LATE: Final = frozenset(
    {
        *("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"),
        "invalid_trigger_id",  # somebody forged it
    }
)
REMEMBERED: Final = 1000
"""Rights to open a modal that were used lately; each is over after three seconds."""
CLOSED: Final = "not_found"
"""The person has closed the view: the edit is of no use any more."""


class Modals:
    """Opens and changes views as the bot; numbers in their values are sealed for whoever looks at them."""

    def __init__(self, client: WebClient, seals: Seals) -> None:
        self._client = client
        self._seals = seals
        self._spent: deque[str] = deque(maxlen=REMEMBERED)

    def is_spent(self, trigger_id: str) -> bool:
        """Tell whether a modal was opened, or tried, with a right that is good for one."""
        return trigger_id in tuple(self._spent)

    def open(self, trigger_id: str, view: Block, *, inside: bool = False) -> str:
        """Open a modal, ``inside`` one that is open on top of it, and return the view's id.

        Raises :exc:`UserError` when Slack's three seconds are over or Slack does not answer.
        """
        self._spent.append(trigger_id)
        call = self._client.views_push if inside else self._client.views_open
        try:
            response = call(trigger_id=trigger_id, view=self._seals.sealed(view, acting()))
        except SlackApiError as error:
            code = error.response.get("error")
            if code in TOO_LATE:
                raise UserError("Try that again: Slack took too long to open the window.") from None
            log.error("a modal was refused: %s", code)
            raise UserError("Try that again: Slack didn't open the window.") from None
        except (SlackClientError, HTTPException, OSError):
            raise UserError("Try that again: Slack couldn't be reached to open the window.") from None
        opened: dict[str, Any] = response["view"]
        return str(opened["id"])

    def update(self, view: Block, *, view_id: str = "", external_id: str = "") -> bool:
        """Change an open view, named by its id or external id.

        Returns whether it was changed: not when it was closed meanwhile, or Slack refused.
        """
        name = {"view_id": view_id} if view_id else {"external_id": external_id}
        try:
            self._client.views_update(view=self._seals.sealed(view, acting()), **name)
        except SlackApiError as error:
            code = error.response.get("error")
            if code != CLOSED:
                log.error("views.update was refused: %s", code)
            return False
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("views.update did not reach Slack: %s", type(error).__name__)
            return False
        return True

    def publish(self, user_id: str, view: Block) -> bool:
        """Show a person their Home tab, and return whether Slack took it.

        A refusal is logged: it is drawn again at their next visit.
        """
        try:
            self._client.views_publish(user_id=user_id, view=self._seals.sealed(view, user_id))
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("views.publish failed: %s", type(error).__name__)
            return False
        return True
