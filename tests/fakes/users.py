"""The people of the workspace."""

from zoneinfo import ZoneInfo

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


class FakeUsers:
    """Everybody lives in one place."""

    def __init__(self, zone: ZoneInfo = LOS_ANGELES) -> None:
        self._zone = zone

    def zone(self, _user_id: str) -> ZoneInfo:
        return self._zone
