"""How Slack reaches the form that asks for a code: the command, buttons elsewhere, and its type-ahead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views import options as options_view
from bot.features.contacts.views.options import contact_option, suggestion_option
from bot.features.otp.form import Form, FormState, offered, read
from bot.features.otp.history import History
from bot.features.otp.ids import Action, Modal
from bot.features.otp.request import LONGEST_PURPOSE
from bot.features.otp.views import form as form_view
from bot.policy.model import Otp
from bot.slack import surface
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering_to
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.store.sends import Send
from bot.texting import line_start, phones, words
from bot.texting.line_start import Reading
from bot.texting.sender_ids import Senders

LONGEST_WORD: Final = 60
FROM_THE_LIST: Final = "Choose what the code is for below."
SHORTER: Final = f"Say what the code is for in up to {LONGEST_PURPOSE} characters."


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
                usage="/sms otp [number or contact] [purpose]",
                summary="Verify a caller with a one-time code",
                role=Role.SENDER,
                to="send a one-time code",
                run=self.command,
                own_command=surface.OTP.name,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a one-time code")
        option = partial(suggestion_option, region=self.region)
        registry.action(Action.NEW, Role.SENDER, self.new)
        registry.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        registry.action(Action.AGAIN, Role.SENDER, self.again)
        registry.action(Action.MEANT, Role.SENDER, self.answered)
        registry.options(Action.CONTACT, Role.SENDER, offering_to(self.contacts.suggest, option))

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
        number, full = interaction.number, self.contacts.sees_numbers(interaction.who)
        whom = recipient.of_contact(number, self.region, full=full)
        self._open(interaction, lambda: Form(FormState(), whom))
        interaction.ack()

    def again(self, interaction: Interaction) -> None:
        """Open the form for whom a code was sent to before. Nothing is sent by that."""
        self._open(interaction, lambda: self._as_before(interaction.value, interaction.who))
        interaction.ack()

    def answered(self, interaction: Interaction) -> None:
        """Draw the form again for an answer to whom the line means, with the words behind a number."""
        state = interaction.state(FormState)
        form = read(Values.of(interaction.view), state, self.rules, answering=True)
        self.responder.edit(interaction, lambda: form_view.ask(form, self.rules, self.senders))
        interaction.ack()

    def _readings(self, text: str) -> tuple[Reading, ...]:
        """Return how a line can be read: a purpose that the policy offers settles where the number ends."""
        found = line_start.leading(text, self.region)
        settled = tuple(each for each in found if self.rules.purposes and offered(each.rest, self.rules))
        return settled if len(settled) == 1 else found

    def _open(self, interaction: Interaction, form: Callable[[], Form]) -> None:
        self.responder.open(interaction, lambda: form_view.ask(form(), self.rules, self.senders))

    def _as_before(self, send_id: str, who: Who) -> Form:
        kept = self.history.one(send_id, who)
        purpose = offered(kept.verification.purpose, self.rules)
        sender = kept.send.alpha_sender or kept.send.sender
        return Form(
            FormState(channel=kept.send.origin_channel), RecipientField(_masked(kept.send)), purpose, sender
        )

    def _look_up(self, interaction: Interaction, state: FormState, text: str) -> None:
        """Open a waiting view at once, then find the contact and put the form in its place."""
        waiting = recipient.looking_up(_first_word(text), Modal.NOTICE)
        view_id = self.responder.show(interaction, waiting)
        self.responder.look_up(interaction, lambda: self._fill(interaction, view_id, state, text))

    def _fill(self, interaction: Interaction, view_id: str, state: FormState, text: str) -> None:
        try:
            form = self._addressed(state, text, interaction.who)
        except UserError as error:
            form = self._as_typed(_noting(state, kit.sentence(error.sentence)), text)
        self.responder.fill(interaction, view_id, form_view.ask(form, self.rules, self.senders))

    def _addressed(self, state: FormState, text: str, who: Who) -> Form:
        found = self.contacts.address(text, who)
        if found.card is not None:
            return self._purposed(
                Form(state, RecipientField(contact_option(found.card, self.region))), found.message
            )
        if not found.candidates:
            why = options_view.nobody(text, _first_word(text), self.region)
            return self._as_typed(_noting(state, why), text)
        state = _noting(state, f"{options_view.question(found)} {_typed(text)}", icon="")
        form = Form(state, RecipientField(offers=options_view.offers(found, self.region)))
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


def _first_word(text: str) -> str:
    return kit.truncate(text.split(maxsplit=1)[0], LONGEST_WORD)


def _typed(text: str) -> str:
    return f"You typed {kit.quoted(text)}."


def _noting(state: FormState, sentence: str, icon: str = ":warning: ") -> FormState:
    note = f"{icon}{sentence}"
    return replace(state, note=f"{state.note}\n{note}" if state.note else note)


def _masked(send: Send) -> Block:
    """Return whom a code went to as a choice, masked: somebody else may send the new one."""
    name = kit.truncate(phones.mask_in(send.to_name or ""), LONGEST_WORD)
    return kit.option(words.person(name, phones.mask(send.to_number)), send.to_number)
