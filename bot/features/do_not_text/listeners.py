"""How Slack reaches the do-not-text list: to see it, to add a number, and to take one off."""

from dataclasses import dataclass, replace
from typing import Final

from bot.access import Access, Role, Who
from bot.features.do_not_text import form, views
from bot.features.do_not_text.ids import Action, Field, Modal
from bot.features.do_not_text.service import DoNotText
from bot.features.do_not_text.views import Meta
from bot.slack import paging
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances, notice
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.visits import Visit
from bot.slack.writing import phone as phone_field
from bot.texting import phones
from bot.texting.words import zone_or_utc

ADDED: Final = ":no_bell: {number} is on the do-not-text list now and is not texted any more."
ALREADY: Final = ":no_bell: {number} was on the do-not-text list already."
REMOVED: Final = ":white_check_mark: {number} may be texted again."


@dataclass(frozen=True, slots=True)
class Keeping:
    """Shows the list, and changes it one number at a time. ``region`` reads numbers in local form."""

    desk: Desk
    numbers: DoNotText
    people: People
    access: Access
    region: str | None

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="do-not-text",
                usage="/sms do-not-text [number] [why]",
                summary="The numbers that are never texted: see them, add one",
                role=Role.SENDER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.LIST, Role.SENDER, self.find)
        entrances.action(Action.NEWER, Role.SENDER, self.turn)
        entrances.action(Action.OLDER, Role.SENDER, self.turn)
        entrances.action(Action.ADD, Role.SENDER, self.ask_to_add)
        entrances.submission(Modal.ADD, Role.SENDER, self.add)
        entrances.action(Action.READING, Role.SENDER, self.read_otherwise)
        entrances.action(Action.REMOVE, Role.ADMIN, self.ask_to_remove)
        entrances.submission(Modal.REMOVE, Role.ADMIN, self.remove)

    def command(self, visit: Visit, text: str) -> None:
        """Show the list, or put the number that was typed on it.

        Without a reason, or where a line can be read in more than one way, ask.
        """
        if not text:
            self.desk.later(visit, lambda: self._open(visit))
            visit.ack()
            return
        found = form.split(text, self.region)
        first = found[0]
        if len(found) == 1 and first.rest:
            typed = form.Wanted(first.phone, first.rest)
            visit.ack(text=self._add(typed, visit.who), response_type="ephemeral")
        else:
            filled = views.Filled(phone_field.typed(found), first.rest)
            self.desk.open(visit, lambda: views.add_form(Meta(), filled))
            visit.ack()

    def find(self, visit: Visit) -> None:
        """Show the numbers that end with what was typed."""
        meta = visit.state(Meta)
        ending = form.ending(State.of(visit.view).text(Field.FIND), self.region)
        found = replace(meta, ending=ending, page=0)
        visit.ack(response_action="update", view=self.view(visit.who, found))

    def turn(self, visit: Visit) -> None:
        """Show another page of the list."""
        meta = replace(visit.state(Meta), page=paging.number(visit.value))
        self.desk.edit(visit, lambda: self.view(visit.who, meta))
        visit.ack()

    def ask_to_add(self, visit: Visit) -> None:
        """Open the form for one number."""
        self.desk.open(visit, lambda: views.add_form(from_list(visit)))
        visit.ack()

    def read_otherwise(self, visit: Visit) -> None:
        """Draw the form again for another reading of the line, with the reason behind that number."""
        state, meta = State.of(visit.view), visit.state(Meta)
        typed = state.text(form.reason_block(meta.edition))
        reason, number = phone_field.answered(state, Field.NUMBER, typed)
        filled = views.Filled(number, reason)
        self.desk.edit(visit, lambda: views.add_form(replace(meta, edition=meta.edition + 1), filled))
        visit.ack()

    def add(self, visit: Visit) -> None:
        """Put a number on the list."""
        meta = visit.state(Meta)
        wanted = form.wanted(State.of(visit.view), self.region, meta.edition)
        self._close(visit, meta, self._add(wanted, visit.who))

    def ask_to_remove(self, visit: Visit) -> None:
        """Open the form that asks why a number may be texted again."""
        meta = replace(from_list(visit), number=visit.value)
        self.desk.open(visit, lambda: self._remove_form(meta))
        visit.ack()

    def remove(self, visit: Visit) -> None:
        """Take a number off the list."""
        meta = visit.state(Meta)
        reason = form.reason(State.of(visit.view))
        self.numbers.remove(meta.number, reason, visit.who)
        self._close(visit, meta, REMOVED.format(number=phones.pretty(meta.number)))

    def view(self, who: Who, meta: Meta, note: str = "") -> Block:
        """Return the page of the list that ``meta`` names, as this person may see it."""
        found = self.numbers.page(meta.ending, meta.page, views.PAGE)
        admin = self.access.allows(who, Role.ADMIN)
        return views.listing(found, zone_or_utc(meta.zone), admin=admin, note=note)

    def redraw(self, visit: Visit, meta: Meta, note: str = "") -> None:
        """Draw the modal with the list again, below the form that was opened from it."""
        self.desk.modals.update(self.view(visit.who, meta, note), view_id=meta.view_id)

    def _open(self, visit: Visit) -> None:
        """Open a waiting view at once: the person's zone has to be asked for."""
        view_id = self.desk.show(visit, views.loading())
        meta = Meta(self.people.zone(visit.who.user_id).key)
        self.desk.fill(visit, view_id, self.view(visit.who, meta))

    def _add(self, wanted: form.Wanted, who: Who) -> str:
        new = self.numbers.add(wanted.phone.digits, wanted.reason, who)
        return (ADDED if new else ALREADY).format(number=wanted.phone.pretty)

    def _remove_form(self, meta: Meta) -> Block:
        entry = self.numbers.entry(meta.number)
        if entry is None or not entry.is_listed:
            return dict(notice("That number is not on the do-not-text list any more."))
        return views.remove_form(entry, meta)

    def _close(self, visit: Visit, meta: Meta, note: str) -> None:
        """Close a form and say what was done: in the list it was opened from, or in its place."""
        if not meta.view_id:
            visit.ack(response_action="update", view=views.done(note))
            return
        self.desk.later(visit, lambda: self.redraw(visit, meta, note))
        visit.ack()


def from_list(visit: Visit) -> Meta:
    """Return what a form opened from the list carries along, to find back to it."""
    return replace(visit.state(Meta), view_id=str(visit.view.get("id", "")))
