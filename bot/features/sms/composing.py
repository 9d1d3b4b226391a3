"""How Slack reaches the compose form: commands, shortcuts, and what happens while somebody writes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts import option_view
from bot.features.contacts.option_view import contact_option, group_option
from bot.features.contacts.service import Addressed, ContactBook
from bot.features.sms import compose_view
from bot.features.sms.form import Compose, Meta, draft
from bot.features.sms.ids import Action, Modal, Shortcut
from bot.slack import kit
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.names import Names
from bot.slack.plain_text import markup
from bot.slack.plain_text import message as slack_message
from bot.slack.plain_text.reading import Reading
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit
from bot.slack.writing import message as message_field
from bot.slack.writing import who
from bot.slack.writing.brought import Brought, brought, open_with
from bot.slack.writing.who import Whom
from bot.texting import line_start, phones
from bot.texting.sender_ids import Senders
from bot.texting.spellings import canonical

LONGEST_WORD: Final = 60
NOTHING: Final = ":warning: Write the text below: there are no words to take from that message."
OURS: Final = ":warning: Write the text below: this bot's messages do not hold the words of a text."


@dataclass(frozen=True, slots=True)
class Composing:
    """Opens the compose form and keeps it up to date while somebody writes.

    ``bot_id`` is the bot's own in messages: these tell of texts, and hold none of their words.
    """

    desk: Desk
    contacts: ContactBook
    senders: Senders
    region: str | None
    names: Names
    bot_id: str

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table for ``/sms`` without a verb."""
        return (
            Verb(
                name="",
                usage="/sms [number or contact] [message]",
                summary="Text somebody: opens the form, filled in with what you typed",
                role=Role.SENDER,
                run=self.command,
                unsure=self.unsure,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.shortcut(Shortcut.SEND_TEXT, Role.SENDER, self.shortcut)
        entrances.shortcut(Shortcut.TEXT_THIS, Role.SENDER, self.message_shortcut)
        entrances.action(Action.NEW, Role.SENDER, self.shortcut)
        entrances.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        entrances.action(Action.READING, Role.SENDER, self.answered)
        entrances.action(Action.MEANT, Role.SENDER, self.answered)
        entrances.action(Action.MESSAGE, Role.SENDER, self.changed)
        entrances.action(Action.WHEN, Role.SENDER, self.changed)
        entrances.action(Action.REPEAT, Role.SENDER, self.changed)
        entrances.action(Action.PLAIN, Role.SENDER, self.plain)
        entrances.options(Action.CONTACT, Role.SENDER, offering(self.contacts.suggest, contact_option))
        entrances.options(Action.GROUP, Role.SENDER, offering(self.contacts.groups_to_join, group_option))

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number or contact and message."""
        self._command(visit, text, Meta(channel=visit.channel_id))

    def unsure(self, visit: Visit, text: str, verb: str) -> None:
        """Open the form for a line that begins with nearly a verb: it may be a name, or the verb mistyped."""
        note = compose_view.maybe_verb(verb)
        self._command(visit, text, Meta(channel=visit.channel_id, note=note, verb=verb))

    def _command(self, visit: Visit, text: str, meta: Meta) -> None:
        found = line_start.leading(text, self.region)
        if found:
            form, words = Compose(meta, who.numbered(found)), found[0].rest
            self._open_with(visit, lambda: markup.read(words), form)
        elif not text:
            self._open(visit, Compose(meta))
        else:
            self.desk.later(visit, lambda: self._look_up(visit, meta, text))
        visit.ack()

    def shortcut(self, visit: Visit) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self._open(visit, Compose(Meta()))
        visit.ack()

    def to_contact(self, visit: Visit) -> None:
        """Open the form filled in with the number a button carries; on top of the modal it was pressed in."""
        self._open(
            visit,
            Compose(
                Meta(channel=visit.channel_id),
                Whom(number=phones.pretty(canonical(visit.value, self.region))),
            ),
        )
        visit.ack()

    def message_shortcut(self, visit: Visit) -> None:
        """Open the form with the words of a Slack message, or with why it has none."""
        message = visit.body.get("message") or {}
        empty = Compose(Meta(channel=visit.channel_id))
        if message.get("bot_id") == self.bot_id:
            self._open(visit, with_words(empty, Brought("", OURS)))
        else:
            self._open_with(visit, lambda: slack_message.read(message), empty, nothing=NOTHING)
        visit.ack()

    def changed(self, visit: Visit) -> None:
        """Draw the form again after something in it changed."""
        form = _form(visit)
        self.desk.edit(visit, lambda: compose_view.compose(form, self.senders))
        visit.ack()

    def answered(self, visit: Visit) -> None:
        """Draw the form again for an answer to whom the line means, with the words behind that."""
        form = _form(visit)
        whom, message = who.answered(State.of(visit.view), form.message)
        read = message_field.rewritten(replace(form, whom=whom), message)
        self.desk.edit(visit, lambda: compose_view.compose(read, self.senders))
        visit.ack()

    def plain(self, visit: Visit) -> None:
        """Put plain characters in the place of those that force Unicode."""
        form = message_field.in_plain_characters(_form(visit))
        self.desk.edit(visit, lambda: compose_view.compose(form, self.senders))
        visit.ack()

    def _open(self, visit: Visit, form: Compose) -> None:
        self.desk.open(visit, lambda: compose_view.compose(form, self.senders))

    def _open_with(
        self, visit: Visit, read: Callable[[], Reading], form: Compose, *, nothing: str = ""
    ) -> None:
        """Open a form with what is read as its message; ``nothing`` is said where there are no words."""

        def view(found: Brought) -> Block:
            if nothing and not found.text:
                found = Brought("", f"{nothing}\n{found.note}".strip())
            return compose_view.compose(with_words(form, found), self.senders)

        open_with(self.desk, visit, read, self.names, view)

    def _look_up(self, visit: Visit, meta: Meta, text: str) -> None:
        """Open a waiting view at once, then find the contact and put the form in its place."""
        view_id = self.desk.show(visit, who.looking_up(_first_word(text), Modal.NOTICE))
        try:
            form = _addressed(meta, self.contacts.address(text), text)
        except UserError as error:
            note = _noted(meta, f":warning: {kit.sentence(error.sentence)}")
            form = Compose(replace(meta, note=note), message=text)
        form = with_words(form, brought(markup.read(form.message), self.names))
        self.desk.fill(visit, view_id, compose_view.compose(form, self.senders))


def with_words(form: Compose, found: Brought) -> Compose:
    """Return a form with words brought from elsewhere, and what is to be said of them."""
    note = "\n".join(filter(None, (form.meta.note, found.note)))
    return replace(form, meta=replace(form.meta, note=note), message=found.text)


def _form(visit: Visit) -> Compose:
    return draft(State.of(visit.view), visit.state(Meta))


def _addressed(meta: Meta, found: Addressed, text: str) -> Compose:
    if found.card is not None:
        return Compose(meta, Whom(contact_option(found.card)), message=found.message)
    if found.candidates:
        meta = replace(meta, note=_noted(meta, option_view.question(found)))
        offers = option_view.offers(found, text)
        return Compose(meta, Whom(offers=offers), message=text[len(option_view.taken(found, text)) :])
    note = f":warning: {_nobody(_first_word(text))}, so all you typed stands under Message."
    return Compose(replace(meta, note=_noted(meta, note)), message=text)


def _nobody(word: str) -> str:
    """Return why the word a line begins with is nobody, as mrkdwn: it is no name, or no number."""
    if any(map(str.isalpha, word)):
        return f"No contact is called {kit.escape(word)}"
    return "No phone number can be read at the beginning"


def _noted(meta: Meta, note: str) -> str:
    return f"{meta.note}\n{note}" if meta.note else note


def _first_word(text: str) -> str:
    return kit.cut(text.split(maxsplit=1)[0], LONGEST_WORD)
