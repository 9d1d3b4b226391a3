"""People of whom it is not known yet what they are in the workspace.

They are answered first, and Slack is asked afterwards: however slow it is, that costs none of its three
seconds. Nothing happens for them, and nothing is shown to them, before it has said who they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.access import Who
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.replies import Replies
from bot.slack.outgoing.users import Users

SUBMIT_AGAIN: Final = "Submit again in a moment: we're checking your Slack account. Nothing was sent."


class Newcomers:
    """Asks Slack who somebody is, behind a listener's back."""

    def __init__(self, users: Users, background: Background) -> None:
        self._users = users
        self._background = background

    def meet(self, who: Who, then: Callable[[], object]) -> None:
        """Find out who somebody is, as far as Slack says, and go on. Raises :exc:`TooBusy`."""

        def work() -> None:
            self._users.meet(who.user_id)
            then()

        self._background.run(work)


def nothing() -> None:
    """Go on with nothing: whoever it is has to come again."""


@dataclass(frozen=True, slots=True)
class LateAck:
    """Stands in for an acknowledgement that was given already. What it would have said is said by a message.

    A command's answer is all that can be: forms and type-ahead choices are not acknowledged late.
    """

    interaction: Interaction = field(repr=False)
    replies: Replies

    def __call__(self, *_args: Any, **answer: Any) -> None:  # noqa: ANN401 - Bolt's own signature
        """Tell the person what the answer says, if it says anything."""
        if answer.get("text"):
            content = Content(text=answer["text"], blocks=tuple(answer.get("blocks", ())))
            self.replies.later(self.interaction, content)
