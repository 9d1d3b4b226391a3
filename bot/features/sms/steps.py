"""Texts as steps of workflows: one that the workflow words, and a template to a contact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.assistant.service import worded
from bot.features.contacts.service import ContactBook
from bot.features.groups.service import first_name
from bot.features.sends.account import Account
from bot.features.sends.quiet import judged
from bot.features.sends.refusals import RecipientError
from bot.features.sends.rules import SendRules
from bot.features.sends.submission import Submission
from bot.features.sends.weekly import OverLimitError
from bot.features.sms.request import Request
from bot.features.sms.service import SENT_MEANWHILE, TextService
from bot.features.templates.service import TemplateService
from bot.features.workflow_steps.service import Run, Sent, filled
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.phones import Phone
from bot.texting.schedules import ONCE, When

TEMPLATES_ONLY: Final = (
    "Use the step that sends a template: the policy lets workflows text nothing else. Nothing was sent."
)
NO_CONTACT: Final = (
    "Add this number to your contacts first, for SMS-iT texts contacts only: there is a step for it. Nothing "
    "was sent."
)
NOT_TEXTED: Final = (
    "Choose another recipient: this one opted out, or is on the do-not-text list. Nothing was sent."
)
WRITTEN_OUT: Final = (
    "Write out {name} in this step's message: it fills in a contact's Name alone. A template takes values. "
    "Nothing was sent."
)
TWICE: Final = (
    "Check whether you want this sent twice: the same text went to this number within the last hour. "
    "Nothing was sent."
)
OVER_WEEK: Final = (
    "Run this at another time, or send it by hand: this person has reached the weekly limit. Nothing was "
    "sent."
)
NIGHT: Final = (
    "Run this at another time: it's quiet hours where this number is, and they don't end within two days. "
    "Nothing was sent."
)


@dataclass(frozen=True, slots=True)
class TextSteps:
    """Sends what a step of a workflow asks for, as the person it acts for would. ``zone_of`` is theirs."""

    text_service: TextService
    templates: TemplateService
    contacts: ContactBook
    account: Account
    rules: SendRules
    zone_of: Callable[[str], ZoneInfo]
    clock: Clock

    def send_text(self, run: Run) -> Sent:
        """Send the words of the workflow. Raises :exc:`UserError` when they can't be."""
        to = run.inputs.phone("number", self.account.region)
        message = run.inputs.text("message", "the message")
        return self._send(run, to, filled(message, "", self._fields(to), unfilled=WRITTEN_OUT))

    def refuse_text(self, _run: Run) -> Sent:
        """Send no words of a workflow: for where the policy wants templates. Raises :exc:`UserError`."""
        raise UserError(TEMPLATES_ONLY)

    def send_template(self, run: Run) -> Sent:
        """Send a template to a contact, with values filled in. Raises :exc:`UserError` when it can't be."""
        to = run.inputs.phone("contact", self.account.region)
        used = self.templates.chosen(run.inputs.text("template", "the template"), None)
        values = run.inputs.text("values", "the values", optional=True)
        return self._send(run, to, filled(used.body, values, self._fields(to)))

    def offer_templates(self, typed: str, _who: Who) -> list[tuple[str, str]]:
        """Return the templates that can be used everywhere, by what was typed of their names."""
        return [
            (_named(each.name, each.language), each.version_id)
            for each in self.templates.offered(typed, None)
        ]

    def _fields(self, to: Phone) -> Mapping[str, str]:
        """Return what is filled in of the contact. Raises :exc:`UserError` where there is none."""
        card = self.contacts.lookup(to.digits)
        if card is None:
            raise UserError(NO_CONTACT)
        return {"Name": first_name(card.name)} if card.name else {}

    def _send(self, run: Run, to: Phone, message: str) -> Sent:
        zone = self.zone_of(run.who.user_id)
        request = self._request(to, worded(message))
        try:
            preview = self.text_service.check(Submission(request, run.who, None, run.key, zone))
        except OverLimitError:
            raise UserError(OVER_WEEK) from None
        except RecipientError:
            raise UserError(NOT_TEXTED) from None
        if preview.own is None:
            raise UserError(NO_CONTACT)
        if preview.needs_reason:
            raise UserError(OVER_WEEK)
        if preview.duplicates:
            raise UserError(TWICE)
        try:
            self.text_service.confirm(preview.draft.id, run.who, None)
        except UserError as error:
            raise UserError(TWICE if error.sentence == SENT_MEANWHILE else error.sentence) from None
        return Sent(preview.draft.id)

    def _request(self, to: Phone, message: str) -> Request:
        """Return the text as it goes: at once, or when the quiet hours where its number is are over.

        A person who sends one is told of them and decides; here is nobody to tell.
        """
        sender, alpha_sender = self.account.senders.behind(self.account.senders.numbers[0])
        quiet = judged({place(to.digits): 1}, (self.clock(),), timedelta(), self.rules.windows)
        if quiet is not None and quiet.until is None:
            raise UserError(NIGHT)
        return Request(
            to=to,
            message=message,
            sender=sender,
            alpha_sender=alpha_sender,
            when=When.NOW if quiet is None else When.BOT,
            at=None if quiet is None else quiet.until,
            repeat=ONCE,
            every=1,
            until=None,
            is_typed=True,
        )


def _named(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name
