"""How Slack reaches the compose form: commands, shortcuts, and what happens while somebody writes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.contacts.service import Addressed, ContactBook
from bot.features.contacts.views import options as options_view
from bot.features.contacts.views.options import contact_option, group_option, suggestion_option
from bot.features.sends.repeats import Rewrite
from bot.features.sends.views.repeats import EDITING
from bot.features.sms.form import Form, FormState, read
from bot.features.sms.ids import Action, Modal
from bot.features.sms.views import form as form_view
from bot.slack import surface
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient, recurrence
from bot.slack.blocks.fields.prefilled import Prefilled, open_with, prefilled
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.plain_text import message as slack_message
from bot.slack.blocks.plain_text.reading import MentionedText
from bot.slack.blocks.type_ahead import offering, offering_to
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.mention_names import MentionNames
from bot.slack.outgoing.responder import Responder
from bot.texting import line_start
from bot.texting.sender_ids import Senders

LONGEST_WORD: Final = 60
NOTHING: Final = ":warning: That message has no text to copy. Write yours below."
OURS: Final = ":warning: That message from this bot has no text to copy. Write yours below."


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the compose form and keeps it up to date while somebody writes.

    ``bot_id`` is the bot's own in messages. These tell of texts and hold none of their words, so
    ``words_at`` gives the words of the text that one follows (channel and ts) to a person, or none where it
    follows none.
    """

    responder: Responder
    contacts: ContactBook
    senders: Senders
    region: str | None
    mention_names: MentionNames
    bot_id: str
    words_at: Callable[[str, str, Who], str | None]

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table for ``/sms`` without a verb."""
        return (
            Verb(
                name="",
                usage="/sms [number or contact] [message]",
                summary="Send a text: opens a form filled in with what you typed",
                role=Role.SENDER,
                to="send a text",
                run=self.command,
                unsure=self.unsure,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a text")
        option = partial(suggestion_option, region=self.region)
        registry.shortcut(surface.SEND_TEXT.callback_id, Role.SENDER, self.shortcut)
        registry.shortcut(surface.TEXT_THIS.callback_id, Role.SENDER, self.message_shortcut)
        registry.action(Action.NEW, Role.SENDER, self.shortcut)
        registry.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        registry.action(Action.MEANT, Role.SENDER, self.answered)
        registry.action(Action.MESSAGE, Role.SENDER, self.changed)
        registry.action(Action.WHEN, Role.SENDER, self.changed)
        registry.action(Action.REPEAT, Role.SENDER, self.changed)
        registry.action(Action.PLAIN, Role.SENDER, self.plain)
        registry.options(Action.CONTACT, Role.SENDER, offering_to(self.contacts.suggest, option))
        registry.options(Action.GROUP, Role.SENDER, offering(self.contacts.groups_to_join, group_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form, filled in with a typed number or contact and message."""
        self._command(interaction, text, FormState(channel=interaction.channel_id))

    def unsure(self, interaction: Interaction, text: str, verb: str) -> None:
        """Open the form for a line that begins with nearly a verb: it may be a name, or the verb mistyped."""
        note = form_view.maybe_verb(verb)
        self._command(interaction, text, FormState(channel=interaction.channel_id, note=note, verb=verb))

    def rewritten(self, rewrite: Rewrite, who: Who) -> Block:
        """Return the form filled in as a series was, to take its place from its next date on."""
        send = rewrite.send
        full = self.contacts.sees_numbers(who)
        form = Form(
            FormState(channel=send.origin_channel, note=EDITING, replaces=send.id),
            recipient.of_contact(send.to_number, self.region, full=full),
            send.body or "",
            sender=send.alpha_sender or send.sender,
        )
        form = recurrence.as_series(form, rewrite.kept, rewrite.next_at)
        return form_view.compose(form, self.senders)

    def _command(self, interaction: Interaction, text: str, state: FormState) -> None:
        if text:
            self.responder.later(interaction, lambda: self._read(interaction, state, text))
        else:
            self._open(interaction, Form(state))
        interaction.ack()

    def _read(self, interaction: Interaction, state: FormState, text: str) -> None:
        """Read a line, in the background: telling where a number ends takes as long as all the rest."""
        found = line_start.leading(text, self.region)
        if found:
            form, words = Form(state, recipient.numbered(found)), found[0].rest
            self._open_with(interaction, lambda: markup.read(words), form)
        else:
            self._look_up(interaction, state, text)

    def shortcut(self, interaction: Interaction) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self._open(interaction, Form(FormState()))
        interaction.ack()

    def to_contact(self, interaction: Interaction) -> None:
        """Open the form filled in with the number a button carries; on top of the modal it was pressed in."""
        self._open(
            interaction,
            Form(
                FormState(channel=interaction.channel_id),
                recipient.of_contact(
                    interaction.number, self.region, full=self.contacts.sees_numbers(interaction.who)
                ),
            ),
        )
        interaction.ack()

    def message_shortcut(self, interaction: Interaction) -> None:
        """Open the form with the words of a Slack message, or with why it has none."""
        message = interaction.body.get("message") or {}
        empty = Form(FormState(channel=interaction.channel_id))
        if message.get("bot_id") == self.bot_id:
            at = interaction.channel_id or "", str(message.get("ts", ""))
            self._open_lazily(interaction, lambda: with_words(empty, self._of_ours(*at, interaction.who)))
        else:
            self._open_with(interaction, lambda: slack_message.read(message), empty, nothing=NOTHING)
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        form = form_of(interaction)
        self.responder.edit(interaction, lambda: form_view.compose(form, self.senders))
        interaction.ack()

    def answered(self, interaction: Interaction) -> None:
        """Draw the form again for an answer to whom the line means, with the words behind that."""
        form = read(Values.of(interaction.view), interaction.state(FormState), answering=True)
        self.responder.edit(interaction, lambda: form_view.compose(form, self.senders))
        interaction.ack()

    def plain(self, interaction: Interaction) -> None:
        """Put plain characters in the place of those that force Unicode."""
        form = message_field.in_plain_characters(form_of(interaction))
        self.responder.edit(interaction, lambda: form_view.compose(form, self.senders))
        interaction.ack()

    def _open(self, interaction: Interaction, form: Form) -> None:
        self._open_lazily(interaction, lambda: form)

    def _open_lazily(self, interaction: Interaction, form: Callable[[], Form]) -> None:
        self.responder.open(interaction, lambda: form_view.compose(form(), self.senders))

    def _of_ours(self, channel: str, ts: str, who: Who) -> Prefilled:
        """Return the words of the text that a message of this bot follows, or why there are none."""
        try:
            words = self.words_at(channel, ts, who)
        except UserError as error:
            return Prefilled("", f":warning: {kit.sentence(error.sentence)}")
        return Prefilled("", OURS) if words is None else Prefilled(words)

    def _open_with(
        self, interaction: Interaction, read: Callable[[], MentionedText], form: Form, *, nothing: str = ""
    ) -> None:
        """Open a form with what is read as its message; ``nothing`` is said where there are no words."""

        def view(found: Prefilled) -> Block:
            if nothing and not found.text:
                found = Prefilled("", f"{nothing}\n{found.note}".strip())
            return form_view.compose(with_words(form, found), self.senders)

        open_with(self.responder, interaction, read, self.mention_names, view)

    def _look_up(self, interaction: Interaction, state: FormState, text: str) -> None:
        """Open a waiting view at once, then find the contact and put the form in its place."""
        view_id = self.responder.show(interaction, recipient.looking_up(_first_word(text), Modal.NOTICE))
        self.responder.look_up(interaction, lambda: self._fill(interaction, view_id, state, text))

    def _fill(self, interaction: Interaction, view_id: str, state: FormState, text: str) -> None:
        try:
            form = _addressed(state, self.contacts.address(text, interaction.who), text, self.region)
        except UserError as error:
            note = _noted(state, f":warning: {kit.sentence(error.sentence)}")
            form = Form(replace(state, note=note), message=text)
        form = with_words(form, prefilled(markup.read(form.message), self.mention_names))
        self.responder.fill(interaction, view_id, form_view.compose(form, self.senders))


def with_words(form: Form, found: Prefilled) -> Form:
    """Return a form with words brought from elsewhere, and what is to be said of them."""
    note = "\n".join(filter(None, (form.state.note, found.note)))
    return replace(form, state=replace(form.state, note=note), message=found.text)


def form_of(interaction: Interaction) -> Form:
    """Return the form an interaction came from, as it stands."""
    return read(Values.of(interaction.view), interaction.state(FormState))


def _addressed(state: FormState, found: Addressed, text: str, region: str | None) -> Form:
    if found.card is not None:
        return Form(state, RecipientField(contact_option(found.card, region)), message=found.message)
    if found.candidates:
        state = replace(state, note=_noted(state, options_view.question(found)))
        offers = options_view.offers(found, region, text)
        return Form(
            state, RecipientField(offers=offers), message=text[len(options_view.taken(found, text)) :]
        )
    why = options_view.nobody(text, _first_word(text), region)
    note = f":warning: {why} Everything you typed is in the message."
    return Form(replace(state, note=_noted(state, note)), message=text)


def _noted(state: FormState, note: str) -> str:
    return f"{state.note}\n{note}" if state.note else note


def _first_word(text: str) -> str:
    return kit.truncate(text.split(maxsplit=1)[0], LONGEST_WORD)
