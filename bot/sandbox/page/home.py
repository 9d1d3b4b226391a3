"""The bot's Home tab."""

from __future__ import annotations

from bot.sandbox.page.blocks.block import BlockRows
from bot.sandbox.page.native import box, icon, words
from bot.sandbox.page.session import HOME, Session
from bot.sandbox.page.stage import Stage
from bot.sandbox.page.theme import avatar


class Home:
    """Tells the bot when somebody opens it, and shows what the bot publishes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._opened_by = ""
        self._drawn: object = None
        self._holder = box("home")
        self._rows: BlockRows | None = None

    async def refresh(self) -> None:
        """Draw what changed."""
        session = self._session
        here = session.place == HOME
        self._holder.set_visibility(here)
        if not here:
            self._opened_by = ""
            return
        if self._opened_by != session.user:
            self._opened_by = session.user
            self._rebuild()
            await session.act("Opening Home", session.person.open_home)
        view = session.person.home
        state = (session.user, view and view.hash)
        if state != self._drawn:
            self._drawn = state
            if self._rows and view:
                self._rows.show(list(view.blocks), {})

    def _rebuild(self) -> None:
        session = self._session
        self._drawn = None
        self._holder.clear()
        with self._holder:
            with box("home-head"):
                avatar("SMS-iT", is_bot=True)
                words(session.names.person(session.workspace.bot_user_id), "place-name", "h1")
                words("APP", "app-mark")
            if session.person.home is None:
                with box("home-empty"):
                    icon("home")
                    words("Nothing here yet.")
            with box("home-body"):
                self._rows = BlockRows(Stage(session, current=lambda: session.person.home))
