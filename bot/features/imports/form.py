"""The forms of an import: the file, then what its columns hold.

Pure: the state of a view in, values or errors beside their field out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from bot.features.imports.columns import Columns, Part
from bot.features.imports.entries import Refusers
from bot.features.imports.ids import Field
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.outgoing import uploads
from bot.texting.tables import places
from bot.texting.tables.uploads import UploadedFile

BLOCKS: Final[Mapping[Part, Field]] = MappingProxyType(
    {
        Part.NUMBER: Field.NUMBER,
        Part.NAME: Field.NAME,
        Part.EMAIL: Field.EMAIL,
        Part.BIRTHDAY: Field.BIRTHDAY,
        Part.GROUP: Field.GROUP,
    }
)
"""The block in which the columns of each part are chosen."""
NO_FILE: Final = "Upload a file."
NO_NUMBER: Final = "Choose the column of phone numbers."
NO_GROUP: Final = "Choose one group here, or a group column above."
TWO_GROUPS: Final = "Choose a group column or one group, not both."
NO_CONSENT: Final = "Choose whether to add people who haven't agreed to texts."
NOT_SEEN: Final = "The rows below just changed. Check them, then try again."
NOTHING: Final = "No rows can be added. Choose another column or fix the file."


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form for the file carries along: the channel where it was started."""

    channel: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What the form for the columns carries along: channel, file, and what it shows.

    ``shown`` is the choice that ``good`` and ``rejected`` count the rows of. ``asks`` tells whether somebody
    has to say what becomes of people who did not agree to texts.
    """

    file_id: str
    name: str
    size: int
    channel: str | None = None
    shown: str = ""
    good: int = 0
    rejected: int = 0
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is chosen in the form for the columns. ``one_group`` is Slack's option for a group for all."""

    columns: Columns
    one_group: Mapping[str, Any] | None = field(default=None, repr=False)
    refusers: Refusers | None = None

    @property
    def group_value(self) -> str:
        """The value of the group for all; empty without one."""
        return str((self.one_group or {}).get("value", ""))

    def written(self) -> str:
        """Return the choice as text, to tell it from another one."""
        columns = [places.write(self.columns.of(part)) for part in Part]
        refusers = () if self.refusers is None else (self.refusers.value,)
        return " ".join((*columns, *refusers, self.group_value))


def uploaded(view: Mapping[str, Any], user_id: str) -> UploadedFile:
    """Return the file that a person uploaded. Raises :exc:`FieldErrors` when there is none."""
    file = Values.of(view).file(Field.FILE)
    if file is None:
        raise FieldErrors({Field.FILE: NO_FILE})
    return uploads.uploaded(file, "contacts.csv", user_id)


def read(view: Mapping[str, Any]) -> Request:
    """Return what is chosen in a view."""
    values = Values.of(view)
    found = Columns()
    for part, block in BLOCKS.items():
        found = found.put(part, places.read(values.chosen(block)))
    refusers = values.chosen(Field.CONSENT)
    return Request(
        found,
        values.chosen_option(Field.ONE_GROUP),
        Refusers(refusers) if refusers in set(Refusers) else None,
    )


def validate(found: Request, state: ColumnState) -> None:
    """Make sure that a choice can be imported, and was seen. Raises :exc:`FieldErrors`."""
    errors: dict[str, str] = {}
    if not found.columns.number:
        errors[Field.NUMBER] = NO_NUMBER
    if found.columns.group and found.group_value:
        errors[Field.ONE_GROUP] = TWO_GROUPS
    if not found.columns.group and not found.group_value:
        errors[Field.ONE_GROUP] = NO_GROUP
    if state.asks and found.refusers is None:
        errors[Field.CONSENT] = NO_CONSENT
    if not errors and found.written() != state.shown:
        errors[Field.NUMBER] = NOT_SEEN
    if not errors and not state.good:
        errors[Field.NUMBER] = NOTHING
    if errors:
        raise FieldErrors(errors)
