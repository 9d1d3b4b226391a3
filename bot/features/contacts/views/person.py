"""How one contact looks. Pure: a person in, a modal out."""

from collections.abc import Sequence
from typing import Final

from bot.features.contacts.ids import Action, Modal
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.contacts.person import Person
from bot.features.contacts.search import Search
from bot.features.contacts.views.visibility import Visibility
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata

TITLE: Final = "Contact"
LONGEST_CARRIER: Final = 80
GONE: Final = "This contact no longer exists in SMS-iT."
HIDDEN: Final = "hidden"
LISTED: Final = ":no_bell: *On the do-not-text list.* This number can't be texted from Slack."


def contact(
    person: Person,
    search: Search,
    visibility: Visibility,
    actions: Sequence[LinkedAction],
    *,
    do_not_text: bool,
) -> Block:
    """Return one contact, with the way back to the search that found it.

    It stands in the place of the search, not on top: Slack allows three modals, and behind an action come
    a form and its confirmation.
    """
    name, number = visibility.name(person), visibility.number(person.number)
    blocks = [kit.section(f"*{name}*\n{number}" if name else f"*{number}*")]
    if do_not_text:
        blocks.append(kit.section(LISTED))
    blocks.append(kit.fields(_facts(person, visibility)))
    if actions:
        blocks.append(
            kit.actions(
                [kit.button(action.label, action.action_id, value=person.number) for action in actions]
            )
        )
    return _modal(blocks, search)


def gone(search: Search) -> Block:
    """Return what is shown of somebody who was deleted meanwhile."""
    return _modal([kit.section(GONE)], search)


def trouble(number: str, search: Search, sentence: str) -> Block:
    """Return why a contact could not be looked up; ``sentence`` is plain text."""
    again = kit.button("Try again", Action.OPEN, value=number, style="primary")
    return _modal([kit.section(f":warning: {kit.sentence(sentence)}"), kit.actions([again])], search)


def _modal(blocks: Sequence[Block], search: Search) -> Block:
    back = kit.actions([kit.button("Back to contacts", Action.BACK, value=str(search.page))])
    return kit.modal(
        callback_id=Modal.PEOPLE,
        title=TITLE,
        blocks=[*blocks, back],
        close="Close",
        metadata=metadata.dump(search),
    )


def _facts(person: Person, visibility: Visibility) -> list[tuple[str, str]]:
    email = visibility.text(person.email) if visibility.full else HIDDEN
    birthday = f"{person.birthday.day} {person.birthday:%B %Y}" if person.birthday else ""
    since = f"{person.since.day} {person.since:%B %Y}" if person.since else ""
    facts = [
        ("Groups", visibility.groups(person.groups)),
        ("Status", visibility.opted_out(person) or ":white_check_mark: subscribed"),
        ("Email", email if person.email else ""),
        ("Birthday", birthday),
        ("Carrier", visibility.text(kit.truncate(person.carrier, LONGEST_CARRIER))),
        ("Signed up through", visibility.text(", ".join(person.sources))),
        ("Contact since", since),
    ]
    return [(label, value or "not set") for label, value in facts]
