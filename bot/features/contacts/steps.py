"""Adding a contact as a step of a workflow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.addition import Addition, Additions
from bot.features.contacts.outcomes import ADDED, Came
from bot.features.groups.service import GONE, GroupChoice
from bot.features.workflow_steps.service import Done, Run
from bot.smsit import InvalidArgument, checks
from bot.texting import phones
from bot.texting.phones import Phone

UNSURE: Final = (
    "Check this contact in Slack before you run this again: we couldn't confirm that it was added. The "
    "person got a message about it."
)
OPTED_OUT: Final = "This person opted out. Nothing was changed: only they can opt in again."
_SAID: Final = {
    Came.ADDED: ADDED,
    Came.ALREADY: "This number was in that group before.",
}


@dataclass(frozen=True, slots=True)
class ContactSteps:
    """Adds contacts, as the person a step acts for would. ``group_named`` gives a group that was chosen."""

    additions: Additions
    groups: Callable[[str], tuple[GroupChoice, ...]]
    group_named: Callable[[str], str | None]
    region: str | None

    def add(self, run: Run) -> Done:
        """Add a contact to a group. Raises :exc:`UserError` when it wasn't, or that isn't known."""
        request = self._request(run, run.inputs.phone("number", self.region))
        outcome = self.additions.add(request, run.who, run.key)
        match outcome.came:
            case Came.ADDED | Came.ALREADY as came:
                return Done({"added": came is Came.ADDED, "details": _SAID[came]})
            case Came.OPTED_OUT:
                raise UserError(OPTED_OUT)
            case Came.UNKNOWN:
                raise UserError(UNSURE)
            case _:
                raise UserError(phones.mask_in(outcome.sentence))

    def offer_groups(self, typed: str, _who: Who) -> list[tuple[str, str]]:
        """Return the groups somebody may be added to, by what was typed of their names."""
        return [(each.text, each.value) for each in self.groups(typed)]

    def _request(self, run: Run, to: Phone) -> Addition:
        group = self.group_named(run.inputs.text("group", "the group"))
        if group is None:
            raise UserError(GONE)
        name = run.inputs.text("name", "the name", optional=True)
        email = run.inputs.text("email", "the email address", optional=True)
        try:
            if email:
                checks.email("email", email)
        except InvalidArgument as error:
            raise UserError(error.reason) from None
        return Addition(to.digits, group, name or None, email or None)
