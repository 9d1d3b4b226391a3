"""A view that waits while something is found out, and is filled in with it, between form and button.

What is found out may take minutes (counting a group, reading a list), so it runs on threads of its own, says
how far it is, and is done once however often Slack delivers the same submission: what comes again is
answered with what was found.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from bot.errors import TooBusy, UserError
from bot.logs import describe
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.replies import new_reference, unforeseen

log = logging.getLogger(__name__)

NOTICE: Final = "checking"
TITLE: Final = "Checking"
SHOW_TRIES: Final = 10
SHOW_PAUSE_SECONDS: Final = 0.3
TOLD_EVERY_SECONDS: Final = 2.0
"""Between two edits of a waiting view. Slack takes about a hundred a minute, of everybody's."""
MOST_KEPT: Final = 300
"""Newest views that are kept for the case that Slack delivers their submission again."""

ReportProgress = Callable[[str], None]
"""Says in plain words how far the work is."""
Find = Callable[[str, ReportProgress], Block]
"""Finds something out and returns the view that says it. The same submission again brings the same key."""


def waiting(said: str) -> Block:
    """Return what a person sees meanwhile."""
    return kit.modal(
        callback_id=NOTICE,
        title=TITLE,
        blocks=[kit.section(f":hourglass_flowing_sand: {kit.escape(said)}")],
        close="Back",
    )


def not_possible(sentence: str) -> Block:
    """Return why it cannot be done; what was written is still there one step back."""
    return kit.modal(
        callback_id=NOTICE,
        title="Not possible",
        blocks=[kit.section(f":no_entry: {kit.sentence(sentence)}")],
        close="Back",
    )


class LoadingView:
    """Shows waiting views and fills them in."""

    def __init__(
        self, modals: Modals, background: Background, *, pause_seconds: float = SHOW_PAUSE_SECONDS
    ) -> None:
        self._modals = modals
        self._background = background
        self._pause_seconds = pause_seconds
        self._lock = threading.Lock()
        self._at_it: set[str] = set()
        self._again: set[str] = set()
        self._kept: OrderedDict[str, Block] = OrderedDict()

    def push(self, interaction: Interaction, feature: str, said: str, find: Find) -> None:
        """Answer a submission with a waiting view on top, and fill it in. Raises :exc:`TooBusy`."""
        self._answer("push", interaction, feature, said, find)

    def turn(self, interaction: Interaction, feature: str, said: str, find: Find) -> None:
        """Answer a submission by turning its view into a waiting one, and fill that in. As :meth:`push`."""
        self._answer("update", interaction, feature, said, find)

    def here(self, interaction: Interaction, feature: str, said: str, find: Find) -> None:
        """Turn the view a button was pressed in into a waiting one, and fill it in. Raises :exc:`TooBusy`."""
        view_id = str(interaction.view.get("id", ""))

        def show(view: Block) -> bool:
            return self._modals.update(view, view_id=view_id)

        def found(key: str, report: ReportProgress) -> Block:
            show(waiting(said))
            return find(key, report)

        self._begin(key_of(feature, interaction.trigger_id), show, found)
        interaction.ack()

    def show(self, view: Block, key: str) -> bool:
        """Fill a view in that was pushed under this key; False when it is not there, or no longer."""
        return self._modals.update(view | {"external_id": key}, external_id=key)

    def insist(self, show: Callable[[], bool]) -> bool:
        """Show something that must be seen, for as long as Slack may take to take our answer in.

        Quicker than that, and the view to be filled in is not there yet. False when it was closed.
        """
        for nth in range(SHOW_TRIES):
            if nth:
                self._pause()
            if show():
                return True
        return False

    def _answer(self, action: str, interaction: Interaction, feature: str, said: str, find: Find) -> None:
        key = key_of(feature, interaction.trigger_id)
        found = self._begin(key, lambda view: self.show(view, key), find)
        interaction.ack(response_action=action, view=(found or waiting(said)) | {"external_id": key})

    def _begin(self, key: str, show: Callable[[Block], bool], find: Find) -> Block | None:
        """Begin, unless this is under way; return what was found when it was found before."""
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            if key in self._at_it:
                self._again.add(key)
                return None
            self._at_it.add(key)
        try:
            self._background.run(lambda: self._run(key, show, find))
        except TooBusy:
            with self._lock:
                self._at_it.discard(key)
            raise
        return None

    def _run(self, key: str, show: Callable[[Block], bool], find: Find) -> None:
        view = _found(key, find, _Seldom(lambda said: show(waiting(said))))
        with self._lock:
            self._kept[key] = view
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            self._at_it.discard(key)
            is_again = key in self._again
            self._again.discard(key)
        if self.insist(lambda: show(view)) and is_again:
            # The other delivery's waiting view may have taken the place of what is shown.
            self._pause()
            show(view)

    def _pause(self) -> None:
        threading.Event().wait(self._pause_seconds)


class _Seldom:
    """Passes on how far the work is, not more often than every few seconds."""

    def __init__(self, show: Callable[[str], object]) -> None:
        self._show = show
        self._last = time.monotonic()

    def __call__(self, said: str) -> None:
        now = time.monotonic()
        if now - self._last >= TOLD_EVERY_SECONDS:
            self._last = now
            self._show(said)


def key_of(feature: str, trigger_id: str) -> str:
    """Return an id for a view, and what is recorded with it; the same submission again gets the same one."""
    return f"{feature}-{blake2b(trigger_id.encode(), digest_size=16).hexdigest()}"


def _found(key: str, find: Find, report: ReportProgress) -> Block:
    try:
        return find(key, report)
    except UserError as error:
        return not_possible(error.sentence)
    except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
        reference = new_reference()
        log.error("a check broke, reference %s: %s", reference, describe(error))
        return not_possible(unforeseen(reference))
