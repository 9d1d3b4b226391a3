"""Whom a send is for and who it comes from, in words a channel may read; and in full for who sends."""

from typing import Final

from bot.slack.blocks import kit
from bot.store.sends import SINGLE, Send, SendKind
from bot.texting import phones, words

LONGEST_NAME: Final = 80


def recipient(send: Send) -> str:
    """Return who a send is for, escaped: a name with the masked number, or a group or list and its size."""
    name = kit.escape(kit.truncate(phones.mask_in(send.to_name or ""), LONGEST_NAME))
    if send.kind is SendKind.ELSEWHERE:
        return f"text to a group with SMS-iT's id {kit.escape(send.remote_id or '')}"
    if send.kind not in SINGLE:
        return f"{name} ({words.pluralize(send.people, 'person', 'people')})"
    masked = phones.mask(send.to_number)
    return f"{name} ({masked})" if name else masked


def recipient_in_full(send: Send) -> str:
    """Return who a send to one person is for, escaped, with the whole number as its country groups it.

    For the eyes of who sends it alone: whoever confirms a text has to see where it goes.
    """
    name = kit.escape(kit.truncate(send.to_name or "", LONGEST_NAME))
    number = phones.pretty(send.to_number)
    return f"{name} ({number})" if name else number


def sender(send: Send) -> str:
    """Return who the texts of a send come from, escaped."""
    shown = kit.escape(send.alpha_sender or phones.pretty(send.sender))
    return f"{shown} and the account's other numbers in turn" if send.rotate else shown
