"""files.*: looking one up, and the three steps of an upload.

Source: docs.slack.dev, reference/methods/files.getUploadURLExternal and files.completeUploadExternal.
"""

from bot.sandbox.slack import posts
from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments, required


def info(state: State, arguments: Arguments) -> Payload:
    """files.info."""
    return {"file": state.files.describe(state.files.get(required(arguments, "file")), state.public_url)}


def get_upload_url(state: State, arguments: Arguments) -> Payload:
    """files.getUploadURLExternal: where to POST the bytes."""
    name, length = str(required(arguments, "filename")), str(required(arguments, "length"))
    if not length.isdecimal() or length == "0":
        raise Refusal("invalid_arguments", ["[ERROR] length must be a positive number of bytes"])
    file = state.files.announce(name, int(length), state.bot_user_id)
    return {"file_id": file.id, "upload_url": f"{state.public_url}/slack/files/upload/{file.id}"}


def complete_upload(state: State, arguments: Arguments) -> Payload:
    """files.completeUploadExternal: ends uploads and, with `channel_id`, shares them there."""
    channel_id = arguments.get("channel_id")
    if channel_id:
        channel = state.channels.get(str(channel_id))
        if channel is None:
            raise Refusal("channel_not_found")
        if state.bot_user_id not in channel.members:
            raise Refusal("not_in_channel")
    done = [state.files.finish(each["id"], each.get("title")) for each in required(arguments, "files")]
    if channel_id:
        content = {
            "text": arguments.get("initial_comment"),
            "thread_ts": arguments.get("thread_ts"),
            "files": [file.id for file in done],
        }
        posts.post(state, str(channel_id), content)
    return {"files": [state.files.describe(file, state.public_url) for file in done]}
