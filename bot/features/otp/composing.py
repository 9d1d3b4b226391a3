"""How Slack reaches the form that asks for a code: the command, buttons elsewhere, and its type-ahead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts import option_view
from bot.features.contacts.option_view import contact_option
from bot.features.contacts.service import ContactBook
from bot.features.otp import ask_view
from bot.features.otp.form import Form, Meta, offered, read
from bot.features.otp.ids import Action, Modal
from bot.features.otp.record import Record
from bot.features.otp.request import LONGEST_PURPOSE
from bot.policy.model import Otp
from bot.slack import kit
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit
from bot.slack.writing import who
from bot.slack.writing.who import Whom
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
class Composing:
    """Opens the form, filled in with what is known."""

    desk: Desk
    contacts: ContactBook
    record: Record
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

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.NEW, Role.SENDER, self.new)
        entrances.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        entrances.action(Action.READING, Role.SENDER, self.answered)
        entrances.action(Action.AGAIN, Role.SENDER, self.again)
        entrances.action(Action.MEANT, Role.SENDER, self.answered)
        entrances.options(Action.CONTACT, Role.SENDER, offering(self.contacts.suggest, contact_option))

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number or contact and what the code is for."""
        meta = Meta(channel=visit.channel_id)
        found = self._readings(text)
        if found:
            form = self._purposed(Form(meta, who.numbered(found)), found[0].rest)
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
        self._open(
            visit, lambda: Form(Meta(), Whom(number=phones.pretty(canonical(visit.value, self.region))))
        )
        visit.ack()

    def again(self, visit: Visit) -> None:
        """Open the form for whom a code was sent to before. Nothing is sent by that."""
        self._open(visit, lambda: self._as_before(visit.value))
        visit.ack()

    def answered(self, visit: Visit) -> None:
        """Draw the form again for an answer to whom the line means, with the words behind a number."""
        state = State.of(visit.view)
        before = read(state, visit.state(Meta), self.rules)
        whom, purpose = who.answered(state, before.purpose)
        meta = before.meta
        if purpose != before.purpose:
            meta = replace(meta, edition=meta.edition + 1)
        form = replace(before, meta=meta, purpose=purpose, whom=whom)
        self.desk.edit(visit, lambda: ask_view.ask(form, self.rules, self.senders))
        visit.ack()

    def _readings(self, text: str) -> tuple[Reading, ...]:
        """Return how a line can be read: a purpose that the policy offers settles where the number ends."""
        found = line_start.leading(text, self.region)
        settled = tuple(each for each in found if self.rules.purposes and offered(each.rest, self.rules))
        return settled if len(settled) == 1 else found

    def _open(self, visit: Visit, form: Callable[[], Form]) -> None:
        self.desk.open(visit, lambda: ask_view.ask(form(), self.rules, self.senders))

    def _as_before(self, send_id: str) -> Form:
        kept = self.record.one(send_id)
        purpose = offered(kept.verification.purpose, self.rules)
        sender = kept.send.alpha_sender or kept.send.sender
        return Form(Meta(channel=kept.send.origin_channel), Whom(_masked(kept.send)), purpose, sender)

    def _look_up(self, visit: Visit, meta: Meta, text: str) -> None:
        """Open a waiting view at once, then find the contact and put the form in its place."""
        waiting = who.looking_up(kit.cut(text.split(maxsplit=1)[0], LONGEST_WORD), Modal.NOTICE)
        view_id = self.desk.show(visit, waiting)
        try:
            form = self._addressed(meta, text)
        except UserError as error:
            form = self._as_typed(_noting(meta, kit.sentence(error.sentence)), text)
        self.desk.fill(visit, view_id, ask_view.ask(form, self.rules, self.senders))

    def _addressed(self, meta: Meta, text: str) -> Form:
        found = self.contacts.address(text)
        if found.card is not None:
            return self._purposed(Form(meta, Whom(contact_option(found.card))), found.message)
        if not found.candidates:
            return self._as_typed(_noting(meta, NOBODY_OF_THAT_NAME), text)
        meta = _noting(meta, f"{option_view.question(found)} {_typed(text)}", icon="")
        form = Form(meta, Whom(offers=option_view.offers(found)))
        return self._purposed(form, text[found.candidates[0].taken :])

    def _as_typed(self, meta: Meta, text: str) -> Form:
        """Return the form with what was typed above it: it is not known where the name ends."""
        return Form(replace(meta, note=f"{meta.note} {_typed(text)}"))

    def _purposed(self, form: Form, typed: str) -> Form:
        """Return a form with the purpose that was typed; a note says so where it cannot be that."""
        purpose = offered(typed, self.rules)
        form = replace(form, purpose=purpose)
        if not typed or purpose == " ".join(typed.split()) or (purpose and self.rules.purposes):
            return form
        mend = FROM_THE_LIST if self.rules.purposes else SHORTER
        return replace(form, meta=_noting(form.meta, f"{mend} {_typed(typed)}"))


def _typed(text: str) -> str:
    return f"You typed {kit.quoted(text)}."


def _noting(meta: Meta, sentence: str, icon: str = ":warning: ") -> Meta:
    note = f"{icon}{sentence}"
    return replace(meta, note=f"{meta.note}\n{note}" if meta.note else note)


def _masked(send: Send) -> Block:
    """Return whom a code went to as a choice, masked: somebody else may send the new one."""
    name = kit.cut(phones.mask_in(send.to_name or ""), LONGEST_WORD)
    masked = phones.mask(send.to_number)
    return kit.option(f"{name} · {masked}" if name else masked, send.to_number)
