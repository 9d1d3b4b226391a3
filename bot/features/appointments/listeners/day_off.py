"""How Slack reaches a day off: the command, its form, its review, and what became of it."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.appointments.day_off import DaysOff
from bot.features.appointments.day_sheet import DaySheets
from bot.features.appointments.form import day_off as form_
from bot.features.appointments.form.day_off import Form, FormState
from bot.features.appointments.ids import FEATURE, Action, Modal
from bot.features.appointments.views import day_off as view
from bot.features.appointments.views.change_review import PlanState
from bot.features.appointments.views.day import DayState
from bot.features.sends.submission import Submission
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock

LOOKING = "Looking up the day …"
DAY_OFF = "take a day off"


@dataclass(frozen=True, slots=True)
class DayOffListeners:
    """Asks for a day and what becomes of it, shows what that means, and hands it over."""

    responder: Responder
    loading: LoadingView
    days_off: DaysOff
    day_sheets: DaySheets
    users: Users
    suggested: Suggested
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="day-off",
                usage="/sms day-off [day]",
                summary="Cancel everything booked for a day, or move it by a week, and text everyone",
                role=Role.SENDER,
                to=DAY_OFF,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to(DAY_OFF)
        registry.action(Action.DAY_OFF, Role.SENDER, self.of_day)
        for action in (Action.DAY, Action.WHAT, Action.TELL_DAY, Action.DAY_TEXT):
            registry.action(action, Role.SENDER, self.changed)
        registry.submission(Modal.DAY_OFF, Role.SENDER, self.filled_in)
        registry.submission(Modal.CONFIRM_DAY_OFF, Role.SENDER, self.confirmed)

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form, with the day that was typed."""
        day = self.day_sheets.typed(text, short=True)
        note = "" if day or not text else f"Pick a day: {kit.quoted(text)} isn't a date."
        self._open(interaction, form_.empty(FormState(interaction.channel_id, note), day, self.suggested))

    def of_day(self, interaction: Interaction) -> None:
        """Open the form for the day a button stands for."""
        day = metadata.load(DayState, interaction.value).date
        self._open(interaction, form_.empty(FormState(), day, self.suggested))

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        filled = self.form_of(interaction)
        self.responder.edit(interaction, lambda: self.drawn(filled))
        interaction.ack()

    def filled_in(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or look everything up and show it."""
        self.responder.leave(interaction)
        filled = self.form_of(interaction)
        asked = form_.validate(filled, self.day_sheets.today)

        def find(key: str, report: ReportProgress) -> Block:
            own = self.users.zone(interaction.who.user_id)
            submission = Submission(asked, interaction.who, filled.state.channel, key, own)
            preview = self.days_off.check(submission, report)
            return message_field.noted(view.review(preview, own, self.clock()), filled.notice.left_out)

        self.loading.push(interaction, FEATURE, LOOKING, find)

    def confirmed(self, interaction: Interaction) -> None:
        """Record it as confirmed, with its jobs, and close the modal."""
        self.days_off.confirm(interaction.state(PlanState).plan_id, interaction.who)
        interaction.ack(response_action="clear")

    def _open(self, interaction: Interaction, filled: Form) -> None:
        today = self.day_sheets.today
        self.responder.open(interaction, lambda: view.form(filled, today))
        interaction.ack()

    def drawn(self, filled: Form) -> Block:
        """Return the form as it looks now."""
        return view.form(filled, self.day_sheets.today)

    def form_of(self, interaction: Interaction) -> Form:
        """Return the form an interaction came from, as it stands."""
        values = Values.of(interaction.view)
        return form_.read(values, interaction.state(FormState), self.suggested)
