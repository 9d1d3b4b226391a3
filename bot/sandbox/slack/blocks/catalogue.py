"""The table of blocks: what each holds and which surfaces show it.

Left out, and so refused: blocks an app cannot post itself (file, call), ones that need a scope this bot
does not ask for (video) and ones for assistants (plan, task_card, context_actions).
"""

from collections.abc import Iterator, Mapping

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.charts import CHART_BLOCK
from bot.sandbox.slack.blocks.elements import ACCESSORIES, BUTTON, IMAGE, IN_ACTIONS, IN_INPUTS
from bot.sandbox.slack.blocks.rich import RICH_TEXT
from bot.sandbox.slack.blocks.rules import (
    ANYWHERE,
    Kind,
    ObjectRule,
    OneKindOf,
    Place,
    Rule,
    Shape,
    Surface,
    anything,
    array,
    at_least_one,
    boolean,
    exactly_one,
    one_of,
    string,
)
from bot.sandbox.slack.blocks.tables import DATA_TABLE, TABLE
from bot.sandbox.slack.blocks.texts import IDENTIFIER, SLACK_FILE, plain, text

TEXT_KINDS = ("plain_text", "mrkdwn")


def _block(
    properties: Mapping[str, Rule],
    required: frozenset[str],
    *also: ObjectRule,
    surfaces: frozenset[Surface] = ANYWHERE,
) -> Kind:
    own = {"type": anything, "block_id": IDENTIFIER, **properties}
    return Kind(Shape(own, frozenset({"type"}) | required, also), surfaces)


def _context_element(value: object, place: Place) -> Iterator[str]:
    if isinstance(value, dict) and value.get("type") in TEXT_KINDS:
        yield from text()(value, place)
    else:
        yield from OneKindOf("context element", {"image": IMAGE})(value, place)


def _unique_action_ids(value: Mapping[str, object], place: Place) -> Iterator[str]:
    elements = value.get("elements")
    found = [
        item["action_id"]
        for item in (elements if isinstance(elements, list) else [])
        if isinstance(item, dict) and isinstance(item.get("action_id"), str)
    ]
    for repeated in sorted({name for name in found if found.count(name) > 1}):
        yield place.problem(f"action_id {repeated!r} already exists in this block")


def _no_dispatch_of_files(value: Mapping[str, object], place: Place) -> Iterator[str]:
    element = value.get("element")
    is_file = isinstance(element, dict) and element.get("type") == "file_input"
    if is_file and value.get("dispatch_action") is True:
        yield place.problem("dispatch_action does not go with a file_input")


MESSAGE_AND_HOME = frozenset({Surface.MESSAGE, Surface.HOME})

CARD = _block(
    {
        "hero_image": IMAGE.shape,
        "icon": IMAGE.shape,
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_TITLE),
        "body": text(limits.CARD_BODY),
        "actions": array(OneKindOf("card action", {"button": BUTTON}), 1, limits.CARD_ACTIONS),
    },
    frozenset(),
    at_least_one("hero_image", "title", "actions", "body"),
    surfaces=MESSAGE_AND_HOME,  # said to fail in modals, so refused there
)

SIMPLE: dict[str, Kind] = {
    "section": _block(
        {
            "text": text(),
            "fields": array(text(limits.FIELD), 1, limits.FIELDS),
            "accessory": OneKindOf("accessory", ACCESSORIES),
            "expand": boolean,
        },
        frozenset(),
        at_least_one("text", "fields"),
    ),
    "header": _block({"text": plain(limits.HEADER)}, frozenset({"text"})),
    "divider": _block({}, frozenset()),
    "image": _block(
        {
            "image_url": string(limits.URL),
            "slack_file": SLACK_FILE,
            "alt_text": string(limits.IMAGE_ALT),
            "title": plain(limits.IMAGE_TITLE),
        },
        frozenset({"alt_text"}),
        exactly_one("image_url", "slack_file"),
    ),
    "context": _block(
        {"elements": array(_context_element, 1, limits.CONTEXT_ELEMENTS)}, frozenset({"elements"})
    ),
    "actions": _block(
        {"elements": array(OneKindOf("action element", IN_ACTIONS), 1, limits.ACTIONS)},
        frozenset({"elements"}),
        _unique_action_ids,
    ),
    "input": _block(
        {
            "label": plain(limits.LABEL),
            "element": OneKindOf("input element", IN_INPUTS),
            "hint": plain(limits.LABEL),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        frozenset({"label", "element"}),
        _no_dispatch_of_files,
    ),
    "rich_text": Kind(RICH_TEXT),
    "table": Kind(TABLE, MESSAGE_AND_HOME),
}


CONTAINER = _block(
    {
        "title": plain(limits.CARD_TITLE),
        "rich_text_title": RICH_TEXT,
        "subtitle": text(limits.CARD_TITLE),
        "icon": IMAGE.shape,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
        "child_blocks": array(OneKindOf("child block", SIMPLE), 1, limits.CHILD_BLOCKS),
    },
    frozenset({"child_blocks"}),
    at_least_one("title", "rich_text_title"),
    surfaces=MESSAGE_AND_HOME,
)

BLOCKS: dict[str, Kind] = {
    **SIMPLE,
    "markdown": _block(
        {"text": string(limits.MARKDOWN)}, frozenset({"text"}), surfaces=frozenset({Surface.MESSAGE})
    ),
    "alert": _block(
        {
            "text": text(limits.ALERT),
            "level": one_of("default", "info", "warning", "error", "success"),
        },
        frozenset({"text"}),
        surfaces=frozenset({Surface.MODAL}),
    ),
    "data_table": Kind(DATA_TABLE, MESSAGE_AND_HOME),
    "data_visualization": Kind(CHART_BLOCK, MESSAGE_AND_HOME),
    "card": CARD,
    "carousel": _block(
        {"elements": array(OneKindOf("carousel element", {"card": CARD}), 1, limits.CARDS)},
        frozenset({"elements"}),
        surfaces=frozenset({Surface.MESSAGE}),
    ),
    "container": CONTAINER,
}

BLOCK = OneKindOf("block", BLOCKS)
