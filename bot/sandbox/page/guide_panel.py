"""The things to try, as buttons that prepare them, beside the channel."""

from __future__ import annotations

from bot.sandbox.page.guide import STEPS, Preparation, Step
from bot.sandbox.page.native import Tag, box, icon, words
from bot.sandbox.page.session import Session

UNCOVER = "(event) => { emit(); demo.uncover(event); }"
"""On a small screen the panel goes, so that one sees what was prepared."""


class GuidePanel:
    """Draws itself again when one more thing is done."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drawn: object = None
        with box("guide"):
            words("Each button types a command; press Enter to run it.", "hint", "p")
            self._count = words("", "guide-count", "p")
            self._count.props["role"] = "status"
            self._list = box("guide-list", "ol")

    def refresh(self) -> None:
        """Draw what changed."""
        done = self._session.guide.done
        if done == self._drawn:
            return
        self._drawn = done
        self._count.set_text(f"{len(done)} of {len(STEPS)} done")
        self._list.clear()
        with self._list:
            for number, step in enumerate(STEPS, start=1):
                self._step(number, step, is_done=step.thing in done)

    def _step(self, number: int, step: Step, *, is_done: bool) -> None:
        with box("guide-step done" if is_done else "guide-step", "li"):
            with box("guide-mark"):
                if is_done:
                    icon("check")
                    words("Done:", "unseen")
                else:
                    words(str(number))
            with box("guide-words"):
                with box("guide-head"):
                    words(step.title, "guide-title", "h3")
                    for way in step.ways:
                        self._way(step, way)
                words(step.about, "guide-about", "p")

    def _way(self, step: Step, way: Preparation) -> None:
        label = f"{way.label}: {step.title}"
        made = Tag("button", "btn small", way.label, type="button", aria_label=label)
        made.on("click", lambda _: self._session.prepare(way), js_handler=UNCOVER)
