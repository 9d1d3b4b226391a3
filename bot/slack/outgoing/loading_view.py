"""A view that waits while something is found out, and is filled in with it, between form and button.

What is found out may take minutes (counting a group, reading a list), so it runs on threads of its own, says
how far it is, and is done once however often Slack delivers the same submission: what comes again is
answered with what was found.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, Final

from bot.errors import TooBusy, UserError
from bot.logs import describe
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import not_possible, waiting
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import Background, LatestWins
from bot.slack.outgoing.fair_queue import FairQueue
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.replies import new_reference, unforeseen
from bot.slack.outgoing.responder import Responder
from bot.slack.seals import for_person

log = logging.getLogger(__name__)
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
PutBack = Callable[[UserError], Block | None]
"""Returns the form with what is wrong beside its field; none for what no field of it can mend."""


class LoadingView:
    """Shows waiting views and fills them in, ``at_once`` for each person.

    Only who has much waiting is refused, however much the others have.
    """

    def __init__(
        self,
        modals: Modals,
        background: Background,
        *,
        at_once: int = 1,
        pause_seconds: float = SHOW_PAUSE_SECONDS,
    ) -> None:
        self._modals = modals
        self._queue = FairQueue(background, at_once=at_once)
        self._newest = LatestWins(background)
        self._pause_seconds = pause_seconds
        self._lock = threading.Lock()
        self._at_it: set[str] = set()
        self._again: set[str] = set()
        self._kept: OrderedDict[str, Block] = OrderedDict()

    def push(
        self, interaction: Interaction, feature: str, said: str, find: Find, put_back: PutBack | None = None
    ) -> None:
        """Answer a submission with a waiting view on top, and fill it in. Raises :exc:`TooBusy`.

        A mistake that is found meanwhile stands in the form, which ``put_back`` gives. Slack stacks three
        views: the third turns into the waiting one.
        """
        action = "update" if _is_third(interaction.view) else "push"
        self._answer(action, interaction, feature, said, _or_form(find, put_back) if put_back else find)

    def turn(self, interaction: Interaction, feature: str, said: str, find: Find) -> None:
        """Answer a submission by turning its view into a waiting one, and fill that in. As :meth:`push`."""
        self._answer("update", interaction, feature, said, find)

    def here(self, interaction: Interaction, feature: str, said: str, find: Find) -> None:
        """Turn the view a button was pressed in into a waiting one, and fill it in. Raises :exc:`TooBusy`."""
        view_id = interaction.view_id

        def show(view: Block) -> bool:
            return self._modals.update(view, view_id=view_id)

        def found(key: str, report: ReportProgress) -> Block:
            show(waiting(said))
            return find(key, report)

        self._begin(interaction, key_of(feature, interaction.trigger_id), show, found)
        interaction.ack()

    def open(
        self, responder: Responder, interaction: Interaction, feature: str, view: Block, find: Find
    ) -> None:
        """Open a waiting ``view`` for a command, or a button in a message, and fill it in.

        Raises :exc:`TooBusy`.
        """

        def begin() -> None:
            view_id = responder.show(interaction, view)
            key = key_of(feature, interaction.trigger_id)
            self._begin(interaction, key, lambda view: self._modals.update(view, view_id=view_id), find)

        responder.later(interaction, begin)
        interaction.ack()

    def newest(self, interaction: Interaction, said: str, find: Callable[[], Block]) -> None:
        """Turn the view a button was pressed in into a waiting one, and fill it in, unless it is overtaken.

        For what people leaf through: of all that a person asks for meanwhile, the newest alone is looked for.
        Raises :exc:`TooBusy`.
        """
        view_id = interaction.view_id

        def look() -> None:
            with for_person(interaction.who.user_id):
                self._modals.update(waiting(said), view_id=view_id)
                self._modals.update(_found(find), view_id=view_id)

        self._newest.run(interaction.who.user_id, look)
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
        found = self._begin(interaction, key, lambda view: self.show(view, key), find)
        interaction.ack(response_action=action, view=(found or waiting(said)) | {"external_id": key})

    def _begin(
        self, interaction: Interaction, key: str, show: Callable[[Block], bool], find: Find
    ) -> Block | None:
        """Begin, unless this is under way; return what was found when it was found before."""
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            if key in self._at_it:
                self._again.add(key)
                return None
            self._at_it.add(key)
        try:
            self._queue.run(
                interaction.who.user_id, lambda: self._run(interaction.who.user_id, key, show, find)
            )
        except TooBusy:
            with self._lock:
                self._at_it.discard(key)
            raise
        return None

    def _run(self, whose: str, key: str, show: Callable[[Block], bool], find: Find) -> None:
        with for_person(whose):
            self._fill(key, show, find)

    def _fill(self, key: str, show: Callable[[Block], bool], find: Find) -> None:
        report = _Seldom(lambda said: show(waiting(said)))
        view = _found(lambda: find(key, report))
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


def _or_form(find: Find, put_back: PutBack) -> Find:
    """Return what finds the same out, or gives the form back where a field of it is why it cannot be done."""

    def found(key: str, report: ReportProgress) -> Block:
        try:
            return find(key, report)
        except UserError as error:
            form = put_back(error)
            if form is None:
                raise
            return form

    return found


def _is_third(view: Mapping[str, Any]) -> bool:
    below = view.get("previous_view_id")
    return bool(below) and below != view.get("root_view_id")


def _found(find: Callable[[], Block]) -> Block:
    try:
        return find()
    except UserError as error:
        return not_possible(error.sentence)
    except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
        reference = new_reference()
        log.error("a check broke, reference %s: %s", reference, describe(error))
        return not_possible(unforeseen(reference))
