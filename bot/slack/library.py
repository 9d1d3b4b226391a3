"""Bolt and Slack's SDK, imported without the classes for blocks, which the bot writes as plain values.

They cost a megabyte for the whole life of a process. Whoever imports anything of ``bot.slack`` imports this
first.
"""

from typing import Final

from bot.stand_ins import standing_in

SPARED: Final = {
    "html": (),  # the names of all characters there are
    "slack_sdk.models": ("JsonObject",),
    "slack_sdk.models.attachments": ("Attachment",),
    "slack_sdk.models.blocks": ("Block", "Option", "OptionGroup", "RichTextBlock"),
    "slack_sdk.models.blocks.blocks": ("Block",),
    "slack_sdk.models.messages": (),
    "slack_sdk.models.messages.chunk": ("Chunk", "MarkdownTextChunk"),
    "slack_sdk.models.metadata": ("EntityMetadata", "EventAndEntityMetadata", "Metadata"),
    "slack_sdk.models.views": ("View",),
}

with standing_in(SPARED):
    import slack_bolt
    import slack_bolt.adapter.socket_mode.internals

__all__ = ["slack_bolt"]
