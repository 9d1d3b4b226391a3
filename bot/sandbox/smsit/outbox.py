"""Every text that left, in order: what tests judge the bot by."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TextOut:
    """One text that left for one phone. `at` is in UTC; `group_sms_id` is None for a text to a contact.

    All people here are pretend, so a failing test may show the whole text.
    """

    number: str
    body: str
    sender: str
    at: datetime
    credits: int
    group_sms_id: str | None = None


@dataclass(slots=True)
class Outbox:
    """The ledger, and the two ways reports look into it."""

    texts: list[TextOut] = field(default_factory=list)
    latest: dict[str, TextOut] = field(default_factory=dict)
    groups: dict[str, list[TextOut]] = field(default_factory=dict)
    _last_group_id: int = 41_000

    def new_group(self) -> str:
        """Give the id of a new group send; it can be reported on from now."""
        self._last_group_id += 1
        group_sms_id = str(self._last_group_id)
        self.groups[group_sms_id] = []
        return group_sms_id

    def leave(self, text: TextOut) -> None:
        """Record that the text left."""
        self.texts.append(text)
        self.latest[text.number] = text
        if text.group_sms_id is not None:
            self.groups[text.group_sms_id].append(text)
