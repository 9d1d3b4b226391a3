"""Showing how far a count is, in the window of whoever asked for it."""

import logging
import threading
from collections.abc import Callable
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
    "The bot was stopped while it counted, so the figures are those of the last count. Open the list again."
)

Update = Callable[[str, Block], bool]
"""Changes the window of that view id; returns whether it was changed: not when it was closed meanwhile."""


class CountProgress:
    """Edits windows while the groups are counted: one edit at a time for each, at most every second.

    ``spawn`` runs work on threads that may be held for minutes. A window that was closed is left alone.
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
        self._looks_at: dict[str, tuple[Run, Where]] = {}

    def count(self, view_id: str, where: Where) -> None:
        """Count everything again and show it in this window. Raises TooBusy when no thread is free."""
        run = self._sync.start(self._spawn, full=True)
        with self._lock:
            is_watched = view_id in self._looks_at
            self._looks_at[view_id] = run, where
        if not is_watched:
            try:
                self._spawn(lambda: self._watch(view_id))
            except Exception:
                self._forget(view_id)
                raise

    def view(self, view_id: str, where: Where) -> Block:
        """Return the window for where its person looks now; with the progress when a count is watched."""
        with self._lock:
            watched = self._looks_at.get(view_id)
            if watched is not None:
                self._looks_at[view_id] = watched[0], where
        return views.groups(self._groups.look(where), progress=_progress(watched[0]) if watched else None)

    def _watch(self, view_id: str) -> None:
        try:
            is_over = False
            while not is_over:
                run = self._follow(view_id)
                with self._lock:
                    seen = self._looks_at[view_id]
                # Even if an earlier edit failed: Slack may only have been out of reach.
                self._update(view_id, views.groups(self._groups.look(seen[1]), trouble=_trouble(run)))
                with self._lock:  # its person may have turned a page, or pressed again, in the meantime
                    is_over = self._looks_at[view_id] == seen
        finally:
            self._forget(view_id)

    def _follow(self, view_id: str) -> Run:
        """Show the progress until the count is over, or the window is closed."""
        shown: Block | None = None
        is_open = True
        while True:
            with self._lock:
                run, where = self._looks_at[view_id]
            if run.wait(self._seconds if shown else 0):
                return run
            view = views.groups(self._groups.look(where), progress=_progress(run))
            if is_open and view != shown:
                is_open = self._update(view_id, view)
            shown = view

    def _forget(self, view_id: str) -> None:
        with self._lock:
            self._looks_at.pop(view_id, None)


def _progress(run: Run) -> Progress | None:
    return None if run.wait(0) else run.progress or Progress(0, 0)


def _trouble(run: Run) -> str:
    """Return what went wrong, for the person who waits."""
    if run.error is None:
        return ""
    if isinstance(run.error, SmsItError):
        return f"{run.error.sentence} The figures are those of the last count."
    if isinstance(run.error, Stopped):
        return STOPPED
    reference = new_reference()
    log.error("counting the groups broke, reference %s: %s", reference, describe(run.error))
    return unforeseen(reference)
