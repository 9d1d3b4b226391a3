"""How Slack reaches the form that asks for a code: the command, buttons elsewhere, and its type-ahead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views import options as options_view
from bot.features.contacts.views.options import contact_option
from bot.features.otp.form import Form, FormState, offered, read
from bot.features.otp.history import History
from bot.features.otp.ids import Action, Modal
from bot.features.otp.request import LONGEST_PURPOSE
from bot.features.otp.views import form as form_view
from bot.policy.model import Otp
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import RecipientFields
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.store.sends import Send
from bot.texting import line_start, phones
from bot.texting.line_start import Reading
from bot.texting.sender_ids import Senders
from bot.texting.spellings import canonical

LONGEST_WORD: Final = 60
NOBODY_OF_THAT_NAME: Final = "No contact goes by that name. Choose one, or type a number."
FROM_THE_LIST: Final = "Choose what the code is for from the list below."
SHORTER: Final = f"Say what the code is for in {LONGEST_PURPOSE} characters."


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the form, filled in with what is known."""

    responder: Responder
    contacts: ContactBook
    history: History
    rules: Otp
    senders: Senders
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

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.NEW, Role.SENDER, self.new)
        registry.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        registry.action(Action.READING, Role.SENDER, self.answered)
        registry.action(Action.AGAIN, Role.SENDER, self.again)
        registry.action(Action.MEANT, Role.SENDER, self.answered)
        registry.options(Action.CONTACT, Role.SENDER, offering(self.contacts.suggest, contact_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form, filled in with a typed number or contact and what the code is for."""
        state = FormState(channel=interaction.channel_id)
        found = self._readings(text)
        if found:
            form = self._purposed(Form(state, recipient.numbered(found)), found[0].rest)
            self._open(interaction, lambda: form)
        elif not text:
            self._open(interaction, lambda: Form(state))
        else:
            self.responder.later(interaction, lambda: self._look_up(interaction, state, text))
        interaction.ack()

    def new(self, interaction: Interaction) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self._open(interaction, lambda: Form(FormState()))
        interaction.ack()

    def to_contact(self, interaction: Interaction) -> None:
        """Open the form for the number (digits) a button stands for."""
        self._open(
            interaction,
            lambda: Form(
                FormState(), RecipientFields(number=phones.pretty(canonical(interaction.value, self.region)))
            ),
        )
        interaction.ack()

    def again(self, interaction: Interaction) -> None:
        """Open the form for whom a code was sent to before. Nothing is sent by that."""
        self._open(interaction, lambda: self._as_before(interaction.value))
        interaction.ack()

    def answered(self, interaction: Interaction) -> None:
        """Draw the form again for an answer to whom the line means, with the words behind a number."""
        values = Values.of(interaction.view)
        before = read(values, interaction.state(FormState), self.rules)
        whom, purpose = recipient.answered(values, before.purpose)
        state = before.state
        if purpose != before.purpose:
            state = replace(state, edition=state.edition + 1)
        form = replace(before, state=state, purpose=purpose, whom=whom)
        self.responder.edit(interaction, lambda: form_view.ask(form, self.rules, self.senders))
        interaction.ack()

    def _readings(self, text: str) -> tuple[Reading, ...]:
        """Return how a line can be read: a purpose that the policy offers settles where the number ends."""
        found = line_start.leading(text, self.region)
        settled = tuple(each for each in found if self.rules.purposes and offered(each.rest, self.rules))
        return settled if len(settled) == 1 else found

    def _open(self, interaction: Interaction, form: Callable[[], Form]) -> None:
        self.responder.open(interaction, lambda: form_view.ask(form(), self.rules, self.senders))

    def _as_before(self, send_id: str) -> Form:
        kept = self.history.one(send_id)
        purpose = offered(kept.verification.purpose, self.rules)
        sender = kept.send.alpha_sender or kept.send.sender
        return Form(
            FormState(channel=kept.send.origin_channel), RecipientFields(_masked(kept.send)), purpose, sender
        )

    def _look_up(self, interaction: Interaction, state: FormState, text: str) -> None:
        """Open a waiting view at once, then find the contact and put the form in its place."""
        waiting = recipient.looking_up(kit.truncate(text.split(maxsplit=1)[0], LONGEST_WORD), Modal.NOTICE)
        view_id = self.responder.show(interaction, waiting)
        try:
            form = self._addressed(state, text)
        except UserError as error:
            form = self._as_typed(_noting(state, kit.sentence(error.sentence)), text)
        self.responder.fill(interaction, view_id, form_view.ask(form, self.rules, self.senders))

    def _addressed(self, state: FormState, text: str) -> Form:
        found = self.contacts.address(text)
        if found.card is not None:
            return self._purposed(Form(state, RecipientFields(contact_option(found.card))), found.message)
        if not found.candidates:
            return self._as_typed(_noting(state, NOBODY_OF_THAT_NAME), text)
        state = _noting(state, f"{options_view.question(found)} {_typed(text)}", icon="")
        form = Form(state, RecipientFields(offers=options_view.offers(found)))
        return self._purposed(form, text[found.candidates[0].taken :])

    def _as_typed(self, state: FormState, text: str) -> Form:
        """Return the form with what was typed above it: it is not known where the name ends."""
        return Form(replace(state, note=f"{state.note} {_typed(text)}"))

    def _purposed(self, form: Form, typed: str) -> Form:
        """Return a form with the purpose that was typed; a note says so where it cannot be that."""
        purpose = offered(typed, self.rules)
        form = replace(form, purpose=purpose)
        if not typed or purpose == " ".join(typed.split()) or (purpose and self.rules.purposes):
            return form
        mend = FROM_THE_LIST if self.rules.purposes else SHORTER
        return replace(form, state=_noting(form.state, f"{mend} {_typed(typed)}"))


def _typed(text: str) -> str:
    return f"You typed {kit.quoted(text)}."


def _noting(state: FormState, sentence: str, icon: str = ":warning: ") -> FormState:
    note = f"{icon}{sentence}"
    return replace(state, note=f"{state.note}\n{note}" if state.note else note)


def _masked(send: Send) -> Block:
    """Return whom a code went to as a choice, masked: somebody else may send the new one."""
    name = kit.truncate(phones.mask_in(send.to_name or ""), LONGEST_WORD)
    masked = phones.mask(send.to_number)
    return kit.option(f"{name} · {masked}" if name else masked, send.to_number)
