"""Puts the page on the sandbox's own server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import app as nicegui_app
from nicegui import ui

from bot.sandbox.page.backstage import Backstage, Nobody
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.layout import Layout
from bot.sandbox.page.session import Office, Panel, Session
from bot.sandbox.page.theme import SCRIPT, STYLE_SHEETS

if TYPE_CHECKING:
    from fastapi import FastAPI

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#4a154b"/>'
    '<path fill="#fff" d="M8 9h16q2 0 2 2v9q0 2-2 2H14l-5 4v-4H8q-2 0-2-2v-9q0-2 2-2z"/>'
    "</svg>"
)


def mount_page(
    app: FastAPI, sandbox: Office, backstage: Backstage | None = None, *, welcomes: bool = False
) -> None:
    """Serve the page at `/` of `app`, which must have its other routes already: this one takes what is left.

    `backstage` knows the bot. With `welcomes` whoever comes is offered the things to try, until somebody
    dismisses them; they can always be opened.

    NiceGUI lives once in a process, so the page shows the sandbox that mounted it last.
    """
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in STYLE_SHEETS)
    script = SCRIPT.read_text(encoding="utf-8")

    guide = Guide(sandbox, backstage or Nobody(), is_new=welcomes)

    def root() -> None:
        ui.add_head_html(f"<script>{script}</script>")  # first, so that nothing flashes by in other colours
        ui.add_css(styles)
        Layout(Session(sandbox, guide, panel=Panel.GUIDE if guide.is_new else Panel.NONE))

    nicegui_app.middleware_stack = None  # lets a second sandbox of the same process mount it again
    ui.run_with(
        app,
        root=root,
        title=f"{sandbox.slack.team.name} · pretend Slack",
        favicon=ICON,
        language="en-US",
        tailwind=False,
        reconnect_timeout=10.0,
        show_welcome_message=False,
    )
