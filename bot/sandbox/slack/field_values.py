"""What stands in a field: the state values of Slack's `view.state.values`, from empty to typed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeAlias

from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.placed import Placed, options_of, placed, words

Typed: TypeAlias = str | float | date | time | list[str] | None
"""What a person may type or choose: text, numbers, dates, times of day, instants, options by their text."""

Values: TypeAlias = Mapping[str, Mapping[str, Payload]]

_TEXT = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
# Element type to (its key in the state, the key of its initial value in the element, the empty value).
_KEYS: dict[str, tuple[str, str, object]] = {
    **dict.fromkeys(_TEXT, ("value", "initial_value", None)),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "", []),
}
_BY_OPTION = {kind for kind, (key, _, _) in _KEYS.items() if key.startswith("selected_option")}


def holds_value(kind: str) -> bool:
    """Whether elements of this type appear in the state; buttons and overflow menus do not."""
    return kind in _KEYS


def initial(element: Payload) -> Payload:
    """Give the state value before anybody touched the element."""
    key, start, empty = _KEYS[element["type"]]
    return {"type": element["type"], key: element.get(start, empty)}


def initial_values(blocks: Iterable[Payload]) -> dict[str, dict[str, Payload]]:
    """Give the state of freshly drawn blocks."""
    return carried_values(blocks, {})


def carried_values(blocks: Iterable[Payload], before: Values) -> dict[str, dict[str, Payload]]:
    """Give the state after an update: what stood in a field stays where both ids and the type are the same.

    Slack then ignores a new `initial_value`, even for a field nobody touched. Source: docs.slack.dev,
    surfaces/modals.
    """
    values: dict[str, dict[str, Payload]] = {}
    for spot in placed(blocks):
        if holds_value(spot.kind):
            kept = before.get(spot.block_id, {}).get(spot.action_id)
            still = kept is not None and kept["type"] == spot.kind
            values.setdefault(spot.block_id, {})[spot.action_id] = (
                kept if kept and still else initial(spot.element)
            )
    return values


def content(value: Payload) -> Any:  # noqa: ANN401 - text, number, option or list of them
    """Give the value itself, without the wrapping: None or [] when the field is empty."""
    return value[_KEYS[value["type"]][0]]


def typed_value(spot: Placed, typed: Typed, offered: list[Payload] | None = None) -> Payload:
    """Give the state value after a person typed or chose `typed`; None clears the field.

    Options are named by their text; an external select takes them from `offered`, the last suggestions.
    Raises LookupError for an option that is not there and ValueError for a value the field cannot hold.
    """
    key, _, empty = _KEYS[spot.kind]
    if typed is None:
        return {"type": spot.kind, key: empty}
    if spot.kind in _BY_OPTION:
        return {"type": spot.kind, key: _chosen(spot, typed, offered)}
    return {"type": spot.kind, key: _plain(spot, typed)}


def _chosen(spot: Placed, typed: Typed, offered: list[Payload] | None) -> Payload | list[Payload]:
    choices = options_of(spot.element) if offered is None else offered
    texts = typed if isinstance(typed, list) else [str(typed)]
    found = [_option(choices, text) for text in texts]
    many = isinstance(_KEYS[spot.kind][2], list)
    if not many and len(found) != 1:
        raise ValueError(f"{spot.label or spot.action_id} takes one option")
    return found if many else found[0]


def _option(choices: list[Payload], text: str) -> Payload:
    for option in choices:
        if words(option["text"]) == text:
            return option
    there = ", ".join(repr(words(option["text"])) for option in choices[:10])
    raise LookupError(f"no option {text!r}; there is: {there or 'none'}")


def _plain(spot: Placed, typed: Typed) -> object:
    match spot.kind:
        case "datetimepicker":
            return int(typed.timestamp()) if isinstance(typed, datetime) else int(str(typed))
        case "datepicker":
            moment = typed.date() if isinstance(typed, datetime) else typed
            return date.fromisoformat(str(moment)).isoformat()
        case "timepicker":
            moment = typed if isinstance(typed, time) else time.fromisoformat(str(typed))
            return f"{moment:%H:%M}"
        case "rich_text_input":
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(typed)}]}
            return {"type": "rich_text", "elements": [section]}
        case _:
            many = isinstance(_KEYS[spot.kind][2], list)
            return (list(typed) if isinstance(typed, list) else [typed]) if many else str(typed)
