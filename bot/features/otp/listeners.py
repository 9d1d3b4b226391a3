"""How Slack reaches what is done with a code that was sent: verify it, and look at the record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import TooBusy
from bot.features.otp import recent_view, verify_view
from bot.features.otp.ids import FEATURE, Action, Field, Modal
from bot.features.otp.record import Record
from bot.features.otp.verify_view import Meta
from bot.features.otp.verifying import Impossible, Right, Verifying, Wrong
from bot.slack.checking import Checking, Told, key_of
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.plain_text import emoji
from bot.slack.poster import Content
from bot.slack.visits import Visit
from bot.store.verifications import Stage, Verification
from bot.texting.clock import Clock

AGAIN: Final = f"{FEATURE}.again"


@dataclass(frozen=True, slots=True)
class Checks:
    """Takes codes that people read out, and shows the record."""

    desk: Desk
    checking: Checking
    verifying: Verifying
    record: Record
    people: People
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the rows of the command table, to stand behind that of ``/sms otp``."""
        return (
            Verb(
                name="otp verify",
                usage="/sms otp verify",
                summary="Type a code that was read to you, and see whether it is the one",
                role=Role.SENDER,
                run=self.choose,
            ),
            Verb(
                name="otp recent",
                usage="/sms otp recent",
                summary="The last codes: who had whom checked, what for, and what came of it",
                role=Role.SENDER,
                run=self.recent,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.VERIFY, Role.SENDER, self.ask)
        entrances.submission(Modal.VERIFY, Role.SENDER, self.typed)

    def ask(self, visit: Visit) -> None:
        """Open the form for the code a button stands for."""
        self.desk.open(visit, lambda: self._form(visit.value, visit.who))
        visit.ack()

    def choose(self, visit: Visit, _rest: str) -> None:
        """Open the form for one of the person's own codes."""
        self.desk.open(visit, lambda: verify_view.choice(self.verifying.open_of(visit.who), self.clock()))
        visit.ack()

    def recent(self, visit: Visit, _rest: str) -> None:
        """Show the last codes to whoever asks, and to nobody else."""
        visit.ack()
        self.desk.answer(visit, lambda: self._recent(visit.who))

    def typed(self, visit: Visit) -> None:
        """Compare the code that was typed; about the right one SMS-iT is asked, behind a waiting view."""
        meta = visit.state(Meta)
        state = State.of(visit.view)
        send_id = meta.send_id or state.chosen(Field.WHICH)
        key = key_of(FEATURE, visit.trigger_id)
        answer = self.verifying.compare(send_id, visit.who, _typed(state), key)
        match answer:
            case Impossible():
                raise FieldErrors({Field.CODE.value: verify_view.IMPOSSIBLE})
            case Wrong(left):
                raise FieldErrors({Field.CODE.value: verify_view.wrong(left)})
            case Right(code):
                self._ask_smsit(visit, send_id, code)
            case _ if answer.verification.state is Stage.CHECKING:
                # The same submission again, or another window. It has a key of its own: whoever came first
                # may not have begun to ask yet, and must not find somebody at it.
                self._turn(visit, AGAIN, lambda: self.verifying.about(send_id, visit.who))
            case _:
                visit.ack(response_action="update", view=verify_view.result(answer.verification))

    def _ask_smsit(self, visit: Visit, send_id: str, code: str) -> None:
        try:
            self._turn(visit, FEATURE, lambda: self.verifying.ask(send_id, code))
        except TooBusy:
            self.verifying.give_up(send_id)
            raise

    def _turn(self, visit: Visit, feature: str, learn: Callable[[], Verification]) -> None:
        """Wait in the place of the form: the right code is used up, and Slack stacks three views at most.

        A new code can be asked for from what comes of it, which takes the other two.
        """

        def find(_key: str, _told: Told) -> Block:
            return verify_view.result(learn())

        self.checking.turn(visit, feature, "Asking SMS-iT about the code …", find)

    def _form(self, send_id: str, who: Who) -> Block:
        return verify_view.form(self.verifying.about(send_id, who), self.clock())

    def _recent(self, who: Who) -> Content:
        everybody = self.record.sees_all(who)
        zone = self.people.zone(who.user_id).key
        return recent_view.recent(self.record.recent(who), everybody=everybody, zone=zone)


def _typed(state: State) -> str:
    """Return what was typed as a code; digits that were picked as emoji come from Slack by their names."""
    return emoji.turned(state.text(Field.CODE)).text
