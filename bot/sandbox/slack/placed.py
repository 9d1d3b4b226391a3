"""Elements where they stand: walking blocks, giving ids to those that have none, finding one by its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.model import Payload, copied


@dataclass(frozen=True, slots=True)
class Placed:
    """An interactive element and the block it stands in; both are the dicts of the payload itself."""

    block: Payload
    element: Payload

    @property
    def block_id(self) -> str:
        """The id errors and values are keyed by."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The id of the element within its block."""
        return str(self.element["action_id"])

    @property
    def kind(self) -> str:
        """The element's type, for instance "static_select"."""
        return str(self.element["type"])

    @property
    def label(self) -> str:
        """The words of the input block's label; empty elsewhere."""
        return words(self.block.get("label"))

    @property
    def is_input(self) -> bool:
        """Whether the element stands in an input block."""
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Whether using it tells the bot at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))


def words(text: object) -> str:
    """Give the text of a text object; empty when there is none."""
    return str(text.get("text", "")) if isinstance(text, dict) else ""


def placed(blocks: Iterable[Payload]) -> Iterator[Placed]:
    """Every element of these blocks that can be used, in reading order; containers and cards included."""
    for block in blocks:
        for element in _elements(block):
            if "type" in element and element["type"] not in {"image", "mrkdwn", "plain_text"}:
                yield Placed(block, element)
        yield from placed(block.get("child_blocks", []))
        if block["type"] == "carousel":
            yield from placed(block["elements"])


def with_ids(blocks: Iterable[Payload], ids: Ids) -> list[Payload]:
    """Give a copy in which every block and element has an id, as Slack stores it; new ids each time."""
    copies = copied(list(blocks))
    _give_block_ids(copies, ids)
    for spot in placed(copies):
        spot.element.setdefault("action_id", ids.next("a"))
    return copies


def find(blocks: Iterable[Payload], name: str) -> Placed:
    """Give the element a person means by `name`: its label, button text, placeholder, block_id or action_id.

    The exact text wins over ids, and "block_id/action_id", which means one element and no other, over both.
    Raises LookupError naming what there is.
    """
    spots = list(placed(blocks))
    for matches in (_exactly, _by_words, _by_id):
        for spot in spots:
            if matches(spot, name):
                return spot
    there = ", ".join(
        sorted({spot.label or words(spot.element.get("text")) or spot.action_id for spot in spots})
    )
    raise LookupError(f"nothing here is called {name!r}; there is: {there or 'nothing to use'}")


def options_of(element: Payload) -> list[Payload]:
    """Give the options of a select, radio, checkbox or overflow element, groups flattened."""
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return [*(element.get("options") or []), *grouped]


def _exactly(spot: Placed, name: str) -> bool:
    return name == f"{spot.block_id}/{spot.action_id}"


def _by_words(spot: Placed, name: str) -> bool:
    shown = [spot.label, words(spot.element.get("text")), words(spot.element.get("placeholder"))]
    choices = options_of(spot.element) if spot.kind == "overflow" else []
    shown += [words(option["text"]) for option in choices]
    return any(name in {each, each.replace("\N{NO-BREAK SPACE}", " ")} for each in shown)


def _by_id(spot: Placed, name: str) -> bool:
    return name in {spot.block_id, spot.action_id}


def _elements(block: Payload) -> list[Payload]:
    match block["type"]:
        case "section":
            return [block["accessory"]] if "accessory" in block else []
        case "input":
            return [block["element"]]
        case "actions" | "context_actions":
            return list(block["elements"])
        case "card":
            return list(block.get("actions", []))
        case _:
            return []


def _give_block_ids(blocks: Iterable[Payload], ids: Ids) -> None:
    for block in blocks:
        block.setdefault("block_id", ids.next("b"))
        _give_block_ids(block.get("child_blocks", []), ids)
        if block["type"] == "carousel":
            _give_block_ids(block["elements"], ids)
