"""What the bot remembers: sends, their Slack messages, their follow-ups."""

from bot.store.database import Database
from bot.store.states import SendState

__all__ = ["Database", "SendState"]
