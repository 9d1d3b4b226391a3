"""What every listener hands slow things over to."""

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from bot import foreground
from bot.errors import TooBusy, UserError
from bot.logs import describe
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.metadata import STALE, MetadataError
from bot.slack.outgoing.background import Background, LatestWins
from bot.slack.outgoing.fair_queue import FairQueue
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.replies import Replies, given_back, new_reference, unforeseen
from bot.slack.outgoing.view_order import ViewOrder
from bot.slack.seals import for_person

NOT_FILLED: Final = "Try that again: the window was closed before it was ready, or Slack rejected it."
QUICK_AT_ONCE: Final = 4
"""Threads one person holds at most: several windows may be open, on several devices."""
WAITING_EACH: Final = 30
"""What one person may have waiting of either kind: as much as they type within seconds."""
log = logging.getLogger(__name__)


class Responder:
    """Opens modals, answers and edits views behind a listener's back, and says so when one of them fails.

    ``background`` is for what Slack alone is needed for, ``lookups`` for what waits for SMS-iT: however long
    that takes, nobody waits for it who opens a form. Nobody holds many threads of either. ``order`` knows the
    newest change of a form.
    """

    def __init__(
        self,
        modals: Modals,
        replies: Replies,
        background: Background,
        lookups: Background,
        order: ViewOrder,
    ) -> None:
        self.modals = modals
        self._order = order
        self.replies = replies
        self._quick = FairQueue(background, each=WAITING_EACH, at_once=QUICK_AT_ONCE)
        self._lookups = FairQueue(lookups, each=WAITING_EACH)
        self._edits = LatestWins(background)
        self._background = background

    def later(self, interaction: Interaction, work: Callable[[], object]) -> None:
        """Do something that needs Slack; what goes wrong is told to the person.

        Raises :exc:`TooBusy` when too much is waiting.
        """
        self._quick.run(interaction.who.user_id, lambda: self._told(interaction, work))

    def look_up(self, interaction: Interaction, work: Callable[[], object]) -> None:
        """Do something that waits for SMS-iT, one after the other for each person. As :meth:`later`."""
        self._lookups.run(interaction.who.user_id, lambda: self._told(interaction, work))

    def answer(self, interaction: Interaction, content: Callable[[], Content]) -> None:
        """Find out an answer, from SMS-iT perhaps, and give it to the person. As :meth:`later`."""
        self.look_up(interaction, lambda: self.replies.send(interaction, content()))

    def open(self, interaction: Interaction, view: Callable[[], Block]) -> None:
        """Open a modal: handed over before anything else, for the right to open it lasts three seconds.

        From within a modal it goes on top of that one.
        """
        self.later(interaction, lambda: self.show(interaction, view()))

    def show(self, interaction: Interaction, view: Block) -> str:
        """Open a modal now, from a thread that may wait for Slack, and return its id. As :meth:`open`.

        Raises :exc:`UserError` when it could not be opened.
        """
        inside = interaction.view.get("type") == "modal"
        if interaction.replaces:
            self.fill(interaction, interaction.view_id, view)
            return interaction.view_id
        return self.modals.open(interaction.trigger_id, view, inside=inside)

    def fill(self, interaction: Interaction, view_id: str, view: Block) -> None:
        """Put a modal in the place of one that is open.

        Raises :exc:`UserError` when it was closed, or could not be changed, and words went with it that were
        typed behind a command.
        """
        if not self.modals.update(view, view_id=view_id) and len(interaction.text.split()) > 1:
            raise UserError(NOT_FILLED)

    def edit(self, interaction: Interaction, view: Callable[[], Block]) -> None:
        """Change the view a person is in; of several changes only the newest stays, whoever draws it."""
        view_id = interaction.view_id

        def change() -> None:
            if not self._order.is_newest(interaction):
                return
            with for_person(interaction.who.user_id):
                drawn = view()
                with self._order.drawing(interaction) as is_newest:
                    if is_newest:
                        self.modals.update(drawn, view_id=view_id)

        if self._edits.run(view_id, change, interaction.acted_at):
            with suppress(TooBusy):  # while it waits it has to be known of it, too
                self._background.run(partial(self._order.is_newest, interaction))

    def leave(self, interaction: Interaction) -> None:
        """Make no more changes of a view: it was submitted, and its errors must stay.

        One that is under way already, here or in another process, is waited for a moment: Slack clears the
        errors of what is drawn anew.
        """
        self._edits.drop(interaction.view_id)
        with foreground.waiting():
            self._order.overtake(interaction)

    def _told(self, interaction: Interaction, work: Callable[[], object]) -> None:
        try:
            with for_person(interaction.who.user_id):
                work()
        except UserError as error:
            self.replies.refuse(interaction, given_back(interaction, error.sentence))
        except MetadataError:
            self.replies.refuse(interaction, given_back(interaction, STALE))
        except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
            reference = new_reference()
            log.error("work in the background broke, reference %s: %s", reference, describe(error))
            self.replies.refuse(interaction, given_back(interaction, unforeseen(reference)))
