"""Rich text: what people write in Slack's own box, as blocks.

Its texts are literal. Whatever Slack may add to it one day is left out, and said.
Source: docs.slack.dev, Block Kit, rich text block.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.slack.blocks.plain_text import emoji, markup
from bot.slack.blocks.plain_text.reading import Change, Kind, Mention, Writer

Json = Mapping[str, Any]
_EMPHASIS: Final = ("bold", "italic", "code", "underline", "highlight")
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST: Final = 8
_LETTERS: Final = 26
_MOST_NUMBERED: Final = 1_000


def children(thing: Any) -> Iterable[Json]:  # noqa: ANN401 - whatever came from outside
    """Return what is in a list of objects; nothing for what is none."""
    return [each for each in thing if isinstance(each, Mapping)] if isinstance(thing, list) else []


def word(thing: Json, key: str) -> str:
    """Return a text of an object; empty where there is none."""
    found = thing.get(key)
    return found if isinstance(found, str) else ""


def whole(thing: Json, key: str, most: int) -> int:
    """Return a number of an object, 0 at least; 0 where there is none."""
    found = thing.get(key)
    return min(max(found, 0), most) if isinstance(found, int) else 0


def write(writer: Writer, block: Json) -> None:
    """Write the words of a rich_text block, each of its parts on lines of its own."""
    for piece in children(block.get("elements")):
        writer.new_line()
        match word(piece, "type"):
            case "rich_text_section" | "rich_text_preformatted":
                _inline(writer, piece)
            case "rich_text_quote":
                writer.remark(Change.QUOTES)
                _inline(writer, piece)
            case "rich_text_list":
                _list(writer, piece)
            case _:
                writer.leave_out(Change.PART)


def numeral(number: int, depth: int) -> str:
    """Return a number as Slack counts at a depth of a list: 1, a, i, and round again."""
    match depth % 3:
        case 1:
            return _lettered(number)
        case 2:
            return _roman(number)
        case _:
            return str(number)


def _list(writer: Writer, piece: Json) -> None:
    depth = whole(piece, "indent", _DEEPEST)
    first = whole(piece, "offset", _MOST_NUMBERED) + 1
    ordered = word(piece, "style") == "ordered"
    if not ordered:
        writer.remark(Change.BULLETS)
    for number, item in enumerate(children(piece.get("elements")), first):
        writer.new_line()
        writer.add("  " * depth + (f"{numeral(number, depth)}. " if ordered else "- "))
        _inline(writer, item)


def _inline(writer: Writer, piece: Json) -> None:
    for element in children(piece.get("elements")):
        style = element.get("style")
        worn = style if isinstance(style, Mapping) else {}
        if worn.get("strike"):
            gone = Writer()
            _element(gone, element)
            writer.leave_out(Change.STRUCK, gone.reading().written({}).text)
            continue
        if any(worn.get(each) for each in _EMPHASIS):
            writer.remark(Change.EMPHASIS)
        _element(writer, element)


def _element(writer: Writer, element: Json) -> None:
    write_it = _ELEMENTS.get(word(element, "type"))
    if write_it is None:
        writer.leave_out(Change.PART)
    else:
        write_it(writer, element)


def _text(writer: Writer, element: Json) -> None:
    writer.add(word(element, "text"))


def _link(writer: Writer, element: Json) -> None:
    markup.write_link(writer, word(element, "url"), word(element, "text"))


def _emoji(writer: Writer, element: Json) -> None:
    name, _, tone = word(element, "name").partition("::skin-tone-")
    tone = tone or str(element.get("skin_tone", ""))
    shown = emoji.from_unified(word(element, "unicode")) or emoji.character(name, tone)
    if shown:
        writer.add(shown)
    else:
        writer.leave_out(Change.EMOJI, f":{name}:")


def _date(writer: Writer, element: Json) -> None:
    fallback = word(element, "fallback")
    if fallback:
        writer.add(fallback)
        return
    try:
        at = datetime.fromtimestamp(whole(element, "timestamp", 2**40), UTC)
    except (ValueError, OverflowError, OSError):
        writer.leave_out(Change.DATE)
        return
    writer.add(f"{at:%a} {at.day} {at:%b %Y, %H:%M} (UTC)")


def _mention(kind: Kind, key: str) -> Callable[[Writer, Json], None]:
    def write_it(writer: Writer, element: Json) -> None:
        writer.add(Mention(kind, word(element, key)))

    return write_it


_ELEMENTS: Final[Mapping[str, Callable[[Writer, Json], None]]] = {
    "text": _text,
    "link": _link,
    "emoji": _emoji,
    "user": _mention(Kind.PERSON, "user_id"),
    "usergroup": _mention(Kind.GROUP, "usergroup_id"),
    "channel": _mention(Kind.CHANNEL, "channel_id"),
    "broadcast": lambda writer, _element: writer.leave_out(Change.EVERYBODY),
    "date": _date,
    "color": lambda writer, element: writer.add(word(element, "value")),
}


def _lettered(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    written = "x" * (number // 10)
    number %= 10
    for value, sign in _ROMAN[1:]:
        while number >= value:
            number -= value
            written += sign
    return written
