"""Whose a button, a field or a window is, where one Slack app stands for several SMS-iT accounts.

On the way out every ``action_id`` and every view's ``callback_id`` gets the key of the account behind it, and
each view a line that names the account. On the way in both are taken off again: no listener and no view knows
of it. What arrives is taken to an account by its mark alone, whatever has changed since it was shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import UserError
from bot.slack.blocks import kit, limits

NAME: Final = "account"
"""The block that names the account."""
KEY: Final = r"[a-z][a-z0-9-]{0,29}"
"""What the key of an account looks like."""
FOREIGN: Final = "That belongs to another SMS-iT account. Please start again."
_MARK: Final = re.compile(rf"@({KEY})\Z")
_VIEWS: Final = frozenset({"modal", "home"})
_IDS: Final = frozenset({"action_id", "callback_id"})
_IN_PLACE: Final = frozenset({"block_actions", "block_suggestion", "view_submission", "view_closed"})


def marks(payload: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the marks of what somebody pressed, submitted, closed or searched in; "" stands for none.

    There is one, unless somebody tampered with it. None for an arrival that is in nothing the bot showed.
    """
    if payload.get("type") not in _IN_PLACE:
        return None
    ids = [each.get("action_id") for each in payload.get("actions") or ()]
    if "action_id" in payload:
        ids.append(payload["action_id"])
    if view := payload.get("view"):
        ids.append(view.get("callback_id"))
    return frozenset(_mark(each) for each in ids) or frozenset({""})


def _mark(shown: object) -> str:
    found = _MARK.search(shown) if isinstance(shown, str) else None
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one account: its key, and its name as people read it. Without a key nothing is marked."""

    key: str = ""
    name: str = ""

    @property
    def _end(self) -> str:
        return f"@{self.key}"

    def put(self, shown: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return what is shown, with the mark on everything that comes back."""
        return self._put(shown) if self.key else shown

    def take(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return what arrived, without the mark. Raises :exc:`UserError` for what another account showed."""
        if not self.key:
            return payload
        if (marks(payload) or frozenset()) - {"", self.key}:
            raise UserError(FOREIGN)
        taken: dict[str, Any] = self._take(payload)
        return taken

    def _put(self, value: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, Mapping):
            marked = {key: self._put_in(key, each) for key, each in value.items()}
            return self._named(marked) if value.get("type") in _VIEWS and "blocks" in value else marked
        return [self._put(each) for each in value] if isinstance(value, list | tuple) else value

    def _put_in(self, key: str, value: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, str):
            return f"{value}{self._end}" if key == "action_id" else value
        return self._put(value)

    def _named(self, view: dict[str, Any]) -> dict[str, Any]:
        """Return a view that says whose it is. In a full Home tab the last block gives way to that."""
        line = {**kit.context(f"Account: *{kit.escape(self.name)}*"), "block_id": NAME}
        blocks = [line, *view["blocks"]]
        if len(blocks) > limits.VIEW_BLOCKS:
            blocks = blocks[:-1] if view["type"] == "home" else view["blocks"]
        return {**view, "callback_id": f"{view.get('callback_id', '')}{self._end}", "blocks": blocks}

    def _take(self, value: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, dict):
            return {key.removesuffix(self._end): self._take_in(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._take(each) for each in value if not _is_name(each)]
        return value

    def _take_in(self, key: str, value: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, str):
            return value.removesuffix(self._end) if key in _IDS else value
        return self._take(value)


def _is_name(block: object) -> bool:
    return isinstance(block, dict) and block.get("block_id") == NAME and block.get("type") == "context"


NO_MARK: Final = Mark()
"""Of a bot that has one account."""
