"""What the app may do in its workspace. The manifest asks for the same; a test compares the two."""

from types import MappingProxyType
from typing import Final

NEEDED: Final = MappingProxyType(
    {
        "commands": "slash commands and shortcuts",
        "chat:write": "messages about texts",
        "users:read": "time zones, and who is a guest",
        "files:read": "lists and contacts from files",
        "files:write": "result files and exports",
        "usergroups:read": "roles given to user groups",
        "channels:read": "roles given to channels, and which channels are shared",
        "groups:read": "the same for private channels",
    }
)
"""Scopes, and what doesn't work without each."""
OPTIONAL: Final = ("channels:history", "groups:history", "im:history", "im:write")
"""Without these a message whose answer from Slack got lost is posted twice."""
