"""Slack's markup (mrkdwn), in messages and in what people type behind a command.

Source: docs.slack.dev, "Formatting message text".
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.slack.blocks.plain_text import links
from bot.slack.blocks.plain_text.reading import MOST_READ, Change, Kind, Mention, MentionedText, Writer

_OBJECT: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Holds the place of what is no text while marks are looked for."""
_TOKEN: Final = re.compile(
    r"```(?P<fence>(?:(?!```)[\s\S])++)```"
    r"|`(?P<code>[^`\n]++)`"
    r"|<(?P<target>[@#][A-Z0-9]{2,40}+|!date\^[^<>|]{1,1000}+|![^<>|\s]{1,100}+"
    r"|[A-Za-z][A-Za-z0-9+.-]{1,20}:[^<>|\s]{1,3000}+)(?:\|(?P<label>[^<>]{0,3000}+))?>"
    r"|(?P<address>(?:https?://|www\.)[^\s<>]*[^\s<>*_~.,;:!?)])"
)
_ENTITY: Final = re.compile(r"&(amp|lt|gt);")
_CHARACTERS: Final = {"amp": "&", "lt": "<", "gt": ">"}
_QUOTE: Final = re.compile(r"(?:&gt;){1,3}[ \t]?")
"""In messages only: behind a command nothing is escaped, and what begins with > is no quote."""
_BULLET: Final = re.compile(r"([ \t]{0,40})[•◦▪▫‣\u2043●○■□]\ufe0e?[ \t]")
_MARKS: Final = "*_~"
_EVERYBODY: Final = frozenset({"here", "channel", "everyone", "group"})


def read(text: str) -> MentionedText:
    """Return the words of a text in Slack's markup."""
    writer = Writer()
    write(writer, text)
    return writer.reading()


def unescape(text: str) -> str:
    """Return a text with Slack's three entities as characters, each undone once."""
    return _ENTITY.sub(lambda found: _CHARACTERS[found[1]], text)


def without_links(text: str) -> str:
    """Return what somebody typed to look something up: links and mentions as they are shown, marks kept."""

    def shown(token: re.Match[str]) -> str:
        if not token["target"]:
            return token[0]
        writer = Writer()
        _target(writer, token["target"], token["label"] or "")
        return writer.reading().written({}).text

    return unescape(_TOKEN.sub(shown, text[:MOST_READ])).strip()


def write_link(writer: Writer, address: str, label: str) -> None:
    """Write a link, and note it where that is more than Slack shows."""
    shown = links.written(address, label)
    if label.strip() not in {"", shown}:
        writer.remark(Change.LINK)
    writer.add(shown)


def write(writer: Writer, text: str) -> None:
    """Write the words of a text in Slack's markup."""
    if len(text) > MOST_READ:
        writer.remark(Change.LONGER, str(len(text) - MOST_READ))
    text = text[:MOST_READ].replace(_OBJECT, "")
    tokens = list(_TOKEN.finditer(text))
    flat: list[str] = []
    at = 0
    for token in tokens:
        flat += [text[at : token.start()], _OBJECT]
        at = token.end()
    flat.append(text[at:])
    waiting = iter(tokens)
    for number, line in enumerate("".join(flat).split("\n")):
        if number:
            writer.add("\n")
        _line(writer, line, waiting)


def _line(writer: Writer, line: str, tokens: Iterator[re.Match[str]]) -> None:
    if quote := _QUOTE.match(line):
        writer.remark(Change.QUOTES)
        line = line[quote.end() :]
    if bullet := _BULLET.match(line):
        writer.remark(Change.BULLETS)
        line = f"{bullet[1]}- {line[bullet.end() :]}"
    dropped, struck = _marks(line)
    if dropped - {at for start, end in struck for at in range(start, end)}:
        writer.remark(Change.EMPHASIS)
    at = 0
    for start, end in struck:
        _stretch(writer, line, at, start, dropped, tokens)
        gone = Writer()
        _stretch(gone, line, start + 1, end, dropped, tokens)
        writer.leave_out(Change.STRUCK, gone.reading().written({}).text)
        at = end + 1
    _stretch(writer, line, at, len(line), dropped, tokens)


def _marks(line: str) -> tuple[frozenset[int], list[tuple[int, int]]]:
    """Return where marks of emphasis stand, and from where to where a line is struck through.

    A mark counts where a word begins or ends, in a pair on one line: 2*3*4 and snake_case_name have none.
    """
    opened: dict[str, int] = {}
    dropped: set[int] = set()
    struck: list[tuple[int, int]] = []
    for at, mark in enumerate(line):
        if mark not in _MARKS:
            continue
        before = line[at - 1] if at else " "
        after = line[at + 1] if at + 1 < len(line) else " "
        if mark in (before, after):
            continue
        if mark in opened and not before.isspace() and not after.isalnum():
            start = opened.pop(mark)
            if mark == "~":
                struck.append((start, at))
            else:
                dropped |= {start, at}
        elif not before.isalnum() and not after.isspace():
            opened[mark] = at
    return frozenset(dropped), struck


def _stretch(
    writer: Writer, line: str, start: int, end: int, dropped: frozenset[int], tokens: Iterator[re.Match[str]]
) -> None:
    """Write a part of a line without its marks, with what stands in the places that are held."""
    at = start
    for here in range(start, end):
        if here in dropped:
            writer.add(unescape(line[at:here]))
            at = here + 1
        elif line[here] == _OBJECT:
            writer.add(unescape(line[at:here]))
            _token(writer, next(tokens))
            at = here + 1
    writer.add(unescape(line[at:end]))


def _token(writer: Writer, token: re.Match[str]) -> None:
    if code := token["fence"] or token["code"]:
        writer.remark(Change.EMPHASIS)
        writer.add(unescape(code.strip("\n")))
    elif address := token["address"]:
        writer.add(unescape(address))
    else:
        _target(writer, token["target"], unescape(token["label"] or ""))


def _target(writer: Writer, target: str, label: str) -> None:
    match target[0], target[1:]:
        case "@", user:
            writer.add(Mention(Kind.PERSON, user, label))
        case "#", channel:
            writer.add(Mention(Kind.CHANNEL, channel, label))
        case "!", special:
            _special(writer, special, label)
        case _:
            write_link(writer, unescape(target), label)


def _special(writer: Writer, special: str, label: str) -> None:
    kind, _, rest = special.partition("^")
    if kind == "subteam" and rest:
        writer.add(Mention(Kind.GROUP, rest, label.removeprefix("@")))
    elif special in _EVERYBODY:
        writer.leave_out(Change.EVERYBODY)
    elif label:
        writer.add(label)
    else:
        writer.leave_out(Change.DATE if kind == "date" else Change.PART)
