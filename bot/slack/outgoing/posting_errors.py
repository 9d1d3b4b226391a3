"""What Slack answers to a message, in the few cases that callers act on.

PosterError
├── NotThere     the bot may not post in that channel: tell the person instead
│   └── Shared   because another organisation reads along there
├── Refused      Slack does not take these blocks
├── Gone         the message to edit is no longer there, or may no longer be edited
├── Later        wait: try again after ``seconds``
│   └── Full         Slack takes no more there for so long, and took nothing; nothing else in that line either
└── Unreachable  Slack answered with an error nobody can act on: try again later
    └── NoAnswer     Slack did not say what it did: it may have taken the message
"""

from typing import Final

from slack_sdk.errors import SlackApiError

from bot.slack import web

NOT_THERE: Final = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "restricted_action",
        "no_permission",
        "access_denied",
    }
)
GONE: Final = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "block_mismatch"}
)
UNSURE: Final = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack says with these that a part of it may have been done."""
REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format"})


class PosterError(Exception):
    """A message was not written."""


class NotThere(PosterError):  # noqa: N818 - a case, named as callers read it
    """The bot may not post in that channel."""


class Shared(NotThere):
    """People of another organisation read along in that channel, and the policy does not name it."""


class Refused(PosterError):  # noqa: N818 - a case, named as callers read it
    """Slack does not take these blocks; trying the same again is of no use."""


class Gone(PosterError):  # noqa: N818 - a case, named as callers read it
    """The message to edit is no longer there."""


class Unreachable(PosterError):  # noqa: N818 - a case, named as callers read it
    """Slack did not take the message, and nobody can do anything about it now."""


class NoAnswer(Unreachable):
    """Slack did not say what it did: it may have taken the message."""


class Later(PosterError):  # noqa: N818 - a case, named as callers read it
    """The message has to wait ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:.0f} s")
        self.seconds = seconds


class Full(Later):
    """Slack, or our own care for its limits, takes nothing more for ``seconds`` in a line.

    The ``line`` is :data:`bot.store.due_messages.EDITS`, or the channel or person to be posted to.
    """

    def __init__(self, seconds: float, line: str) -> None:
        super().__init__(seconds)
        self.line = line


def meaning(error: SlackApiError) -> PosterError:
    """Return what an error of Slack means for a message that was to be written."""
    code = str(error.response.get("error", ""))
    if code == "ratelimited" or error.response.status_code == 429:  # noqa: PLR2004 - HTTP Too Many Requests
        return Later(web.seconds_to_wait(error))
    if code in NOT_THERE:
        return NotThere(code)
    if code in REFUSED:
        return Refused(code)
    if code in GONE:
        return Gone(code)
    if code in UNSURE or error.response.status_code >= 500:  # noqa: PLR2004 - HTTP's errors of a server
        return NoAnswer(code)
    return Unreachable(code)
