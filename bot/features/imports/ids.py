"""The ids by which Slack names this feature's buttons, fields and modals, and what its buttons carry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.access import Role
from bot.features.batches.ids import BatchRef, Buttons

FEATURE: Final = "contact_import"


class Modal(StrEnum):
    """Callback ids of modals."""

    UPLOAD = "contact_import.upload"
    COLUMNS = "contact_import.columns"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    OPEN = "contact_import.open"
    FILE = "contact_import.file"
    NUMBER = "contact_import.number"
    NAME = "contact_import.name"
    EMAIL = "contact_import.email"
    BIRTHDAY = "contact_import.birthday"
    GROUP = "contact_import.group"
    ONE_GROUP = "contact_import.one_group"
    CONSENT = "contact_import.consent"
    PAUSE = "contact_import.pause"
    RESUME = "contact_import.resume"
    CANCEL = "contact_import.cancel"
    MORE = "contact_import.more"
    """The overflow menu; its values are those of a send's."""


class Field(StrEnum):
    """The blocks of the forms."""

    NUMBER = "number"
    NAME = "name"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    GROUP = "group"
    ONE_GROUP = "one_group"
    CONSENT = "consent"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ImportRef(BatchRef):
    """What a press under an import is about: which one, and how often it had been set going by then."""

    import_id: str

    @property
    def batch_id(self) -> str:
        """Which one."""
        return self.import_id


BUTTONS: Final = Buttons(
    noun="import",
    pause=Action.PAUSE,
    resume=Action.RESUME,
    cancel=Action.CANCEL,
    may_stop=Role.VIEWER,  # whoever started an import may stop it, whatever their role now
    may_go_on=Role.BROADCASTER,
    ref=ImportRef,
)
"""The buttons that stop an import and set it going."""
