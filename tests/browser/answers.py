"""What the toy bot answers: a form with every field, and what follows from it."""

from typing import Any

from slack_bolt import Ack
from slack_bolt.context import BoltContext

from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.fakes import ToyBot

Json = dict[str, Any]
CONTACTS = ("Ada Lovelace", "Alan Turing", "Grace Hopper", "Katherine Johnson")


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
