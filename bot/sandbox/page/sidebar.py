"""The left side: the workspace, its channels, the bot, and who sits here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.page.native import Tag, box, button, icon, set_attributes, words
from bot.sandbox.page.session import HOME, Panel, Session
from bot.sandbox.page.theme import avatar


@dataclass(slots=True)
class _Line:
    """One line of the list. It stays where it is; only its looks change, so no click is ever lost."""

    button: Tag
    badge: Tag

    def show(self, *, here: bool, unread: int) -> None:
        self.button.classes(add="here" if here else "", remove="" if here else "here")
        self.button.classes(add="unread" if unread else "", remove="" if unread else "unread")
        set_attributes(self.button, aria_current="page" if here else "")
        self.badge.set_visibility(bool(unread))
        self.badge.set_text(str(unread) if unread else "")
        set_attributes(self.badge, aria_label=f"{unread} unread" if unread else "")


class Sidebar:
    """Draws itself again when somebody else sat down or got a channel; else only marks and counts change."""

    def __init__(self, session: Session, shut: Callable[[], None]) -> None:
        self._session = session
        self._shut = shut
        self._nav = box("sidebar", "nav", aria_label="Workspace")
        self._drawn: object = None
        self._lines: dict[str, _Line] = {}
        self._panels: dict[Panel, Tag] = {}
        self._shown: object = None

    def refresh(self) -> None:
        """Draw what changed."""
        session = self._session
        direct = session.workspace.direct_message(session.user).id
        state = (session.user, tuple(session.channels()))
        if state != self._drawn:
            self._drawn = state
            self._lines.clear()
            self._panels.clear()
            self._nav.clear()
            with self._nav:
                self._draw(direct)
        unread = {place: self._unread(place) for place in self._lines}
        shown = (state, session.place, session.panel, tuple(unread.items()))
        if shown != self._shown:
            self._shown = shown
            for place, line in self._lines.items():
                line.show(here=place == session.place, unread=unread[place])
            for panel, made in self._panels.items():
                is_on = panel is session.panel
                made.classes(add="on" if is_on else "", remove="" if is_on else "on")
                set_attributes(made, aria_pressed=str(is_on).lower())

    def _unread(self, place: str) -> int:
        session = self._session
        if place in (HOME, session.place):
            return 0
        last = session.read.get((session.user, place), "")
        return sum(
            message.ts > last and message.user != session.user
            for message in session.workspace.messages.visible_to(session.user, place)
        )

    def _draw(self, direct: str) -> None:
        session = self._session
        with box("team"):
            words(session.workspace.team.name, "team-name")
            words("Pretend Slack", "team-note")
        with box("nav-scroll"):
            self._line(HOME, "SMS-iT home", "home")
            words("Channels", "nav-title", "h2")
            for each in session.channels():
                self._line(each, session.workspace.channels[each].name, "tag")
            words("Direct messages", "nav-title", "h2")
            self._line(direct, session.names.person(session.workspace.bot_user_id), "", is_bot=True)
            words("Behind the scenes", "nav-title", "h2")
            self._panel(Panel.GUIDE, "checklist")
            self._panel(Panel.PHONE, "smartphone")
            self._panel(Panel.WORKFLOW, "account_tree")
            self._panel(Panel.INSPECTOR, "troubleshoot")
        with box("me"):
            avatar(session.member.real_name)
            with box("me-words"):
                words(session.member.real_name, "me-name")
                words(session.member.title, "me-title")

    def _line(self, place: str, name: str, symbol: str, *, is_bot: bool = False) -> None:
        made = Tag("button", "nav-line", type="button")
        with made:
            if is_bot:
                avatar(name, "tiny", is_bot=True)
            else:
                icon(symbol)
            words(name, "nav-name")
            if is_bot:
                words("APP", "nav-app")
            badge = words("", "badge")
        self._lines[place] = _Line(made, badge)

        def go() -> None:
            self._session.go(place)
            self._shut()

        made.on("click", go, args=[])

    def _panel(self, panel: Panel, symbol: str) -> None:
        def show() -> None:
            self._session.show(panel)
            self._shut()

        self._panels[panel] = button(panel.value, show, "nav-line", symbol=symbol)
