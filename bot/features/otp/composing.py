"""How Slack reaches the form that asks for a code: the command, buttons elsewhere, and its type-ahead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.features.contacts.option_view import contact_option
from bot.features.contacts.service import ContactBook
from bot.features.otp import ask_view
from bot.features.otp.form import Form, Meta, offered
from bot.features.otp.ids import Action
from bot.features.otp.record import Record
from bot.policy.model import Otp
from bot.slack import kit
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.errors import UserError
from bot.slack.kit import Block
from bot.slack.roles import Role
from bot.slack.visits import Visit
from bot.store.sends import Send
from bot.texting import phones

LONGEST_WORD: Final = 60


@dataclass(frozen=True, slots=True)
class Composing:
    """Opens the form, filled in with what is known."""

    desk: Desk
    contacts: ContactBook
    record: Record
    rules: Otp
    region: str | None

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="otp",
                usage="/sms otp [number or contact] [what for]",
                summary="Check who somebody is: text them a one-time code, to be read back to you",
                role=Role.SENDER,
                run=self.command,
                own_command="/sms-otp",
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.NEW, Role.SENDER, self.new)
        entrances.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        entrances.action(Action.AGAIN, Role.SENDER, self.again)
        entrances.options(Action.CONTACT, Role.SENDER, self.contact_options)

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number or contact and what the code is for."""
        meta = Meta(channel=visit.channel_id)
        numbered = phones.leading(text, self.region)
        if numbered is not None:
            form = self._purposed(Form(meta, number=numbered[0].pretty), numbered[1])
            self._open(visit, lambda: form)
        elif not text:
            self._open(visit, lambda: Form(meta))
        else:
            self.desk.later(visit, lambda: self._look_up(visit, meta, text))
        visit.ack()

    def new(self, visit: Visit) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self._open(visit, lambda: Form(Meta()))
        visit.ack()

    def to_contact(self, visit: Visit) -> None:
        """Open the form for the number (digits) a button stands for."""
        self._open(visit, lambda: Form(Meta(), number=phones.pretty(visit.value)))
        visit.ack()

    def again(self, visit: Visit) -> None:
        """Open the form for whom a code was sent to before. Nothing is sent by that."""
        self._open(visit, lambda: self._as_before(visit.value))
        visit.ack()

    def contact_options(self, visit: Visit) -> None:
        """Offer contacts while somebody types. Slack waits for these, at most three seconds."""
        found = self.contacts.suggest(str(visit.body.get("value", "")))
        visit.ack(options=[contact_option(card) for card in found])

    def _open(self, visit: Visit, form: Callable[[], Form]) -> None:
        self.desk.open(visit, lambda: ask_view.ask(form(), self.rules))

    def _as_before(self, send_id: str) -> Form:
        kept = self.record.one(send_id)
        purpose = offered(kept.verification.purpose, self.rules)
        return Form(Meta(channel=kept.send.origin_channel), contact=_masked(kept.send), purpose=purpose)

    def _look_up(self, visit: Visit, meta: Meta, text: str) -> None:
        """Open a waiting view at once, then find the contact and put the form in its place."""
        waiting = ask_view.looking_up(kit.cut(text.split(maxsplit=1)[0], LONGEST_WORD))
        view_id = self.desk.modals.open(visit.trigger_id, waiting)
        try:
            form = self._addressed(meta, text)
        except UserError as error:
            form = Form(_noting(meta, error.sentence))
        self.desk.modals.update(ask_view.ask(form, self.rules), view_id=view_id)

    def _addressed(self, meta: Meta, text: str) -> Form:
        found = self.contacts.address(text)
        if len(found.cards) == 1:
            form = Form(meta, contact=contact_option(found.cards[0]))
            return self._purposed(form, found.message)
        if found.cards:
            name = kit.cut(found.cards[0].name, LONGEST_WORD)
            sentence = f"{len(found.cards)} contacts go by that name. Choose the {name} you mean."
            return self._purposed(Form(_noting(meta, sentence)), found.message)
        return Form(_noting(meta, "No contact goes by that name. Choose one, or type a number."))

    def _purposed(self, form: Form, typed: str) -> Form:
        """Return a form with the purpose that was typed; a note says so where the policy has no such one."""
        purpose = offered(typed, self.rules)
        if typed and not purpose:
            return replace(form, meta=_noting(form.meta, "Choose what the code is for from the list below."))
        return replace(form, purpose=purpose)


def _noting(meta: Meta, sentence: str) -> Meta:
    note = f":warning: {kit.sentence(sentence)}"
    return replace(meta, note=f"{meta.note}\n{note}" if meta.note else note)


def _masked(send: Send) -> Block:
    """Return whom a code went to as a choice, masked: somebody else may send the new one."""
    name = kit.cut(phones.mask_in(send.to_name or ""), LONGEST_WORD)
    masked = phones.mask(send.to_number)
    return kit.option(f"{name} · {masked}" if name else masked, send.to_number)
