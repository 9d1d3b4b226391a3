"""The form of a list that repeats, filled in as it was, to take its place from its next date on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.access import Who
from bot.features.audiences.service import Choice, load
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views.options import group_option
from bot.features.groups.service import GroupChoice
from bot.features.lists.form import Form, FormState, Whom, of_found
from bot.features.lists.views import form as form_view
from bot.features.sends.repeats import Rewrite
from bot.features.sends.views.repeats import CHOOSE_AGAIN, EDITING, EDITING_A_LIST
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recurrence
from bot.slack.blocks.fields.people import NOBODY, People
from bot.slack.blocks.kit import Block
from bot.store.audience_choices import AudienceChoice
from bot.store.sends import Send
from bot.texting import kept_numbers, phones
from bot.texting.sender_ids import Senders

Chosen = Callable[[str], AudienceChoice | None]
"""Gives whom a series goes to, by its id; None where its numbers were given."""


@dataclass(frozen=True, slots=True)
class SeriesForm:
    """Fills the form in. ``region`` is the two-letter default for numbers without a country code."""

    chosen: Chosen
    contacts: ContactBook
    senders: Senders
    region: str | None

    def rewritten(self, rewrite: Rewrite, who: Who) -> Block:
        """Return the form as the series was written: its people as they were chosen, or to be given again."""
        send = rewrite.send
        found = self.chosen(send.id)
        form = self._given(send) if found is None else self._people(found.choice, who)
        state = replace(form.state, channel=send.origin_channel, replaces=send.id)
        form = replace(form, state=state, message=send.body or "", sender=send.alpha_sender or send.sender)
        return form_view.compose(recurrence.as_series(form, rewrite.kept, rewrite.next_at), self.senders)

    def _given(self, send: Send) -> Form:
        """Return the form for numbers somebody has: no field takes a file, so they are given again."""
        group = self._option(send.add_to_group) if send.add_to_group else None
        return Form(FormState(note=EDITING_A_LIST), group=group)

    def _people(self, stored: Mapping[str, Any] | None, who: Who) -> Form:
        if stored is None:  # somebody it names was erased
            return Form(FormState(note=f"{EDITING} {CHOOSE_AGAIN}", whom=Whom.GROUPS))
        choice = load(stored)
        state = FormState(whom=Whom.GROUPS) if choice.search is None else of_found(choice.search)
        return Form(replace(state, note=EDITING), people=self._fields(choice, who))

    def _fields(self, choice: Choice, who: Who) -> People:
        full = self.contacts.sees_numbers(who)
        return replace(
            NOBODY,
            groups=tuple(map(self._option, choice.groups)),
            without_groups=tuple(map(self._option, choice.without_groups)),
            without=tuple(self._person(number, full=full) for number in choice.without),
            texted=str(choice.texted_days) if choice.texted_days else "",
            only_reached=choice.only_reached,
        )

    def _option(self, name: str) -> Block:
        """Return a group as its choice; one that is gone as it was, so that the form can say so."""
        known = (each for each in self.contacts.group_options(name) if each.name == name)
        return group_option(next(known, GroupChoice(name, "")))

    def _person(self, number: str, *, full: bool) -> Block:
        shown = kept_numbers.pretty(number, self.region) if full else phones.mask(number)
        return kit.option(shown, number)
