"""How a listing in pages says where it is, and the two buttons that turn its pages. Pure."""

from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.store.pages import Page

PREVIOUS: Final = "Previous"
NEXT: Final = "Next"
LONGEST: Final = 6
"""Figures of a page's number; nobody has turned a million of them."""


def buttons(page: Page, previous: str, following: str) -> list[Block]:
    """Return the buttons that lead to other pages, under these action ids; each is read by :func:`number`."""
    before = str(page.number - 1) if page.number else ""
    behind = str(page.number + 1) if page.more else ""
    return turns(previous, before, following, behind)


def turns(previous: str, before: str, following: str, behind: str, *, onward: str = NEXT) -> list[Block]:
    """Return the buttons to other pages where each is found by what it begins behind, and not by its number.

    ``before`` and ``behind`` are the buttons' values, empty where there is no such page; ``onward`` is the
    words of the second.
    """
    found = [kit.button(PREVIOUS, previous, value=before)] if before else []
    return [*found, kit.button(onward, following, value=behind)] if behind else found


def number(value: str) -> int:
    """Return the page that a button leads to; the first one for a value that names none."""
    return int(value) if value.isdecimal() and len(value) <= LONGEST else 0


def span(page: Page, shown: int) -> str:
    """Return which of the things a page shows, counted from 1: 11 to 18."""
    return f"{page.offset + 1:,} to {page.offset + shown:,}"
