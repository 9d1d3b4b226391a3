"""What people read can be told from its ground, by day and by night.

The measure is WCAG 2.2, 1.4.3 (text: 4.5 to 1) and 1.4.11 (edges of fields and the focus: 3 to 1).
"""

import re

import pytest

from bot.sandbox.page.theme import STYLE_SHEETS

WORDS = [
    *(("ink", ground) for ground in ("paper", "paper-hover", "fill", "bubble", "marked", "yellow-wash")),
    *(("ink-soft", ground) for ground in ("paper", "paper-hover", "fill", "marked", "yellow-wash")),
    *((ink, "paper") for ink in ("blue", "green", "red", "amber")),
    ("on-aubergine", "aubergine"),
    ("on-aubergine", "aubergine-deep"),
    ("on-mark", "mark"),
    ("blue", "mention"),
    ("green", "green-wash"),
    ("amber", "yellow-wash"),
    ("red-words", "red-wash"),
]
EDGES = [("edge", "paper"), ("focus", "paper")]
SOLID = ("blue-solid", "green-solid", "green-deep", "red-solid")


def colours(theme: str) -> dict[str, str]:
    """Return the colours of a theme: the light ones, and what the dark one says otherwise."""
    light, dark = STYLE_SHEETS[0].read_text(encoding="utf-8").split(':root[data-theme="dark"] {', 1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", dark))
    return found


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(each * 2 for each in digits)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground(theme: str) -> None:
    found = colours(theme)
    weak = [
        (ink, ground, round(contrast(found[ink], found[ground]), 2))
        for pairs, least in ((WORDS, 4.5), (EDGES, 3.0))
        for ink, ground in pairs
        if contrast(found[ink], found[ground]) < least
    ]
    weak += [(each, "white words") for each in SOLID if contrast("#ffffff", found[each]) < 4.5]
    assert weak == []


def test_colours_stand_in_one_place() -> None:
    """White words on solid grounds, and the four of the selected line, are the same in both themes."""
    used = set(re.findall(r"#[0-9a-f]{3,6}\b", STYLE_SHEETS[1].read_text(encoding="utf-8")))
    assert used <= {"#fff", "#3a103b", "#f6eef7", "#e1d3e3", "#dcebf6", "#d7306b"}
