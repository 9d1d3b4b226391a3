"""What the tools answer: bounded, and with numbers as the person may see them. Pure.

The names of the fields are read by assistants. Without slots: the library takes those for defaults.
"""

from dataclasses import dataclass
from typing import Final

LONGEST_NAME: Final = 80
MOST_GROUPS: Final = 20


@dataclass(frozen=True)
class ContactFound:
    """Somebody in the contacts. ``contact`` stands for them as the ``to`` of draft_text, for some hours."""

    contact: str
    name: str
    number: str
    groups: list[str]
    can_be_texted: bool


@dataclass(frozen=True)
class ContactsFound:
    """A page of contacts. ``total`` is only known when all were counted."""

    contacts: list[ContactFound]
    page: int
    more: bool
    total: int | None


@dataclass(frozen=True)
class SentItem:
    """Something that was sent, or is to be. ``text`` is empty where the person may not read the words."""

    id: str
    kind: str
    to: str
    state: str
    at: str
    text: str
    credits: int


@dataclass(frozen=True)
class SentItems:
    """A page of the record, the newest first. ``older`` goes into ``before`` for the next page."""

    items: list[SentItem]
    older: str


@dataclass(frozen=True)
class TemplateFound:
    """A template that can be used. ``placeholders`` are to be filled in before the text is drafted."""

    name: str
    language: str
    text: str
    placeholders: list[str]


@dataclass(frozen=True)
class TemplatesFound:
    """The templates that fit; ``more`` were left out."""

    templates: list[TemplateFound]
    more: bool


@dataclass(frozen=True)
class Count:
    """What a text takes: one credit a segment. ``problem`` says why it can't be sent as it is, if so."""

    characters: int
    segments: int
    credits: int
    credits_at_most: int
    unicode: bool
    warnings: list[str]
    problem: str


@dataclass(frozen=True)
class Balance:
    """SMS credits, and those that texts which wait will take."""

    credits: int
    reserved: int


@dataclass(frozen=True)
class Drafted:
    """A draft that waits for its person in Slack. Nothing was sent."""

    draft: str
    to: str
    expires: str
    count: Count
    next: str
