"""Drafting texts, broadcasts and lists: looked at as far as they can be, they wait for a person in Slack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.assistant import service as assistant_service
from bot.features.assistant.service import NOBODY, AssistantDraft, AssistantDrafts, Listed, of_rows, worded
from bot.features.audiences.service import FIELDS, require_shown, shown_fields
from bot.features.contacts.service import ContactBook
from bot.features.do_not_text.service import DoNotText
from bot.features.sends import refusals
from bot.mcp_server.answers import LONGEST_NAME, Count, Drafted
from bot.mcp_server.contacts import ContactTools
from bot.mcp_server.cost import count
from bot.mcp_server.principal import Principal
from bot.store.sends import SendKind
from bot.texting import merge, phones, words

NEXT: Final = (
    "Nothing was sent. The person you act for has a direct message from the SMS bot in Slack: only they can "
    "review it and have it sent, within a day."
)
DRAFT: Final = "have a text drafted"
BROADCAST: Final = "have a broadcast drafted"
LIST: Final = "have a list drafted"
ROW: Final = "Recipient {line}: {why}"
NO_VALUES: Final = "Give each recipient a value for {asked}, or leave it out of the text."
NO_GROUP: Final = "Name a group exactly as it's written in SMS-iT. There's none of this name."
ALIKE: Final = "Name a group exactly as it's written in SMS-iT, such as {names}."
MOST_ALIKE: Final = 5


@dataclass(frozen=True, slots=True)
class DraftTools:
    """Writes drafts down. It can hand none of them over."""

    principal: Principal
    contacts: ContactTools
    book: ContactBook
    do_not_text: DoNotText
    drafts: AssistantDrafts

    def text(self, to: str, message: str) -> Drafted:
        """Draft a text to one number. Raises :exc:`UserError` where it could not be sent as it stands."""
        self.principal.require(Role.SENDER, DRAFT)
        body = worded(message)
        number, is_typed = self.contacts.number(to)
        masked = phones.mask(number)
        if self.do_not_text.is_listed(number):
            raise UserError(refusals.LISTED.format(who=masked))
        card = self.book.lookup(number)
        if card is not None and self.do_not_text.is_listed(card.number):
            raise UserError(refusals.LISTED.format(who=masked))
        if card is not None and not card.subscribed:
            raise UserError(refusals.OPTED_OUT.format(who=masked))
        name = card.name if card is not None else None
        made = self.drafts.draft(
            assistant_service.Drafted(number, name or None, body, is_typed), self.principal.who
        )
        return _drafted(made, words.person(_name(name or ""), masked), count(body))

    def broadcast(self, group: str, message: str) -> Drafted:
        """Draft a text to everybody in a group. Raises :exc:`UserError` where it could not be sent."""
        self.principal.require(Role.BROADCASTER, BROADCAST)
        body, name = worded(message), self._group(group.strip())
        drafted = assistant_service.Drafted("", name, body, kind=SendKind.GROUP)
        return _drafted(self.drafts.draft(drafted, self.principal.who), _name(name), count(body, group=True))

    def listed(self, given: Sequence[tuple[str, Mapping[str, str]]], query: str, message: str) -> Drafted:
        """Draft a text to many: to those ``given``, or to everybody a query finds.

        Raises :exc:`UserError` where it could not be sent, and for a number that is none, with its row.
        """
        self.principal.require(Role.BROADCASTER, LIST)
        body = worded(message)
        if bool(given) == bool(query.strip()):
            raise UserError(NOBODY)
        listed = of_rows(list(self._rows(given))) if given else Listed(search=self.contacts.found(query))
        full = self.principal.sees_numbers
        own = (*listed.columns, FIELDS[-1]) if full else listed.columns
        known = own if given else shown_fields(full=full)
        require_shown(body, known)
        if missing := merge.missing(body, known):
            raise UserError(NO_VALUES.format(asked=words.join_and(f"%%{each}%%" for each in missing)))
        drafted = assistant_service.Drafted("", None, body, kind=SendKind.LIST, listed=listed)
        return _drafted(self.drafts.draft(drafted, self.principal.who), listed.called, count(body))

    def _rows(
        self, given: Sequence[tuple[str, Mapping[str, str]]]
    ) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Give the number of each row, with its values."""
        for line, (to, values) in enumerate(given, start=1):
            try:
                number, _is_typed = self.contacts.number(to)
            except UserError as error:
                raise UserError(ROW.format(line=line, why=error.sentence)) from None
            yield number, values

    def _group(self, named: str) -> str:
        """Return the known group of exactly this name; the case of its letters is ignored."""
        known = self.book.groups(named) if named else ()
        same = [each for each in known if each == named] or [
            each for each in known if each.casefold() == named.casefold()
        ]
        if len(same) == 1:
            return same[0]
        alike = ", ".join(map(_name, known[:MOST_ALIKE]))
        raise UserError(ALIKE.format(names=alike) if alike else NO_GROUP)


def _name(text: str) -> str:
    return words.truncate(phones.mask_in(text), LONGEST_NAME)


def _drafted(made: AssistantDraft, to: str, counted: Count) -> Drafted:
    return Drafted(made.id, to, made.expires_at.isoformat(timespec="seconds"), counted, NEXT)
