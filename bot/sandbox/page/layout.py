"""The whole page of one tab, and the heartbeat that keeps it in step with the workspace."""

from __future__ import annotations

import time

from nicegui import run, ui

from bot.sandbox.page.composer import Composer
from bot.sandbox.page.guide_panel import GuidePanel
from bot.sandbox.page.home import Home
from bot.sandbox.page.inspector import Inspector
from bot.sandbox.page.messages import Messages
from bot.sandbox.page.modal import Modal
from bot.sandbox.page.native import box, button, icon, words
from bot.sandbox.page.phone import Phone
from bot.sandbox.page.session import Panel, Session
from bot.sandbox.page.sidebar import Sidebar
from bot.sandbox.page.topbar import TopBar
from bot.sandbox.page.workflow import Workflow

HEARTBEAT = 0.15
"""Seconds between two looks at the workspace's version."""


class Layout:
    """Draws the parts once; each then draws only what changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: object = None
        self._busy = False
        self._root = box("app")
        with self._root:
            self._top = TopBar(session, self._toggle_menu)
            with box("columns"):
                self._sidebar = Sidebar(session, self._shut_menu)
                box("shade").on("click", self._shut_menu, args=[])
                with box("place", "main"):
                    self._head = box("place-head")
                    self._home = Home(session)
                    self._talk = box("talk")
                with box("panel", "aside") as self._panel:
                    self._panel_head = box("panel-head")
                    self._panel_body = box("panel-body")
        self._modal = Modal(session)
        self._panel_drawn: object = None
        self._talk_drawn: object = None
        self._messages: Messages | None = None
        self._composer: Composer | None = None
        self._panel_parts: list[Messages | Composer | GuidePanel | Phone | Workflow | Inspector] = []
        self._timer = ui.timer(HEARTBEAT, self._beat)

    def _toggle_menu(self) -> None:
        self._root.classes(toggle="menu-open")

    def _shut_menu(self) -> None:
        self._root.classes(remove="menu-open")

    async def _beat(self) -> None:
        self._session.let_notice_end(time.monotonic())
        smsit = self._session.office.smsit
        texts, faults = len(smsit.ledger), len(smsit.faults.waiting)
        state = (self._session.workspace.version, self._session.turn, texts, faults)
        if state == self._seen or self._busy:
            return
        self._seen, self._busy = state, True
        try:
            await self._refresh()
        finally:
            self._busy = False

    async def _refresh(self) -> None:
        self._top.refresh()
        self._modal.refresh()
        self._refresh_talk()
        if self._session.panel is Panel.GUIDE:
            await run.io_bound(self._session.guide.look)
        self._refresh_panel()
        self._sidebar.refresh()
        await self._home.refresh()

    def _refresh_talk(self) -> None:
        session = self._session
        channel = session.channel
        self._talk.set_visibility(channel is not None)
        self._head.set_visibility(channel is not None)
        if channel is None:
            self._talk_drawn = None
            return
        if self._talk_drawn != (session.user, channel.id):
            self._talk_drawn = (session.user, channel.id)
            self._head.clear()
            self._talk.clear()
            name = session.names.person(session.workspace.bot_user_id) if channel.is_im else channel.name
            with self._head:
                self._draw_head(name, channel.topic, len(channel.members), is_direct=channel.is_im)
            with self._talk:
                intro = f"#{name}" if not channel.is_im else name
                self._messages = Messages(session, f"Messages in {name}", intro)
                self._composer = Composer(session)
        seen = session.person.sees(channel.id)
        if seen:
            session.read[session.user, channel.id] = seen[-1].ts
        if self._messages and self._composer:
            self._messages.refresh(seen)
            self._composer.refresh()

    def _draw_head(self, name: str, topic: str, members: int, *, is_direct: bool) -> None:
        icon("sms" if is_direct else "tag", "place-icon")
        words(name, "place-name", "h1")
        words(topic, "place-topic")
        if not is_direct:
            with box("place-members", title="Members"):
                icon("group", "small")
                words(str(members))

    def _refresh_panel(self) -> None:
        session = self._session
        if session.panel is Panel.THREAD and session.thread is None:
            session.panel = Panel.NONE
        state = (session.panel, session.user, session.place, session.thread_ts)
        if session.panel in {Panel.GUIDE, Panel.PHONE, Panel.WORKFLOW, Panel.INSPECTOR}:
            state = (session.panel, "", "", "")
        if state != self._panel_drawn:
            self._panel_drawn = state
            self._build_panel()
        for part in self._panel_parts:
            if isinstance(part, Messages):
                root = session.thread
                part.refresh([root, *session.person.thread(root)] if root else [], in_thread=True)
            else:
                part.refresh()

    def _build_panel(self) -> None:
        session = self._session
        self._panel_parts = []
        self._panel.classes(remove="wide thread-panel")
        self._panel.set_visibility(session.panel is not Panel.NONE)
        self._panel_head.clear()
        self._panel_body.clear()
        with self._panel_head:
            words(session.panel.value, "panel-title", "h2")
            button(
                "",
                session.shut,
                "modal-x",
                label="Close panel",
                symbol="close",
            )
        with self._panel_body:
            match session.panel:
                case Panel.GUIDE:
                    self._panel_parts = [GuidePanel(session)]
                case Panel.THREAD:
                    self._panel_parts = [Messages(session, "Thread"), Composer(session, thread=True)]
                    self._panel.classes(add="thread-panel")
                case Panel.PHONE:
                    self._panel_parts = [Phone(session)]
                case Panel.WORKFLOW:
                    self._panel_parts = [Workflow(session)]
                case Panel.INSPECTOR:
                    self._panel_parts = [Inspector(session)]
                    self._panel.classes(add="wide")
                case _:
                    pass
