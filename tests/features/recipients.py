"""The field for who is meant, with a number chosen in it as if it had been typed there."""

from typing import Any

from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import RecipientField
from bot.texting import phones


def to(number: str, region: str | None = "US") -> RecipientField:
    """The field as it stands after somebody typed a number and chose it."""
    return RecipientField(recipient.number_option(phones.parse(number, region)))


def chosen(number: str, region: str | None = "US") -> dict[str, Any]:
    """The same as Slack hands it in; a text that is no number stays without a choice."""
    found = phones.readings(number, region)
    return {"selected_option": dict(recipient.number_option(found[0])) if found else None}
