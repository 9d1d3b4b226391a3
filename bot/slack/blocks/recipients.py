"""Who a send goes to and who it comes from, in words a channel may read; and in full for who sends."""

from typing import Final

from bot.slack.blocks import kit
from bot.store.sends import SINGLE, Send, SendKind
from bot.texting import phones, sender_ids, words

LONGEST_NAME: Final = 80


def recipient(send: Send) -> str:
    """Return who a send is for, escaped: a name with the masked number, or a group or list and its size."""
    if send.kind is SendKind.ELSEWHERE:
        return f"group text {kit.escape(send.remote_id or '')} from SMS-iT's panel"
    if send.kind not in SINGLE:
        return f"{_name(send.to_name)} ({words.pluralize(send.people, 'recipient')})"
    return person(send.to_name, send.to_number)


def title(send: Send) -> str:
    """Return who a send goes to as a line begins with it, in mrkdwn: the name bold, then number or size."""
    if send.kind in SINGLE:
        return person_title(send.to_name, send.to_number)
    name, size = _name(send.to_name), words.pluralize(send.people, "recipient")
    return f"*{name}* · {size}" if name else f"*{size}*"


def person(name: str | None, number: str) -> str:
    """Return somebody by name and number (digits), escaped and masked, as a channel may read it."""
    return words.person(_name(name), phones.mask(number))


def person_title(name: str | None, number: str) -> str:
    """Return a person as a line begins with them, in mrkdwn: as :func:`person`, what comes first in bold."""
    shown, masked = _name(name), phones.mask(number)
    return words.person(f"*{shown}*", masked) if shown else f"*{masked}*"


def heading(send: Send, *, full: bool = False) -> str:
    """Return who a send to one person is for, in plain text, as :func:`in_words`."""
    return in_words(send.to_name, send.to_number, full=full)


def in_words(name: str | None, number: str, *, full: bool) -> str:
    """Return somebody by name and number in plain text: the whole number in ``full``, else the end."""
    return (
        in_full(name, number)
        if full
        else words.person(kit.truncate(phones.mask_in(name or ""), LONGEST_NAME), phones.mask(number))
    )


def in_full(name: str | None, number: str) -> str:
    """Return somebody by name and the whole number, in plain text.

    For the eyes of who sends it alone, and knows the number: whoever confirms a text has to see where it
    goes.
    """
    return words.person(kit.truncate(name or "", LONGEST_NAME), phones.shown(number))


def sender(send: Send) -> str:
    """Return who the texts of a send come from, escaped."""
    shown = kit.escape(send.alpha_sender or sender_ids.shown(send.sender))
    return f"{shown}, rotating through all account numbers" if send.rotate else shown


def _name(name: str | None) -> str:
    return kit.escape(kit.truncate(phones.mask_in(name or ""), LONGEST_NAME))
