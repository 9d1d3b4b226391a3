"""Putting messages into channels: one way for the Web API, response URLs and slash command answers."""

from dataclasses import replace

from bot.sandbox.slack.blocks import problems_in_message
from bot.sandbox.slack.model import Message, Payload, copied
from bot.sandbox.slack.placed import with_ids
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State

TEXT_LIMIT = 40_000
UPDATE_TEXT_LIMIT = 4_000


def check(content: Payload, *, text_limit: int = TEXT_LIMIT) -> None:
    """Refuse a message Slack refuses: `no_text`, `msg_too_long`, `invalid_blocks` with what is wrong where.

    Source: docs.slack.dev, reference/methods/chat.postMessage and chat.update.
    """
    text = str(content.get("text") or "")
    if not (text.strip() or content.get("blocks") or content.get("attachments")):
        raise Refusal("no_text")
    if len(text) > text_limit:
        raise Refusal("msg_too_long")
    wrong = problems_in_message({key: content[key] for key in ("text", "blocks") if content.get(key)})
    if wrong:
        raise Refusal("invalid_blocks", wrong)


def post(state: State, channel: str, content: Payload, *, ephemeral_to: str | None = None) -> Message:
    """Post as the bot what `check` let pass: `text`, `blocks`, `attachments`, `thread_ts`, `metadata`."""
    return state.messages.put(
        Message(
            channel,
            state.messages.next_ts(),
            state.bot_user_id,
            content.get("text") or "",
            blocks=tuple(with_ids(content.get("blocks") or [], state.ids)),
            attachments=tuple(copied(content.get("attachments") or [])),
            thread_ts=content.get("thread_ts"),
            broadcast=bool(content.get("reply_broadcast")),
            ephemeral_to=ephemeral_to,
            metadata=content.get("metadata"),
            files=tuple(content.get("files", ())),
            posted_by_bot=True,
        )
    )


def rewrite(state: State, message: Message, content: Payload) -> Message:
    """Replace text and blocks of a message; text without blocks takes the blocks away, as Slack does."""
    blocks = content.get("blocks") or []
    return state.messages.put(
        replace(
            message,
            text=content.get("text") or "",
            blocks=tuple(with_ids(blocks, state.ids)),
            attachments=tuple(copied(content.get("attachments") or [])),
            metadata=content.get("metadata") or message.metadata,
            edited=message.edited or not blocks,
        )
    )


def respond(state: State, url_id: str, content: Payload) -> None:
    """Take what the bot posted to a response URL. Refuses in the words of Slack's answer.

    Ephemeral unless `response_type` says `in_channel`; `replace_original` and `delete_original` work on the
    message that was acted upon, and are noted as a problem when there was none.
    """
    if not content.get("delete_original"):
        check(content)
    origin = state.response_urls.use(url_id)
    original = state.messages.find(origin.channel, origin.message_ts)
    if content.get("delete_original") or content.get("replace_original"):
        if original is None:
            state.note_problem("response_url: there is no original message to replace or delete")
        elif content.get("delete_original"):
            state.messages.remove(original)
        else:
            rewrite(state, original, content)
        if original is not None or content.get("delete_original"):
            return
    private = content.get("response_type") != "in_channel"
    post(state, origin.channel, content, ephemeral_to=origin.user if private else None)
