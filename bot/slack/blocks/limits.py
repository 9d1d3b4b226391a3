"""Slack's limits on what a bot may send, in characters unless the name says otherwise.

Source: docs.slack.dev, Block Kit reference and chat.* methods.
"""

from typing import Final

VIEW_BLOCKS: Final = 100
SECTION_TEXT: Final = 3000
FIELD_TEXT: Final = 2000
HEADER_TEXT: Final = 150
BUTTON_TEXT: Final = 75
OPTIONS: Final = 100
OPTION_TEXT: Final = 75
OPTION_DESCRIPTION: Final = 75
OPTION_VALUE: Final = 150
PLACEHOLDER: Final = 150
LABEL: Final = 2000
VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3000
INPUT_TEXT: Final = 3000
QUOTED: Final = 150
"""Our own: of what somebody typed, so that a note about it fits into private metadata in any script."""
UPDATE_TEXT: Final = 4000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
