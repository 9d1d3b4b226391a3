"""Slack's mrkdwn drawn as HTML. Whatever is not markup is escaped, so a message can never bring its own HTML.

Source: docs.slack.dev, messaging/formatting-message-text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.sandbox.page import moments
from bot.sandbox.page.emoji import with_emoji
from bot.sandbox.page.names import Names

FENCE = re.compile(r"```(.+?)```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^/[\w-]+(?: [a-z]+(?:-[a-z]+)*)?")
"""A command at the beginning of code, such as /sms-otp and /sms day-off: it stays on one line."""
TOKEN = re.compile(r"<([^<>\n]+)>")
BARE_LINK = re.compile(r"(?<![\w@/])https?://[^\s<>|\ue000\ue001]+[^\s<>|.,;:!?)\ue000\ue001]")
KEPT = re.compile("\ue000(\\d+)\ue001")
PAIRS = tuple(
    (
        re.compile(
            rf"(?<![\w{re.escape(mark)}]){re.escape(mark)}(?=\S)([^\n]+?)(?<=\S){re.escape(mark)}(?![\w])"
        ),
        tag,
    )
    for mark, tag in (("*", "b"), ("_", "i"), ("~", "s"))
)
SAFE_LINK = ("http://", "https://", "mailto:", "tel:")
BROADCASTS = ("here", "channel", "everyone")


def plain(text: str) -> str:
    """Return plain_text as HTML: escaped, emoji drawn, line breaks kept."""
    return with_emoji(html.escape(text)).replace("\n", "<br>")


def unescaped(text: str) -> str:
    """Return mrkdwn text with Slack's three entities turned back into their characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(address: str, label: str) -> str:
    """Return an anchor whose label is HTML already; addresses that are not links become the bare label."""
    if not address.startswith(SAFE_LINK):
        return label
    return f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer">{label}</a>'


@dataclass(slots=True)
class _Kept:
    """Finished pieces of HTML, held out of the text while the rest is worked on."""

    pieces: list[str] = field(default_factory=list)

    def keep(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\ue000{len(self.pieces) - 1}\ue001"

    def put_back(self, text: str) -> str:
        while KEPT.search(text):
            text = KEPT.sub(lambda found: self.pieces[int(found[1])], text)
        return text


def to_html(text: str, names: Names, now: datetime | None = None) -> str:
    """Return mrkdwn as HTML. `now` (aware) is what "today" and "ago" in dates are measured from."""
    present = now or datetime.now(UTC)
    kept = _Kept()
    text = text.replace("\ue000", "").replace("\ue001", "")

    def fenced(found: re.Match[str]) -> str:
        inner = html.escape(unescaped(found[1].strip("\n")))
        return kept.keep(f"<pre>{inner}</pre>")

    def coded(found: re.Match[str]) -> str:
        inner = COMMAND.sub(r'<span class="command">\g<0></span>', html.escape(unescaped(found[1])))
        return kept.keep(f"<code>{inner}</code>")

    text = FENCE.sub(fenced, text)
    text = CODE.sub(coded, text)
    text = TOKEN.sub(lambda found: kept.keep(_token(found[1], names, present)), text)
    text = BARE_LINK.sub(
        lambda found: kept.keep(link(unescaped(found[0]), html.escape(unescaped(found[0])))), text
    )
    return kept.put_back(_lines(unescaped(text)))


def _lines(text: str) -> str:
    """Return the lines as HTML, with neighbouring quoted lines gathered into one block."""
    parts: list[str] = []
    quoted: list[str] = []

    def end_quote() -> None:
        if quoted:
            parts.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted.clear()

    for line in text.split("\n"):
        if line.startswith(">"):
            quoted.append(_styled(line.removeprefix(">").lstrip()))
        else:
            end_quote()
            css = ' class="bullet"' if line.startswith(("• ", "◦ ")) else ""
            parts.append(f"<div{css}>{_styled(line) or '&nbsp;'}</div>")
    end_quote()
    return "".join(parts)


def _styled(line: str) -> str:
    text = html.escape(line, quote=False)
    for pattern, tag in PAIRS:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    return with_emoji(text)


def _token(inside: str, names: Names, now: datetime) -> str:
    target, bar, label = inside.partition("|")
    words = html.escape(unescaped(label)) if bar else ""
    match target[:1], target[1:]:
        case "@", user:
            return mention(f"@{names.person(user)}")
        case "#", channel:
            return mention(f"#{names.channel(channel)}")
        case "!", special:
            return _special(special, words, names, now)
        case _:
            return link(unescaped(target), words or html.escape(unescaped(target)))


def mention(words: str) -> str:
    """Return a mention's pill."""
    return f'<span class="mention">{html.escape(words)}</span>'


def _special(special: str, words: str, names: Names, now: datetime) -> str:
    if special in BROADCASTS:
        return mention(f"@{special}")
    kind, _, rest = special.partition("^")
    if kind == "subteam":
        return mention(f"@{names.group(rest)}")
    if kind == "date":
        return date(rest, words, names, now)
    return words or html.escape(special)


def date(inside: str, fallback: str, names: Names, now: datetime) -> str:
    """Return `<!date^…>` in the reader's time; `inside` is `unix^template^link`, `fallback` HTML already."""
    unix, template, address, *_ = [*inside.split("^"), "", ""]
    if not unix.isdigit() or not template:
        return fallback
    instant = datetime.fromtimestamp(int(unix), UTC)
    text = html.escape(moments.written(unescaped(template), names.local(instant), names.local(now)))
    title = html.escape(f"{moments.day(names.local(instant))} at {moments.clock_time(names.local(instant))}")
    shown = f'<time title="{title}">{text}</time>'
    return link(address, shown) if address else shown


def text_object(text: object, names: Names, now: datetime | None = None) -> str:
    """Return a Block Kit text object as HTML; nothing for something else."""
    if not isinstance(text, dict):
        return ""
    words = str(text.get("text", ""))
    return to_html(words, names, now) if text.get("type") == "mrkdwn" else plain(words)
