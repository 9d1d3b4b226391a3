"""How the direct message looks that asks about a contact that may not have been added. Pure.

The number is masked: somebody may look over a shoulder, and notifications show the text.
"""

from dataclasses import dataclass
from typing import Final

from bot.features.contacts.ids import Action
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import person
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.contact_additions import AddState, ContactAddition
from bot.texting import phones

LONGEST_NAME: Final = 60
_DONE: Final = {
    AddState.ADDED: (":white_check_mark:", "was added to"),
    AddState.FOUND: (":white_check_mark:", "is now in"),
    AddState.PRESENT: (":information_source:", "is already in"),
    AddState.OPTED_OUT: (":no_bell:", "opted out and can't be added to"),
    AddState.REFUSED: (":no_entry:", "wasn't added to"),
}


@dataclass(frozen=True, slots=True)
class AdditionRef:
    """What a press is about: an addition, and how often it had been tried when the button was drawn."""

    addition_id: str
    attempts: int


def message(found: ContactAddition) -> Content:
    """Return the message about an addition as it stands."""
    who = person(found.name, found.number)
    group = kit.escape(kit.truncate(phones.mask_in(found.group_name), limits.OPTION_TEXT))
    reason = f" {kit.sentence(found.reason)}" if found.reason else ""
    match found.state:
        case AddState.UNKNOWN:
            said = f"We couldn't confirm that *{who}* was added to *{group}*.{reason}"
            blocks = [kit.section(f":grey_question: {said}"), kit.actions(_buttons(found))]
            return Content(said, tuple(blocks))
        case AddState.WAITING | AddState.ATTEMPTING:
            icon, said = ":hourglass_flowing_sand:", f"Adding *{who}* to *{group}* …"
            return Content(f"Adding {who} to {group}.", (kit.section(f"{icon} {said}"),))
        case state:
            icon, done = _DONE[state]
            said = f"*{who}* {done} *{group}*.{reason}"
            return Content(said, (kit.section(f"{icon} {said}"),))


def _buttons(found: ContactAddition) -> list[Block]:
    about = metadata.dump(AdditionRef(found.id, found.attempts))
    look = "Check in SMS-iT's own panel first."
    was = kit.confirm("Was it added?", look, "It was added")
    again = kit.confirm("Add it again?", f"SMS-iT may already have it. {look}", "Add again", danger=True)
    return [
        kit.button("Check again", Action.CHECK_AGAIN, value=about, style="primary"),
        kit.button("It was added", Action.WAS_ADDED, value=about, ask=was),
        kit.button("Add again", Action.ADD_AGAIN, value=about, style="danger", ask=again),
    ]
