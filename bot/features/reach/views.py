"""How the numbers that texts do not reach look: as somebody may see them. Pure."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.reach.ids import Action, Modal
from bot.features.reach.service import Listing, Unreachable
from bot.slack.blocks import kit, moments, paging
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.texting import phones, words

TITLE: Final = "Unreachable"
LOOKING: Final = "Reading delivery reports …"
BEGUN: Final = "Making the file …"
NOBODY: Final = "*Texts reach every number*, according to delivery reports."
WHAT: Final = (
    "Check them, or leave them out when you review a list. A delivered text takes a number off here."
)
NOT_KNOWN: Final = (
    "Only texts to one person and lists count, and only those with a delivery report. Broadcasts don't: "
    "SMS-iT reports them by figures, not by person. Numbers that were forgotten or erased aren't here."
)
MASKED: Final = "Numbers are masked."
WHOLE: Final = "It has full numbers."
EXPORT: Final = "You'll get a file with all these numbers in a direct message. Handle it with care."
LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 200


def loading() -> Block:
    """Return what a person sees while the reports are read."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title=TITLE,
        blocks=[kit.section(f":hourglass_flowing_sand: {LOOKING}")],
        close="Close",
    )


def listing(found: Listing, zone: ZoneInfo, now: datetime, *, full: bool, export: bool) -> Block:
    """Return a page, times in ``zone``: numbers whole for those who see them in ``full``, else masked."""
    if not found.total:
        return _modal([kit.section(NOBODY), kit.context(NOT_KNOWN)])
    have = "hasn't" if found.total == 1 else "haven't"
    numbers = words.pluralize(found.total, "number")
    blocks = [kit.section(f"*{numbers}* {have} received the last three texts. {WHAT}")]
    if export:
        ask = kit.confirm("Export these numbers?", EXPORT, "Export")
        blocks.append(
            kit.actions([kit.button("Export", Action.EXPORT, value=str(found.page.number), ask=ask)])
        )
    blocks += [kit.section(_entry(each, zone, now, full=full)) for each in found.entries]
    turning = paging.buttons(found.page, Action.PREVIOUS, Action.NEXT)
    if turning:
        blocks.append(kit.actions(turning))
        where = paging.span(found.page, len(found.entries))
        blocks.append(kit.context(f"Numbers {where} of {found.total:,}, last tried first"))
    return _modal([*blocks, kit.context(NOT_KNOWN)])


def message(numbers: int, *, masked: bool) -> Content:
    """Return what goes with the file."""
    count = words.pluralize(numbers, "number")
    have = "hasn't" if numbers == 1 else "haven't"
    how = MASKED if masked else WHOLE
    text = f"Here's the file of {count} that {have} received the last three texts. {how} Handle it with care."
    return Content(text, (kit.section(text),))


def done(numbers: int, page: int) -> Block:
    """Return that the file is there, with the way back to the list."""
    count = words.pluralize(numbers, "number")
    return _result(f":white_check_mark: A file with {count} is in your direct messages.", page)


def trouble(sentence: str, page: int) -> Block:
    """Return why there is no file, with the way back; ``sentence`` is mrkdwn."""
    return _result(f":warning: {kit.refusal(sentence)}", page)


def _entry(each: Unreachable, zone: ZoneInfo, now: datetime, *, full: bool) -> str:
    def shown(text: str, longest: int) -> str:
        return kit.escape(kit.truncate(text if full else phones.mask_in(text), longest))

    number = phones.shown(each.phone) if full else phones.mask(each.phone)
    name = shown(each.name, LONGEST_NAME)
    who = words.person(f"*{name}*", number) if name else f"*{number}*"
    tried = f"Last tried {moments.when(each.last_at, zone, now)}, not received since "
    lines = [who, tried + moments.when(each.since, zone, now), shown(each.why, LONGEST_REASON)]
    return "\n".join(filter(None, lines))


def _result(text: str, page: int) -> Block:
    back = kit.button("Back to the list", Action.BACK, value=str(page))
    return _modal([kit.section(text), kit.actions([back])])


def _modal(blocks: list[Block]) -> Block:
    return kit.modal(callback_id=Modal.LIST, title=TITLE, blocks=blocks, close="Close")
