"""Where one types: messages, slash commands with their list, shortcuts."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from bot.sandbox.page.menu import line, menu_of
from bot.sandbox.page.native import Tag, box, busy, button, icon, set_attributes, words
from bot.sandbox.page.session import Session
from bot.sandbox.page.suggestions import Offer, offers

IN_LIST = """(event) => {
  const menu = event.target.closest('.composer-area').querySelector('.command-menu:not(.hidden)');
  if (menu && !event.shiftKey) { event.preventDefault(); emit(); }
}"""
"""While the list is shown, Tab completes and the arrows mark; else they do what they do everywhere."""


class Composer:
    """The box under the messages of one place. `thread` makes it reply to the open thread."""

    def __init__(self, session: Session, *, thread: bool = False) -> None:
        self._session = session
        self._thread = thread
        self._marked = -1
        self._is_shut = False
        self._drawn: object = None
        with box("composer-area"):
            self._notice = box("notice", role="alert")
            self._menu = box("command-menu", role="listbox", aria_label="Slash commands")
            with box("composer"):
                self._field = ui.textarea().props("borderless dense autogrow").classes("composer-field")
                with box("composer-bar"):
                    self._shortcuts = box("shortcuts")
                    self._usage = words("", "usage")
                    self._send = button("", self._enter, "send", label="Send", symbol="send")
        self._menu.set_visibility(False)
        self._notice.set_visibility(False)
        self._field.on_value_change(lambda _: self._typed())
        self._field.on("keydown.enter.exact.prevent", self._enter, args=[])
        self._field.on("keydown.down", lambda _: self._mark(1), js_handler=IN_LIST)
        self._field.on("keydown.up", lambda _: self._mark(-1), js_handler=IN_LIST)
        self._field.on("keydown.tab", self._complete, js_handler=IN_LIST)
        self._field.on("keydown.escape", self._shut, args=[])
        set_attributes(self._field, aria_autocomplete="list", aria_controls=self._menu.html_id)

    def refresh(self) -> None:
        """Draw what changed."""
        session = self._session
        if session.draft and not self._thread:
            self._field.set_value(session.draft)
            self._field.run_method("focus")
            session.draft = ""
        state = (session.user, session.place, session.notice, session.thread_ts)
        if state == self._drawn:
            return
        self._drawn = state
        label = "Reply…" if self._thread else f"Message {self._addressee()}"
        set_attributes(self._field, aria_label=label, placeholder=label)
        self._notice.set_visibility(bool(session.notice) and not self._thread)
        self._notice.clear()
        with self._notice:
            icon("error")
            words(session.notice)
            button("", session.hush, "notice-x", label="Dismiss", symbol="close")
        self._shortcuts.clear()
        with self._shortcuts:
            self._draw_shortcuts()

    def _addressee(self) -> str:
        channel = self._session.channel
        if channel is None:
            return ""
        bot = self._session.workspace.bot_user_id
        return self._session.names.person(bot) if channel.is_im else f"#{channel.name}"

    def _draw_shortcuts(self) -> None:
        found = [each for each in self._session.workspace.manifest.shortcuts if each.get("type") == "global"]
        if self._thread or not found:
            return
        trigger = button("", lambda: None, "composer-tool", label="Shortcuts", symbol="bolt")
        with menu_of(trigger, up=True):
            for each in found:
                self._shortcut(str(each["name"]), str(each.get("description", "")), str(each["callback_id"]))

    def _shortcut(self, name: str, about: str, callback_id: str) -> None:
        async def run() -> None:
            person = self._session.person
            await self._session.act(name, lambda: person.shortcut(callback_id))

        line(name, about, run)

    def _offers(self) -> Sequence[Offer]:
        if self._thread or self._is_shut:
            return []
        session = self._session
        tips = session.guide.backstage.suggestions(session.user)
        return offers(str(self._field.value or ""), session.workspace.manifest.slash_commands, tips)

    def _typed(self) -> None:
        self._session.hush()
        self._is_shut = False
        found = self._offers()
        self._marked = -1 if not found or found[0].is_tip else 0
        self._draw_menu()
        typed = str(self._field.value or "")
        name, space, rest = typed.partition(" ")
        hints = [
            str(each.get("usage_hint", ""))
            for each in self._session.workspace.manifest.slash_commands
            if each["command"] == name
        ]
        self._usage.set_text(f"{name} {hints[0]}" if hints and space and not rest else "")

    def _shut(self, _: object = None) -> None:
        self._is_shut = True
        self._draw_menu()

    def _draw_menu(self) -> None:
        found = self._offers()
        self._menu.set_visibility(bool(found))
        self._menu.clear()
        marked = ""
        with self._menu:
            for index, each in enumerate(found):
                row = self._line(each, is_marked=index == self._marked)
                if index == self._marked:
                    marked = row.html_id
                    row.run_method("scrollIntoView", {"block": "nearest"})
        set_attributes(self._field, aria_activedescendant=marked)

    def _line(self, offer: Offer, *, is_marked: bool) -> Tag:
        css = "command-line marked" if is_marked else "command-line"
        with box(css, role="option", aria_selected=str(is_marked).lower()) as row:
            icon("sms")
            with box("command-words"):
                with box("command-head"):
                    words(offer.line, "command-name")
                    words(offer.usage, "command-hint")
                words(offer.about, "hint")
            words(offer.source, "command-app")
        row.on("mousedown.prevent", lambda _: None, args=[])
        row.on("click", lambda _: self._take(offer), args=[])
        return row

    def _mark(self, step: int) -> None:
        found = self._offers()
        if found:
            start = len(found) if self._marked < 0 and step < 0 else self._marked
            self._marked = (start + step) % len(found)
            self._draw_menu()

    def _take(self, offer: Offer) -> None:
        self._field.set_value(f"{offer.line} ")

    def _complete(self, _: object) -> None:
        found = self._offers()
        if found:
            self._take(found[max(self._marked, 0)])

    async def _enter(self) -> None:
        found = self._offers()
        typed = str(self._field.value or "").strip()
        if found and self._marked >= 0 and typed != found[self._marked].line:
            self._take(found[self._marked])
            return
        if not typed:
            return
        self._field.set_value("")
        busy(self._send, is_busy=True)
        try:
            await self._say(typed)
        finally:
            busy(self._send, is_busy=False)

    async def _say(self, typed: str) -> None:
        session, person, place = self._session, self._session.person, self._session.place
        if self._thread:
            thread_ts = session.thread_ts
            await session.act("Your reply", lambda: person.say(typed, place, thread_ts))
        elif typed.startswith("/"):
            await session.act(typed.split(maxsplit=1)[0], lambda: person.command(typed, place))
        else:
            await session.act("Your message", lambda: person.say(typed, place))
