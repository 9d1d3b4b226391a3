"""The parts of a rich_text block. Its texts are shown as they are written, with no markup read from them."""

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.rules import (
    Kind,
    OneKindOf,
    Rule,
    Shape,
    anything,
    array,
    boolean,
    one_of,
    string,
    whole,
)
from bot.sandbox.slack.blocks.texts import IDENTIFIER

MANY = 1000  # parts in one list: no figure is documented
LATEST = 9_999_999_999

STYLE = Shape(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
MENTION_STYLE = Shape(dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight"), boolean))


def _part(required: dict[str, Rule], optional: dict[str, Rule] | None = None, style: Rule = STYLE) -> Kind:
    properties = {"type": anything, "style": style, **required, **(optional or {})}
    return Kind(Shape(properties, frozenset({"type", *required})))


PART = OneKindOf(
    "rich text part",
    {
        "text": _part({"text": string(limits.MESSAGE_TEXT)}),
        "link": _part(
            {"url": string(limits.URL)}, {"text": string(limits.MESSAGE_TEXT, 0), "unsafe": boolean}
        ),
        "emoji": _part({"name": string(limits.ID)}, {"unicode": string(limits.ID), "skin_tone": whole(1, 6)}),
        "user": _part({"user_id": IDENTIFIER}, style=MENTION_STYLE),
        "usergroup": _part({"usergroup_id": IDENTIFIER}, style=MENTION_STYLE),
        "channel": _part({"channel_id": IDENTIFIER}, style=MENTION_STYLE),
        "broadcast": _part({"range": one_of("here", "channel", "everyone")}),
        "color": _part({"value": string(7, 7)}),
        "date": _part(
            {"timestamp": whole(0, LATEST), "format": string(limits.ID)},
            {"url": string(limits.URL), "fallback": string(limits.ID)},
        ),
    },
)

PARTS = array(PART, 0, MANY)
TYPED = frozenset({"type", "elements"})
BORDER = whole(0, 1)
SECTION = Kind(Shape({"type": anything, "elements": PARTS}, TYPED))

PIECE = OneKindOf(
    "rich text element",
    {
        "rich_text_section": SECTION,
        "rich_text_quote": Kind(Shape({"type": anything, "elements": PARTS, "border": BORDER}, TYPED)),
        "rich_text_preformatted": Kind(
            Shape(
                {"type": anything, "elements": PARTS, "border": BORDER, "language": string(limits.ID)}, TYPED
            )
        ),
        "rich_text_list": Kind(
            Shape(
                {
                    "type": anything,
                    "style": one_of("bullet", "ordered"),
                    "elements": array(OneKindOf("list item", {"rich_text_section": SECTION}), 1, MANY),
                    "indent": whole(0, limits.RICH_INDENT),
                    "offset": whole(0, LATEST),
                    "border": BORDER,
                },
                TYPED | {"style"},
            ),
        ),
    },
)

RICH_TEXT = Shape(
    {"type": anything, "block_id": IDENTIFIER, "elements": array(PIECE, 1, MANY)},
    TYPED,
)
