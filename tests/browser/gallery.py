"""A sandbox with the page, and a channel that shows everything the page can draw."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.sandbox.page import mount_page
from bot.sandbox.server import Sandbox
from tests.browser.answers import HANDLERS, Json
from tests.clock import FakeClock
from tests.patience import ACK_SECONDS
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.fakes import SocketLine, ToyBot

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True)
class Gallery:
    """The running sandbox and its toy bot."""

    sandbox: Sandbox
    bot: ToyBot

    def post(self, *blocks: Json, channel: str = "C0FRONT", text: str = "In words", **own: object) -> Json:
        answer = self.bot.client.chat_postMessage(
            channel=channel, text=text, blocks=list(blocks) or None, **own
        )
        return dict(answer.data)  # type: ignore[arg-type]  # a dict for every JSON answer


@contextmanager
def gallery() -> Iterator[Gallery]:
    """Run a sandbox with the page and the toy bot, both with all the time they need."""
    manifest = yaml.safe_load(MANIFEST.read_text())
    with Sandbox(
        clock=FakeClock(), page=mount_page, manifest=manifest, contacts=20, ack_limit=ACK_SECONDS
    ) as sandbox:
        bot = ToyBot(sandbox)
        line = SocketLine(bot)
        bot.on.update(HANDLERS)
        try:
            yield Gallery(sandbox, bot)
        finally:
            line.close()


def show_all(there: Gallery) -> None:
    """Fill the front desk's channel with a conversation and every kind of block."""
    maya, tom = there.sandbox.slack.person("U0MAYA"), there.sandbox.slack.person("U0TOM")
    tom.say("Morning all :wave: the printer is back. *Please* try `Tray 2` first.")
    tom.say("> quoted\n• one\n• two\n```code & <b>not bold</b>```")
    asked = maya.say("Who tells Mr Lovelace that his 10:30 moved?")
    tom.say("On it.", thread_ts=asked.ts)
    there.post(
        {"type": "header", "text": s.plain("Text to Ada Lovelace")},
        s.section(
            text=s.mrkdwn(":white_check_mark: *Delivered* to Ada Lovelace (•••0142)"),
            fields=[
                s.mrkdwn("*Sender*\n+1 415-555-0100"),
                s.mrkdwn("*Credits*\n1 of 4,999"),
                s.mrkdwn("*Sent*\n<!date^1790000000^{date_short_pretty} at {time}|then>"),
                s.mrkdwn("*By*\n<@U0MAYA> in <#C0FRONT>"),
            ],
            accessory=s.choice("overflow", 2),
        ),
        {"type": "divider"},
        {
            "type": "context",
            "elements": [s.mrkdwn(":clock1: 3 seconds · `A-17` · <https://example.com|Details>")],
        },
        s.actions(
            s.button(text=s.plain("Send again"), style="primary", action_id="again"),
            s.button(
                text=s.plain("Cancel"),
                style="danger",
                action_id="cancel",
                confirm=s.confirm(
                    title=s.plain("Cancel this text?"),
                    text=s.mrkdwn("It was *not sent* yet."),
                    confirm=s.plain("Cancel it"),
                    deny=s.plain("Keep it"),
                    style="danger",
                ),
            ),
            s.button(text=s.plain("Open report"), action_id="open", url="https://example.com/report"),
        ),
        text="Delivered to Ada Lovelace",
    )
    there.post(
        s.rich_text(
            s.rich_section(
                {"type": "text", "text": "Rich ", "style": {"bold": True}},
                {"type": "user", "user_id": "U0TOM"},
                {"type": "text", "text": " <b>literal</b> "},
                {"type": "emoji", "name": "tada"},
            ),
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [s.rich_section({"type": "text", "text": word}) for word in ("First", "Second")],
            },
        ),
        {"type": "markdown", "text": "**Markdown** with a [link](https://example.com)\n\n- one\n- two"},
        s.image(title=s.plain("The new door")),
    )
    there.post(
        s.data_table(9, 3, caption="Last week", page_size=4),
        s.bars(2, 5),
        text="Figures",
    )
    there.post(s.table(4, 3), s.pie(4, title="Delivery of the newsletter"), text="More figures")
    there.post(
        {
            "type": "carousel",
            "elements": [s.card(subtitle=s.plain("Sub"), body=s.plain("Body"), hero_image=s.image())],
        },
        s.container(s.section(), is_collapsible=True, default_collapsed=True, subtitle=s.plain("Folded")),
        s.container(s.section(text=s.plain("Laid open"))),
        s.section(text=s.plain("With a picture"), accessory=s.image()),
        text="Cards and boxes",
    )
    there.bot.client.chat_postMessage(
        channel="C0FRONT",
        text="With an attachment",
        attachments=[
            {"color": "#0b5c57", "text": "An *older* way", "blocks": [s.section(text=s.plain("Inside"))]}
        ],
    )
    there.bot.client.chat_postEphemeral(
        channel="C0FRONT", user="U0MAYA", text="Only you see *this*, and how to fix it."
    )
