"""How the message of an import looks, in each state. It stands in a channel: only counts are in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.features.batches import views
from bot.features.batches.views import Control
from bot.features.imports.ids import BUTTONS, ImportRef
from bot.features.imports.views import figures as counted
from bot.features.imports.views.figures import Figures
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.contact_imports import OPEN, ContactImport, ImportState
from bot.texting import phones

_S = ImportState
_STATUS: Final[Mapping[ImportState, tuple[str, str]]] = MappingProxyType(
    {
        _S.QUEUED: (":hourglass_flowing_sand:", "The file is being read"),
        _S.RUNNING: (":hourglass_flowing_sand:", "Contacts are being added, one by one"),
        _S.PAUSED: (":double_vertical_bar:", "Paused"),
        _S.CANCELLED: (":black_square_for_stop:", "Cancelled"),
        _S.DONE: (":white_check_mark:", "Done"),
    }
)
_CONTROL: Final = Control(
    noun="import",
    under_way="Contacts being added at this moment still are.",
    go_on="The rows that wait are added now.",
    cancelled="Rows that wait are not added. What was added stays.",
)
COMES_BACK: Final = "What was not added goes to <@{user}> as a file, by direct message."


def message(found: ContactImport, figures: Figures) -> Content:
    """Return the message of an import as it stands; its text says everything the blocks do."""
    title = f"Import of contacts from *{kit.escape(phones.mask_in(found.file_name))}*"
    icon, status = _STATUS[found.state]
    status += _why(found)
    said = counted.sentence(figures) if found.wave else ""
    small = f"by <@{found.user_id}> · `{found.id[:8]}`"
    blocks: list[Block] = [kit.section("\n".join(part for part in (title, f"{icon} {status}", said) if part))]
    back = COMES_BACK.format(user=found.user_id) if figures.comes_back and found.state not in OPEN else ""
    blocks += [kit.context(f"{small} · {back}" if back else small)]
    if found.state in OPEN:
        blocks.append(kit.actions(_buttons(found)))
    parts = (f"{title}: {status}", said, back, f"({small})")
    return Content(". ".join(part for part in parts if part), tuple(blocks))


def _why(found: ContactImport) -> str:
    if found.decided_by:
        return f" by <@{found.decided_by}>"
    if not found.why:
        return ""
    told = kit.escape(phones.mask_in(found.why))
    more = " Resume it when it should go on." if found.state is _S.PAUSED else ""
    return f" by the bot. {told}{more}"


def _buttons(found: ContactImport) -> list[Block]:
    moment = metadata.dump(ImportRef(found.id, wave=found.wave))
    cancel = views.cancel(BUTTONS, _CONTROL, moment)
    if found.state is _S.RUNNING:
        return [views.pause(BUTTONS, _CONTROL, moment), cancel]
    if found.state is _S.PAUSED:
        return [views.resume(BUTTONS, _CONTROL, moment), cancel]
    return [cancel]
