"""Drafting a text: everything is looked at that can be, and what comes of it waits for a person in Slack."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.assistant.service import AssistantDrafts, Drafted, worded
from bot.features.contacts.service import ContactBook
from bot.features.do_not_text.service import DoNotText
from bot.features.sends import refusals
from bot.mcp_server.acting import Acting
from bot.mcp_server.answers import LONGEST_NAME, TextDrafted
from bot.mcp_server.contacts import ContactTools
from bot.mcp_server.counting import count
from bot.texting import phones, words

NEXT: Final = (
    "Nothing was sent. The person you act for has a direct message from the SMS bot in Slack: only they can "
    "review it and have it sent, within a day."
)
DRAFT: Final = "have a text drafted"


@dataclass(frozen=True, slots=True)
class DraftTools:
    """Writes drafts down. It can hand none of them over."""

    acting: Acting
    contacts: ContactTools
    book: ContactBook
    do_not_text: DoNotText
    drafts: AssistantDrafts

    def text(self, to: str, message: str) -> TextDrafted:
        """Draft a text to one number. Raises :exc:`UserError` where it could not be sent as it stands."""
        self.acting.require(Role.SENDER, DRAFT)
        body = worded(message)
        number, is_typed = self.contacts.number(to)
        masked = phones.mask(number)
        if self.do_not_text.is_listed(number):
            raise UserError(refusals.LISTED.format(who=masked))
        card = self.book.lookup(number)
        if card is not None and not card.subscribed:
            raise UserError(refusals.OPTED_OUT.format(who=masked))
        name = card.name if card is not None else None
        made = self.drafts.draft(Drafted(number, name or None, body, is_typed), self.acting.who)
        return TextDrafted(
            draft=made.id,
            to=words.person(words.truncate(phones.mask_in(name or ""), LONGEST_NAME), masked),
            expires=made.expires_at.isoformat(timespec="seconds"),
            count=count(body),
            next=NEXT,
        )
