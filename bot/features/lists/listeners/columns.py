"""How Slack reaches the question for the column of numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.lists.column_question import ColumnQuestions
from bot.features.lists.faults import ListError
from bot.features.lists.ids import FEATURE, NUMBERS_BLOCK, Action, Modal
from bot.features.lists.request import Request
from bot.features.lists.views import columns as columns_view
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.lists.views.columns import ColumnState
from bot.features.sends.submission import Submission
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import not_possible
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.background import Work
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.uploads import carried
from bot.texting.tables import places

NOT_CHOSEN: Final = "Choose the column of numbers to text."


@dataclass(frozen=True, slots=True)
class ColumnListeners:
    """Keeps the question up to date, and goes on with what was chosen.

    ``confirmation`` makes the confirmation of a list. ``edit`` runs the edit of a view, by its id, on threads
    that may take long, and ``drop`` forgets those that wait for one: it was submitted.
    """

    responder: Responder
    loading: LoadingView
    column_questions: ColumnQuestions
    confirmation: Callable[[Submission[Request], ReportProgress], Block]
    edit: Callable[[str, Work], object]
    drop: Callable[[str], None]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("text a list")
        registry.action(Action.NUMBERS, Role.BROADCASTER, self.changed)
        registry.action(Action.COLUMNS, Role.BROADCASTER, self.asked)
        registry.submission(Modal.COLUMNS, Role.BROADCASTER, self.chosen)

    def question_or_confirmation(self, submission: Submission[Request], report: ReportProgress) -> Block:
        """Return the confirmation of a list, or where two columns may hold the numbers ask which is meant.

        Raises :exc:`UserError` when it cannot be sent as it stands.
        """
        question = self.column_questions.question(submission)
        return self.confirmation(submission, report) if question is None else columns_view.form(question)

    def asked(self, interaction: Interaction) -> None:
        """Turn a confirmation into the question which column is to be texted."""
        confirmed = interaction.state(confirmation_view.ConfirmationState)
        user_id = interaction.who.user_id

        def find(_key: str, _report: ReportProgress) -> Block:
            numbers = places.read(confirmed.numbers)
            return columns_view.form(
                self.column_questions.again(confirmed.send_id, carried(confirmed, user_id), numbers)
            )

        self.loading.here(interaction, FEATURE, "Reading the list …", find)

    def changed(self, interaction: Interaction) -> None:
        """Show what would be texted by the column as it is chosen now."""
        view_id = interaction.view_id
        self.edit(view_id, lambda: self._redraw(interaction, view_id))
        interaction.ack()

    def chosen(self, interaction: Interaction) -> None:
        """Go on to the confirmation with what was chosen, or say beside the field that nothing was."""
        self.drop(interaction.view_id)
        numbers = _numbers(interaction)
        if not numbers:
            raise FieldErrors({NUMBERS_BLOCK: NOT_CHOSEN})
        state, who = interaction.state(ColumnState), interaction.who

        def find(key: str, report: ReportProgress) -> Block:
            return self.confirmation(self._request(state, numbers, who, key), report)

        def put_back(error: UserError) -> Block | None:
            if not isinstance(error, ListError):
                return None
            file = carried(state, who.user_id)
            view = columns_view.form(self.column_questions.again(state.send_id, file, numbers))
            return beside(view, {NUMBERS_BLOCK: error.sentence})

        self.loading.push(interaction, FEATURE, "Reading the list …", find, put_back)

    def _request(self, state: ColumnState, numbers: places.Places, who: Who, key: str) -> Submission[Request]:
        return self.column_questions.answered(
            state.send_id, carried(state, who.user_id), numbers, who=who, key=key
        )

    def _redraw(self, interaction: Interaction, view_id: str) -> None:
        state = interaction.state(ColumnState)
        try:
            file = carried(state, interaction.who.user_id)
            view = columns_view.form(self.column_questions.again(state.send_id, file, _numbers(interaction)))
        except UserError as error:
            view = not_possible(error.sentence)  # one step back the file can be given again
        self.responder.modals.update(view, view_id=view_id)


def _numbers(interaction: Interaction) -> places.Places:
    return places.read(Values.of(interaction.view).chosen(NUMBERS_BLOCK))
