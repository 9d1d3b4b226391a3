"""Showing how far a count is, in the window of whoever asked for it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.features.groups import views
from bot.features.groups.service import GroupList, Where
from bot.features.groups.sync import GroupSync, Progress, Run, Spawn, Stopped
from bot.logs import describe
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.replies import new_reference, unforeseen
from bot.smsit import SmsItError

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 1.0
STOPPED: Final = (
    "The bot stopped while counting, so these are the figures from the last count. Open the list again."
)

Update = Callable[[str, Block], bool]
"""Changes the window of that view id; returns whether it was changed: not when it was closed meanwhile."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a window looks at: a count, and where in the list its person is. A change makes another."""

    run: Run
    where: Where


@dataclass(slots=True)
class _Window:
    """A window: the newest look, what it was last told to show, and whether Slack still had it then."""

    look: _Look
    shown: Block | None = None
    is_open: bool = True


class CountProgress:
    """Edits windows while the groups are counted: one edit at a time, for each window every second at most.

    ``spawn`` runs work on threads that may be held for minutes. However many people look on, they hold one of
    them together. A window that was closed is left alone.
    """

    def __init__(
        self,
        groups: GroupList,
        sync: GroupSync,
        update: Update,
        spawn: Spawn,
        *,
        seconds: float = EVERY_SECONDS,
    ) -> None:
        self._groups = groups
        self._sync = sync
        self._update = update
        self._spawn = spawn
        self._seconds = seconds
        self._lock = threading.Lock()
        self._windows: dict[str, _Window] = {}
        self._is_watched = False

    def count(self, view_id: str, where: Where) -> None:
        """Count everything again and show it in this window. Raises TooBusy when no thread is free."""
        look = _Look(self._sync.start(self._spawn, full=True), where)
        with self._lock:
            self._windows.setdefault(view_id, _Window(look)).look = look
            begins, self._is_watched = not self._is_watched, True
        if begins:
            try:
                self._spawn(self._watch)
            except Exception:
                with self._lock:
                    self._windows.clear()
                    self._is_watched = False
                raise

    def view(self, view_id: str, where: Where) -> Block:
        """Return the window for where its person looks now; with the progress when a count is watched."""
        with self._lock:
            window = self._windows.get(view_id)
            if window is not None:
                window.look = _Look(window.look.run, where)
        progress = None if window is None else _progress(window.look.run)
        return views.groups(self._groups.look(where), progress=progress)

    def _watch(self) -> None:
        """Show the progress in all windows until no count is watched any more."""
        while windows := self._watched():
            for view_id, window in windows.items():
                try:
                    self._draw(view_id, window)
                except Exception as error:  # noqa: BLE001 - one window must not keep the others from being drawn
                    log.error("a count could not be shown: %s", describe(error))
                    with self._lock:
                        self._windows.pop(view_id, None)
            runs = [window.look.run for window in windows.values()]
            if not any(run.wait(0) for run in runs):  # else a window is to be drawn, or to be left, at once
                runs[0].wait(self._seconds)

    def _draw(self, view_id: str, window: _Window) -> None:
        look = window.look
        if look.run.wait(0):
            # Even if an earlier edit failed: Slack may only have been out of reach.
            self._update(view_id, views.groups(self._groups.look(look.where), trouble=_trouble(look.run)))
            with self._lock:  # its person may have turned a page, or pressed again, in the meantime
                if window.look is look:
                    del self._windows[view_id]
            return
        view = views.groups(self._groups.look(look.where), progress=_progress(look.run))
        if window.is_open and view != window.shown:
            window.is_open = self._update(view_id, view)
        window.shown = view

    def _watched(self) -> dict[str, _Window]:
        """Return the windows to draw; when there are none, whoever watches next begins anew."""
        with self._lock:
            self._is_watched = bool(self._windows)
            return dict(self._windows)


def _progress(run: Run) -> Progress | None:
    return None if run.wait(0) else run.progress or Progress(0, 0)


def _trouble(run: Run) -> str:
    """Return what went wrong, for the person who waits."""
    if run.error is None:
        return ""
    if isinstance(run.error, SmsItError):
        return f"{run.error.sentence} These are the figures from the last count."
    if isinstance(run.error, Stopped):
        return STOPPED
    reference = new_reference()
    log.error("counting the groups broke, reference %s: %s", reference, describe(run.error))
    return unforeseen(reference)
