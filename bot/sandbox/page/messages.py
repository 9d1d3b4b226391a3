"""The list of messages of a channel or a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bot.sandbox.page import moments
from bot.sandbox.page.message import Sight, draw_message
from bot.sandbox.page.native import Tag, box, escape, markup, words
from bot.sandbox.page.session import Session
from bot.sandbox.slack.model import Message

CLOSE = timedelta(minutes=5)
MOST = 300
"""Older messages are not drawn: a browser tab is no archive."""


class Messages:
    """Keeps the drawn messages in step with the workspace; only what changed is drawn again."""

    def __init__(self, session: Session, label: str, intro: str = "") -> None:
        self._session = session
        with box("messages-scroll"), box("messages"):
            if intro:
                _introduce(intro)
            self._holder = box("message-list", role="log", aria_label=label)
        self._rows: dict[tuple[str, str, str], tuple[Sight, Tag]] = {}

    def refresh(self, messages: Iterable[Message], *, in_thread: bool = False) -> None:
        """Show these messages, oldest first."""
        shown = [each for each in messages if (each.channel, each.ts) not in self._session.dismissed][-MOST:]
        sights = {self._key(sight.message): sight for sight in self._sights(shown, in_thread=in_thread)}
        for key in self._rows.keys() - sights.keys():
            self._rows.pop(key)[1].delete()
        for key, sight in sights.items():
            self._show(key, sight)

    def _key(self, message: Message) -> tuple[str, str, str]:
        return self._session.user, message.channel, message.ts

    def _show(self, key: tuple[str, str, str], sight: Sight) -> None:
        before = self._rows.get(key)
        if before and before[0] == sight:
            return
        if before:
            row = before[1]
            row.clear()
        else:
            with self._holder:
                row = box("message-row")
        self._rows[key] = (sight, row)
        with row:
            draw_message(self._session, sight)

    def _sights(self, messages: list[Message], *, in_thread: bool) -> Iterator[Sight]:
        names = self._session.names
        now = names.local(self._session.workspace.clock())
        last: Message | None = None
        for message in messages:
            at = names.local(moments.of_ts(message.ts))
            before = names.local(moments.of_ts(last.ts)) if last else None
            new_day = not in_thread and (before is None or before.date() != at.date())
            follows = (
                last is not None
                and before is not None
                and not new_day
                and (last.user, last.ephemeral_to) == (message.user, message.ephemeral_to)
                and message.ephemeral_to is None
                and at - before < CLOSE
            )
            replies = 0 if in_thread else len(self._session.person.thread(message))
            day = moments.day_name(at, now) if new_day else ""
            yield Sight(message, day, leads=not follows, replies=replies, in_thread=in_thread)
            last = message


def _introduce(name: str) -> None:
    with box("intro"):
        words(name, "intro-name")
        begins = (
            f"This is the start of {name}"
            if name.startswith("#")
            else f"This is your conversation with {name}"
        )
        markup(f"{escape(begins)}. Type <kbd>/</kbd> below to see what the bot can do.", "intro-words")
