"""The modal on top of the acting person's stack."""

from __future__ import annotations

from bot.sandbox.page.blocks.block import BlockRows
from bot.sandbox.page.native import Tag, box, busy, button, icon, set_attributes, words
from bot.sandbox.page.session import Session
from bot.sandbox.page.stage import Stage, title_of
from bot.sandbox.slack.client_checks import NotSubmitted, refusals
from bot.sandbox.slack.model import OpenView

BARS = ("title", "submit", "close", "previous_view_id")

TAKE_FOCUS, GIVE_IT_BACK = "(vnode) => demo.opened(vnode)", "() => demo.closed()"
"""What is typed while a modal is open must not land in the composer behind it; see `page.js`."""
SUBMIT_KEYS = "Control+Enter Meta+Enter"


class Modal:
    """Keeps the drawn modal in step with the workspace."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._veil = box("veil")
        self._veil.set_visibility(False)
        self._view: OpenView | None = None
        self._refusals: dict[str, str] = {}
        self._trouble = ""
        self._drawn: object = None
        self._bars: object = None
        self._stage = Stage(session)
        self._frame: Tag | None = None
        self._rows: BlockRows | None = None
        self._head: Tag | None = None
        self._foot: Tag | None = None
        self._submit: Tag | None = None

    def refresh(self) -> None:
        """Draw what changed."""
        view = self._session.person.view
        if view and self._refusals:  # what is filled in by now is no longer asked for
            still = refusals(view)
            self._refusals = {block: still[block] for block in self._refusals if block in still}
        state = (
            view and (view.id, view.hash, tuple(view.errors.items())),
            tuple(self._refusals.items()),
            self._trouble,
        )
        if state == self._drawn:
            return
        self._drawn = state
        is_new = view is not None and (self._view is None or self._view.id != view.id)
        self._view = view
        if view is None:
            self._veil.clear()
            self._veil.set_visibility(False)
            return
        if is_new:
            self._refusals, self._trouble = {}, ""
            self._build()
        self._draw(view)

    def _build(self) -> None:
        self._veil.clear()
        self._veil.set_visibility(True)
        self._stage = Stage(self._session, current=lambda: self._session.person.view)
        with self._veil, box("modal", role="dialog", aria_modal="true", tabindex="-1") as frame:
            self._frame = frame
            frame.on("vnodeMounted", js_handler=TAKE_FOCUS)
            frame.on("vnodeUnmounted", js_handler=GIVE_IT_BACK)
            self._head = box("modal-head")
            with box("modal-body"):
                self._rows = BlockRows(self._stage)
            self._foot = box("modal-foot")

    def _draw(self, view: OpenView) -> None:
        if self._frame is None or self._rows is None or self._head is None or self._foot is None:
            return
        set_attributes(self._frame, aria_label=view.title)
        self._rows.show(list(view.blocks), {**view.errors, **self._refusals})
        bars = (self._frame.id, *(str(view.view.get(key)) for key in BARS), self._trouble)
        if bars == self._bars:
            return  # no button is ever exchanged under somebody's finger
        self._bars = bars
        self._head.clear()
        with self._head:
            self._draw_head(view)
        self._foot.clear()
        with self._foot:
            self._draw_foot(view)

    def _draw_head(self, view: OpenView) -> None:
        if view.view.get("previous_view_id"):
            button("", self._back, "modal-x", label="Back", symbol="arrow_back")
        with box("modal-app"):
            icon("sms")
        words(view.title, "modal-title", "h2")
        button("", self._close, "modal-x", label="Close", symbol="close")

    def _draw_foot(self, view: OpenView) -> None:
        if self._trouble:
            with box("notice in-modal", role="alert"):
                icon("error")
                words(self._trouble)
        submit = title_of(view.view.get("submit"))
        button(title_of(view.view.get("close")) or ("Cancel" if submit else "Close"), self._back, "btn back")
        self._submit = button(submit, self._send, "btn primary") if submit else None
        if self._submit:
            set_attributes(self._submit, aria_keyshortcuts=SUBMIT_KEYS)

    async def _send(self) -> None:
        session, person, pressed = self._session, self._session.person, self._submit
        self._refusals, self._trouble = {}, ""
        if pressed:
            busy(pressed, is_busy=True)
        try:
            await self._stage.settle()
            answer = await session.act("Sending the form", person.submit)
            if answer is None or answer.error:
                self._trouble = "We had some trouble connecting. Try again?"
        except NotSubmitted as refused:
            self._refusals = refused.reasons
        finally:
            if pressed:
                busy(pressed, is_busy=False)
        session.changed()

    async def _back(self) -> None:
        await self._session.act("Going back", self._session.person.back)

    async def _close(self) -> None:
        await self._session.act("Closing", self._session.person.close)
