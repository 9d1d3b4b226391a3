"""A sandbox with the page, and a toy bot that shows everything the page can draw."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from slack_bolt import Ack
from slack_bolt.context import BoltContext

from bot.sandbox.page import mount_page
from bot.sandbox.server import Sandbox
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.toy import SocketLine, ToyBot

Json = dict[str, Any]
MANIFEST = Path(__file__).parents[2] / "manifest.yml"
CONTACTS = ("Ada Lovelace", "Alan Turing", "Grace Hopper", "Katherine Johnson")


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
    """Run a sandbox with the page and the toy bot."""
    manifest = yaml.safe_load(MANIFEST.read_text())
    with Sandbox(page=mount_page, manifest=manifest, contacts=20, delivery_seconds=0.5) as sandbox:
        bot = ToyBot(sandbox)
        line = SocketLine(bot)
        bot.on.update(HANDLERS)
        try:
            yield Gallery(sandbox, bot)
        finally:
            _close(line)


def _close(line: SocketLine) -> None:
    try:
        line.close()
    except AttributeError:
        line.handler.close()  # the SDK's reader closed the socket between its check and its use


def form(**own: object) -> Json:
    """Return a modal with one field of every kind."""
    count = s.choice("static_select", 3, placeholder=s.plain("How many"))
    blocks = [
        s.input_block(
            {
                "type": "external_select",
                "action_id": "to",
                "min_query_length": 1,
                "placeholder": s.plain("Search by name"),
            },
            label=s.plain("Contact"),
            block_id="contact",
        ),
        s.input_block(
            {
                "type": "plain_text_input",
                "action_id": "typed",
                "multiline": True,
                "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
            },
            label=s.plain("Message"),
            block_id="message",
            dispatch_action=True,
            hint=s.plain("What goes to the phone."),
        ),
        {"type": "context", "block_id": "count", "elements": [s.mrkdwn("0 characters")]},
        s.input_block(count, label=s.plain("Size"), block_id="size", optional=True),
        s.input_block(
            s.choice("radio_buttons", 2), label=s.plain("When"), block_id="when", dispatch_action=True
        ),
        s.input_block(s.choice("checkboxes", 3), label=s.plain("Extras"), block_id="extras", optional=True),
        s.input_block(
            {"type": "datepicker", "action_id": "day"}, label=s.plain("Day"), block_id="day", optional=True
        ),
        s.input_block(
            {"type": "timepicker", "action_id": "hour"}, label=s.plain("Hour"), block_id="hour", optional=True
        ),
        s.input_block(
            {"type": "datetimepicker", "action_id": "at"}, label=s.plain("At"), block_id="at", optional=True
        ),
        s.input_block(
            {"type": "number_input", "action_id": "n", "is_decimal_allowed": False},
            label=s.plain("Every"),
            block_id="every",
            optional=True,
        ),
        s.input_block(
            {"type": "email_text_input", "action_id": "mail"},
            label=s.plain("Email"),
            block_id="email",
            optional=True,
        ),
        s.input_block(
            {"type": "multi_users_select", "action_id": "who"},
            label=s.plain("Tell"),
            block_id="tell",
            optional=True,
        ),
        s.input_block(
            {"type": "conversations_select", "action_id": "where"},
            label=s.plain("Post in"),
            block_id="where",
            optional=True,
        ),
        s.input_block(
            {"type": "file_input", "action_id": "csv", "filetypes": ["csv"], "max_files": 1},
            label=s.plain("List"),
            block_id="list",
            optional=True,
        ),
    ]
    return s.modal(*blocks, title=s.plain("Every field"), callback_id="form", **own)


def _command(bot: ToyBot, ack: Ack, body: Json, context: BoltContext) -> None:
    if body["text"] == "help":
        ack(text="*Help* is near: try `/sms` alone.", response_type="ephemeral")
        return
    ack()
    bot.client.views_open(trigger_id=body["trigger_id"], view=form())


def _options(bot: ToyBot, ack: Ack, body: Json, context: BoltContext) -> None:
    wanted = body["value"].casefold()
    found = [name for name in CONTACTS if wanted in name.casefold()]
    ack(options=[{"text": s.plain(name), "value": name} for name in found])


def _action(bot: ToyBot, ack: Ack, body: Json, context: BoltContext) -> None:
    ack()
    action = body["actions"][0]
    if action["action_id"] == "typed":
        view = body["view"]
        blocks = [
            {**block, "elements": [s.mrkdwn(f"*{len(action['value'] or '')}* characters")]}
            if block["block_id"] == "count"
            else block
            for block in view["blocks"]
        ]
        kept = {key: view[key] for key in ("type", "title", "submit", "callback_id")}
        bot.client.views_update(view_id=view["id"], view={**kept, "blocks": blocks})
    elif "message" in body:
        bot.client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text="Pressed",
            blocks=[s.section(text=s.mrkdwn(f":white_check_mark: Pressed *{action['action_id']}*"))],
        )


def _submission(bot: ToyBot, ack: Ack, body: Json, context: BoltContext) -> None:
    values = body["view"]["state"]["values"]
    if body["view"]["callback_id"] == "review":
        ack(response_action="clear")
        bot.client.chat_postMessage(channel="C0FRONT", text=f"Sent: {body['view']['private_metadata']}")
        return
    words = values["message"]["typed"]["value"]
    if "bad" in words:
        ack(response_action="errors", errors={"message": "That word is not allowed. Leave it out."})
        return
    review = s.modal(
        s.section(text=s.plain(words)),
        s.alert(level="warning", text=s.mrkdwn("*Check it once more.* This costs 1 credit.")),
        title=s.plain("Check and send"),
        close=s.plain("Back"),
        callback_id="review",
        private_metadata=words,
    )
    ack(response_action="push", view=review)


def _home(bot: ToyBot, ack: Ack, body: Json, context: BoltContext) -> None:
    ack()
    view = s.home(
        {"type": "header", "text": s.plain("Good morning")},
        s.section(text=s.mrkdwn("You have *2* texts waiting."), accessory=s.button(text=s.plain("See them"))),
        s.pie(3),
    )
    bot.client.views_publish(user_id=body["event"]["user"], view=view)


def _shortcut(bot: ToyBot, ack: Ack, body: Json, context: BoltContext) -> None:
    ack()
    bot.client.views_open(trigger_id=body["trigger_id"], view=form())


HANDLERS = {
    "/sms": _command,
    "block_suggestion": _options,
    "block_actions": _action,
    "view_submission": _submission,
    "app_home_opened": _home,
    "shortcut": _shortcut,
    "message_action": _shortcut,
}


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
