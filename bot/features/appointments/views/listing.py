"""How the listing of appointments looks, and one of them in it. Pure. Numbers are masked."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.ids import Action, Modal, Part
from bot.features.appointments.listing import LONGEST_SEARCH, PAGE, Listing, Where
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import change as change_view
from bot.features.appointments.views import message as message_view
from bot.features.appointments.views import words as words_view
from bot.slack.blocks import kit, paging
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.appointment_calls import CallState
from bot.texting import words

TITLE: Final = "Appointments"
GONE: Final = "That appointment no longer exists."


@dataclass(frozen=True, slots=True)
class Opened:
    """Which appointment is shown, and where it was opened from."""

    appointment_id: str
    text: str = ""
    past: int = 0
    page: int = 0

    @property
    def where(self) -> Where:
        """The page of the listing it was opened from."""
        return Where(self.text, self.past, self.page)


def listing(found: Listing, account_zone: ZoneInfo, *, changes: bool, note: str = "") -> Block:
    """Return a page of the listing; ``changes`` tells whether the person may change appointments.

    ``note`` is mrkdwn about what was just done.
    """
    where = found.where
    search = text_input.element(Action.SEARCH, LONGEST_SEARCH, where.text, example="Name or number")
    blocks = [kit.section(note)] if note else []
    blocks.append(kit.field("With", Part.SEARCH, search, optional=True))
    blocks.append(kit.section(_count(found)))
    for each in found.stories:
        blocks += [kit.divider(), kit.section(_entry(each, account_zone))]
        blocks.append(kit.actions(_buttons(each, where, changes=changes)))
    books = changes and not found.found and not where.past
    blocks += [kit.divider(), kit.actions([*([words_view.book()] if books else []), *_turning(found)])]
    return kit.modal(
        callback_id=Modal.LIST,
        title=TITLE,
        blocks=blocks,
        submit="Search",
        close="Close",
        metadata=metadata.dump(where),
    )


def opened(
    timeline: Timeline | None, at: Opened, account_zone: ZoneInfo, *, changes: bool, note: str = ""
) -> Block:
    """Return one appointment, in the place of the listing."""
    blocks = [kit.section(note)] if note else []
    if timeline is None:
        blocks.append(kit.section(GONE))
    else:
        *shown, last = message_view.message(timeline, account_zone).blocks
        history = change_view.history(timeline, account_zone)
        blocks += [*shown, last] if last["type"] != "actions" else shown
        blocks += [kit.context(history)] if history else []
        blocks += [last] if changes and last["type"] == "actions" else []
    back = kit.button("Back to the list", Action.BACK, value=metadata.dump(at.where))
    blocks += [kit.divider(), kit.actions([back])]
    return kit.modal(
        callback_id=Modal.OPEN, title=TITLE, blocks=blocks, close="Close", metadata=metadata.dump(at)
    )


def _count(found: Listing) -> str:
    kind = "past" if found.where.past else "upcoming"
    if not found.found:
        if not found.where.text:
            return f"No {kind} appointments. {words_view.ONLY_OURS}"
        other = "*Upcoming*" if found.where.past else "*Past*"
        return (
            f"No {kind} appointments with “{kit.escape(found.where.text)}”. Try a shorter part of the name "
            f"or number, or look under {other}. {words_view.ONLY_OURS}"
        )
    place = f", {paging.span(found.page, len(found.stories))}" if found.found > PAGE else ""
    return f"*{words.pluralize(found.found, f'{kind} appointment')}*{place}"


def _entry(timeline: Timeline, account_zone: ZoneInfo) -> str:
    lines = [message_view.status_line(timeline, account_zone)]
    if timeline.last.state is not CallState.ACCEPTED:
        lines.append(":warning: The last change isn't done. Open the appointment for details.")
    return "\n".join(lines)


def _buttons(timeline: Timeline, where: Where, *, changes: bool) -> list[Block]:
    at = Opened(timeline.known.id, where.text, where.past, where.page)
    found = [kit.button("Open", Action.OPEN, value=metadata.dump(at))]
    if changes:
        request = {Action.MOVE, Action.CANCEL}
        found += [each for each in message_view.changes(timeline) if each["action_id"] in request]
    return found


def _turning(found: Listing) -> list[Block]:
    where = found.where
    buttons = paging.buttons(found.page, Action.PREVIOUS, Action.NEXT)
    others = metadata.dump(Where(where.text, 0 if where.past else 1))
    buttons.append(kit.button("Upcoming" if where.past else "Past", Action.OTHERS, value=others))
    return buttons
