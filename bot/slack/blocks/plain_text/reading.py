"""What was read of something Slack shows: words, the names that are still to be found, and what changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from bot.slack.blocks.plain_text import emoji

MOST_READ: Final = 40_000
"""Characters; Slack cuts messages there. Source: docs.slack.dev, chat.postMessage."""


_HALF: Final = re.compile("[\ud800-\udfff]")
"""Half a character, which no text can carry."""


class Kind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    GROUP = "group"
    CHANNEL = "channel"


class Change(StrEnum):
    """What is not as Slack shows it. In the order in which people are told."""

    EMPHASIS = "emphasis"
    BULLETS = "bullets"
    QUOTES = "quotes"
    LINK = "link"
    NAMED = "named"
    SHARED = "shared"
    STRUCK = "struck"
    EMOJI = "emoji"
    NAMELESS = "nameless"
    EVERYBODY = "everybody"
    DATE = "date"
    PICTURE = "picture"
    FILE = "file"
    PREVIEW = "preview"
    PART = "part"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was changed or left out; ``about`` is the words that are gone, or how many."""

    change: Change
    about: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something that is named by an id; ``label`` is what Slack calls it where it says so."""

    kind: Kind
    id: str
    label: str = field(default="", repr=False)


class Gap:
    """A place where something was left out; of the blanks around it one goes too."""


GAP: Final = Gap()
Part: TypeAlias = str | Mention | Gap


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of something Slack shows, and what is not as it shows them."""

    text: str = field(repr=False)
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionedText:
    """Words, with mentions between them whose names are still to be found."""

    parts: tuple[Part, ...] = field(repr=False)
    remarks: tuple[Remark, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What has to be looked up, each once, in order."""
        return tuple(dict.fromkeys(each for each in self.parts if isinstance(each, Mention)))

    def written(self, names: Mapping[Mention, str]) -> Plain:
        """Return the words; a mention without a name goes by its label, and without one is left out."""
        text = ""
        remarks = list(self.remarks)
        pieces: list[str] = []
        swallows = False
        for part in self.parts:
            if isinstance(part, str):
                text = part
            elif isinstance(part, Mention):
                text = names.get(part) or part.label
                remarks.append(Remark(Change.NAMED if text else Change.NAMELESS))
            else:
                text = ""
            if not text:
                swallows = not pieces or pieces[-1][-1].isspace()
                continue
            if swallows and pieces and text[0] in emoji.ENDS:
                pieces[-1:] = filter(None, [pieces[-1].removesuffix(" ")])
            pieces.append(text[1:] if swallows and text[0] in " \t" else text)
            swallows = False
            if not pieces[-1]:
                pieces.pop()
        found = emoji.turned(_HALF.sub("", "".join(pieces)))
        remarks += [Remark(Change.EMOJI, each) for each in found.left_out]
        return Plain(found.text.strip(), tuple(remarks))


class Writer:
    """Collects what is read, at most :data:`MOST_READ` characters of it."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._remarks: list[Remark] = []
        self._room = MOST_READ

    @property
    def is_empty(self) -> bool:
        """Tell whether no words were collected yet."""
        return not any(isinstance(each, Mention) or str(each).strip() for each in self._parts if each != GAP)

    def add(self, part: Part) -> None:
        """Write words or a mention."""
        if isinstance(part, str):
            if len(part) > self._room:
                self.remark(Change.LONGER, str(len(part) - self._room))
                part = part[: self._room]
            self._room -= len(part)
        if part:
            self._parts.append(part)

    def take(self, reading: MentionedText) -> None:
        """Write what was read elsewhere, and note what was changed there."""
        for part in reading.parts:
            self.add(part)
        self._remarks += reading.remarks

    def new_line(self) -> None:
        """Begin a line, unless nothing is written yet or the last thing was the end of one."""
        last = self._parts[-1] if self._parts else "\n"
        if not (isinstance(last, str) and last.endswith("\n")):
            self._parts.append("\n")

    def remark(self, change: Change, about: str = "") -> None:
        """Note that something was changed."""
        self._remarks.append(Remark(change, about))

    def leave_out(self, change: Change, about: str = "") -> None:
        """Note that something was left out here."""
        self.remark(change, about)
        self._parts.append(GAP)

    def reading(self) -> MentionedText:
        """Return what was read."""
        return MentionedText(tuple(self._parts), tuple(self._remarks))
