"""conversations.* and reactions.add.

Source: docs.slack.dev, reference/methods of the same names.
"""

from dataclasses import replace

from bot.sandbox.slack.model import Channel, Message, Payload
from bot.sandbox.slack.payloads import message_object
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments, flag, known_member, page, required, visible_channel


def info(state: State, arguments: Arguments) -> Payload:
    """conversations.info."""
    return {"channel": _channel(state, visible_channel(state, arguments))}


def list_channels(state: State, arguments: Arguments) -> Payload:
    """conversations.list of the wanted `types` (public channels when none are named), in pages."""
    types = str(arguments.get("types") or "public_channel").split(",")
    wanted = [each for each in state.channels.values() if ("im" if each.is_im else "public_channel") in types]
    channels, metadata = page(arguments, [_channel(state, each) for each in wanted])
    return {"channels": channels, "response_metadata": metadata}


def history(state: State, arguments: Arguments) -> Payload:
    """conversations.history: what stands in a conversation the bot is in, newest first; no replies."""
    channel = _readable(state, arguments)
    found = [each for each in state.messages if each.channel == channel.id and each.ephemeral_to is None]
    shown = [each for each in found if each.thread_ts in {None, each.ts} or each.broadcast]
    return _read(state, arguments, shown[::-1])


def replies(state: State, arguments: Arguments) -> Payload:
    """conversations.replies: a message and what stands below it, oldest first."""
    channel, ts = _readable(state, arguments), str(required(arguments, "ts"))
    if state.messages.find(channel.id, ts) is None:
        raise Refusal("thread_not_found")
    found = [each for each in state.messages if each.channel == channel.id and each.ephemeral_to is None]
    return _read(state, arguments, [each for each in found if ts in {each.ts, each.thread_ts}])


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


def _readable(state: State, arguments: Arguments) -> Channel:
    """Give the channel of the call, which the bot is in. Refuses with `missing_scope`, `not_in_channel`."""
    channel = visible_channel(state, arguments)
    scope = "im:history" if channel.is_im else "channels:history"
    if not state.manifest.has_scope(scope):
        raise Refusal("missing_scope", needed=scope)
    if state.bot_user_id not in channel.members and not channel.is_im:
        raise Refusal("not_in_channel")
    return channel


def _read(state: State, arguments: Arguments, found: list[Message]) -> Payload:
    """Give the messages between `oldest` and `latest`, in pages; metadata is left out unless asked for."""
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    within = [each for each in found if oldest <= float(each.ts) <= latest]
    rows, metadata = page(arguments, [message_object(state, each) for each in within])
    if not flag(arguments, "include_all_metadata"):
        rows = [{name: value for name, value in row.items() if name != "metadata"} for row in rows]
    return {"messages": rows, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


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
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "is_org_shared": False,
        "is_member": state.bot_user_id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
    }
