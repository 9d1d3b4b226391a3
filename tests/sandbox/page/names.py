from datetime import datetime
from zoneinfo import ZoneInfo


class FakeNames:
    """Names without a workspace: ids in words, the reader in Los Angeles."""

    def person(self, user_id: str) -> str:
        return {"U1": "Ada <Lovelace>"}.get(user_id, user_id)

    def channel(self, channel_id: str) -> str:
        return {"C1": "front-desk"}.get(channel_id, channel_id)

    def group(self, group_id: str) -> str:
        return {"S1": "desk"}.get(group_id, group_id)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo("America/Los_Angeles"))
