"""Interactive elements and images: what each may hold, and where it may stand."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.rules import (
    Kind,
    ObjectRule,
    Place,
    Rule,
    Shape,
    Surface,
    anything,
    array,
    boolean,
    exactly_one,
    one_of,
    spelled,
    string,
    whole,
)
from bot.sandbox.slack.blocks.selects import SELECTS, initial_among_options
from bot.sandbox.slack.blocks.texts import (
    BOX_OPTION,
    CONFIRM,
    IDENTIFIER,
    OVERFLOW_OPTION,
    SLACK_FILE,
    options,
    plain,
)

MODAL = frozenset({Surface.MODAL})
TYPE = frozenset({"type"})
FIRST_INSTANT, LAST_INSTANT = 1_000_000_000, 9_999_999_999  # datetimepicker: ten digits
LONGEST_ZONE = 64

PLACEHOLDER = {"placeholder": plain(limits.PLACEHOLDER)}
FOCUS = {"focus_on_load": boolean}
DISPATCH = {
    "dispatch_action_config": Shape(
        {
            "trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2),
        },
    ),
}


def element(
    properties: Mapping[str, Rule], required: frozenset[str] = frozenset(), *also: ObjectRule
) -> Shape:
    """Return the shape of an element: its own properties, `type` and `action_id`."""
    own = {"type": anything, "action_id": IDENTIFIER, **properties}
    return Shape(own, TYPE | required, also)


def _shorter_than_its_maximum(value: Mapping[str, object], place: Place) -> Iterator[str]:
    low, high = value.get("min_length", 0), value.get("max_length", limits.INPUT_TEXT)
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield place.problem("min_length must not exceed max_length")


def _calendar_date(value: str) -> object:
    if len(value) != len("YYYY-MM-DD"):  # the standard library reads shorter forms too
        raise ValueError(value)
    return date.fromisoformat(value)


def _clock_time(value: str) -> object:
    if len(value) != len("HH:MM"):
        raise ValueError(value)
    return datetime.strptime(value, "%H:%M")  # noqa: DTZ007  a time of day has no zone


def _zone(value: str) -> object:
    if len(value) > LONGEST_ZONE:
        raise ValueError(value)
    try:
        return ZoneInfo(value)
    except (KeyError, OSError) as unknown:
        raise ValueError(value) from unknown


def _number(value: str) -> object:
    return float(value)


BOXES = options(BOX_OPTION, 1, limits.BOXES)
NUMERAL = spelled(_number, "a number written as a string")

IMAGE = Kind(
    Shape(
        {
            "type": anything,
            "image_url": string(limits.URL),
            "slack_file": SLACK_FILE,
            "alt_text": string(limits.IMAGE_ALT),
        },
        TYPE | {"alt_text"},
        (exactly_one("image_url", "slack_file"),),
    ),
)

BUTTON = Kind(
    element(
        {
            "text": plain(limits.BUTTON_TEXT),
            "url": string(limits.URL),
            "value": string(limits.BUTTON_VALUE, 0),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(limits.ACCESSIBILITY),
            "visible_to_user_ids": array(IDENTIFIER, 1, limits.OPTIONS),
        },
        frozenset({"text"}),
    ),
)

CHOICES: dict[str, Kind] = {
    "checkboxes": Kind(
        element(
            {"options": BOXES, "initial_options": BOXES, "confirm": CONFIRM, **FOCUS},
            frozenset({"options"}),
            initial_among_options,
        ),
    ),
    "radio_buttons": Kind(
        element(
            {"options": BOXES, "initial_option": BOX_OPTION, "confirm": CONFIRM, **FOCUS},
            frozenset({"options"}),
            initial_among_options,
        ),
    ),
    "datepicker": Kind(
        element(
            {
                "initial_date": spelled(_calendar_date, "a date as YYYY-MM-DD"),
                "confirm": CONFIRM,
                **PLACEHOLDER,
                **FOCUS,
            },
        ),
    ),
    "timepicker": Kind(
        element(
            {
                "initial_time": spelled(_clock_time, "a time as HH:mm"),
                "timezone": spelled(_zone, "an IANA time zone"),
                "confirm": CONFIRM,
                **PLACEHOLDER,
                **FOCUS,
            },
        ),
    ),
}

DATETIME = Kind(
    element({"initial_date_time": whole(FIRST_INSTANT, LAST_INSTANT), "confirm": CONFIRM, **FOCUS}),
    frozenset({Surface.MESSAGE, Surface.MODAL}),
)

OVERFLOW = Kind(
    element(
        {"options": options(OVERFLOW_OPTION, 1, limits.OVERFLOW), "confirm": CONFIRM},
        frozenset({"options"}),
    ),
)

TYPED_IN: dict[str, Kind] = {
    "plain_text_input": Kind(
        element(
            {
                "initial_value": string(limits.INPUT_TEXT, 0),
                "multiline": boolean,
                "min_length": whole(0, limits.INPUT_TEXT),
                "max_length": whole(1, limits.INPUT_TEXT),
                **DISPATCH,
                **PLACEHOLDER,
                **FOCUS,
            },
            frozenset(),
            _shorter_than_its_maximum,
        ),
    ),
    "number_input": Kind(
        element(
            {
                "is_decimal_allowed": boolean,
                "initial_value": NUMERAL,
                "min_value": NUMERAL,
                "max_value": NUMERAL,
                **DISPATCH,
                **PLACEHOLDER,
                **FOCUS,
            },
            frozenset({"is_decimal_allowed"}),
        ),
        MODAL,
    ),
    "email_text_input": Kind(
        element({"initial_value": string(limits.INPUT_TEXT), **DISPATCH, **PLACEHOLDER, **FOCUS}), MODAL
    ),
    "url_text_input": Kind(
        element({"initial_value": string(limits.INPUT_TEXT), **DISPATCH, **PLACEHOLDER, **FOCUS}), MODAL
    ),
    "file_input": Kind(
        element(
            {
                "filetypes": array(string(limits.ID), 1, limits.OPTIONS),
                "max_files": whole(1, limits.FILES),
            }
        ),
        MODAL,
    ),
}

ACCESSORIES: dict[str, Kind] = {"button": BUTTON, "image": IMAGE, "overflow": OVERFLOW, **CHOICES, **SELECTS}
IN_ACTIONS: dict[str, Kind] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "datetimepicker": DATETIME,
    **CHOICES,
    **SELECTS,
}
IN_INPUTS: dict[str, Kind] = {"datetimepicker": DATETIME, **CHOICES, **SELECTS, **TYPED_IN}
