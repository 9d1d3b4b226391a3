"""What a form holds, of what it was drawn with: an element that stands in another's place is left out.

Slack sends the view as it has it, and beside it what was filled in. A changed client fills in what it likes:
the choice made in another form, under the id of the field it was made for. So what was filled in counts in
the block, under the id and as the kind of input that it was drawn as, and nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from bot.slack.incoming.payloads import Payload

_ELEMENTS: Final = ("element", "accessory")
"""Where a block has one; in ``elements`` it has several."""


def only_drawn(payload: Payload) -> Payload:
    """Return a payload whose view holds nothing but values of the elements it was drawn with."""
    view: Mapping[str, Any] = payload.get("view") or {}
    state: Mapping[str, Any] = view.get("state") or {}
    values: Mapping[str, Mapping[str, Any]] = state.get("values") or {}
    if not values:
        return payload
    drawn = set(_drawn(view.get("blocks") or ()))
    kept = {
        block: {
            field: element
            for field, element in fields.items()
            if (block, field, str(element.get("type"))) in drawn
        }
        for block, fields in values.items()
    }
    kept = {block: fields for block, fields in kept.items() if fields}
    return {**payload, "view": {**view, "state": {**state, "values": kept}}}


def _drawn(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Give the ids of each element behind that of its block, and the kind of input it is."""
    for block in blocks:
        for each in (*(block.get(name) for name in _ELEMENTS), *(block.get("elements") or ())):
            if isinstance(each, Mapping):
                yield str(block.get("block_id")), str(each.get("action_id")), str(each.get("type"))
