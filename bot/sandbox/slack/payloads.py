"""What Slack sends to the bot, word for word in shape.

Source: docs.slack.dev, reference/interaction-payloads and interactivity/implementing-slash-commands.
"""

from bot.sandbox.slack.model import Channel, Member, Message, OpenView, Payload
from bot.sandbox.slack.placed import Placed, placed
from bot.sandbox.slack.state import State

_VERIFICATION = "sandbox-verification"  # the deprecated token field; nobody may rely on it


def message_object(state: State, message: Message) -> Payload:
    """Give a message as the Web API and interactions show it."""
    shown: Payload = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": state.team.id,
        "blocks": list(message.blocks),
    }
    if message.posted_by_bot:
        shown |= {"bot_id": state.bot_id, "app_id": state.app_id}
    if message.attachments:
        shown["attachments"] = list(message.attachments)
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.files:
        shown["files"] = [
            state.files.describe(state.files.get(each), state.public_url) for each in message.files
        ]
    if message.metadata:
        shown["metadata"] = message.metadata
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    return shown


def response_url(state: State, channel: str, user: str, message_ts: str | None = None) -> str:
    """Give a fresh response URL on the sandbox's own server."""
    return f"{state.public_url}/slack/response/{state.response_urls.issue(channel, user, message_ts)}"


def command(state: State, member: Member, channel: Channel, name: str, text: str) -> Payload:
    """Give the form fields of a slash command."""
    return {
        "token": _VERIFICATION,
        "team_id": member.team_id,
        "team_domain": state.team.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": member.id,
        "user_name": member.name,
        "command": name,
        "text": text,
        "api_app_id": state.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(state, channel.id, member.id),
        "trigger_id": state.triggers.issue(member.id),
    }


def interaction(state: State, member: Member, kind: str) -> Payload:
    """Give the fields every interactive payload has."""
    return {
        "type": kind,
        "team": {"id": state.team.id, "domain": state.team.domain},
        "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": member.team_id},
        "api_app_id": state.app_id,
        "token": _VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_view(view: OpenView) -> Payload:
    """Where an interaction in a modal or Home tab happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view.payload()}


def in_message(state: State, message: Message) -> Payload:
    """Where an interaction in a message happened."""
    channel = state.channels[message.channel]
    container: Payload = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Payload = {"container": container, "channel": {"id": channel.id, "name": channel.name}}
    if message.ephemeral_to is None:
        place["message"] = message_object(state, message)
    return place


def block_actions(state: State, member: Member, place: Payload, action: Payload, values: Payload) -> Payload:
    """Somebody used an element that tells the bot at once. `place` comes from `in_view` or `in_message`."""
    view_id = place["container"].get("view_id")
    payload = interaction(state, member, "block_actions") | place
    payload["trigger_id"] = state.triggers.issue(member.id, view_id)
    payload["actions"] = [action]
    if view_id is None:
        at = place["container"]
        payload["response_url"] = response_url(state, at["channel_id"], member.id, at["message_ts"])
        payload["state"] = {"values": values}
    return payload


def action(spot: Placed, chosen: Payload, at: str) -> Payload:
    """Give the one entry of `actions`: the element, what was chosen, and `action_ts`."""
    entry: Payload = {
        "type": spot.kind,
        "action_id": spot.action_id,
        "block_id": spot.block_id,
        "action_ts": at,
    }
    for key in ("text", "value", "url", "style", "confirm", "placeholder"):
        if key in spot.element:
            entry[key] = spot.element[key]
    return entry | chosen


def view_submission(state: State, member: Member, view: OpenView, response_urls: list[Payload]) -> Payload:
    """Somebody pressed submit."""
    return interaction(state, member, "view_submission") | {
        "trigger_id": state.triggers.issue(member.id, view.id),
        "view": view.payload(),
        "response_urls": response_urls,
    }


def view_response_urls(state: State, view: OpenView) -> list[Payload]:
    """One response URL per filled channel select that asked for it with `response_url_enabled`."""
    urls = []
    for spot in placed(view.blocks):
        value = view.values.get(spot.block_id, {}).get(spot.action_id, {})
        channel = value.get("selected_conversation") or value.get("selected_channel")
        if spot.is_input and spot.element.get("response_url_enabled") and channel:
            urls.append(
                {
                    "block_id": spot.block_id,
                    "action_id": spot.action_id,
                    "channel_id": channel,
                    "response_url": response_url(state, channel, view.user),
                }
            )
    return urls


def view_closed(state: State, member: Member, view: OpenView, *, is_cleared: bool) -> Payload:
    """Somebody closed a view that asked to be told."""
    return interaction(state, member, "view_closed") | {"view": view.payload(), "is_cleared": is_cleared}


def block_suggestion(state: State, member: Member, place: Payload, spot: Placed, typed: str) -> Payload:
    """Somebody typed into an external select."""
    return (
        interaction(state, member, "block_suggestion")
        | place
        | {"action_id": spot.action_id, "block_id": spot.block_id, "value": typed}
    )


def shortcut(state: State, member: Member, callback_id: str, at: str) -> Payload:
    """Somebody ran a global shortcut."""
    return interaction(state, member, "shortcut") | {
        "callback_id": callback_id,
        "action_ts": at,
        "trigger_id": state.triggers.issue(member.id),
    }


def message_action(state: State, member: Member, callback_id: str, message: Message, at: str) -> Payload:
    """Somebody ran a message shortcut."""
    channel = state.channels[message.channel]
    return interaction(state, member, "message_action") | {
        "callback_id": callback_id,
        "action_ts": at,
        "trigger_id": state.triggers.issue(member.id),
        "response_url": response_url(state, channel.id, member.id, message.ts),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_object(state, message),
    }


def app_home_opened(state: State, member: Member, home: OpenView | None) -> Payload:
    """Give the event for somebody who opened the Home tab; it carries what was published there before."""
    body: Payload = {
        "type": "app_home_opened",
        "user": member.id,
        "channel": state.direct_message(member.id).id,
        "tab": "home",
        "event_ts": state.messages.next_ts(),
    }
    return body if home is None else body | {"view": home.payload()}


def event(state: State, body: Payload) -> Payload:
    """Give the envelope of one event of the Events API."""
    return {
        "type": "event_callback",
        "token": _VERIFICATION,
        "team_id": state.team.id,
        "context_team_id": state.team.id,
        "api_app_id": state.app_id,
        "event": body,
        "event_id": state.ids.next("Ev"),
        "event_time": int(state.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team.id,
                "user_id": state.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
