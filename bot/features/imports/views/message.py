"""How the message of an import looks, in each state. It stands in a channel: only counts are in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.features.batches import views
from bot.features.batches.sentences import sentences
from bot.features.batches.views import Control
from bot.features.imports.ids import BUTTONS, Action, ImportRef
from bot.features.imports.views import figures as counted
from bot.features.imports.views.figures import Figures
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, status_message
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.contact_imports import OPEN, ContactImport, ImportState
from bot.texting import phones

_S = ImportState
_STATUS: Final[Mapping[ImportState, tuple[str, str]]] = MappingProxyType(
    {
        _S.QUEUED: (":hourglass_flowing_sand:", "Reading the file"),
        _S.RUNNING: (":hourglass_flowing_sand:", "Adding contacts"),
        _S.PAUSED: (":double_vertical_bar:", "Paused"),
        _S.CANCELLED: (":black_square_for_stop:", "Cancelled"),
        _S.DONE: (":white_check_mark:", "Done"),
    }
)
_CONTROL: Final = Control(
    noun="import",
    under_way="Contacts being added now will still be added.",
    go_on="The remaining rows will be added.",
    cancelled="The remaining rows won't be added. Contacts already added stay.",
)
COMES_BACK: Final = "<@{user}> gets the rows that weren't added as a file."


def message(found: ContactImport, figures: Figures) -> Content:
    """Return the message of an import as it stands; its text says everything the blocks do."""
    title = f"Contact import from *{kit.escape(phones.mask_in(found.file_name))}*"
    icon, status = _STATUS[found.state]
    status += _why(found)
    said = counted.sentence(figures) if found.wave else ""
    by = f"<@{found.user_id}>"
    back = COMES_BACK.format(user=found.user_id) if figures.comes_back and found.state not in OPEN else ""
    return Content(
        sentences(f"{title}: {status}", said, back, f"Started by {by}"),
        status_message.blocks(
            [f"{icon} {title} · {status}", said],
            buttons_view.menu(found.id, Action.MORE, has_words=False),
            [by, back],
            buttons=_buttons(found) if found.state in OPEN else (),
        ),
    )


def _why(found: ContactImport) -> str:
    if found.decided_by:
        return f" by <@{found.decided_by}>"
    if not found.why:
        return ""
    told = kit.escape(phones.mask_in(found.why))
    more = " Resume when you're ready." if found.state is _S.PAUSED else ""
    return f" automatically. {told}{more}"


def _buttons(found: ContactImport) -> list[Block]:
    moment = metadata.dump(ImportRef(found.id, wave=found.wave))
    cancel = views.cancel(BUTTONS, _CONTROL, moment)
    if found.state is _S.RUNNING:
        return [views.pause(BUTTONS, _CONTROL, moment), cancel]
    if found.state is _S.PAUSED:
        return [views.resume(BUTTONS, _CONTROL, moment), cancel]
    return [cancel]
