"""Where messages are written, in memory."""

from collections.abc import Callable
from datetime import datetime

from bot.slack.outgoing.poster import Content, Posted
from bot.slack.outgoing.posting_errors import PosterError


class FakePoster:
    """Where messages are written: remembers them, and refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.shown: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []
        self.refuse: dict[str, list[PosterError]] = {}
        self.keys: dict[tuple[str, str], Posted] = {}
        self.lose: list[BaseException] = []
        """What the next posts end in, although they are shown."""
        self.may_look = True
        self.meanwhile: Callable[[], object] = list

    def post(self, to: str, content: Content, *, thread_ts: str | None = None, key: str = "") -> Posted:
        self._take(f"post {to}" + (f" in {thread_ts}" if thread_ts else ""))
        where = Posted(f"D{to[1:]}" if to.startswith("U") else to, str(len(self.calls)))
        self.shown[where.channel, where.ts] = content.text
        self.keys[to, key] = where
        if self.lose:
            raise self.lose.pop(0)
        return where

    def find(self, to: str, key: str, since: datetime, *, thread_ts: str | None = None) -> Posted | None:
        self._take(f"find {to}" + (f" in {thread_ts}" if thread_ts else ""))
        return self.keys.get((to, key)) if self.may_look else None

    def update(self, where: Posted, content: Content) -> None:
        self._take(f"update {where.channel}")
        self.shown[where.channel, where.ts] = content.text

    def _take(self, call: str) -> None:
        self.calls.append(call)
        meanwhile, self.meanwhile = self.meanwhile, list
        meanwhile()
        if self.refuse.get(call):
            raise self.refuse[call].pop(0)

    @property
    def texts(self) -> list[str]:
        return list(self.shown.values())
