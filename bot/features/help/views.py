"""How the help looks, and the question what a mistyped command was meant as. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.features.help.ids import Action, Modal
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import COMMAND, HELP, Verb
from bot.slack.outgoing.poster import Content
from bot.texting import words

REVIEWED: Final = "You always review before sending."
ALL: Final = "All commands"
MANAGE: Final = "Manage"
FORM: Final = " "
"""What runs the command without a verb, which opens the form: a button has no empty value."""
SHORT: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Send": ("", "broadcast", "people", "list"),
        "Verify": ("otp", "caller"),
        "Book": ("appointment", "day-off"),
        MANAGE: (
            "contacts",
            "groups",
            "birthdays",
            "scheduled",
            "history",
            "templates",
            "status",
            "do-not-text",
            "credits",
        ),
    }
)
"""The verbs the short help names under each heading."""
TO_LOOK: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Look up": (
            "caller",
            "contacts",
            "groups",
            "birthdays",
            "appointments",
            "scheduled",
            "history",
            "status",
            "credits",
        )
    }
)
"""The same for people who may not send."""
WHAT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "one person",
        "broadcast": "a whole group",
        "people": "several groups, some left out",
        "list": "a file or pasted numbers",
        "otp": "a one-time code",
        "caller": "who is calling, in one window",
        "appointment": "with confirmation and reminder",
        "appointments": "what is booked",
        "day-off": "cancel or move all of a day",
        "contacts": "find or add people",
        "groups": "who is in them",
        "birthdays": "in the next seven days",
        "scheduled": "change or cancel texts",
        "history": "everything that was sent",
        "templates": "texts to insert in any form",
        "status": "whether a text arrived",
        "do-not-text": "numbers never texted",
        "credits": "your SMS balance",
    }
)
"""What each of them is for, in a few words."""
_HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{name: heading for heading, names in SHORT.items() for name in names},
        "appointments": "Book",
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one person may do.

    ``ask`` says what keeps them from sending and whom to ask (mrkdwn), empty for those who may.
    ``approvals`` is the channel in which they approve requests, empty for those who don't. ``first`` is the
    button for what people do most.
    """

    verbs: Sequence[Verb]
    ask: str = ""
    approvals: str = ""
    first: Block | None = None


def short(offer: Offer) -> Content:
    """Return the short help: what a person may do, under a few headings."""
    named = _named(offer)
    approving = [f"*Approve* requests in <#{offer.approvals}>"] if offer.approvals else []
    lines = [f"*{heading}*\n" + "\n".join(map(_explained, names)) for heading, names in named.items()]
    lines += approving
    blocks = [kit.section("\n".join(lines) or "You can't do anything with the SMS bot yet.")]
    if offer.ask:
        blocks.append(kit.context(offer.ask))
    buttons = [] if offer.first is None else [offer.first]
    if offer.verbs:
        buttons.append(kit.button(ALL, Action.ALL))
    if buttons:
        blocks.append(kit.actions(buttons))
    said = words.join_and(_typed(name) for names in named.values() for name in names)
    text = f"You can use {said}." if said else "You can't do anything with the SMS bot yet."
    return Content(text=text, blocks=tuple(blocks))


def all_commands(verbs: Sequence[Verb]) -> Block:
    """Return a modal with each command a person may use, and a button that runs it."""
    found: dict[str, list[Block]] = {heading: [] for heading in SHORT}
    for verb in verbs:
        heading = _HEADINGS.get(verb.name.partition(" ")[0], MANAGE)
        found[heading].append(_with_button(verb))
    under = [[kit.section(f"*{heading}*"), *rows] for heading, rows in found.items() if rows]
    blocks = [block for rows in under for block in rows]
    return kit.modal(
        callback_id=Modal.COMMANDS, title=ALL, blocks=[*blocks, kit.context(REVIEWED)], close="Close"
    )


def _with_button(verb: Verb) -> Block:
    """Return a command and what it does; the help itself is where its reader is."""
    row = kit.section(f"`{kit.escape(verb.usage)}`{_own(verb)}\n{verb.summary}")
    if verb.name != HELP:
        row["accessory"] = kit.button("Run", Action.RUN, value=verb.name or FORM)
    return row


def did_you_mean(line: str, near: str, *, may_text: bool) -> Content:
    """Return the question what a line was meant as, whose first word is no verb.

    ``near`` is the verb it is nearly; empty where it is like none. What was typed behind goes along with it.
    """
    word, *rest = line.split(maxsplit=1)
    shown = kit.escape(kit.truncate(word, limits.QUOTED))
    text = f"There's no `{COMMAND} {shown}` command."
    blocks: list[Block] = []
    buttons = []
    if near and rest:
        text += f" Did you mean `{COMMAND} {near}`?"
        blocks = [kit.context("Copy this line to run it:"), *kit.typed(f"{COMMAND} {near} {rest[0]}")]
    elif near:
        text += f" Did you mean `{COMMAND} {near}`?"
        buttons.append(kit.button(f"Run {COMMAND} {near}", Action.RUN, value=near, style="primary"))
    elif may_text:
        text += f" To text a contact by name, add your message: `{COMMAND} {shown} See you at 10.`"
    if near != HELP:
        buttons.append(kit.button(ALL, Action.ALL))
    row = [kit.actions(buttons)] if buttons else []
    return Content(text=text, blocks=(kit.section(text), *blocks, *row))


def _named(offer: Offer) -> dict[str, list[str]]:
    verbs = {verb.name for verb in offer.verbs}
    return {
        heading: known
        for heading, names in (TO_LOOK if offer.ask else SHORT).items()
        if (known := [name for name in names if name in verbs])
    }


def _explained(name: str) -> str:
    return f"{_typed(name)} {WHAT[name]}"


def _typed(name: str) -> str:
    return f"`{COMMAND} {name}`" if name else f"`{COMMAND}`"


def _own(verb: Verb) -> str:
    return f" or `{verb.own_command}`" if verb.own_command else ""
