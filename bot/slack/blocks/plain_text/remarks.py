"""What is told beside words that were taken from Slack: what differs from how it looked there."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.plain_text.reading import Change, Remark
from bot.texting import words

_CHANGED: Final = {
    Change.EMPHASIS: "formatting was removed",
    Change.BULLETS: "bullets became dashes",
    Change.QUOTES: "quotes became plain text",
    Change.LINK: "links show their address",
    Change.NAMED: "mentions became names",
    Change.SHARED: "shared messages and attachments were added to the text",
}
_COUNTED: Final = {
    Change.NAMELESS: ("mention without a name", "mentions without a name"),
    Change.EVERYBODY: ("@channel or @here mention", "@channel or @here mentions"),
    Change.DATE: ("date", "dates"),
    Change.PICTURE: ("picture", "pictures"),
    Change.FILE: ("file", "files"),
    Change.PREVIEW: ("link preview", "link previews"),
    Change.PART: ("part without text", "parts without text"),
}
_UNQUOTED: Final = _COUNTED | {
    Change.STRUCK: ("struck-through part", "struck-through parts"),
    Change.EMOJI: ("emoji that phones don't have", "emoji that phones don't have"),
}
_MOST_QUOTED: Final = 3
_ROOM: Final = 400
"""Characters, as JSON, of what is quoted: a note travels with its form, which has no room for a long one."""


def sentences(remarks: Iterable[Remark]) -> str:
    """Return the remarks as lines of mrkdwn, those about what is gone first; empty without any."""
    found = tuple(remarks)
    counts = Counter(each.change for each in found)
    gone = [_quoted(found, Change.STRUCK, "struck-through text: "), _quoted(found, Change.EMOJI, "emoji: ")]
    gone += [words.pluralize(counts[each], *names) for each, names in _COUNTED.items() if counts[each]]
    lost = sum(int(each.about) for each in found if each.change is Change.LONGER)
    if lost:
        gone.append(f"the last {words.pluralize(lost, 'character')}, which didn't fit")
    lines = []
    if gone := [each for each in gone if each]:
        lines.append(f":warning: Left out: {'; '.join(gone)}.")
    if changed := [text for each, text in _CHANGED.items() if counts[each]]:
        lines.append(f"Changed: {'; '.join(changed)}.")
    return "\n".join(lines)


def kinds_left_out(remarks: Iterable[Remark]) -> str:
    """Return what is gone by its kinds, quoting none of it, to stand in a sentence; empty if all is there."""
    counts = Counter(each.change for each in remarks)
    return words.join_and(
        words.pluralize(counts[each], *names) for each, names in _UNQUOTED.items() if counts[each]
    )


def emoji_left_out(names: Iterable[str]) -> str:
    """Return the line about names of emoji in a field that no phone can show; empty without any."""
    found = _quoted([Remark(Change.EMOJI, each) for each in names], Change.EMOJI, "")
    return f":warning: Left out, because phones can't show this: {found}." if found else ""


def _quoted(found: Iterable[Remark], change: Change, before: str) -> str:
    about = list(dict.fromkeys(each.about for each in found if each.change is change))
    if not about:
        return ""
    shown = ", ".join(" ".join(each.split()) or "…" for each in about[:_MOST_QUOTED])
    more = len(about) - _MOST_QUOTED
    return before + _shortened(shown) + (f" and {more} more" if more > 0 else "")


def _shortened(text: str) -> str:
    """Return a text escaped, as much of it as there is room for."""
    text = kit.truncate(text, _ROOM)
    while len(json.dumps(escaped := kit.escape(text))) > _ROOM:
        text = kit.truncate(text, len(text) * 3 // 4)
    return escaped
