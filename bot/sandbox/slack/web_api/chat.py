"""chat.*: posting, changing and deleting messages.

Source: docs.slack.dev, reference/methods/chat.*.
"""

from bot.sandbox.slack import posts
from bot.sandbox.slack.model import Channel, Message, Payload
from bot.sandbox.slack.payloads import message_object
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments, flag, required, visible_channel


def post_message(state: State, arguments: Arguments) -> Payload:
    """chat.postMessage. A user id posts to the direct message with the bot."""
    channel = _destination(state, arguments)
    content = _content(state, channel, arguments)
    posts.check(content)
    message = posts.post(state, channel.id, content)
    return {"channel": channel.id, "ts": message.ts, "message": message_object(state, message)}


def post_ephemeral(state: State, arguments: Arguments) -> Payload:
    """chat.postEphemeral: for somebody who is in the channel."""
    channel = _destination(state, arguments)
    user = str(required(arguments, "user"))
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    content = _content(state, channel, arguments)
    posts.check(content)
    return {"message_ts": posts.post(state, channel.id, content, ephemeral_to=user).ts}


def update(state: State, arguments: Arguments) -> Payload:
    """chat.update: own messages only, never ephemeral ones; a direct message needs its D… id."""
    channel = visible_channel(state, arguments)
    message = _existing(state, channel, arguments)
    if not message.posted_by_bot:
        raise Refusal("cant_update_message")
    posts.check(dict(arguments), text_limit=posts.UPDATE_TEXT_LIMIT)
    message = posts.rewrite(state, message, dict(arguments))
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_object(state, message),
    }


def delete(state: State, arguments: Arguments) -> Payload:
    """chat.delete: own messages only."""
    channel = visible_channel(state, arguments)
    message = _existing(state, channel, arguments)
    if not message.posted_by_bot:
        raise Refusal("cant_delete_message")
    state.messages.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(state: State, arguments: Arguments) -> Payload:
    """chat.getPermalink."""
    channel = visible_channel(state, arguments)
    ts = str(required(arguments, "message_ts"))
    if state.messages.find(channel.id, ts) is None:
        raise Refusal("message_not_found")
    address = f"https://{state.team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


def _destination(state: State, arguments: Arguments) -> Channel:
    wanted = str(required(arguments, "channel"))
    member = state.member(wanted)
    if member is not None and member.is_bot:
        raise Refusal("channel_not_found")
    if member is not None:
        return state.direct_message(member.id)
    channel = visible_channel(state, arguments)
    if state.bot_user_id not in channel.members and not state.manifest.grants("chat:write.public"):
        raise Refusal("not_in_channel")
    return channel


def _content(state: State, channel: Channel, arguments: Arguments) -> Payload:
    content = dict(arguments)
    content["reply_broadcast"] = flag(arguments, "reply_broadcast")
    thread_ts = content.get("thread_ts")
    if thread_ts and state.messages.find(channel.id, thread_ts) is None:
        raise Refusal("thread_not_found")
    return content


def _existing(state: State, channel: Channel, arguments: Arguments) -> Message:
    message = state.messages.find(channel.id, required(arguments, "ts"))
    if message is None or message.ephemeral_to is not None:
        raise Refusal("message_not_found")
    return message
