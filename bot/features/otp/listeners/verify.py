"""How Slack reaches what is done with a code that was sent: verify it, and look at the record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import TooBusy
from bot.features.otp.history import History
from bot.features.otp.ids import FEATURE, Action, Field, Modal
from bot.features.otp.verification import Impossible, Right, Verifier, Wrong
from bot.features.otp.views import recent as recent_view
from bot.features.otp.views import verify as verify_view
from bot.features.otp.views.verify import VerifyState
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import emoji
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress, key_of
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.verifications import Stage, Verification
from bot.texting.clock import Clock

AGAIN: Final = f"{FEATURE}.again"


@dataclass(frozen=True, slots=True)
class VerifyListeners:
    """Takes codes that people read out, and shows the record.

    ``beside_verified`` make the buttons that lead on from a code that was verified.
    """

    responder: Responder
    loading: LoadingView
    verifier: Verifier
    history: History
    users: Users
    clock: Clock
    beside_verified: Sequence[Callable[[str], Block]] = ()

    def verbs(self) -> tuple[Verb, ...]:
        """Return the rows of the command table, to stand behind that of ``/sms otp``."""
        return (
            Verb(
                name="otp verify",
                usage="/sms otp verify",
                summary="Verify a code that a caller reads to you",
                role=Role.SENDER,
                to="verify a one-time code",
                run=self.choose,
            ),
            Verb(
                name="otp recent",
                usage="/sms otp recent",
                summary="Recent codes: who verified which caller, what for, and the result",
                role=Role.SENDER,
                to="see one-time codes",
                run=self.recent,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("verify a one-time code")
        registry.action(Action.VERIFY, Role.SENDER, self.ask)
        registry.submission(Modal.VERIFY, Role.SENDER, self.typed)

    def ask(self, interaction: Interaction) -> None:
        """Open the form for the code a button stands for."""
        self.responder.open(interaction, lambda: self._form(interaction.value, interaction.who))
        interaction.ack()

    def choose(self, interaction: Interaction, _rest: str) -> None:
        """Open the form for one of the person's own codes."""
        self.responder.open(
            interaction, lambda: verify_view.choice(self.verifier.open_of(interaction.who), self.clock())
        )
        interaction.ack()

    def recent(self, interaction: Interaction, _rest: str) -> None:
        """Show the last codes to whoever asks, and to nobody else."""
        interaction.ack()
        self.responder.answer(interaction, lambda: self._recent(interaction.who))

    def typed(self, interaction: Interaction) -> None:
        """Compare the code that was typed; about the right one SMS-iT is asked, behind a waiting view."""
        state = interaction.state(VerifyState)
        values = Values.of(interaction.view)
        send_id = state.send_id or values.chosen(Field.WHICH)
        key = key_of(FEATURE, interaction.trigger_id)
        answer = self.verifier.compare(send_id, interaction.who, _typed(values), key)
        match answer:
            case Impossible():
                raise FieldErrors({Field.CODE.value: verify_view.IMPOSSIBLE})
            case Wrong():
                view = self._wrong(state, send_id, interaction.who)
                interaction.ack(response_action="update", view=view)
            case Right(code):
                self._ask_smsit(interaction, send_id, code)
            case _ if answer.verification.state is Stage.CHECKING:
                # The same submission again, or another window. It has a key of its own: whoever came first
                # may not have begun to ask yet, and must not find somebody at it.
                self._turn(interaction, AGAIN, lambda: self.verifier.about(send_id, interaction.who))
            case _:
                interaction.ack(response_action="update", view=self._result(answer.verification))

    def _ask_smsit(self, interaction: Interaction, send_id: str, code: str) -> None:
        try:
            self._turn(interaction, FEATURE, lambda: self.verifier.ask(send_id, code))
        except TooBusy:
            self.verifier.give_up(send_id)
            raise

    def _turn(self, interaction: Interaction, feature: str, learn: Callable[[], Verification]) -> None:
        """Wait in the place of the form: the right code is used up, and Slack stacks three views at most.

        A new code can be asked for from what comes of it, which takes the other two.
        """

        def find(_key: str, _report: ReportProgress) -> Block:
            return self._result(learn())

        self.loading.turn(interaction, feature, "Checking the code with SMS-iT …", find)

    def _result(self, found: Verification) -> Block:
        return verify_view.result(found, [button(found.send_id) for button in self.beside_verified])

    def _form(self, send_id: str, who: Who) -> Block:
        return verify_view.form(self.verifier.about(send_id, who), self.clock())

    def _wrong(self, state: VerifyState, send_id: str, who: Who) -> Block:
        """Return the form with what is left after a wrong code, in the place of what it said before."""
        if state.send_id:
            return verify_view.form(self.verifier.about(send_id, who), self.clock(), is_wrong=True)
        return verify_view.choice(self.verifier.open_of(who), self.clock(), wrong=send_id)

    def _recent(self, who: Who) -> Content:
        everybody = self.history.sees_all(who)
        zone = self.users.zone(who.user_id).key
        return recent_view.recent(self.history.recent(who), everybody=everybody, zone=zone)


def _typed(values: Values) -> str:
    """Return what was typed as a code; digits that were picked as emoji come from Slack by their names."""
    return emoji.turned(values.text(Field.CODE)).text
