"""A pretend Slack with one window, and the listeners behind it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.access import Who
from bot.features.groups.listeners.browse import GroupListeners
from bot.features.groups.listeners.count_progress import CountProgress
from bot.features.groups.service import GroupList, Listing, Where
from bot.features.groups.sync import GroupSync
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.replies import Replies
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.view_order import OwnOrder
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack_window import FakeWindow
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import ADA, MARY
from tests.patience import PATIENCE_SECONDS
from tests.reading import as_read

VIEW = FakeWindow.VIEW


class Looks(GroupList):
    """The list of groups; tells how often it was read."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        super().__init__(database, clock)
        self._read = threading.Semaphore(0)

    def look(self, where: Where) -> Listing:
        listing = super().look(where)
        self._read.release()
        return listing

    def wait_until_read(self, times: int) -> None:
        for _ in range(times):
            assert self._read.acquire(timeout=PATIENCE_SECONDS)


@dataclass
class Harness:
    directory: FakeContactList
    screen: FakeWindow
    background: Background
    groups: GroupListeners
    sync: GroupSync
    looks: Looks
    acks: list[dict[str, Any]] = field(default_factory=list)

    def interaction(self, **body: object) -> Interaction:
        return Interaction(Who("U0MAYA", "T0"), body, lambda **answer: self.acks.append(answer))

    def press(self, listener: Callable[[Interaction], None], value: str = "", metadata: str = "{}") -> None:
        listener(
            self.interaction(view={"id": VIEW, "private_metadata": metadata}, actions=[{"value": value}])
        )


def words(view: Block) -> str:
    return as_read(json.dumps(view, ensure_ascii=False))


@contextmanager
def opened(database: Database, clock: FakeClock) -> Iterator[Harness]:
    directory, screen, background = (
        FakeContactList(ADA, MARY),
        FakeWindow(),
        Background(threads=3, waiting=10),
    )
    sync = GroupSync(directory, database, clock)
    looks = Looks(database, clock)
    watching = CountProgress(
        looks,
        sync,
        lambda view_id, view: screen.update(view, view_id=view_id),
        background.run,
        seconds=0.005,
    )
    responder = Responder(screen, Replies(None, background), background, background, OwnOrder())  # type: ignore[arg-type] # a pretend Slack
    yield Harness(directory, screen, background, GroupListeners(responder, watching), sync, looks)
    directory.resume()
    assert background.stop()
