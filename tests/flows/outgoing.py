"""All that the bot sends to Slack in a story, and where a person's number can be read from it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from bot.sandbox.slack.model import Exchange
from bot.sandbox.slack.state import State

_BETWEEN = re.compile(r"(?<=[0-9)])[\s().\u00a0\u2011\u2060+-]+(?=[0-9(])")
"""What may stand between the digits of a number that is written to be read."""
VALUES = frozenset({"value", "private_metadata", "block_id", "action_id", "external_id", "callback_id"})
"""What reaches the browser without being shown. What somebody typed is given back under other names."""


@contextmanager
def collected(patch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Collect what goes to Slack: the arguments of calls, and the answers to what it delivered."""
    sent: list[object] = []
    log = State.log

    def logged(state: State, exchange: Exchange) -> None:
        log(state, exchange)
        sent.append(_plain(exchange.body if exchange.direction == "from bot" else exchange.answer))

    patch.setattr(State, "log", logged)
    yield sent


def in_values(sent: object, numbers: frozenset[str]) -> list[str]:
    """Return the values that hold one of the numbers (digits). What was typed may stand as it was typed."""
    return [f"{key}: {text}" for key, text in _texts(sent, VALUES.__contains__) if _runs(text, numbers)]


def anywhere(sent: object, numbers: frozenset[str]) -> list[str]:
    """Return the texts, shown or not, that hold one of the numbers (digits), however it is written."""
    return [f"{key}: {text}" for key, text in _texts(sent, lambda _key: True) if _holds(text, numbers)]


def _holds(text: str, numbers: frozenset[str]) -> bool:
    return _runs(_BETWEEN.sub("", text), numbers)


def _runs(text: str, numbers: frozenset[str]) -> bool:
    runs = re.findall(r"[0-9]{7,}", text)
    return any(number in run or (len(run) > 9 and run in number) for run in runs for number in numbers)


def _texts(sent: object, is_meant: Callable[[str], bool], key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(sent, Mapping):
        for name, each in sent.items():
            yield from _texts(each, is_meant, str(name))
    elif isinstance(sent, list | tuple):
        for each in sent:
            yield from _texts(each, is_meant, key)
    elif isinstance(sent, str) and is_meant(key):
        yield key, sent


def _plain(body: Any) -> object:  # noqa: ANN401 - whatever was sent
    """Return what was sent with JSON read, for some of it is JSON in a form."""
    if isinstance(body, bytes | str):
        try:
            return json.loads(body)
        except ValueError:
            return str(body)
    if isinstance(body, Mapping):
        return {key: _plain(each) if key in {"view", "blocks"} else each for key, each in body.items()}
    return body
