"""How Slack reaches the contacts: to look for them, to turn pages, and to open one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.contacts import filter_form, filter_view, found_view, person_view
from bot.features.contacts import search as searching
from bot.features.contacts.doorways import Doorway
from bot.features.contacts.finder import Finder
from bot.features.contacts.found_view import Offers
from bot.features.contacts.ids import FEATURE, Action, Modal
from bot.features.contacts.looks import Looks
from bot.features.contacts.option_view import group_option
from bot.features.contacts.search import Search
from bot.features.contacts.service import ContactBook
from bot.policy.model import Contacts
from bot.slack import paging
from bot.slack.checking import Checking, Told
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.plain_text import markup
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit


class DoNotText(Protocol):
    """Knows whom the bot never texts."""

    def is_listed(self, number: str) -> bool:
        """Tell whether a number (digits) is never to be texted."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Shows contacts. ``beside_one`` leads elsewhere from a contact, ``beside_all`` from all of them."""

    desk: Desk
    checking: Checking
    finder: Finder
    book: ContactBook
    do_not_text: DoNotText
    access: Access
    policy: Contacts
    beside_one: Sequence[Doorway] = ()
    beside_all: Sequence[Doorway] = ()

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="contacts",
                usage="/sms contacts [name, number or email] [name:… number:… group:… sort:… order:…]",
                summary="Find contacts, and open one to text or book",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        for action in (Action.EARLIER, Action.FURTHER, Action.AGAIN, Action.BACK):
            entrances.action(action, Role.VIEWER, self.turn)
        entrances.action(Action.NEW, Role.VIEWER, self.all)
        entrances.action(Action.OPEN, Role.VIEWER, self.opened)
        entrances.action(Action.FILTER, Role.VIEWER, self.ask)
        entrances.submission(Modal.FILTER, Role.VIEWER, self.filtered)
        entrances.options(Action.GROUP, Role.VIEWER, offering(self.book.group_options, group_option))

    def command(self, visit: Visit, text: str) -> None:
        """Look for what was typed."""
        search = searching.typed(markup.without_links(text[: searching.LONGEST_LINE]), self.book.groups)
        self.desk.later(visit, lambda: self._open(visit, search))
        visit.ack()

    def all(self, visit: Visit) -> None:
        """Look for everybody."""
        self.command(visit, "")

    def turn(self, visit: Visit) -> None:
        """Show a page of what a search finds, in the place of what is shown."""
        search = replace(filter_form.load(visit.private_metadata), page=paging.number(visit.value))
        self._here(visit, lambda: self._found(search, visit.who))

    def opened(self, visit: Visit) -> None:
        """Show one contact."""
        search, number = filter_form.load(visit.private_metadata), visit.value
        self._here(visit, lambda: self._contact(number, search, visit.who))

    def ask(self, visit: Visit) -> None:
        """Open the form that says what to look for."""
        search = filter_form.load(visit.private_metadata)
        meta = filter_view.Meta(str(visit.view.get("id", "")))
        self.desk.open(visit, lambda: filter_view.form(search, self._group_name(search), meta))
        visit.ack()

    def filtered(self, visit: Visit) -> None:
        """Close the form, and look for what it says in the modal below."""
        meta = visit.state(filter_view.Meta)
        search = filter_form.wanted(State.of(visit.view))
        self.desk.later(visit, lambda: self._fill(meta.view_id, search, visit.who))
        visit.ack()

    def _open(self, visit: Visit, search: Search) -> None:
        """Open a waiting view at once: SMS-iT may take longer than Slack lets a window wait."""
        view_id = self.desk.show(visit, found_view.looking())
        self.desk.fill(visit, view_id, self._found(search, visit.who))

    def _fill(self, view_id: str, search: Search, who: Who) -> None:
        self.desk.modals.update(found_view.looking(), view_id=view_id)
        self.desk.modals.update(self._found(search, who), view_id=view_id)

    def _here(self, visit: Visit, view: Callable[[], Block]) -> None:
        def find(_key: str, _told: Told) -> Block:
            return view()

        self.checking.here(visit, FEATURE, found_view.LOOKING, find)

    def _found(self, search: Search, who: Who) -> Block:
        try:
            page = self.finder.look(search)
        except UserError as error:
            return found_view.trouble(search, error.sentence)
        offers = Offers(
            add=self.access.allows(who, Role.SENDER),
            export=self.access.allows(who, self.policy.export),
            more=self._doors(self.beside_all, who),
        )
        return found_view.found(page, self._looks(who), offers)

    def _contact(self, number: str, search: Search, who: Who) -> Block:
        try:
            person = self.finder.one(number)
        except UserError as error:
            return person_view.trouble(number, search, error.sentence)
        if person is None:
            return person_view.gone(search)
        return person_view.contact(
            person,
            search,
            self._looks(who),
            self._doors(self.beside_one, who),
            do_not_text=self.do_not_text.is_listed(number),
        )

    def _group_name(self, search: Search) -> str:
        try:
            return self.finder.group_name(search.group) if search.group else ""
        except UserError:
            return ""

    def _looks(self, who: Who) -> Looks:
        return Looks(full=self.access.allows(who, self.policy.full_numbers))

    def _doors(self, doors: Sequence[Doorway], who: Who) -> tuple[Doorway, ...]:
        roles = self.access.roles(who)
        return tuple(door for door in doors if door.role in roles)
