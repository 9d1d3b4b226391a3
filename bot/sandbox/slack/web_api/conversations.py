"""conversations.* and reactions.add.

Source: docs.slack.dev, reference/methods of the same names.
"""

from dataclasses import replace

from bot.sandbox.slack.model import Channel, Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments, known_member, page, required, visible_channel


def info(state: State, arguments: Arguments) -> Payload:
    """conversations.info."""
    return {"channel": _channel(state, visible_channel(state, arguments))}


def list_channels(state: State, arguments: Arguments) -> Payload:
    """conversations.list of the wanted `types` (public channels when none are named), in pages."""
    types = str(arguments.get("types") or "public_channel").split(",")
    wanted = [each for each in state.channels.values() if ("im" if each.is_im else "public_channel") in types]
    channels, metadata = page(arguments, [_channel(state, each) for each in wanted])
    return {"channels": channels, "response_metadata": metadata}


def members(state: State, arguments: Arguments) -> Payload:
    """conversations.members, in pages."""
    found, metadata = page(arguments, sorted(visible_channel(state, arguments).members))
    return {"members": found, "response_metadata": metadata}


def open_dm(state: State, arguments: Arguments) -> Payload:
    """conversations.open with one person."""
    users = [each for each in str(required(arguments, "users")).split(",") if each]
    if len(users) != 1:
        raise Refusal("method_not_supported_for_channel_type")
    member = known_member(state, users[0])
    if member.is_bot:
        raise Refusal("cannot_dm_bot")
    return {"channel": {"id": state.direct_message(member.id).id}}


def join(state: State, arguments: Arguments) -> Payload:
    """conversations.join: a public channel."""
    channel = visible_channel(state, arguments)
    if channel.is_im:
        raise Refusal("method_not_supported_for_channel_type")
    joined = replace(channel, members=channel.members | {state.bot_user_id})
    return {"channel": _channel(state, state.put_channel(joined))}


def add_reaction(state: State, arguments: Arguments) -> Payload:
    """reactions.add, as the bot."""
    channel = visible_channel(state, arguments)
    message = state.messages.find(channel.id, required(arguments, "timestamp"))
    if message is None or message.ephemeral_to is not None:
        raise Refusal("message_not_found")
    name = str(required(arguments, "name"))
    already = message.reactions.get(name, ())
    if state.bot_user_id in already:
        raise Refusal("already_reacted")
    state.messages.put(replace(message, reactions={**message.reactions, name: (*already, state.bot_user_id)}))
    return {}


def _channel(state: State, channel: Channel) -> Payload:
    if channel.is_im:
        return {"id": channel.id, "is_im": True, "is_channel": False, "user": channel.user, "is_open": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_archived": False,
        "is_member": state.bot_user_id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
    }
