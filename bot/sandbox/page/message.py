"""One message, as one person sees it."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from bot.sandbox.page import moments
from bot.sandbox.page.blocks.block import draw
from bot.sandbox.page.emoji import drawn as drawn_emoji
from bot.sandbox.page.menu import line, menu_of
from bot.sandbox.page.mrkdwn import to_html
from bot.sandbox.page.native import Tag, box, button, escape, icon, markup, words
from bot.sandbox.page.session import Panel, Session
from bot.sandbox.page.stage import Stage
from bot.sandbox.page.theme import avatar
from bot.sandbox.slack.model import Message, StoredFile


@dataclass(frozen=True, slots=True)
class Sight:
    """A message and what its surroundings make of it; drawn again when any of it changes."""

    message: Message
    day: str = ""
    """The words of the line above it when a new day starts with it."""
    leads: bool = True
    """Whether it shows its author; a quick second message does not."""
    replies: int = 0
    in_thread: bool = False


def draw_message(session: Session, sight: Sight) -> None:
    """Draw a message into the current place."""
    message = sight.message
    if sight.day:
        with box("day-line", role="separator"):
            words(sight.day, "day")
    css = "message" + ("" if sight.leads else " follows") + (" ephemeral" if message.ephemeral_to else "")
    with box(css, role="article", aria_label=f"Message from {session.names.person(message.user)}"):
        local = session.names.local(moments.of_ts(message.ts))
        if message.ephemeral_to:
            with box("only-you"):
                icon("visibility", "small")
                words("Only visible to you")
        name = session.names.person(message.user)
        with box("message-side"):
            if sight.leads:
                avatar(name, is_bot=message.posted_by_bot)
            else:
                words(moments.clock_time(local), "late-time")
        with box("message-main"):
            if sight.leads:
                _author(name, moments.clock_time(local), message)
            _body(session, message)
            _below(session, sight)
        _tools(session, sight)


def _author(name: str, at: str, message: Message) -> None:
    with box("author"):
        words(name, "author-name")
        if message.posted_by_bot:
            words("APP", "app-mark")
        words(at, "author-time")


def _body(session: Session, message: Message) -> None:
    if message.blocks:
        stage = Stage(session, message)
        with box("blocks"):
            for block in message.blocks:
                draw(stage, block)
    elif message.text:
        markup(to_html(message.text, session.names, session.workspace.clock()), "message-text")
    for attachment in message.attachments:
        stage = Stage(session, message)
        with box("attachment").style(f"border-color:{escape(attachment.get('color', '#ddd'))}"):
            if attachment.get("text"):
                markup(to_html(attachment["text"], session.names, session.workspace.clock()))
            for block in attachment.get("blocks", ()):
                draw(stage, block)
    for file_id in message.files:
        _file(session.workspace.files.get(file_id))
    if message.edited:
        words("(edited)", "edited")


def _file(file: StoredFile) -> None:
    """Draw a file; pressing it brings it to the computer of whoever sits there."""
    made = Tag("button", "file", type="button", aria_label=f"Download {file.name}")
    with made:
        icon("description")
        words(f"{file.name} · {len(file.content):,} bytes", "file-name")
        icon("download", "file-get")
    made.on("click", lambda _: ui.download(file.content, file.name, file.mimetype), args=[])


def _below(session: Session, sight: Sight) -> None:
    message = sight.message
    if message.reactions:
        with box("reactions"):
            for name, users in message.reactions.items():
                markup(f"{drawn_emoji(name) or escape(f':{name}:')} {len(users)}", "reaction", "span")
    if sight.replies and not sight.in_thread:
        count = f"{sight.replies} {'reply' if sight.replies == 1 else 'replies'}"
        button(count, lambda: session.show(Panel.THREAD, message.ts), "replies", symbol="forum")
    if message.ephemeral_to:
        button("Dismiss", lambda: _dismiss(session, message), "link-button")


def _dismiss(session: Session, message: Message) -> None:
    session.dismissed.add((message.channel, message.ts))
    session.changed()


def _tools(session: Session, sight: Sight) -> None:
    message = sight.message
    if message.ephemeral_to:
        return
    shortcuts = [each for each in session.workspace.manifest.shortcuts if each.get("type") == "message"]
    with box("tools", role="toolbar", aria_label="Message actions"):
        if not sight.in_thread:
            button(
                "",
                lambda: session.show(Panel.THREAD, message.ts),
                "tool",
                label="Reply in thread",
                symbol="forum",
            )
        if shortcuts:
            more = button("", lambda: None, "tool", label="More actions", symbol="more_vert")
            with menu_of(more):
                for each in shortcuts:
                    _shortcut(session, message, each["callback_id"], each["name"])


def _shortcut(session: Session, message: Message, callback_id: str, name: str) -> None:
    person = session.person

    async def run() -> None:
        await session.act(name, lambda: person.message_shortcut(callback_id, message))

    line(name, "", run)
