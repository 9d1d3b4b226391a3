"""Whole payloads: a message's blocks, a view, the answer to a type-ahead."""

import json
from collections.abc import Iterable, Iterator, Mapping

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.catalogue import BLOCK
from bot.sandbox.slack.blocks.rules import (
    Kind,
    OneKindOf,
    Place,
    Shape,
    Surface,
    anything,
    array,
    boolean,
    exactly_one,
    string,
)
from bot.sandbox.slack.blocks.tables import text_in
from bot.sandbox.slack.blocks.texts import OPTION_GROUPS, OPTION_LIST, plain

MAY_BE_NONE = 0
"""A message or a Home tab may have an empty list of blocks; a modal may not."""


def problems_in_message(payload: Mapping[str, object]) -> list[str]:
    """Return why Slack would refuse this message, best first; nothing when it would take it.

    Looks at `text` and `blocks` only; who may post where is the workspace's affair.
    Source: the Block Kit reference and chat.postMessage.
    """
    place = Place(Surface.MESSAGE)
    problems: list[str] = []
    if "text" in payload:
        problems += string(limits.MESSAGE_TEXT, 0)(payload["text"], place.at("text"))
    blocks = payload.get("blocks")
    if blocks is not None:
        problems += _blocks(blocks, place.at("blocks"), (MAY_BE_NONE, limits.MESSAGE_BLOCKS))
        problems += _message_totals(_dicts(blocks), place.at("blocks"))
    return problems


def problems_in_view(view: Mapping[str, object]) -> list[str]:
    """Return why Slack would refuse to show this modal or Home tab.

    Source: the view reference; over 250 kB of JSON is `view_too_large`.
    """
    surface = Surface.HOME if view.get("type") == "home" else Surface.MODAL
    place = Place(surface)
    problems = list(_VIEW(dict(view), place))
    least = MAY_BE_NONE if surface is Surface.HOME else 1
    problems += _blocks(view.get("blocks", []), place.at("blocks"), (least, limits.VIEW_BLOCKS))
    has_inputs = any(block.get("type") == "input" for block in _dicts(view.get("blocks")))
    if surface is Surface.MODAL and has_inputs and "submit" not in view:
        problems.append(place.problem("a modal with input blocks must have submit"))
    if surface is Surface.HOME:
        problems += _message_totals(_dicts(view.get("blocks")), place.at("blocks"))
    if len(json.dumps(view).encode()) > limits.VIEW_BYTES:
        problems.append(place.problem(f"view is larger than {limits.VIEW_BYTES} bytes"))
    return problems


def problems_in_options(payload: Mapping[str, object]) -> list[str]:
    """Return why Slack would show nothing for this answer to a block_suggestion.

    An empty list of options is allowed here: it means that nothing was found.
    """
    place = Place(Surface.MODAL)
    if payload in ({"options": []}, {"option_groups": []}):
        return []
    return list(_OPTIONS(dict(payload), place))


_OPTIONS = Shape(
    {"options": OPTION_LIST, "option_groups": OPTION_GROUPS},
    also=(exactly_one("options", "option_groups"),),
)

_COMMON = {
    "type": anything,
    "blocks": anything,  # looked at on their own, with the surface known
    "private_metadata": string(limits.METADATA, 0),
    "callback_id": string(limits.ID, 0),
    "external_id": string(limits.ID, 0),
}
_MODAL = Shape(
    {
        **_COMMON,
        "title": plain(limits.VIEW_TITLE),
        "submit": plain(limits.VIEW_TITLE),
        "close": plain(limits.VIEW_TITLE),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
    frozenset({"type", "title", "blocks"}),
)
_VIEW = OneKindOf(
    "view", {"modal": Kind(_MODAL), "home": Kind(Shape(_COMMON, frozenset({"type", "blocks"})))}
)


def _dicts(blocks: object) -> list[dict[str, object]]:
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def _blocks(blocks: object, place: Place, allowed: tuple[int, int]) -> Iterator[str]:
    yield from array(BLOCK, *allowed)(blocks, place)
    yield from _unique_block_ids(_dicts(blocks), place)


def _unique_block_ids(blocks: Iterable[Mapping[str, object]], place: Place) -> Iterator[str]:
    found: set[str] = set()
    for block in _with_children(blocks):
        name = block.get("block_id")
        if isinstance(name, str):
            if name in found:
                yield place.problem(f"block_id {name!r} already exists")
            found.add(name)


def _with_children(blocks: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    for block in blocks:
        yield block
        yield from _with_children(_dicts(block.get("child_blocks")))


def _message_totals(blocks: list[dict[str, object]], place: Place) -> Iterator[str]:
    everything = list(_with_children(blocks))

    def of(kind: str) -> list[Mapping[str, object]]:
        return [block for block in everything if block.get("type") == kind]

    if len(of("data_visualization")) > limits.CHARTS:
        yield place.problem(f"no more than {limits.CHARTS} data_visualization blocks allowed")
    if len(of("table")) > 1:
        yield place.problem("no more than one table allowed")
    if sum(text_in(table) for table in of("data_table")) > limits.DATA_TABLE_TEXT:
        yield place.problem(f"data tables hold at most {limits.DATA_TABLE_TEXT} characters together")
    markdown = sum(len(str(block.get("text", ""))) for block in of("markdown"))
    if markdown > limits.MARKDOWN:
        yield place.problem(f"markdown blocks hold at most {limits.MARKDOWN} characters together")
