"""What goes with the evidence pack: a message with its events, as a table where Slack draws one. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.history.ids import Modal
from bot.features.history.service import Story
from bot.features.history.timeline import Happened
from bot.features.history.views import events
from bot.features.history.views.story import TITLE
from bot.slack.blocks import kit
from bot.slack.blocks.data_table import data_table
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.store.sends import SendKind

BEGUN: Final = "Gathering the evidence …"
DONE: Final = ":white_check_mark: The files are in your direct messages."
NOT_TAKEN: Final = "Slack didn't accept the files. Press *Evidence pack* again in a minute."
BUSY: Final = "Press *Evidence pack* again in a minute: files for someone else are being made."
MASKED: Final = "Numbers are masked."
WHOLE: Final = "They include full numbers."
MOST_ROWS: Final = 50
NOBODY: Final = "-"
HEAD: Final = ("When", "What", "By", "Details")


def message(
    story: Story, happened: Sequence[Happened], called: Callable[[str], str], zone: ZoneInfo, *, masked: bool
) -> Content:
    """Return what stands above the files; the table holds the newest events, the files all of them."""
    send = story.send
    numbers = MASKED if masked else WHOLE
    text = (
        f"Evidence about *{recipient(send)}* (`{send.id[:8]}`): what was requested and approved, the "
        f"recipients, and every event. {numbers} Handle the files with care."
    )
    rows = [_row(each, called, zone, send.kind) for each in happened[-MOST_ROWS:]]
    table = [data_table("Events", [HEAD, *rows])] if rows else []
    return Content(text, (kit.section(text), *table))


def result(sentence: str) -> Block:
    """Return what came of it; ``sentence`` is mrkdwn."""
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=[kit.section(sentence)], close="Close")


def trouble(sentence: str) -> Block:
    """Return why there are no files."""
    return result(f":warning: {kit.refusal(sentence)}")


def _row(happened: Happened, called: Callable[[str], str], zone: ZoneInfo, kind: SendKind) -> tuple[str, ...]:
    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"

    by = called(happened.by) or happened.by if happened.by else NOBODY
    said = ", ".join(events.details(happened, at)) or NOBODY
    return (at(happened.at), events.title(happened, kind), by, said)
