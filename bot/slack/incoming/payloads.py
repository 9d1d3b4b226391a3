"""Slack's payloads as they come off the wire: read once, and held to their shape before anything uses them.

Bolt and the listeners take Slack's word for what a payload holds. Here it is made sure of: text is text and
whole, figures are such as Slack writes, and where an object is named there is one. What is not of its shape
raises :exc:`Malformed`, and nothing of it goes further.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from bot.slack.incoming import form_body

DEEPEST: Final = 60
"""Objects and lists within each other; Slack's own, a rich text in a message in a payload, have a dozen."""
MOST_FIELDS: Final = 100
"""Fields of a form; a slash command has about fifteen."""
LONGEST_ID: Final = 255
"""Characters; Slack's limit for the ids that apps choose, and its own are shorter."""
LARGEST: Final = 2**53
"""Slack writes no larger figure: JavaScript could not read it."""

_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")
"""What no text can carry: halves of characters, and what databases take for its end."""
_ADDRESS: Final = re.compile(r"https?://[!-~]{1,2000}")
_USUAL_ADDRESS: Final = re.compile(r"https?://[a-z0-9][a-z0-9.-]{0,200}(:[0-9]{1,5})?/[!-~]{0,1700}")
"""Such as Slack's: with this before its first slash there is nothing to take apart."""
_REPLACED: Final = "\ufffd"
_DECODER: Final = json.JSONDecoder(parse_constant=lambda _name: None)

Payload: TypeAlias = dict[str, Any]
Shape: TypeAlias = Callable[[Any], Any]


class Malformed(ValueError):  # noqa: N818 - said of the payload
    """Not a payload as Slack sends them. The text says what is wrong and quotes nothing."""


def read(body: bytes, content_type: str) -> Payload:
    """Return what the body of a signed request says: JSON, a form, or JSON in a form.

    Raises :exc:`Malformed`.
    """
    try:
        if content_type.partition(";")[0].strip().lower() == "application/json" or body.startswith(b"{"):
            return shaped(parse(body.decode("utf-8")))
        form = form_body.fields(body, MOST_FIELDS)
        return shaped(parse(form["payload"]) if "payload" in form else form)
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, Malformed) else Malformed("neither JSON nor a form") from None


def parse(text: str) -> object:
    """Return what JSON says; figures that are none, such as NaN, are taken for nothing.

    Raises :exc:`ValueError` or :exc:`RecursionError`.
    """
    return _DECODER.decode(text)


def shaped(value: object) -> Payload:
    """Return a payload whose parts are what they are named as. Raises :exc:`Malformed`."""
    payload: Payload = _PAYLOAD(whole(value))
    if not payload:
        raise Malformed("an empty payload")
    return payload


def in_envelope(envelope_id: object, value: object) -> Payload:
    """Return the payload of an envelope that can be acknowledged. Raises :exc:`Malformed`."""
    if not isinstance(envelope_id, str):
        raise Malformed("an envelope without an id")
    return shaped(value)


def whole(value: object, depth: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with every text whole and every figure in its range.

    What no text can carry becomes the sign for a lost character, a figure out of range becomes nothing.
    Raises :exc:`Malformed` for what is nested too deep.
    """
    if isinstance(value, str):
        return value if value.isprintable() else _mended(value)
    if isinstance(value, int | float):
        return value if abs(value) <= LARGEST else None  # NaN is not
    if isinstance(value, dict | list) and depth > DEEPEST:
        raise Malformed("nested too deep")
    if isinstance(value, dict):
        # Most of it are texts that can be printed and so are whole; they are not worth a call each.
        return {
            key if key.isprintable() else _mended(key): each
            if isinstance(each, str) and each.isprintable()
            else whole(each, depth + 1)
            for key, each in value.items()
        }
    return [whole(each, depth + 1) for each in value] if isinstance(value, list) else value


def _mended(text: str) -> str:
    return _BROKEN.sub(_REPLACED, text)


def _text(value: object) -> object:
    if value is None or isinstance(value, str):
        return value
    raise Malformed("a text that is none")


def _id(value: object) -> object:
    """Let an id through, which Slack and the bot keep short."""
    if isinstance(value, str) and len(value) > LONGEST_ID:
        raise Malformed("an id that is too long")
    return _text(value)


_LONGEST: Final[Mapping[Shape, float]] = {_text: math.inf, _id: LONGEST_ID}
"""How long a text of a shape may be. Such a text is all that its shape asks for."""


def _address(value: object) -> object:
    """Let an address on the web through, or none at all."""
    if value is None or value == "":
        return value
    try:
        if isinstance(value, str) and (_USUAL_ADDRESS.fullmatch(value) or _is_address(value)):
            return value
    except ValueError:
        pass
    raise Malformed("an address that is none")


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.fullmatch(value) and urlsplit(value).hostname)


def _figure(value: object) -> int | None:
    """Return a whole number, also one that is written as text; none for what is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST)):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _name_or(shape: Shape) -> Shape:
    """Let an id stand where an object may: events name people and channels so."""
    return lambda value: _id(value) if isinstance(value, str) else shape(value)


def _object(**parts: Shape) -> Shape:
    """Let an object through whose parts are of these shapes, where it has them and they are not null."""
    longest = {name: _LONGEST[shape] for name, shape in parts.items() if shape in _LONGEST}

    def held(value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Malformed("an object that is none")
        for name in parts.keys() & value.keys():
            part = value[name]
            if isinstance(part, str) and len(part) <= longest.get(name, -1):
                continue  # as most are: not worth a call each
            fitted = parts[name](part)
            if fitted is None:
                del value[name]
            else:
                value[name] = fitted
        return value

    return held


def _each(shape: Shape) -> Shape:
    """Let an object through all of whose parts are objects of this shape."""

    def held(value: object) -> object:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Malformed("an object that is none")
        return {name: shape(part) or {} for name, part in value.items()}

    return held


def _many(shape: Shape) -> Shape:
    """Let a list through that holds objects of this shape."""

    def held(value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, list):
            raise Malformed("a list that is none")
        return [shape(part) or {} for part in value]

    return held


def _texts(*names: str) -> Mapping[str, Shape]:
    return dict.fromkeys(names, _text)


def _ids(*names: str) -> Mapping[str, Shape]:
    return dict.fromkeys(names, _id)


def _all_of(shape: Shape) -> Shape:
    """Let the same through as :func:`_many`; nothing is an empty list, because Bolt counts what is in it."""
    many = _many(shape)
    return lambda value: many(value) or []


_WORDS: Final = _object(**_texts("type", "text"))
_OPTION: Final = _object(**_texts("value"), text=_WORDS, description=_WORDS)
_FILE: Final = _object(**_ids("id"), **_texts("name", "url_private", "url_private_download"), size=_figure)
_INPUT: Final = _object(
    **_ids("type", "action_id", "block_id", "action_ts", "selected_date", "selected_time"),
    **_ids("selected_user", "selected_channel", "selected_conversation"),
    **_texts("value"),
    selected_option=_OPTION,
    initial_option=_OPTION,
    selected_options=_many(_OPTION),
    options=_many(_OPTION),
    selected_date_time=_figure,
    files=_many(_FILE),
)
_BLOCK: Final = _object(**_ids("type", "block_id"), element=_INPUT, elements=_many(_object()))
_VIEW: Final = _object(
    **_ids("id", "type", "callback_id", "hash", "external_id", "root_view_id", "previous_view_id", "team_id"),
    **_texts("private_metadata"),
    state=_object(values=_each(_each(_INPUT))),
    blocks=_many(_BLOCK),
)
_PLACE: Final = _object(**_ids("id", "domain"), **_texts("name"))
_PERSON: Final = _object(**_ids("id", "team_id"), **_texts("username", "name"))
_MESSAGE: Final = _object(
    **_ids("type", "ts", "thread_ts", "user", "bot_id"),
    **_texts("text", "username"),
    blocks=_many(_object()),
    attachments=_many(_object()),
    files=_many(_object()),
)
_PAYLOAD: Final = _object(
    **_ids("type", "trigger_id", "api_app_id", "callback_id", "action_id", "block_id", "command", "user_id"),
    **_ids("team_id", "channel_id", "enterprise_id", "event_id", "action_ts", "message_ts"),
    **_texts("token", "text", "user_name", "team_domain", "channel_name", "challenge", "value"),
    response_url=_address,
    response_urls=_all_of(_object(**_ids("block_id", "action_id", "channel_id"), response_url=_address)),
    user=_PERSON,
    team=_PLACE,
    enterprise=_name_or(_PLACE),
    channel=_PLACE,
    container=_object(**_ids("type", "view_id", "channel_id", "message_ts", "thread_ts")),
    view=_VIEW,
    actions=_many(_INPUT),
    message=_MESSAGE,
    authorizations=_many(_object(**_ids("enterprise_id", "team_id", "user_id"))),
    event=_object(
        **_ids("type", "tab", "ts", "team", "enterprise_id", "function_execution_id"),
        function=_object(**_ids("callback_id")),
        inputs=_object(),
        user=_name_or(_PERSON),
        channel=_name_or(_PLACE),
        view=_VIEW,
    ),
)
