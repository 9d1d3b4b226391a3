"""Reading what Slack gives in pages."""

from collections.abc import Callable, Iterator
from typing import Final

from slack_sdk.web import SlackResponse

PAGE: Final = 900
"""People a page; Slack takes up to 999."""


def pages(ask: Callable[..., SlackResponse]) -> Iterator[SlackResponse]:
    """Give page after page of what a method returns, asking for each when it is wanted."""
    cursor: str | None = None
    while True:
        page = ask(limit=PAGE, cursor=cursor)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
